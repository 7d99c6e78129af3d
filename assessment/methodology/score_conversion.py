"""折算得分: a total of the assessment as points of the 市县高质量发展绩效评价.

Source: DESIGN. The rule text of that evaluation is not at hand; the three usual ways of its local variants are offered
as data with a start period: in proportion to the score (full marks for 100), in proportion to the best score of the
group, and by places with a fixed step, as in 争先进位计分法. Points, exact, rounded once half up.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.rounding import Rounding, RoundingMethod, exact_context

_ZERO = Decimal(0)
_HUNDRED = Decimal(100)


class ConversionMethod(StrEnum):
    """按得分比例, 按最高得分比例, 按位次递减."""

    PROPORTION = "proportion"
    PROPORTION_OF_BEST = "proportion_of_best"
    RANK_LADDER = "rank_ladder"


class ConversionIncomplete(AssessmentError):
    code = "conversion_incomplete"
    message = N_("The conversion needs full points above 0 and, by place, a step above 0 and a floor from 0 to full.")
    status = 400


@dataclass(frozen=True)
class Conversion:
    """`full_points`, `step` and `floor` in points of the evaluation; the last two only by place."""

    method: ConversionMethod
    full_points: Decimal
    step: Decimal | None = None
    floor: Decimal | None = None
    digits: int = 2

    def __post_init__(self) -> None:
        ladder = self.method is ConversionMethod.RANK_LADDER
        if self.full_points <= 0 or (self.step is not None) is not ladder or (self.floor is not None) is not ladder:
            raise ConversionIncomplete
        step, floor = self.step, self.floor
        if step is not None and floor is not None and not (step > 0 and 0 <= floor <= self.full_points):
            raise ConversionIncomplete


@dataclass(frozen=True)
class Standing:
    """What a unit got: `score` as published (points of the assessment), `rank` within its group; None without one."""

    unit: str
    group: str
    score: Decimal | None
    rank: Decimal | None


def convert_scores(conversion: Conversion, standings: Iterable[Standing]) -> dict[str, Decimal | None]:
    """Points of the evaluation by unit; a unit without a score gets none, never zero.

    Full marks are the most and zero the least anybody gets. Worked, 3 points in full: a score of 92.50 gives
    2.775 → 2.78; against a best score of 95.00 it gives 2.921… → 2.92; the third place at a step of 0.2 gives 2.60.
    """
    known = list(standings)
    best: dict[str, Decimal] = {}
    for one in known:
        if one.score is not None:
            best[one.group] = max(one.score, best.get(one.group, one.score))
    return {one.unit: _points(conversion, one, best.get(one.group)) for one in known}


def _points(conversion: Conversion, standing: Standing, best: Decimal | None) -> Decimal | None:
    if standing.score is None or standing.rank is None or best is None:
        return None
    full = conversion.full_points
    with exact_context():
        if conversion.step is not None and conversion.floor is not None:
            points = max(full - conversion.step * (standing.rank - 1), conversion.floor)
        elif conversion.method is ConversionMethod.PROPORTION:
            points = full * standing.score / _HUNDRED
        else:
            points = full * standing.score / best if best > 0 else _ZERO
        return Rounding(RoundingMethod.HALF_UP, conversion.digits).apply(min(max(points, _ZERO), full))
