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
    """Values before treatment, and the points that the scheme declares where no rate exists."""

    values: Values
    declared_points: Values = field(default_factory=dict)


def raw_values(indicator: Mapping[str, Any], rows: Sequence[Row]) -> Raw:
    if "growth" in indicator:
        return growth_values(indicator["growth"], rows)
    code = indicator["code"]
    read = {at: row.figures[code] for at, row in enumerate(rows)}
    return Raw({at: value for at, value in read.items() if value is not None})


def growth_values(rule: Mapping[str, Any], rows: Sequence[Row]) -> Raw:
    """Current / base − 1; no rate from a base of nought, below nought or below the floor, nor across a sign change."""
    values, points = {}, {}
    floor = number(rule.get("floor", 0))
    substitute = rule.get("bad_base", "none")
    for at, row in enumerate(rows):
        current, base = row.figures[rule["of"]], row.figures[rule["base"]]
        if current is None or base is None:
            continue
        if base > 0 and base >= floor and current >= 0:
            values[at] = current / base - 1
        elif substitute == "increment":
            values[at] = current - base
        elif isinstance(substitute, dict):
            points[at] = number(substitute["points"])
    return Raw(values, points)


def treated(values: Values, entries: Sequence[Mapping[str, Any]], rows: Sequence[Row]) -> Values:
    """The treatments of one pool in the order in which the scheme lists them."""
    for entry in entries:
        values = TREATMENTS[entry["method"]](values, entry, rows) if values else values
    return values


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
    if not total:
        raise Refused("no_denominator", "the total is nought")
    return {at: value / total for at, value in values.items()}


def denominated(values: Values, entry: Mapping[str, Any], rows: Sequence[Row]) -> Values:
    by = {at: rows[at].figures[entry["by"]] for at in values}
    if any(denominator == 0 for denominator in by.values()):
        raise Refused("no_denominator", entry["by"])
    return {at: value / by[at] for at, value in values.items() if by[at] is not None}


TREATMENTS: Mapping[str, Callable[[Values, Mapping[str, Any], Sequence[Row]], Values]] = {
    "winsorise": winsorised,
    "clip": clipped,
    "log": logarithms,
    "share_of_total": shares,
    "denominate": denominated,
}
