"""目标值: what a scheme asks of an indicator as a number, and how far each unit is from it.

Source: interface checklist 43 (对比目标); domain N4 fixed goalposts, N9 target completion, rule A (target met). DESIGN:
the target of an indicator is the number its method declares as the end to reach: the target itself, the better
goalpost, or a 满意值 that is written as a number. A method that takes its ends from the pool has none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from assessment.methodology.evaluation import Evaluation
from assessment.methodology.normalise_combined import COMBINED
from assessment.methodology.parameters import Parameters
from assessment.methodology.rounding import exact_context
from assessment.methodology.scheme_parts import Direction, Indicator

TARGET: Final = "target"
SATISFACTORY: Final = "satisfactory"
BETTER_GOALPOST: Final[Mapping[Direction, str]] = {Direction.HIGHER: "upper", Direction.LOWER: "lower"}
WITH_GOALPOSTS: Final = ("goalposts", "scaled")


@dataclass(frozen=True)
class TargetDistance:
    """One unit against the target of one indicator, both on the scale on which the indicator is scored.

    `distance` is figure less target; None, like `met`, where the unit has no figure.
    """

    unit: str
    code: str
    target: Decimal
    distance: Decimal | None
    met: bool | None


def declared_target(indicator: Indicator) -> Decimal | None:
    """The target on the indicator's own scale; None where its method declares no end to reach. Source: see above."""
    method, parameters = indicator.normalise.method, indicator.normalise.parameters
    if method != COMBINED:
        return _target_of(method, parameters, indicator.direction)
    found = (_target_of(part.method, part.parameters, indicator.direction) for part in parameters.parts())
    return next((target for target in found if target is not None), None)


def target_distances(evaluation: Evaluation) -> tuple[TargetDistance, ...]:
    """Every unit and every indicator that has a target, in the order of the evaluation. Unit: the indicator's own.

    Source: see above. Give it masked where a reader does not get every figure: see `masked_evaluation`.
    """
    indicators = {one.code: one for one in evaluation.scheme.indicators}
    targets = {code: target for code, one in indicators.items() if (target := declared_target(one)) is not None}
    with exact_context():
        return tuple(
            _distance(node.unit, indicators[node.code], node.treated, targets[node.code])
            for node in evaluation.scores
            if node.level == 0 and node.code in targets
        )


def _target_of(method: str, parameters: Parameters, direction: Direction) -> Decimal | None:
    if parameters.has(TARGET):
        return parameters.number(TARGET)
    if method in WITH_GOALPOSTS:
        return parameters.number(BETTER_GOALPOST[direction])
    if parameters.has(SATISFACTORY):
        bound = parameters.bound(SATISFACTORY)
        return bound if isinstance(bound, Decimal) else None
    return None


def _distance(unit: str, indicator: Indicator, figure: Decimal | None, target: Decimal) -> TargetDistance:
    if figure is None:
        return TargetDistance(unit, indicator.code, target, None, None)
    distance = figure - target
    met = distance >= 0 if indicator.direction is Direction.HIGHER else distance <= 0
    return TargetDistance(unit, indicator.code, target, distance, met)
