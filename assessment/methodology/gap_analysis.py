"""差距分析: how far a unit is behind the next place, and which indicators the distance is made of.

Source: product row D5. DESIGN: the distance is that of the exact totals, taken apart indicator by indicator; the parts
add up to it exactly. It says where the distance lies, not what a higher figure would score: ranks and bounds that are
observed in the pool move with the figures themselves.
"""

from dataclasses import dataclass
from decimal import Decimal

from assessment.methodology.evaluation import Evaluation
from assessment.methodology.evaluation_parts import Placing
from assessment.methodology.explain import UnitNotEvaluated, explain
from assessment.methodology.pools import ZERO
from assessment.methodology.rounding import exact_context
from assessment.methodology.total_parts import parts_of_total


@dataclass(frozen=True)
class PartGap:
    """What one indicator, adjustment or cap gives to both totals, in points; negative where the unit is ahead in it."""

    code: str
    name: str
    own: Decimal
    ahead: Decimal
    gap: Decimal


@dataclass(frozen=True)
class Gap:
    """The distance to `ahead`, the unit on the next better place, in points of the total; the widest part first."""

    unit: str
    ahead: str
    own_rank: Decimal
    rank_ahead: Decimal
    points: Decimal
    parts: tuple[PartGap, ...]


def gap_to_next_place(evaluation: Evaluation, *, unit: str, period: str) -> Gap | None:
    """Within period × group; None for the first place and for a unit without a place.

    Of several units on the next better place the one with the lowest exact total counts, then the first in order of
    the evaluation: it is the nearest. Raises `UnitNotEvaluated` for a unit that has no row in the period.
    """
    own = next((one for one in evaluation.placings if (one.unit, one.period) == (unit, period)), None)
    if own is None:
        raise UnitNotEvaluated(unit=unit, period=period)
    ahead = _next_ahead(evaluation, own)
    if ahead is None or own.rank is None or ahead.rank is None:
        return None
    mine = parts_of_total(explain(evaluation, unit=unit, period=period))
    theirs = parts_of_total(explain(evaluation, unit=ahead.unit, period=period))
    with exact_context():
        parts = [_part(code, mine.get(code), theirs.get(code)) for code in dict.fromkeys((*theirs, *mine))]
        points = sum((part.gap for part in parts), ZERO)
    parts.sort(key=lambda part: -part.gap)
    return Gap(unit, ahead.unit, own.rank, ahead.rank, points, tuple(parts))


def _next_ahead(evaluation: Evaluation, own: Placing) -> Placing | None:
    better = [
        one
        for one in evaluation.placings
        if (one.period, one.group) == (own.period, own.group)
        and None not in (one.rank, own.rank, one.score)
        and (one.rank or ZERO) < (own.rank or ZERO)
    ]
    return min(better, key=lambda one: (-(one.rank or ZERO), one.score or ZERO), default=None)


def _part(code: str, mine: tuple[str, Decimal] | None, theirs: tuple[str, Decimal] | None) -> PartGap:
    name = (theirs or mine or ("", ZERO))[0]
    own, ahead = mine[1] if mine else ZERO, theirs[1] if theirs else ZERO
    return PartGap(code, name, own, ahead, ahead - own)
