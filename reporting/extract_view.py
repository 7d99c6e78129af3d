"""My audit extracts as the page 报表下载 shows them: what was asked for, how far it is, how long it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from assessment.display.templatetags.components import Light
from assessment.jobs.progress_view import JobView, job_view
from assessment.methodology.errors import N_
from assessment.people.models import User
from reporting.extract_queries import MOST_SHOWN, extracts_of
from reporting.models import AuditExtract
from reporting.operations import terms
from reporting.operations.audit_extract import Asked

READY, REMOVED = N_("Extract ready"), N_("Extract removed")


@dataclass(frozen=True)
class ExtractView:
    """`narrowed` says in words which part of the record; `kept` while the file can be taken."""

    extract: AuditExtract
    narrowed: str
    job: JobView | None
    light: Light
    kept: bool


def extract_views(user: User, units: Mapping[str, str], *, at: datetime) -> list[ExtractView]:
    """The reader's own, the newest first; `units` are the names of the chains."""
    return [_view(extract, units, at=at) for extract in extracts_of(user)[:MOST_SHOWN]]


def _view(extract: AuditExtract, units: Mapping[str, str], *, at: datetime) -> ExtractView:
    job = job_view(extract.job, at=at)
    kept = bool(extract.storage_name) and extract.expires_at is not None and at < extract.expires_at
    if kept:
        light = Light("good", gettext(READY))
    elif extract.made_at is not None:
        light = Light("plain", gettext(REMOVED))
    else:
        light = job.light if job else Light("busy", "")
    return ExtractView(extract, Asked.of(extract.asked).narrowing(units) or terms.ALL, job, light, kept)
