"""Reads of the review: the sheet of a return, what was adopted, figures of other periods and other units."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Max, Prefetch, QuerySet

from assessment.filing.models import AdoptedValue, Cell, QueryMessage, QuerySheet, QueryThread, Return, Version
from assessment.filing.queries import return_seen, versions_visible_to
from assessment.filing.walls import returns_within
from assessment.methodology.figures import Condition, Figure, Marker
from assessment.methodology.periods import Period
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require

# Versions whose figures the unit has stood for: submitted, and neither taken back nor sent back.
STANDING = frozenset({"submitted", "under_review", "querying", "accepted", "locked"})


@dataclass(frozen=True)
class AdoptedFigure:
    """One 考核采用值 in force, beside the figure the city filed; `record` is its row."""

    reporting_unit: str
    region: str
    item: str
    basis: str
    figure: Figure
    record: int


@dataclass(frozen=True)
class Peer:
    """The pair of one item as another unit filed it for the same form and period."""

    unit: str
    name_zh: str
    current: Decimal | None
    base: Decimal | None


def sheet_seen(return_id: int, *, by: User, at: datetime) -> QuerySheet:
    """The 核实单 of a return with its threads and what was said; `NotFound` where nothing was asked."""
    filed = return_seen(return_id, by=by, at=at)
    threads = Prefetch("threads", queryset=_threads())
    sheet = QuerySheet.objects.filter(return_filed=filed).prefetch_related(threads).first()
    if sheet is None:
        raise NotFound
    sheet.return_filed = filed
    return sheet


def adopted_values(form_code: str, period: Period) -> tuple[AdoptedFigure, ...]:
    """What the assessment uses in the place of filed figures for a form and period. `figures_in_force` is untouched."""
    returns = Return.objects.filter(collection__form_version__form__code=form_code, collection__period=period.code)
    return tuple(_adopted_figure(row) for row in adopted_in_force(returns))


def adopted_in_force(returns: Iterable[Return]) -> list[AdoptedValue]:
    """Of each cell the newest confirmed record, unless it is a withdrawal."""
    confirmed = (
        AdoptedValue.objects.filter(return_filed__in=returns, state=AdoptedValue.State.CONFIRMED)
        .select_related("return_filed__reporting_unit__region", "proposed_by", "decided_by")
        .order_by("return_filed__reporting_unit__region__position", "return_filed_id", "item", "basis", "number")
    )
    newest = {(row.return_filed_id, row.item, row.basis): row for row in confirmed}
    return [row for row in newest.values() if row.kind == AdoptedValue.Kind.ADOPTED]


def adoptions_visible_to(user: User, *, at: datetime) -> QuerySet[AdoptedValue]:
    """All records, for the two roles of the bureau that have a part in them."""
    require(user, Action.ADOPTED_VALUE_VIEW, at=at)
    within = returns_within(user, Action.ADOPTED_VALUE_VIEW, at=at, path="return_filed__")
    return (
        AdoptedValue.objects.filter(within)
        .select_related(
            "return_filed__collection__form_version__form",
            "return_filed__reporting_unit__region",
            "return_filed__in_force",
            "proposed_by",
            "decided_by",
        )
        .order_by("-proposed_at", "-id")
    )


def adoption_seen(adopted_id: int, *, by: User, at: datetime) -> AdoptedValue:
    row = adoptions_visible_to(by, at=at).filter(pk=adopted_id).first()
    if row is None:
        raise NotFound
    return row


def version_before(version: Version) -> Version | None:
    """The last earlier version that was submitted: what the reviewer has seen of this return before."""
    earlier = Version.objects.filter(return_filed=version.return_filed_id, number__lt=version.number)
    return earlier.filter(submitted_at__isnull=False).prefetch_related("cells").order_by("-number").first()


def peers(version: Version) -> dict[str, list[Peer]]:
    """What the other units filed for the same collection, by item; of each its newest version that stands."""
    newest = (
        Version.objects.filter(return_filed__collection=version.return_filed.collection_id, state__in=STANDING)
        .exclude(return_filed=version.return_filed_id)
        .values("return_filed")
        .annotate(newest=Max("id"))
        .values("newest")
    )
    cells = Cell.objects.filter(version__in=newest).select_related("version__return_filed__reporting_unit__region")
    pairs: dict[tuple[str, str], dict[str, Decimal | None]] = defaultdict(dict)
    names: dict[str, str] = {}
    for cell in cells.order_by("version__return_filed__reporting_unit__region__position", "id"):
        unit = cell.version.return_filed.reporting_unit
        names[unit.code] = unit.region.short_name_zh or unit.name_zh
        pairs[cell.item, unit.code][cell.basis] = cell.value
    found: dict[str, list[Peer]] = defaultdict(list)
    for (item, code), pair in pairs.items():
        current, base = pair.get(Cell.Basis.CURRENT), pair.get(Cell.Basis.SAME_PERIOD_LAST_YEAR)
        found[item].append(Peer(code, names[code], current, base))
    return found


def newest_version(sheet: QuerySheet) -> Version:
    """Of a sheet as `sheet_seen` gives it: the newest version of its return."""
    return max(sheet.return_filed.versions.all(), key=lambda version: version.number)


def sheet_of(version: Version) -> QuerySheet | None:
    """The 核实单 of the version's return, if anything was asked."""
    return QuerySheet.objects.filter(return_filed=version.return_filed_id).first()


