"""Scheme and table → the score of every node, the published score and the place of every unit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from tests.oracle import aggregation, arithmetic
from tests.oracle.column import Column, neutral
from tests.oracle.combination import combined_points
from tests.oracle.figures import Raw, Values, raw_values, treated
from tests.oracle.normalisation import BY_PLACE, normalised
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
    compared: dict[str, Values] = {}
    for indicator in scheme.indicators:
        raw = raw_values(indicator, rows)
        scores[indicator["code"]] = indicator_scores(scheme, indicator, rows, raw)
        better = -1 if indicator.get("direction") == "lower" else 1
        compared[indicator["code"]] = {at: value * better for at, value in (raw.values | raw.uncapped).items()}
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
        ranked |= places(scheme, here, published, {**scores, **compared})
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
    return [found[named] for named in sorted(found)]


def indicator_scores(scheme: Scheme, indicator: Mapping[str, Any], rows: Sequence[Row], raw: Raw) -> Values:
    """Bounds are taken over the pool; places and shares always within period and group."""
    values, scores = raw.values, {}
    for entry in indicator.get("treat", []):
        parts = groups(rows) if entry["method"] == "share_of_total" else pools(scheme, rows)
        values = {at: value for part in parts for at, value in treated(picked(values, part), entry, rows).items()}
    placed = indicator.get("normalise", {}).get("method") in BY_PLACE
    for pool in groups(rows) if placed else pools(scheme, rows):
        here = replace(
            raw,
            values=picked(values, pool),
            declared_points=picked(raw.declared_points, pool),
            changes=picked(raw.changes, pool),
        )
        scores |= pool_scores(scheme, indicator, here, {at: rows[at].unit for at in pool})
    return scores


def picked(values: Values, rows: Iterable[int]) -> Values:
    return {at: values[at] for at in rows if at in values}


def pool_scores(scheme: Scheme, indicator: Mapping[str, Any], raw: Raw, units: Mapping[int, str]) -> Values:
    """Under the rule `floor` who has none gets the lowest score; where nobody has one, the middle."""
    entry, constant = indicator.get("normalise", {}), scheme.words.get("constant", "neutral")
    column = Column(raw.values, entry, indicator.get("direction") == "lower", units, len(units))
    parts = [each["parts"] for each in scheme.words.get("combine", []) if each["code"] == indicator["code"]]
    found = combined_points(column, parts[0]) if parts else normalised(column, constant) | raw.declared_points
    instead = raw.without_rate & raw.changes.keys()
    if instead:
        found |= picked(normalised(replace(column, values=raw.changes), constant), instead)
    if scheme.words.get("missing", "floor") == "floor":
        lowest = min(found.values()) if found else neutral(column)
        return {at: found.get(at, lowest) for at in units}
    return found


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
