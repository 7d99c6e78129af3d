"""What a normalisation is made of on a sheet: parameter cells and a formula over a value, its pool and those cells."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from assessment.methodology.evaluation import Bounds
from assessment.methodology.scheme_parts import Direction, Indicator

NOISE = "1E-12"
"""Relative size of what binary fractions add to exact decimals, and no two figures differ by."""

UNVARIED = "MAX({pool})-MIN({pool})<=" + NOISE + "*(1+ABS(MAX({pool})))"
SAME_ENDS = "N({high})-N({low})<=" + NOISE + "*(1+ABS(N({high})))"


@dataclass(frozen=True)
class Slot:
    """A parameter cell: the scheme's number, or a formula over the pool with the bound kept beside it.

    In the formula `{pool}` is the pool's values and `{reference}` the value of the unit the scheme refers to.
    """

    name: str
    label: str
    declared: Decimal | None = None
    formula: str = ""
    observed: Callable[[Bounds], Decimal | None] = lambda bounds: None


@dataclass(frozen=True)
class NormalisationFormula:
    """`constant` is the condition under which the indicator does not discriminate and all get `neutral`.

    `least` and `most` limit the score (truncation, cap) where they are given.

    `within_period`: `{pool}` is the group and period of the line even where bounds are taken over all periods.
    """

    slots: tuple[Slot, ...]
    score: str
    neutral: str
    constant: str = UNVARIED
    least: str = ""
    most: str = ""
    within_period: bool = False

    @property
    def limited(self) -> str:
        """The score between its limits."""
        score = self.score
        if self.least:
            score = "MAX(" + self.least + "," + score + ")"
        return "MIN(" + self.most + "," + score + ")" if self.most else score


Maker = Callable[[Indicator], NormalisationFormula]

NEVER = "FALSE"
RANKED = "IF(COUNT({pool})=0,ROWS({pool}),COUNT({pool}))"
"""Units whose ranks have a middle: those with a figure, or all of them where nobody has one."""
LOW = Slot("low", "最小值", formula='IF(COUNT({pool})=0,"",MIN({pool}))', observed=lambda bounds: bounds.low)
HIGH = Slot("high", "最大值", formula='IF(COUNT({pool})=0,"",MAX({pool}))', observed=lambda bounds: bounds.high)
MEAN_OF_POOL = 'IF(COUNT({pool})=0,"",AVERAGE({pool}))'
MIDDLE = "({l}+{u})/2"


def higher(indicator: Indicator) -> bool:
    return indicator.direction is Direction.HIGHER


def declared_slot(indicator: Indicator, *, name: str, parameter: str, label: str) -> Slot:
    return Slot(name, label, declared=indicator.normalise.parameters.number(parameter))


def reaches(indicator: Indicator, *, target: str) -> str:
    """Whether `{x}` is at least (where lower is better: at most) the target, whatever noise it carries."""
    noise = f"{NOISE}*(1+ABS({target}))"
    return f"{{x}}>={target}-{noise}" if higher(indicator) else f"{{x}}<={target}+{noise}"
