"""The draws of a test of robustness: the same seed gives the same numbers on every machine.

Raw 64-bit numbers of PCG64 (M. E. O'Neill 2014; NumPy guarantees the stream of a bit generator, not of its
distributions), of which the upper 32 bits are used: a share is a whole number of 2^-32. Draws are never stored: seed,
method and settings draw them again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.random import PCG64, SeedSequence
from numpy.typing import NDArray

from assessment.methodology.robustness_arithmetic import Floats
from assessment.methodology.robustness_settings import RobustnessSettings
from assessment.methodology.robustness_tree import WeightTree
from assessment.methodology.scheme_parts import Scheme

METHOD: Final = "pcg64-raw-32"
WEIGHTS, NORMALISATION, AGGREGATION, WINSORISATION, NOISE = (
    "weights",
    "normalisation",
    "aggregation",
    "winsorisation",
    "noise",
)
REPLICATIONS, DESIGN, COPIES = range(3)
Draws = NDArray[np.uint64]
_HALF: Final = 2.0**31


@dataclass(frozen=True, slots=True)
class Factor:
    """One uncertain input: the columns of the draws it is read from; of weights also the nodes they belong to."""

    name: str
    columns: tuple[int, ...]
    nodes: tuple[int, ...] = ()
    choices: int = 0


def factors_of(scheme: Scheme, tree: WeightTree, settings: RobustnessSettings) -> tuple[Factor, ...]:
    """What varies under the settings: the weights of each level, then the choices with more than one answer."""
    factors: list[Factor] = []
    column = 0
    if settings.weight_spread:
        levels = settings.weight_levels or tuple(range(max(scheme.levels.values())))
        for level in sorted(set(levels)):
            nodes = _with_siblings(scheme, tree, level)
            if nodes:
                factors.append(Factor(f"{WEIGHTS}:{level}", tuple(range(column, column + len(nodes))), nodes))
                column += len(nodes)
    for name, choices in (
        (NORMALISATION, len(settings.normalisations)),
        (AGGREGATION, len(settings.aggregations)),
        (WINSORISATION, len(settings.winsorise_points)),
        (NOISE, settings.copies),
    ):
        if choices > 1:
            factors.append(Factor(name, (column,), choices=choices))
            column += 1
    return tuple(factors)


def _with_siblings(scheme: Scheme, tree: WeightTree, level: int) -> tuple[int, ...]:
    """Nodes of a level that share their parent with others: the weight of an only child moves nothing."""
    return tuple(
        number
        for branch in tree.branches
        for number in branch.children
        if len(branch.children) > 1 and scheme.levels.get(tree.codes[number], 0) == level
    )


def uniform(settings: RobustnessSettings, *, stream: int, shape: tuple[int, int]) -> Draws:
    """Whole numbers from 0 to 2^32 - 1, row by row, from the stream of this number."""
    raw = PCG64(SeedSequence([settings.seed, stream])).random_raw(shape[0] * shape[1])
    return np.asarray(raw, dtype=np.uint64).reshape(shape) >> np.uint64(32)


def weights_drawn(tree: WeightTree, factors: Sequence[Factor], settings: RobustnessSettings, draws: Draws) -> Floats:
    """The weight of every node for every row of draws: nominal · (1 ± r), each value within being as likely."""
    weights = np.repeat(tree.weights[None, :], len(draws), axis=0)
    spread = float(settings.weight_spread)
    for factor in factors:
        if factor.nodes:
            moved = 1.0 + spread * ((draws[:, factor.columns].astype(np.float64) - _HALF) / _HALF)
            weights[:, factor.nodes] = tree.weights[list(factor.nodes)] * moved
    return weights


def choices_drawn(factors: Sequence[Factor], draws: Draws) -> dict[str, NDArray[np.int64]]:
    """Which of the answers each row of draws takes, by the name of the choice."""
    return {
        factor.name: ((draws[:, factor.columns[0]] * np.uint64(factor.choices)) >> np.uint64(32)).astype(np.int64)
        for factor in factors
        if factor.choices
    }