def threads_of(version: Version) -> list[QueryThread]:
    """Every question on the sheet of the version's return, with what was said."""
    return list(_threads().filter(sheet__return_filed=version.return_filed_id))


def earlier_threads(version: Version) -> list[QueryThread]:
    """What the same unit was asked about the same form in other periods and how it was settled: not asked twice."""
    filed = version.return_filed
    same = QueryThread.objects.filter(
        sheet__return_filed__reporting_unit=filed.reporting_unit_id,
        sheet__return_filed__collection__form_version__form=filed.collection.form_version.form_id,
        state=QueryThread.State.CLOSED,
    )
    others = _threads().filter(pk__in=same.exclude(sheet__return_filed=filed.pk))
    return list(others.order_by("-sheet__return_filed__collection__period", "serial"))


def adoptions_of(version: Version) -> list[AdoptedValue]:
    """Every 考核采用值 record beside the version's return, oldest first."""
    records = AdoptedValue.objects.filter(return_filed=version.return_filed_id)
    return list(records.select_related("proposed_by", "decided_by").order_by("number"))


def next_to_review(version: Version, *, by: User, at: datetime) -> Version | None:
    """The return that waits longest for the review, other than this one."""
    waiting = versions_visible_to(by, at=at).filter(state__in=["submitted", "under_review"])
    others = waiting.exclude(return_filed=version.return_filed_id)
    return others.order_by("submitted_at", "id").first()


def open_queries(returns: Iterable[int]) -> dict[int, int]:
    """How many questions of each return are not closed, by the id of the return."""
    threads = QueryThread.objects.filter(sheet__return_filed__in=list(returns))
    counts: dict[int, int] = defaultdict(int)
    for return_id in threads.exclude(state=QueryThread.State.CLOSED).values_list("sheet__return_filed_id", flat=True):
        counts[return_id] += 1
    return counts


def _threads() -> QuerySet[QueryThread]:
    messages = Prefetch("messages", queryset=QueryMessage.objects.select_related("by"))
    return QueryThread.objects.select_related("version", "sheet__return_filed__collection").prefetch_related(messages)


def _adopted_figure(row: AdoptedValue) -> AdoptedFigure:
    unit = row.return_filed.reporting_unit
    return AdoptedFigure(unit.code, unit.region.code, row.item, row.basis, _figure(row), row.pk)


def _figure(row: AdoptedValue) -> Figure:
    if row.value is not None:
        return Figure.of(row.value, marker=Marker.REPORTED)
    condition = Condition(row.condition)
    if condition is Condition.NOT_APPLICABLE:
        return Figure.not_applicable(row.reason)
    return Figure.not_available(row.reason)
