"""Schemes, data and a slow second way for the tests of robustness: every replication through the exact engine."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from assessment.methodology.evaluation import Evaluation, UnitRow, evaluate
from assessment.methodology.robustness_draws import Factor
from assessment.methodology.scheme import parse_scheme
from assessment.methodology.scheme_parts import Aggregate, Aggregation, Indicator, Scheme
from tests.methodology.scoring_situations import Cell, row

Node = TypeVar("Node", Indicator, Aggregate)


def tree_text(settings: str, *, themes: int = 2, leaves: int = 5, normalise: str) -> str:
    """A total, themes below it, indicators below them; weights 1, 2, 3 …"""
    above = [f"  - {{code: A{number}, parent: T, weight: {number + 1}}}" for number in range(themes)]
    below = [
        f"  - {{code: i{number}, parent: A{number % themes}, weight: {number + 1}, normalise: {normalise}}}"
        for number in range(leaves)
    ]
    return "\n".join(["code: tree", settings, "aggregates:", "  - {code: T}", *above, "indicators:", *below, ""])


def drawn_rows(draw: random.Random, *, units: int, leaves: int, gaps: float = 0.0) -> list[UnitRow]:
    def cell() -> Cell:
        return None if draw.random() < gaps else f"{draw.randrange(1, 10_000) / 100}"

    return [row(f"u{unit:02}", {f"i{leaf}": cell() for leaf in range(leaves)}) for unit in range(units)]


def tree(settings: str, *, seed: int, units: int = 8, leaves: int = 5, gaps: float = 0.0) -> Evaluation:
    """An evaluation of drawn figures with scores from 1 to 100, or around 100 where balance is asked for."""
    scale = "[70, 130]" if "mazziotta_pareto" in settings else "[1, 100]"
    text = tree_text(settings, leaves=leaves, normalise=f"{{method: minmax, range: {scale}}}")
    return evaluate(parse_scheme(text), drawn_rows(random.Random(seed), units=units, leaves=leaves, gaps=gaps))


def exact_places(
    evaluation: Evaluation,
    *,
    weights: Mapping[str, Decimal],
    aggregation: Aggregation | None = None,
    scheme: Scheme | None = None,
) -> dict[str, Decimal]:
    """Places by the exact engine under these weights, by unit."""
    changed = scheme or evaluation.scheme
    changed = replace(
        changed,
        indicators=tuple(_weighed(each, weights) for each in changed.indicators),
        aggregates=tuple(_weighed(each, weights) for each in changed.aggregates),
    )
    if aggregation is not None:
        changed = replace(changed, aggregation=(aggregation,) * len(changed.aggregation))
    placings = evaluate(changed, evaluation.rows).placings
    last = Decimal(sum(each.rank is not None for each in placings) + 1)
    return {each.unit: last if each.rank is None else each.rank for each in placings}


def _weighed(node: Node, weights: Mapping[str, Decimal]) -> Node:
    return replace(node, weight=weights.get(node.code, node.weight))


def weights_by_hand(
    codes: Sequence[str], nominal: Mapping[str, Decimal], factors: Sequence[Factor], draws: Sequence[int], spread: str
) -> dict[str, Decimal]:
    """Nominal · (1 + r · (2u - 1)) from the whole numbers that were drawn."""
    found: dict[str, Decimal] = {}
    for factor in factors:
        for node, column in zip(factor.nodes, factor.columns, strict=False):
            share = Decimal(draws[column]) / 2**32
            found[codes[node]] = nominal[codes[node]] * (1 + Decimal(spread) * (2 * share - 1))
    return found
