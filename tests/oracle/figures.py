"""From the table to the values of one indicator: growth by rule, then the treatments, within the pool."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from tests.oracle import arithmetic
from tests.oracle.reading import Refused, Row, number

Values = dict[int, Fraction]
"""Number of the row → value; a row without value is not in it."""


@dataclass(frozen=True)
class Raw:
    """Values before treatment; of a growth also what stands in for a rate that does not exist.

    `changes`: the absolute change of every pair, where the scheme scores it for the rows `without_rate`.
    `uncapped`: the rates that the scheme limits, as they are; ties are broken by these.
    """

    values: Values
    declared_points: Values = field(default_factory=dict)
    changes: Values = field(default_factory=dict)
    uncapped: Values = field(default_factory=dict)
    without_rate: frozenset[int] = frozenset()


def raw_values(indicator: Mapping[str, Any], rows: Sequence[Row]) -> Raw:
    if "growth" in indicator:
        return growth_values(indicator["growth"], rows)
    code = indicator["code"]
    read = {at: row.figures[code] for at, row in enumerate(rows)}
    return Raw({at: value for at, value in read.items() if value is not None})


def growth_values(rule: Mapping[str, Any], rows: Sequence[Row]) -> Raw:
    """Current / base − 1 in percent, where the base is above nought and not below the floor, and no sign changes."""
    values, points, changes, uncapped, without = {}, {}, {}, {}, set()
    floor = number(rule.get("floor", 0))
    substitute = rule.get("bad_base", "none")
    for at, row in enumerate(rows):
        current, base = row.figures[rule["of"]], row.figures[rule["base"]]
        if current is None or base is None:
            continue
        rate = kept_rate(current, base, floor, substitute)
        if rate is not None:
            values[at] = rate
        else:
            without.add(at)
        if rate is not None and "cap" in substitute:
            uncapped[at] = (current / base - 1) * 100
        if substitute == "increment":
            changes[at] = current - base
        elif rate is None and "points" in substitute:
            points[at] = number(substitute["points"])
    return Raw(values, points, changes, uncapped, frozenset(without))


def kept_rate(current: Fraction, base: Fraction, floor: Fraction, substitute: Any) -> Fraction | None:
    """The rate in percent; below the floor only where the scheme keeps it (to be winsorised) or caps it."""
    if base <= 0 or current < 0:
        return None
    rate = (current / base - 1) * 100
    if base >= floor or substitute == "winsorise":
        return rate
    return min(rate, number(substitute["cap"])) if "cap" in substitute else None


def treated(values: Values, entry: Mapping[str, Any], rows: Sequence[Row]) -> Values:
    """One treatment of one pool."""
    return TREATMENTS[entry["method"]](values, entry, rows) if values else values


def winsorised(values: Values, entry: Mapping[str, Any], _rows: Sequence[Row]) -> Values:
    """While the column is skewed and peaked, the points on that side take the value of the nearest point within."""
    untreated, current = dict(values), dict(values)
    low, high = set(), set()
    for _ in range(int(entry["points"])):
        side = skewed_side(list(current.values()))
        if not side:
            break
        extreme = (max if side > 0 else min)(untreated, key=lambda at: (untreated[at], -side * at))
        del untreated[extreme]
        (high if side > 0 else low).add(extreme)
        current.update(dict.fromkeys(high, max(untreated.values())))
        current.update(dict.fromkeys(low, min(untreated.values())))
    return current


def skewed_side(values: Sequence[Fraction]) -> int:
    """1 or −1 where |G1| > 2 and G2 > 3.5, else 0."""
    if len(values) < 4 or len(set(values)) == 1:
        return 0
    squared, side = arithmetic.squared_skewness(values)
    return side if squared > 4 and arithmetic.excess_kurtosis(values) > Fraction(7, 2) else 0


def clipped(values: Values, entry: Mapping[str, Any], _rows: Sequence[Row]) -> Values:
    low, high = (arithmetic.quantile(values.values(), number(share)) for share in entry["quantiles"])
    return {at: min(max(value, low), high) for at, value in values.items()}


def logarithms(values: Values, _entry: Mapping[str, Any], _rows: Sequence[Row]) -> Values:
    if min(values.values()) <= 0:
        raise Refused("not_positive", "log")
    return {at: arithmetic.logarithm(value) for at, value in values.items()}


def shares(values: Values, _entry: Mapping[str, Any], _rows: Sequence[Row]) -> Values:
    total = sum(values.values())
    if total <= 0:
        raise Refused("no_denominator", "the total is not above nought")
    return {at: value / total for at, value in values.items()}


def denominated(values: Values, entry: Mapping[str, Any], rows: Sequence[Row]) -> Values:
    by = {at: rows[at].figures[entry["by"]] for at in values}
    if any(denominator is not None and denominator <= 0 for denominator in by.values()):
        raise Refused("not_positive", entry["by"])
    return {at: value / by[at] for at, value in values.items() if by[at] is not None}


TREATMENTS: Mapping[str, Callable[[Values, Mapping[str, Any], Sequence[Row]], Values]] = {
    "winsorise": winsorised,
    "clip": clipped,
    "log": logarithms,
    "share_of_total": shares,
    "denominate": denominated,
}
