"""What is owed and how far it is, as tables: one unit's own list, and 市（州） × 报表 for the reviewer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from assessment.catalogue.models import Collection
from assessment.display.templatetags.components import Light
from assessment.filing.models import Cell, Receipt, Version
from assessment.filing.queries import Owed, owed_by
from assessment.filing.wording import light_of
from assessment.methodology.periods import Period
from assessment.people.models import User
from assessment.territory.models import ReportingUnit

State = Version.State
UNFINISHED = frozenset({State.DRAFT, State.AWAITING_SIGNATURE, State.SENT_BACK, State.WITHDRAWN})
SETTLED = frozenset({State.ACCEPTED, State.LOCKED})
TO_REVIEW = frozenset({State.SUBMITTED, State.UNDER_REVIEW, State.QUERYING})


@dataclass(frozen=True)
class OwedLine:
    """One return that is owed, with its state and progress; `left` is the time to the on-time deadline."""

    owed: Owed
    light: Light
    filled: int
    cells: int
    receipt: Receipt | None
    left: timedelta
    overdue: bool
    rank: int

    @property
    def unfinished(self) -> bool:
        return self.owed.latest is None or self.owed.latest.state in UNFINISHED

    @property
    def sent_back(self) -> bool:
        return self.owed.latest is not None and self.owed.latest.state == State.SENT_BACK


@dataclass(frozen=True)
class Overview:
    """Units down, forms across, for one period."""

    period: str
    periods: tuple[str, ...]
    collections: tuple[Collection, ...]
    rows: tuple[tuple[ReportingUnit, tuple[OwedLine | None, ...]], ...]
    to_review: int
    settled: int
    open: int
    overdue: int


def owed_lines(user: User, *, at: datetime) -> list[OwedLine]:
    """Sent back first, then what is unfinished by deadline, then the rest, newest period first."""
    owed = owed_by(user, at=at)
    latest = [one.latest.pk for one in owed if one.latest is not None]
    progress = _progress(latest)
    receipts = {receipt.version_id: receipt for receipt in Receipt.objects.filter(version__in=latest)}
    lines = [_line(one, progress, receipts, at=at) for one in owed]
    return sorted(lines, key=lambda line: (line.rank, _deadline_order(line)))


def overview(user: User, period: str, *, at: datetime) -> Overview:
    """The overview of `period`; of the newest collected period where none is named."""
    lines = owed_lines(user, at=at)
    periods = sorted({line.owed.collection.period for line in lines}, key=Period.parse, reverse=True)
    chosen = period if period in periods else (periods[0] if periods else "")
    here = [line for line in lines if line.owed.collection.period == chosen]
    collections = {line.owed.collection.pk: line.owed.collection for line in here}
    units = {line.owed.reporting_unit.pk: line.owed.reporting_unit for line in here}
    at_place = {(line.owed.reporting_unit.pk, line.owed.collection.pk): line for line in here}
    ordered = sorted(units.values(), key=lambda unit: (unit.region.position, unit.code))
    return Overview(
        period=chosen,
        periods=tuple(periods),
        collections=tuple(collections.values()),
        rows=tuple((unit, tuple(at_place.get((unit.pk, key)) for key in collections)) for unit in ordered),
        to_review=_count(here, TO_REVIEW),
        settled=_count(here, SETTLED),
        open=len([line for line in here if line.unfinished]),
        overdue=len([line for line in here if line.overdue]),
    )


def _line(
    owed: Owed, progress: Mapping[int, tuple[int, int]], receipts: Mapping[int, Receipt], *, at: datetime
) -> OwedLine:
    version = owed.latest
    filled, cells = progress.get(version.pk, (0, 0)) if version else (0, 0)
    unfinished = version is None or version.state in UNFINISHED
    sent_back = version is not None and version.state == State.SENT_BACK
    left = owed.deadlines.on_time_until - at
    return OwedLine(
        owed=owed,
        light=light_of(version),
        filled=filled,
        cells=cells,
        receipt=receipts.get(version.pk) if version else None,
        left=left,
        overdue=unfinished and left < timedelta(0),
        rank=0 if sent_back else 1 if unfinished else 2,
    )


def _progress(versions: Iterable[int]) -> dict[int, tuple[int, int]]:
    counts = (
        Cell.objects.filter(version__in=list(versions))
        .values("version")
        .annotate(cells=Count("id"), filled=Count("id", filter=~Q(condition=Cell.Condition.EMPTY)))
    )
    return {row["version"]: (row["filled"], row["cells"]) for row in counts}


def _deadline_order(line: OwedLine) -> tuple[float, int]:
    moment = line.owed.deadlines.on_time_until.timestamp()
    return (moment if line.unfinished else -moment), line.owed.reporting_unit.region.position


def _count(lines: Iterable[OwedLine], states: frozenset[State]) -> int:
    return len([line for line in lines if line.owed.latest is not None and line.owed.latest.state in states])
