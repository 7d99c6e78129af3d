"""What the page 报表下载 offers: the tables of a period, the 核实单, the extract of the record, as far as each may."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from assessment.audit.action_words import ACTIONS, OBJECTS
from assessment.catalogue.models import Collection
from assessment.filing.models import QuerySheet
from assessment.filing.walls import returns_within
from assessment.methodology.errors import N_
from assessment.methodology.periods import Period
from assessment.people.errors import PermissionRefused
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import actions_open_to, reach_of
from reporting.extract_view import ExtractView, extract_views
from reporting.operation_downloads import CHECKS, PROGRESS, QUALITY

MOST_SHEETS = 50
TABLES = (
    (PROGRESS, N_("Progress of filing"), N_("State of every return, errors, what is overdue, extensions")),
    (CHECKS, N_("Check statistics"), N_("Rule by city: failed, explained, not accepted")),
    (QUALITY, N_("Reporting quality"), N_("Late, sent back, corrected, not accepted")),
)
PROVINCE_CHAINS = (("province", N_("the whole province")), ("system", N_("the system itself")))


@dataclass(frozen=True)
class Table:
    """A workbook of one period: where it is taken, what it is called, what is in it."""

    address: str
    name: str
    about: str


@dataclass(frozen=True)
class Offer:
    """`tables` is empty for who may take none of a period; `units` are the chains of the extract, empty without it."""

    tables: Sequence[Table]
    periods: Sequence[str]
    sheets: Sequence[QuerySheet]
    units: Sequence[tuple[str, str]]
    whole_record: bool
    extracts: Sequence[ExtractView]
    actions: Sequence[tuple[str, str]]
    objects: Sequence[tuple[str, str]]

    @property
    def working(self) -> bool:
        return any(one.job is not None and one.job.working for one in self.extracts)


def offered(user: User, *, at: datetime) -> Offer:
    """`PermissionRefused` for who may take none of them at all."""
    allowed = actions_open_to(user, at=at)
    if not allowed & {Action.OPERATION_DOWNLOAD, Action.AUDIT_EXTRACT}:
        raise PermissionRefused(action=Action.OPERATION_DOWNLOAD.value)
    operates = Action.OPERATION_DOWNLOAD in allowed
    reach = reach_of(user, Action.AUDIT_EXTRACT, at=at) if Action.AUDIT_EXTRACT in allowed else None
    units = [] if reach is None else list(reach.regions.order_by("position").values_list("code", "name_zh"))
    whole = reach is not None and reach.provincial
    units += [(code, gettext(words)) for code, words in PROVINCE_CHAINS if whole]
    return Offer(
        tables=_tables() if operates else (),
        periods=_periods() if operates else (),
        sheets=list(_sheets(user, at=at)) if operates else (),
        units=units,
        whole_record=whole,
        extracts=extract_views(user, dict(units), at=at) if reach is not None else (),
        actions=sorted(ACTIONS.items(), key=itemgetter(0)),
        objects=sorted(OBJECTS.items(), key=itemgetter(0)),
    )


def _tables() -> list[Table]:
    return [Table(reverse(f"reporting:{one}-workbook"), gettext(name), gettext(about)) for one, name, about in TABLES]


def _periods() -> list[str]:
    opened = Collection.objects.filter(opened_at__isnull=False).order_by().values_list("period", flat=True).distinct()
    return sorted(opened, key=Period.parse, reverse=True)


def _sheets(user: User, *, at: datetime) -> QuerySet[QuerySheet]:
    within = returns_within(user, Action.RETURN_VIEW, at=at, path="return_filed__")
    newest = QuerySheet.objects.filter(within).order_by("-opened_at", "-id")
    return newest.select_related(
        "return_filed__collection__form_version__form", "return_filed__reporting_unit__region"
    )[:MOST_SHEETS]
