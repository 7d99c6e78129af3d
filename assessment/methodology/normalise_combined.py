"""A score in parts, each with points of its own: some for reaching a target, the rest by place.

Source: domain §3.3 B, growth of 10 points: reach 8 % for 4 points, else 0; from 8 % on (8%以上, the 8 included) the
remaining 6 points by the rank method. The parts are declared under `combine`; the score is on 0 to 100, so that the
indicator's weight stays the number of its points: 4 of 10 points are a score of 40.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from assessment.methodology import normalise_by_bounds, normalise_by_rank, normalise_by_target, normalise_tiers
from assessment.methodology.formula_text import figure_text
from assessment.methodology.methods import Method, Scorer
from assessment.methodology.parameters import Parameters, ScorePart
from assessment.methodology.pools import ZERO, Column

COMBINED: Final = "combined"
TARGET_METHOD: Final = "target_met"
LADDER: Final = "rank_ladder"
PART_METHODS: Final[Mapping[str, Method]] = {
    TARGET_METHOD: normalise_by_target.METHODS[TARGET_METHOD],
    "target_completion": normalise_by_target.METHODS["target_completion"],
    "goalposts": normalise_by_bounds.METHODS["goalposts"],
    "standard_tiers": normalise_tiers.METHODS["standard_tiers"],
    LADDER: normalise_by_rank.METHODS[LADDER],
}


@dataclass(frozen=True, slots=True)
class _Part:
    """One part over the figures of the pool; `target` is what must be reached to get any of its points."""

    points: Decimal
    ladder: bool
    method: Method
    column: Column
    target: Decimal | None

    def reached(self, x: Decimal) -> bool:
        if self.target is None:
            return True
        return x >= self.target if self.column.higher else x <= self.target

    def scorer(self) -> Scorer:
        """Points on 0 to 100 within the limits of the method; 0 below the target.

        Who reaches the target stands before all who do not: the places among those who reach it are those of all.
        """
        score, (least, most) = self.method.score(self.column), self.method.limits(self.column)

        def limited(x: Decimal) -> Decimal:
            if not self.reached(x):
                return ZERO
            points = score(x)
            points = points if least is None else max(points, least)
            return points if most is None else min(points, most)

        return limited

    def neutral(self) -> Decimal:
        """What all get where nobody has a figure, or all the same one: by place then the middle place."""
        if not self.column.values:
            return self.method.neutral(self.column)
        common = self.column.low
        return self.method.neutral(self.column) if self.ladder and self.reached(common) else self.scorer()(common)

    def text(self) -> str:
        template = f"[{self.method.formula(self.column)}]"
        if self.target is None:
            return template
        sign = "≥" if self.column.higher else "≤"
        return f"[{{x}} {sign} {figure_text(self.target)} → {template} / 0]"


def target_of(parameters: Parameters) -> Decimal | None:
    """The target a combined score declares."""
    targets = (part.parameters.number("target") for part in parameters.parts() if part.method == TARGET_METHOD)
    return next(targets, None)


def _parts(column: Column) -> list[_Part]:
    return [_part(column, part) for part in column.parameters.parts()]


def _part(column: Column, part: ScorePart) -> _Part:
    return _Part(
        points=part.points,
        ladder=part.method == LADDER,
        method=PART_METHODS[part.method],
        column=Column(column.indicator, column.values, column.higher, part.parameters, None, column.units),
        target=target_of(column.parameters) if part.above_target else None,
    )


def _shared(parts: list[_Part], scores: list[Decimal]) -> Decimal:
    """Σ points · score / Σ points."""
    weighted = sum((part.points * score for part, score in zip(parts, scores, strict=True)), ZERO)
    return weighted / sum((part.points for part in parts), ZERO)


def _combined(column: Column) -> Scorer:
    parts = _parts(column)
    scorers = [part.scorer() for part in parts]
    return lambda x: _shared(parts, [scorer(x) for scorer in scorers])


def _text(column: Column) -> str:
    parts = _parts(column)
    total = figure_text(sum((part.points for part in parts), ZERO))
    return f"({' + '.join(f'{figure_text(part.points)} × {part.text()}' for part in parts)}) / {total}"


def _neutral(column: Column) -> Decimal:
    parts = _parts(column)
    return _shared(parts, [part.neutral() for part in parts])


def _observes(parameters: Parameters) -> bool:
    return any(part.method == LADDER for part in parameters.parts())


def _needs_positive(column: Column) -> bool:
    return any(part.method.needs_positive(part.column) for part in _parts(column))


METHODS: Final[Mapping[str, Method]] = {
    COMBINED: Method(
        parameters=(),
        score=_combined,
        formula=_text,
        neutral=_neutral,
        observes=_observes,
        needs_positive=_needs_positive,
        within_period=True,
    ),
}
