"""What an aggregate does when a child has no score. Missing is never a zero.

Source: scoring rules of the assessment; `floor` (the lowest score observed, provisional) is the official default, so
that 暂无数据 never pays; it acts on the indicators, so that no aggregate lacks a child under it.
"""

from collections.abc import Sequence
from decimal import Decimal

from assessment.methodology.scheme_parts import MissingMethod, MissingRule

Children = tuple[list[Decimal], list[Decimal]]


def children_present(
    rule: MissingRule, weights: Sequence[Decimal], scores: Sequence[Decimal | None]
) -> Children | None:
    """Weights and scores of the children an aggregate is formed from; None: the aggregate is missing.

    `require`: all or none. `threshold`: missing if less than the declared share of the children, by count, is
    there. Otherwise whatever is there, its weights renormalised by the aggregation.
    """
    pairs = [(weight, score) for weight, score in zip(weights, scores, strict=True) if score is not None]
    if not pairs or (rule.method is MissingMethod.REQUIRE and len(pairs) < len(weights)):
        return None
    if rule.threshold is not None and len(pairs) < rule.threshold * len(weights):
        return None
    return [weight for weight, _ in pairs], [score for _, score in pairs]
