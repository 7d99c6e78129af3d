"""知悉人员名单 of a period: who stands on it and why, who may be added, and who read the results before the issue."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Q

from assessment.audit.models import Entry
from assessment.catalogue.models import Collection
from assessment.display import formats
from assessment.methodology.periods import Period
from assessment.people.account_queries import insiders_visible_to
from assessment.people.models import InsiderEntry, User
from assessment.people.permissions import Action
from assessment.people.queries import people_in_role
from assessment.people.roles import Role
from assessment.scoring.models import Run

# Who has to do with results before the issue.
CANDIDATES = (Role.COMMISSION_OFFICER, Role.COMMISSION_APPROVER, Role.COMMISSION_LEADER)
DOWNLOADS = (Action.REPORT_DOWNLOAD, Action.INTERCHANGE_DOWNLOAD)
UNISSUED = tuple(state.value for state in Run.State if state != Run.State.ISSUED)


@dataclass(frozen=True)
class Reading:
    """How often an account opened or downloaded unissued results of the period, and when first and last."""

    username: str
    name: str
    opened: int
    downloaded: int
    first: datetime
    last: datetime


@dataclass(frozen=True)
class InsiderList:
    period: str
    periods: tuple[tuple[str, str], ...]
    listed: tuple[InsiderEntry, ...]
    former: tuple[InsiderEntry, ...]
    readings: tuple[Reading, ...]


def insider_list(period: str, *, by: User, at: datetime) -> InsiderList:
    """The list of `period`, of the newest one where it is empty; `PermissionRefused` to whoever may not see lists."""
    periods = _periods()
    chosen = Period.parse(period).code if period else (periods[0] if periods else "")
    entries = list(insiders_visible_to(by, chosen, at=at))
    listed = tuple(entry for entry in entries if entry.valid_until is None or entry.valid_until > at)
    return InsiderList(
        chosen,
        tuple((code, formats.period(code)) for code in dict.fromkeys([*periods, *([chosen] if chosen else [])])),
        listed,
        tuple(entry for entry in entries if entry not in listed),
        readings_of(chosen),
    )


def candidates(listed: tuple[InsiderEntry, ...], *, at: datetime) -> list[User]:
    """The people of the commission who do not stand on the list yet."""
    there = {entry.user_id for entry in listed}
    return [user for user in people_in_role(*CANDIDATES, at=at) if user.pk not in there]


def readings_of(period: str) -> tuple[Reading, ...]:
    """By account, whoever read most lately first."""
    opened, downloaded = Q(action=Action.SCORE_VIEW.value), Q(action__in=[action.value for action in DOWNLOADS])
    read = Entry.objects.filter(object_type="scoring.run", facts__period=period).filter(
        opened | downloaded & Q(facts__state__in=UNISSUED)
    )
    counted = read.order_by().values("by").annotate(
        opened=Count("pk", filter=opened), downloaded=Count("pk", filter=downloaded), first=Min("at"), last=Max("at")
    )  # fmt: skip
    names = _names(entry["by"] for entry in counted)
    return tuple(
        Reading(one["by"], names.get(one["by"], one["by"]), one["opened"], one["downloaded"], one["first"], one["last"])
        for one in sorted(counted, key=lambda one: one["last"], reverse=True)
    )


def _names(usernames: Iterable[str]) -> Mapping[str, str]:
    return dict(User.objects.filter(username__in=list(usernames)).values_list("username", "display_name"))


def _periods() -> list[str]:
    """Periods that are assessed, newest first."""
    codes = Collection.objects.filter(purpose=Collection.Purpose.ASSESSMENT).values_list("period", flat=True)
    return [period.code for period in sorted({Period.parse(code) for code in codes}, reverse=True)]
