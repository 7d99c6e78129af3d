"""Two runs side by side as a page: places, totals, and what each indicator added or took."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessment.display import formats
from assessment.methodology.evaluation import Evaluation
from assessment.methodology.run_comparison import UnitChange, compare_runs
from assessment.scoring.errors.runs import NotComparable
from assessment.scoring.models import Run
from assessment.scoring.names import node_names, region_names
from assessment.scoring.queries import evaluation_of_run

POINTS_DECIMALS = 4


@dataclass(frozen=True)
class ComparedRow:
    """One unit: places and totals of both runs, and the parts of the change in the order of the heads."""

    name: str
    rank_before: Decimal | None
    rank_now: Decimal | None
    moved: formats.RankChange
    score_before: str
    score_now: str
    change: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class RunComparison:
    """`heads` name the indicators; `moved` counts the units whose place is another one."""

    heads: tuple[str, ...]
    rows: tuple[ComparedRow, ...]
    moved: int


def run_comparison(before: Run, now: Run) -> RunComparison:
    """Both runs must be open to the reader: see `queries.run_with_scores_seen`. Ordered by the places of `now`."""
    return _in_words(run_changes(before, now), node_names(now))


def run_changes(before: Run, now: Run) -> tuple[UnitChange, ...]:
    """The exact changes; `NotComparable` for the same run twice and for another period or kind of assessment."""
    if (before.period, before.scheme_version.kind) != (now.period, now.scheme_version.kind) or before.pk == now.pk:
        raise NotComparable
    return compare_runs(evaluation_of_run(before), evaluation_of_run(now))


def evaluations_compared(before: Evaluation, now: Evaluation, nodes: Mapping[str, str]) -> RunComparison:
    """Two evaluations of the same units, whoever made them; `nodes` has other names for indicators."""
    return _in_words(compare_runs(before, now), nodes)


def in_places(changes: Sequence[UnitChange]) -> list[UnitChange]:
    """In the order of the places of the later run; units without one last."""
    last = Decimal(len(changes) + 1)
    return sorted(changes, key=lambda one: last if one.rank_now is None else one.rank_now)


def _in_words(changes: Sequence[UnitChange], nodes: Mapping[str, str]) -> RunComparison:
    names = region_names(one.unit for one in changes)
    heads = {part.code: nodes.get(part.code, part.name) for one in changes for part in one.parts}
    return RunComparison(
        heads=tuple(heads.values()),
        rows=tuple(_row(one, tuple(heads), names) for one in in_places(changes)),
        moved=len([one for one in changes if one.moved]),
    )


def _row(one: UnitChange, codes: tuple[str, ...], names: Mapping[str, str]) -> ComparedRow:
    parts = {part.code: part.change for part in one.parts}
    return ComparedRow(
        name=names.get(one.unit, one.name),
        rank_before=one.rank_before,
        rank_now=one.rank_now,
        moved=formats.rank_change(one.rank_now, one.rank_before, first=False),
        score_before=formats.number(one.score_before, decimals=POINTS_DECIMALS),
        score_now=formats.number(one.score_now, decimals=POINTS_DECIMALS),
        change=formats.signed(one.change, decimals=POINTS_DECIMALS),
        parts=tuple(formats.signed(parts.get(code), decimals=POINTS_DECIMALS) for code in codes),
    )
