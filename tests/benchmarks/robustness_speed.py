"""How long 1,000 replications take, against the bare kernel of the same run.

`python -m tests.benchmarks.robustness_speed [units] [indicators] [rounds]`

The bare kernel does the least that gives places and their quantiles: weights drawn, one product of whole numbers, the
places of every replication by sorting, three quantiles of every unit. What is measured against it is `uncertainty`,
which adds the exact scores read in, the tree, the scheme's rounding and ties, shifts and the order of neighbours.
Processor time of both, which counts the threads of the product as well.
"""

import random
import sys
import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from assessment.methodology.evaluation import Evaluation, evaluate
from assessment.methodology.robustness import uncertainty
from assessment.methodology.robustness_settings import RobustnessSettings
from assessment.methodology.scheme import parse_scheme
from tests.methodology.robustness_situations import drawn_rows, tree_text

REPLICATIONS = 1000
SEED = 17
THEMES = 5


class Timing(NamedTuple):
    """Seconds of one round: of the processor, and by the clock."""

    bare_kernel: float
    replications: float
    by_the_clock: float

    @property
    def ratio(self) -> float:
        return self.replications / self.bare_kernel


def evaluated(units: int, indicators: int) -> Evaluation:
    text = tree_text("", themes=THEMES, leaves=indicators, normalise="minmax")
    return evaluate(parse_scheme(text), drawn_rows(random.Random(SEED), units=units, leaves=indicators))


def bare_kernel(scores: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """`scores` indicators × units in whole millionths of a point, `weights` nominal; quantiles × units."""
    draw = np.random.Generator(np.random.PCG64(SEED))
    drawn = weights * draw.uniform(0.75, 1.25, (REPLICATIONS, len(weights)))
    keys = np.rint(drawn / drawn.sum(axis=1, keepdims=True) * 1e7) @ scores
    order = np.argsort(-keys, axis=1)
    ordered = np.take_along_axis(keys, order, axis=1)
    position = np.arange(1, keys.shape[1] + 1, dtype=np.int32)
    first = np.ones(keys.shape, dtype=np.int32)
    first[:, 1:] = np.where(ordered[:, 1:] != ordered[:, :-1], position[1:], 1)
    places = np.empty(keys.shape, dtype=np.int32)
    np.put_along_axis(places, order, np.maximum.accumulate(first, axis=1), axis=1)
    return np.quantile(places, [0.05, 0.5, 0.95], axis=0)


def processor_seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def measure(units: int, indicators: int, rounds: int) -> list[Timing]:
    """The timings of each round; everything is done once before, uncounted."""
    evaluation = evaluated(units, indicators)
    leaves = evaluation.scores.columns[:indicators]
    scores = np.rint(np.array([[float(score or 0) for score in column.scores] for column in leaves]) * 1e6)
    weights = np.array([float(indicator.weight) for indicator in evaluation.scheme.indicators])
    settings = RobustnessSettings(replications=REPLICATIONS, seed=SEED)
    bare_kernel(scores, weights)
    uncertainty(evaluation, settings)
    timings = []
    for _ in range(rounds):
        bare = processor_seconds(lambda: bare_kernel(scores, weights))
        start = time.perf_counter()
        replications = processor_seconds(lambda: uncertainty(evaluation, settings))
        timings.append(Timing(bare, replications, time.perf_counter() - start))
    return timings


def main(units: int, indicators: int, rounds: int) -> None:
    timings = measure(units, indicators, rounds)
    for name in (*Timing._fields, "ratio"):
        values = sorted(getattr(timing, name) for timing in timings)
        sys.stdout.write(f"{name:14} least {values[0]:.3f}  median {values[len(values) // 2]:.3f}\n")


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    main(*(*given, *(3000, 50, 5)[len(given) :]))
