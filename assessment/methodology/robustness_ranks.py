"""Places in many replications at once, and what can be said about them. All of it on whole numbers.

Places are kept doubled, so that the shared place 1.5 is the whole number 3.
"""

from decimal import Decimal
from typing import Final

import numpy as np
from numpy.typing import NDArray

from assessment.methodology.robustness_arithmetic import Bools, Floats
from assessment.methodology.rounding import Rounding, RoundingMethod
from assessment.methodology.scheme_parts import RankingKey, Scheme, Ties

Places = NDArray[np.int32]
STANDS_LAST: Final = -(2.0**60)
_DECIMALS: Final = 6
SIX: Final = Decimal(1).scaleb(-_DECIMALS)


def adjusted(totals: Floats, adjustments: Floats, upper: Decimal | None) -> Floats:
    """Totals with the points added to each unit and the cap, in millionths of a point."""
    totals = totals + adjustments
    return totals if upper is None else np.minimum(totals, float(upper.scaleb(_DECIMALS)))


def keys_of(scheme: Scheme, totals: Floats, there: Bools) -> Floats:
    """What is ranked: the total, or the once-rounded one where the scheme says published; without a total: last."""
    if scheme.ranking.key is RankingKey.PUBLISHED:
        totals = published(scheme.rounding, totals)
    return np.where(there, totals, STANDS_LAST)


def published(rounding: Rounding, totals: Floats) -> Floats:
    """Totals in units of the last published digit; beyond six decimals as they are."""
    if rounding.digits >= _DECIMALS:
        return totals
    unit = 10.0 ** (_DECIMALS - rounding.digits)
    if rounding.method is RoundingMethod.HALF_EVEN:
        return np.rint(totals / unit)
    return np.sign(totals) * np.floor((np.abs(totals) + unit / 2.0) / unit)


def places_of(keys: Floats, ties: Ties) -> Places:
    """Doubled places of every unit in every replication (rows); greater keys are better, equal ones share."""
    order = np.argsort(-keys, axis=1)
    ordered = np.take_along_axis(keys, order, axis=1)
    new = np.empty(keys.shape, dtype=np.bool_)
    new[:, :1] = True
    np.not_equal(ordered[:, 1:], ordered[:, :-1], out=new[:, 1:])
    doubled = _doubled(new, ties)
    places = np.empty(keys.shape, dtype=np.int32)
    np.put_along_axis(places, order, doubled, axis=1)
    return places


def _doubled(new: Bools, ties: Ties) -> Places:
    """Doubled places in the order of the keys; `new` marks where another key begins."""
    if ties is Ties.DENSE:
        return 2 * np.cumsum(new, axis=1, dtype=np.int32)
    position = np.arange(1, new.shape[1] + 1, dtype=np.int32)
    first = np.maximum.accumulate(np.where(new, position, np.int32(1)), axis=1)
    if ties is Ties.MIN:
        return np.asarray(2 * first, dtype=np.int32)
    ends = np.ones_like(new)
    ends[:, :-1] = new[:, 1:]
    backwards = np.where(ends, position, np.int32(new.shape[1]))[:, ::-1]
    last = np.minimum.accumulate(backwards, axis=1)[:, ::-1]
    return np.asarray(first + last, dtype=np.int32)


def quantiles_of(places: Places, twentieths: tuple[int, ...]) -> list[list[Decimal]]:
    """Quantiles (k/20) of each unit's place over the replications, linear interpolation (type 7), exact."""
    count = len(places)
    positions = [divmod((count - 1) * share, 20) for share in twentieths]
    needed = sorted({below for below, _ in positions} | {min(below + 1, count - 1) for below, _ in positions})
    by_unit = np.partition(np.ascontiguousarray(places.T), needed, axis=1)
    found = []
    for below, rest in positions:
        low = by_unit[:, below].tolist()
        high = by_unit[:, min(below + 1, count - 1)].tolist()
        found.append([_fortieths(20 * a + rest * (b - a)) for a, b in zip(low, high, strict=True)])
    return found


def _fortieths(number: int) -> Decimal:
    return Decimal(number) / Decimal(40)


def mean_places(places: Places) -> list[Decimal]:
    """The mean place of each unit, six decimals."""
    return [shared(total, 2 * len(places)) for total in places.sum(axis=0, dtype=np.int64).tolist()]


def shared(number: int, count: int) -> Decimal:
    """A whole number over a count, six decimals, half to even."""
    return (Decimal(number) / Decimal(count)).quantize(SIX)
