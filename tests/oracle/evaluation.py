"""Scheme and table → the score of every node, the published score and the place of every unit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tests.oracle import aggregation, arithmetic
from tests.oracle.combination import combined_points
from tests.oracle.figures import Raw, Values, raw_values, treated
from tests.oracle.normalisation import Column, normalised
from tests.oracle.places import places
from tests.oracle.reading import Row, Scheme, number, read_scheme, read_table


@dataclass(frozen=True)
class Outcome:
    """By number of the row in the table; a row without score or place is not there."""

    rows: Sequence[Row]
    scores: Mapping[str, Values]
    published: Values
    places: Values


def evaluate(scheme_text: str, table_text: str) -> Outcome:
    scheme, rows = read_scheme(scheme_text), read_table(table_text)
    scores: dict[str, Values] = {}
    for indicator in scheme.indicators:
        scores[indicator["code"]] = indicator_scores(scheme, indicator, rows)
    for code in scheme.from_the_bottom():
        scores[code] = aggregate_scores(scheme, code, scores, rows)
    totals = adjusted(scheme, scores[scheme.root], rows)
    scores[scheme.root] = totals
    rounding = scheme.words.get("rounding", {})
    digits, method = int(rounding.get("digits", 2)), rounding.get("method", "half_up")
    published = {at: arithmetic.rounded(total, digits, method) for at, total in totals.items()}
    ranked: Values = {}
    for peers in groups(rows):
        here = {at: totals[at] for at in peers if at in totals}
        ranked |= places(scheme, here, published, scores)
    return Outcome(rows, scores, published, ranked)


def groups(rows: Sequence[Row]) -> list[list[int]]:
    """Units that are compared with each other: those of a period and group."""
    return gathered(rows, lambda row: (row.period, row.group))


def pools(scheme: Scheme, rows: Sequence[Row]) -> list[list[int]]:
    """Rows over which bounds are taken: a period and group, or the group over all periods."""
    if scheme.words.get("pool", "period") == "all":
        return gathered(rows, lambda row: (row.group,))
    return groups(rows)


def gathered(rows: Sequence[Row], key: Any) -> list[list[int]]:
    found: dict[tuple[str, ...], list[int]] = {}
    for at, row in enumerate(rows):
        found.setdefault(key(row), []).append(at)
    return list(found.values())


def indicator_scores(scheme: Scheme, indicator: Mapping[str, Any], rows: Sequence[Row]) -> Values:
    raw, scores = raw_values(indicator, rows), {}
    for pool in pools(scheme, rows):
        found = pool_scores(scheme, indicator, restricted(raw, pool), rows)
        if scheme.words.get("missing") == "floor" and found:
            lowest = min(found.values())
            found = {at: found.get(at, lowest) for at in pool}
        scores |= found
    return scores


def restricted(raw: Raw, pool: Iterable[int]) -> Raw:
    return Raw(
        {at: raw.values[at] for at in pool if at in raw.values},
        {at: raw.declared_points[at] for at in pool if at in raw.declared_points},
    )


def pool_scores(scheme: Scheme, indicator: Mapping[str, Any], raw: Raw, rows: Sequence[Row]) -> Values:
    values = treated(raw.values, indicator.get("treat", []), rows)
    units = {at: rows[at].unit for at in values}
    column = Column(values, indicator.get("normalise", {}), indicator.get("direction") == "lower", units)
    parts = [entry["parts"] for entry in scheme.words.get("combine", []) if entry["code"] == indicator["code"]]
    if parts:
        return combined_points(column, parts[0])
    return normalised(column, scheme.words.get("constant", "neutral")) | raw.declared_points


def aggregate_scores(scheme: Scheme, code: str, scores: Mapping[str, Values], rows: Sequence[Row]) -> Values:
    children = scheme.children(code)
    weights = [number(child["weight"]) for child in children]
    method, rule = scheme.aggregation(code), scheme.words.get("missing", "floor")
    counting = {}
    for at in range(len(rows)):
        own = [scores[child["code"]].get(at) for child in children]
        counting[at] = aggregation.counted(own, weights, rule)
    present = {at: found for at, found in counting.items() if found}
    if method != "copeland":
        return {at: aggregation.combined(method, found) for at, found in present.items()}
    outcome: Values = {}
    for peers in groups(rows):
        outcome |= aggregation.copeland({at: present[at] for at in peers if at in present})
    return outcome


def adjusted(scheme: Scheme, totals: Values, rows: Sequence[Row]) -> Values:
    """Points added to or taken from the total, each within its own limits; then the limit of the total."""
    upper = scheme.words.get("cap", {}).get("upper")
    found = {}
    for at, total in totals.items():
        changed = total + sum((points(entry, rows[at]) for entry in scheme.words.get("adjustments", [])), Fraction(0))
        found[at] = arithmetic.kept(changed if upper is None else min(changed, number(upper)))
    return found


def points(entry: Mapping[str, Any], row: Row) -> Fraction:
    amount = (row.figures[entry["column"]] or Fraction(0)) * number(entry.get("points", 1))
    amount = min(amount, number(entry["cap"])) if "cap" in entry else amount
    return max(amount, number(entry["floor"])) if "floor" in entry else amount
