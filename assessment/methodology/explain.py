"""Why a unit has its score: the tree from the total down to the figures, adding up exactly."""

from dataclasses import dataclass
from decimal import Decimal

from assessment.methodology.footnotes import Footnote


@dataclass(frozen=True, slots=True)
class ExplanationNode:
    """One step of a score.

    `kind` is aggregate, indicator, adjustment, cap or imbalance (what a mean other than the arithmetic takes
    off). `contribution` is in points of the parent (of the total itself: its score); the contributions of the
    children add up to the node's `score` exactly. `formula` is in figures and signs, the same in every
    language. `value` is the raw figure of an indicator, `inputs` the columns it was read from.
    """

    code: str
    name: str
    kind: str
    score: Decimal | None
    weight: Decimal | None
    contribution: Decimal | None
    formula: str
    value: Decimal | None
    marker: str
    footnotes: tuple[Footnote, ...]
    inputs: tuple[tuple[str, Decimal | None], ...]
    children: tuple["ExplanationNode", ...]
