"""Copeland's rule: who outranks whom by the weight of the children, pair by pair, without any exchange of points.

Source: OECD/JRC handbook on composite indicators (non-compensatory aggregation); Copeland 1951: a unit's score is the
number of units it outranks less the number that outrank it. A child on which both units score the same speaks for
neither; a child one of the two lacks says nothing about the pair. Exact: order and weights are whole numbers.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Optional = Sequence[Decimal | None]
_MOST_IN_A_WORD: Final = 2**62
_ROWS_AT_ONCE: Final = 256


def copeland(weights: Sequence[Decimal], children: Sequence[Optional]) -> list[Decimal]:
    """Units outranked less units outranking, for each unit; `children` hold one column per weight.

    Unit i outranks j where the children on which i scores higher weigh more than those on which j does. From
    -(n - 1) to n - 1; the mean over all units is 0.
    """
    votes = _whole(weights)
    columns = [_order(column) for column in children]
    count = len(children[0])
    result: list[Decimal] = []
    for start in range(0, count, _ROWS_AT_ONCE):
        margins = np.zeros((min(_ROWS_AT_ONCE, count - start), count), dtype=votes.dtype)
        for vote, (order, there) in zip(votes, columns, strict=True):
            rows = slice(start, start + _ROWS_AT_ONCE)
            signs = np.sign(order[rows, None] - order[None, :]) * (there[rows, None] & there[None, :])
            margins = margins + signs.astype(votes.dtype) * vote
        net = (margins > 0).sum(axis=1) - (margins < 0).sum(axis=1)
        result += [Decimal(int(each)) for each in net]
    return result


def net_wins(scores: Optional) -> list[Decimal | None]:
    """Of one child: how many score lower than a unit less how many score higher; None where there is no score."""
    known = sorted(score for score in scores if score is not None)
    below: dict[Decimal, int] = {}
    upto: dict[Decimal, int] = {}
    for number, score in enumerate(known):
        below.setdefault(score, number)
        upto[score] = number + 1
    return [None if score is None else Decimal(below[score] - (len(known) - upto[score])) for score in scores]


def _order(column: Optional) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The position of each score among the different ones, and who has a score."""
    place = {score: number for number, score in enumerate(sorted({each for each in column if each is not None}))}
    order = np.array([0 if score is None else place[score] for score in column], dtype=np.int64)
    return order, np.array([score is not None for score in column])


def _whole(weights: Sequence[Decimal]) -> NDArray[Any]:
    """The weights as whole numbers in the same proportion; Python's own where a machine word is too short."""
    decimals = max(0, *(-int(weight.as_tuple().exponent) for weight in weights), 0)
    whole = [int(Fraction(weight) * 10**decimals) for weight in weights]
    kind = np.int64 if sum(whole, 0) < _MOST_IN_A_WORD else np.object_
    return np.array(whole, dtype=kind)
