"""What the ranking would be without one indicator, theme or dimension."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from assessment.methodology.robustness_ranks import shared
from assessment.methodology.robustness_replications import Experiment, Group
from assessment.methodology.robustness_tables import declared_scores, table_of
from assessment.methodology.robustness_tree import Branch, ScoreTable, WeightTree, totals_of


@dataclass(frozen=True, slots=True)
class Dropped:
    """Places without one node; `shifts` are new less official place for each unit of the group, in its order."""

    code: str
    level: int
    shifts: tuple[Decimal, ...]
    mean_absolute_shift: Decimal
    largest_shift: Decimal


def without_each(experiment: Experiment, group: Group, nominal: tuple[int, ...]) -> Iterator[Dropped]:
    """Every node but the total left out in turn, its siblings sharing its weight; `nominal` as doubled places.

    A node that is all its parent has is left out with it; so nothing is said of a node the total cannot do without.
    """
    scheme = experiment.scheme
    tree = WeightTree.of(scheme)
    table = table_of(declared_scores(experiment.tables.evaluation), group.rows)
    for number, code in enumerate(tree.codes[:-1]):
        pruned = without(tree, number)
        if pruned is None:
            continue
        smaller, kept = pruned
        left = ScoreTable(table.scores[list(kept)], table.there[list(kept)])
        places = experiment.ranked(group, *totals_of(smaller, left, smaller.weights[None, :]))[0]
        doubled = (places - np.asarray(nominal)).tolist()
        yield Dropped(
            code=code,
            level=scheme.levels.get(code, 0),
            shifts=tuple(Decimal(shift) / 2 for shift in doubled),
            mean_absolute_shift=shared(sum(map(abs, doubled)), 2 * len(doubled)),
            largest_shift=Decimal(max(map(abs, doubled))) / 2,
        )


def without(tree: WeightTree, number: int) -> tuple[WeightTree, tuple[int, ...]] | None:
    """The tree without a node and all below it, and the leaves that stay; None where nothing stays."""
    gone = {number}
    for position, branch in reversed(list(enumerate(tree.branches, start=tree.leaves))):
        if position in gone:
            gone |= set(branch.children)
    for position, branch in enumerate(tree.branches, start=tree.leaves):
        if gone.issuperset(branch.children):
            gone.add(position)
    staying = [node for node in range(len(tree.codes)) if node not in gone]
    if len(tree.codes) - 1 in gone:
        return None
    place = {node: position for position, node in enumerate(staying)}
    branches = tuple(
        Branch(branch.code, tuple(place[child] for child in branch.children if child in place), branch.aggregation)
        for position, branch in enumerate(tree.branches, start=tree.leaves)
        if position in place
    )
    leaves = tuple(node for node in staying if node < tree.leaves)
    codes = tuple(tree.codes[node] for node in staying)
    smaller = replace(tree, codes=codes, leaves=len(leaves), branches=branches, weights=tree.weights[staying])
    return smaller, leaves
