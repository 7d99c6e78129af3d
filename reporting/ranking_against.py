"""The switch of 一张图: the ranking against the result before, the same period last year, or the scheme's targets."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext

from assessment.display import formats
from assessment.methodology.errors import N_
from assessment.methodology.indicator_targets import TargetDistance, target_distances
from assessment.methodology.periods import Period
from assessment.people.errors import NotFound
from assessment.scoring.history import issued_runs, period_before
from assessment.scoring.models import Placing
from assessment.scoring.ranking_view import RankingRow
from reporting.dashboard_view import FIGURE_DECIMALS, POINTS_DECIMALS, Picture


class Against(StrEnum):
    PREVIOUS = "previous"
    LAST_YEAR = "last-year"
    TARGET = "target"


CHOICES: Final[Mapping[Against, str]] = {
    Against.PREVIOUS: N_("Previous period"),
    Against.LAST_YEAR: N_("Same period a year before"),
    Against.TARGET: N_("Targets"),
}


@dataclass(frozen=True)
class Beside:
    """One cell beside a row of the ranking. `direction` is that of `formats.RankChange`: its colour."""

    text: str
    direction: str = ""
    spoken: str = ""


@dataclass(frozen=True)
class RankingAgainst:
    """`rows` are those of the ranking, each with its cells under `heads`; without heads `remark` says why.

    `other` is the run that is set against, for the page where the change of each score is taken apart.
    """

    chosen: Against
    remark: str
    heads: tuple[str, ...]
    rows: tuple[tuple[RankingRow, tuple[Beside, ...]], ...]
    other: int | None = None


def choices_against() -> tuple[tuple[str, str], ...]:
    """The switch itself: codes and words."""
    return tuple((one.value, gettext(name)) for one, name in CHOICES.items())


def ranking_against(picture: Picture, code: str) -> RankingAgainst:
    """`NotFound` for what is not in the switch; without a choice the result before."""
    if code and code not in set(Against):
        raise NotFound
    chosen = Against(code or Against.PREVIOUS)
    if chosen is Against.TARGET:
        return _against_targets(picture)
    period, runs = Period.parse(picture.run.period), issued_runs(picture.run.scheme_version.kind)
    since = period_before(runs, period) if chosen is Against.PREVIOUS else period.same_period_last_year()
    if since is None:
        return _nothing(picture, chosen, gettext("First assessment: nothing to compare with."))
    if since not in runs:
        missing = gettext("There is no issued result of {period}.").format(period=formats.period(since.code))
        return _nothing(picture, chosen, missing)
    return _against_run(picture, chosen, since, runs[since])


def _nothing(picture: Picture, chosen: Against, remark: str) -> RankingAgainst:
    return RankingAgainst(chosen, remark, (), tuple((row, ()) for row in picture.view.rows))


def _against_run(picture: Picture, chosen: Against, since: Period, run_id: int) -> RankingAgainst:
    before = {one.unit: one for one in Placing.objects.filter(run=run_id)}
    totals = {one.unit: one.shown for one in picture.evaluation.placings}
    return RankingAgainst(
        chosen,
        gettext("since {since}").format(since=formats.period(since.code)),
        (gettext("Change of place"), gettext("Change of the total (points)")),
        tuple((row, _moved(row, totals.get(row.unit), before.get(row.unit))) for row in picture.view.rows),
        run_id,
    )


def _moved(row: RankingRow, total: Decimal | None, before: Placing | None) -> tuple[Beside, ...]:
    """Of the published totals, as they stand beside it."""
    rank, shown = (None, None) if before is None else (before.rank, before.shown)
    moved = formats.rank_change(row.rank, rank, first=False)
    change = None if total is None or shown is None else total - shown
    return Beside(moved.text, moved.direction, moved.spoken), Beside(formats.signed(change, decimals=POINTS_DECIMALS))


def _against_targets(picture: Picture) -> RankingAgainst:
    distances = target_distances(picture.evaluation)
    targets = {one.code: one.target for one in distances}
    if not targets:
        return _nothing(picture, Against.TARGET, gettext("The scheme of this assessment sets no targets."))
    found = {(one.unit, one.code): one for one in distances}
    return RankingAgainst(
        Against.TARGET,
        gettext("figure less target, in the unit of the indicator"),
        tuple(_target_head(picture, code, target) for code, target in targets.items()),
        tuple(
            (row, tuple(_distance(picture, found.get((row.unit, code))) for code in targets))
            for row in picture.view.rows
        ),
    )


def _target_head(picture: Picture, code: str, target: Decimal) -> str:
    number = formats.number(target, decimals=picture.decimals.get(code, FIGURE_DECIMALS))
    return gettext("{indicator}, distance to the target {number}").format(indicator=picture.names[code], number=number)


def _distance(picture: Picture, one: TargetDistance | None) -> Beside:
    if one is None or one.distance is None:
        return Beside(formats.NOTHING)
    text = formats.signed(one.distance, decimals=picture.decimals.get(one.code, FIGURE_DECIMALS))
    direction, words = ("up", gettext("target met")) if one.met else ("down", gettext("target not met"))
    return Beside(text, direction, f"{text} {words}")
