"""The second look before several returns are accepted together: which may be, and what stands against the others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import ngettext

from assessment.filing.models import Version
from assessment.filing.queries import versions_visible_to
from assessment.filing.review_queries import open_queries
from assessment.filing.standing_findings import FindingCounts, finding_counts
from assessment.people.models import User

WAITING = ("submitted", "under_review", "querying")


@dataclass(frozen=True)
class Candidate:
    """A return before the review. `reasons` say why it has to be looked at by itself; without any it may be ticked."""

    version: Version
    filled: int
    cells: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Candidates:
    period: str
    ready: tuple[Candidate, ...]
    apart: tuple[Candidate, ...]


def candidates(user: User, period: str, *, at: datetime) -> Candidates:
    """The returns of a period that wait for the review, in 行政区划 order; a constant number of questions."""
    waiting = list(
        versions_visible_to(user, at=at)
        .filter(state__in=WAITING, return_filed__collection__period=period)
        .prefetch_related("cells")
        .order_by(
            "return_filed__collection__form_version__form__code", "return_filed__reporting_unit__region__position"
        )
    )
    counts = finding_counts(version.pk for version in waiting)
    queries = open_queries(version.return_filed_id for version in waiting)
    looked_at = [_candidate(version, counts, queries.get(version.return_filed_id, 0)) for version in waiting]
    ready = tuple(one for one in looked_at if not one.reasons)
    return Candidates(period, ready, tuple(one for one in looked_at if one.reasons))


def _candidate(version: Version, counts: Mapping[int, FindingCounts], queries: int) -> Candidate:
    found = counts.get(version.pk, FindingCounts()).in_the_way
    reasons = []
    if found:
        reasons.append(ngettext("{count} finding", "{count} findings", found).format(count=found))
    if queries:
        reasons.append(ngettext("{count} open query", "{count} open queries", queries).format(count=queries))
    cells = list(version.cells.all())
    filled = sum(cell.condition != "empty" for cell in cells)
    return Candidate(version, filled, len(cells), tuple(reasons))
