"""Two runs compared: who moved and why, indicator by indicator; the parts add up to the change of the total exactly."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from assessment.methodology.evaluation import Evaluation
from assessment.methodology.explain import explain
from assessment.methodology.pools import ZERO
from assessment.methodology.rounding import exact_context
from assessment.methodology.total_parts import parts_of_total


@dataclass(frozen=True)
class PartChange:
    """What one indicator, adjustment or cap gives to a total in both runs, in points; zero where it is not there."""

    code: str
    name: str
    before: Decimal
    now: Decimal
    change: Decimal


@dataclass(frozen=True)
class UnitChange:
    """One unit in both runs. `change` is that of the exact total in points; None where a run has no total for it.

    `parts` add up to `change` exactly, and are empty where there is none. `moved` is by how many places the unit
    rose (positive) or fell.
    """

    unit: str
    name: str
    score_before: Decimal | None
    score_now: Decimal | None
    rank_before: Decimal | None
    rank_now: Decimal | None
    change: Decimal | None
    parts: tuple[PartChange, ...]

    @property
    def moved(self) -> Decimal | None:
        if self.rank_before is None or self.rank_now is None:
            return None
        return self.rank_before - self.rank_now


def compare_runs(before: Evaluation, now: Evaluation) -> tuple[UnitChange, ...]:
    """Every unit of either run, in the order of the later one; points, exact.

    Source: interface checklist 44 — the contribution of each indicator to the change sums exactly to it.
    """
    first, second = _units(before), _units(now)
    return tuple(_change(unit, first.get(unit), second.get(unit)) for unit in dict.fromkeys((*second, *first)))


@dataclass(frozen=True)
class _Standing:
    name: str
    score: Decimal | None
    rank: Decimal | None
    parts: Mapping[str, tuple[str, Decimal]]


def _units(evaluation: Evaluation) -> dict[str, _Standing]:
    places = {(placing.unit, placing.period): placing for placing in evaluation.placings}
    found = {}
    for row in evaluation.rows:
        tree, placing = explain(evaluation, unit=row.unit, period=row.period), places.get((row.unit, row.period))
        found[row.unit] = _Standing(
            row.name,
            tree.score,
            placing.rank if placing else None,
            parts_of_total(tree),
        )
    return found


def _change(unit: str, before: _Standing | None, now: _Standing | None) -> UnitChange:
    known = [standing for standing in (now, before) if standing is not None]
    score_before, score_now = (standing.score if standing else None for standing in (before, now))
    change: Decimal | None = None
    parts: tuple[PartChange, ...] = ()
    if before is not None and now is not None and score_before is not None and score_now is not None:
        with exact_context():
            change = score_now - score_before
            codes = dict.fromkeys((*now.parts, *before.parts))
            parts = tuple(_part(code, before.parts.get(code), now.parts.get(code)) for code in codes)
    return UnitChange(
        unit=unit,
        name=known[0].name,
        score_before=score_before,
        score_now=score_now,
        rank_before=before.rank if before else None,
        rank_now=now.rank if now else None,
        change=change,
        parts=parts,
    )


def _part(code: str, before: tuple[str, Decimal] | None, now: tuple[str, Decimal] | None) -> PartChange:
    name = (now or before or ("", ZERO))[0]
    old, new = before[1] if before else ZERO, now[1] if now else ZERO
    return PartChange(code, name, old, new, new - old)
