"""Places from keys: 1 = best; who ties with whom is declared, never an accident of floating point.

Source: 得分相同的，位次并列 (1, 2, 2, 4); domain §3.5: ties are broken, where a scheme says so, by growth, then level.
"""

from collections.abc import Sequence
from decimal import Decimal

from assessment.methodology.pools import TWO
from assessment.methodology.scheme_parts import Ties

# The compared score, then the tie-breakers: (known, figure) each, so that an unknown one stands last.
Key = tuple[Decimal, tuple[tuple[bool, Decimal], ...]]


def places(keys: Sequence[Key], ties: Ties) -> list[Decimal]:
    """The place of each key, in the order given: greater keys are better.

    Equal keys share: `min` 1-2-2-4, `dense` 1-2-2-3, `average` 1-2.5-2.5-4.
    """
    order = sorted(range(len(keys)), key=keys.__getitem__, reverse=True)
    ranks = [Decimal(0)] * len(keys)
    start, number = 0, 0
    while start < len(order):
        end = start
        while end < len(order) and keys[order[end]] == keys[order[start]]:
            end += 1
        number += 1
        place = _shared_place(ties, first=start + 1, last=end, number=number)
        for position in order[start:end]:
            ranks[position] = place
        start = end
    return ranks


def _shared_place(ties: Ties, *, first: int, last: int, number: int) -> Decimal:
    if ties is Ties.DENSE:
        return Decimal(number)
    if ties is Ties.AVERAGE:
        return Decimal(first + last) / TWO
    return Decimal(first)
