"""Reads of 一张图: the runs to choose from, the places up to a period, and the register of the returns now due."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from assessment.catalogue.models import Collection
from assessment.filing.obligations import Due, register_of
from assessment.methodology.periods import Period
from assessment.people.models import User
from assessment.scoring.history import issued_runs
from assessment.scoring.models import CurrentRun, Placing, Run
from assessment.scoring.queries import runs_with_scores_open_to
from assessment.territory.models import Region, ReportingUnit

QUARTERS_SHOWN = 8
QUARTERLY = "quarterly"


def runs_to_choose(user: User, *, at: datetime) -> list[Run]:
    """The run that counts for each period, of those whose scores are open to `user`; the newest period first."""
    counting = CurrentRun.objects.values("run")
    runs = runs_with_scores_open_to(user, at=at).filter(pk__in=counting)
    return sorted(runs, key=lambda run: (Period.parse(run.period), run.scheme_version.kind), reverse=True)


def places_until(run: Run) -> tuple[list[str], dict[str, list[Decimal | None]]]:
    """The last eight quarters with places up to the period of `run`, and each unit's place in each of them.

    Issued results only, and `run` itself: whoever reads another unissued one is written down where it is read.
    """
    here = Period.parse(run.period)
    runs = {period: run_id for period, run_id in issued_runs(QUARTERLY).items() if not here < period}
    if run.scheme_version.kind == QUARTERLY:
        runs[here] = run.pk
    periods = sorted(runs)[-QUARTERS_SHOWN:]
    columns = {runs[period]: number for number, period in enumerate(periods)}
    places: dict[str, list[Decimal | None]] = {}
    for placing in Placing.objects.filter(run__in=columns).order_by("unit"):
        places.setdefault(placing.unit, [None] * len(periods))[columns[placing.run_id]] = placing.rank
    return [period.code for period in periods], places


def returns_now_due(*, at: datetime) -> Sequence[Due]:
    """The register of the newest period that is being collected from the cities; rows of enterprises are not in it."""
    opened = Collection.objects.filter(opened_at__isnull=False, obligations__isnull=False)
    of_cities = opened.exclude(obligations__reporting_unit__kind=ReportingUnit.Kind.ENTERPRISE)
    periods = {code: Period.parse(code) for code in of_cities.values_list("period", flat=True).distinct()}
    if not periods:
        return ()
    newest = max(periods, key=lambda code: periods[code])
    wanted = of_cities.filter(period=newest).select_related("form_version__form").distinct()
    return register_of(wanted, at=at)


def regions_in_force() -> Mapping[str, Region]:
    return {region.code: region for region in Region.objects.filter(valid_until__isnull=True)}
