"""A total taken apart down to its indicators, adjustments and caps; the parts add up to it exactly.

What an indicator gives to a theme is given on to the total in proportion, to 20 decimals; what rounding leaves goes to
the largest part, as in the explanation of a score. Source: DESIGN, for comparison and 差距分析.
"""

from decimal import Decimal

from assessment.methodology.explain import ExplanationNode
from assessment.methodology.pools import ZERO
from assessment.methodology.rounding import exact_context, quantise_aggregate


def parts_of_total(tree: ExplanationNode) -> dict[str, tuple[str, Decimal]]:
    """Name and points of each leaf by its code; steps of one name (an imbalance in each theme) are one part.

    They add up to the total exactly; there are none where the unit has no total.
    """
    found: dict[str, tuple[str, Decimal]] = {}
    if tree.score is None:
        return found
    with exact_context():
        for code, (name, points) in _spread(tree, tree.score):
            found[code] = (name, found[code][1] + points if code in found else points)
    return found


def _spread(node: ExplanationNode, points: Decimal) -> list[tuple[str, tuple[str, Decimal]]]:
    there = [child for child in node.children if child.contribution is not None]
    if not there or not node.score:
        return [(node.code, (node.name, points))]
    shares = [quantise_aggregate((child.contribution or ZERO) * points / node.score) for child in there]
    rest = points - sum(shares, ZERO)
    sizes = list(map(abs, shares))
    shares[sizes.index(max(sizes))] += rest
    return [leaf for child, share in zip(there, shares, strict=True) for leaf in _spread(child, share)]
