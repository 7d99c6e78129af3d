"""Places over time: the places before, and the way through the quarters, as far as the reader may see them."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from assessment.methodology.periods import Period, PeriodKind
from assessment.people.models import User
from assessment.scoring.models import CurrentRun, Placing, Run
from assessment.scoring.queries import runs_with_scores_open_to

QUARTER_ENDS = (3, 6, 9, 12)


def period_before(code: str) -> str:
    """上期: the quarter before (一季度 follows 全年 of the year before), or the year before."""
    period = Period.parse(code)
    if period.kind is not PeriodKind.CUMULATIVE or period.month not in QUARTER_ENDS:
        return Period.annual(period.year - 1).code
    number = QUARTER_ENDS.index(period.month)
    if number == 0:
        return Period.cumulative(period.year - 1, QUARTER_ENDS[-1]).code
    return Period.cumulative(period.year, QUARTER_ENDS[number - 1]).code


def previous_places(run: Run, *, by: User, at: datetime) -> Mapping[str, Decimal] | None:
    """The places of the period before; None where there was no assessment (首次考核)."""
    kind = run.scheme_version.kind
    before = current_runs(kind, by=by, at=at).get(period_before(run.period))
    if before is None:
        return None
    placings = Placing.objects.filter(run=before, rank__isnull=False)
    return {placing.unit: placing.rank for placing in placings if placing.rank is not None}


def current_runs(kind: str, *, by: User, at: datetime) -> dict[str, int]:
    """The run that counts for each period, of those open to `by`."""
    visible = runs_with_scores_open_to(by, at=at).values("pk")
    current = CurrentRun.objects.filter(kind=kind, run__in=visible)
    return dict(current.values_list("period", "run_id"))


def places_over_quarters(year: int, *, by: User, at: datetime) -> tuple[list[str], dict[str, list[Decimal | None]]]:
    """The quarters of `year` that have places, and each unit's place in each of them."""
    runs = {
        code: run_id
        for code, run_id in current_runs("quarterly", by=by, at=at).items()
        if Period.parse(code).year == year
    }
    periods = sorted(runs, key=Period.parse)
    found: dict[str, dict[str, Decimal | None]] = {}
    by_run = {run_id: code for code, run_id in runs.items()}
    for placing in Placing.objects.filter(run__in=by_run).order_by("unit"):
        found.setdefault(placing.unit, {})[by_run[placing.run_id]] = placing.rank
    return periods, {unit: [ranks.get(code) for code in periods] for unit, ranks in found.items()}
