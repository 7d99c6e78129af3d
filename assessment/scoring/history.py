"""Places over time: the places before, and the way through the quarters, as far as the reader may see them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from assessment.methodology.periods import Period
from assessment.people.models import User
from assessment.scoring.models import CurrentRun, Placing, Run
from assessment.scoring.queries import runs_with_scores_open_to


def previous_places(period: Period, kind: str) -> Mapping[str, Decimal] | None:
    """The places of the last result of the same kind issued before `period`.

    None in the first year of assessment, for its quarters as for the year (首次考核): nothing to move from yet.
    """
    run_id = previous_run(period, kind)
    if run_id is None:
        return None
    placings = Placing.objects.filter(run=run_id, rank__isnull=False)
    return {placing.unit: placing.rank for placing in placings if placing.rank is not None}


def previous_run(period: Period, kind: str) -> int | None:
    """The run of that result; None in the first year of assessment."""
    runs = issued_runs(kind)
    before = period_before(runs, period)
    return None if before is None else runs[before]


def period_before(issued: Iterable[Period], period: Period) -> Period | None:
    """The last of the issued periods before `period`; None in the first year of assessment."""
    earlier = [one for one in issued if one < period]
    return max(earlier) if any(one.year < period.year for one in earlier) else None


def issued_runs(kind: str) -> dict[Period, int]:
    """The issued run that counts for each period of a kind."""
    issued = CurrentRun.objects.filter(kind=kind, run__state=Run.State.ISSUED).values_list("period", "run_id")
    return {Period.parse(code): run_id for code, run_id in issued}


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
