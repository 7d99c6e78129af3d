"""What is wrong in a scheme is said with its line and what is allowed there."""

import pytest

from assessment.methodology.errors import AssessmentError
from assessment.methodology.scheme import parse_scheme
from tests.methodology.scoring_situations import indicator, scheme_text


def with_top(line: str) -> str:
    return scheme_text([indicator("method: minmax")], settings=line)


def with_indicator(text: str) -> str:
    return scheme_text([text])


REFUSED = {
    "unknown key": (with_top("wieghts: 3"), "Line 2: the key “wieghts” is unknown in scheme. Allowed: code,"),
    "unknown key of an indicator": (
        with_indicator("code: x, parent: T, weight: 1, normalise: minmax, unit: a"),
        "Line 6: the key “unit” is unknown in indicators x.",
    ),
    "unknown parameter": (
        with_indicator(indicator("method: minmax, lower: 3")),
        "Line 6: the key “lower” is unknown in indicators x, normalise. Allowed: method, range.",
    ),
    "repeated key": (with_top("code: b"), "Line 2: the key “code” is written twice in scheme."),
    "missing key": ("code: a\naggregates: []\n", "Line 1: scheme needs the key “indicators”."),
    "missing weight": (
        with_indicator("code: x, parent: T, normalise: minmax"),
        "Line 6: indicators x needs the key “weight”.",
    ),
    "missing parameter": (
        with_indicator(indicator("method: target_met")),
        "Line 6: indicators x, normalise needs the key “target”.",
    ),
    "weight in words": (
        with_indicator(indicator("method: minmax", weight="ten")),
        "Line 6: “weight” in indicators x must be 1 / 1.5; received ten.",
    ),
    "weight of zero": (with_indicator(indicator("method: minmax", weight="0")), "must be > 0; received 0."),
    "negative weight": (with_indicator(indicator("method: minmax", weight="-1")), "must be > 0; received -1."),
    "number with an exponent": (with_indicator(indicator("method: minmax", weight="1e2")), "received 1e2."),
    "number in quotation marks": (with_indicator(indicator("method: minmax", weight="'5'")), "received “5”."),
    "number that is infinite": (with_indicator(indicator("method: minmax", weight=".inf")), "received .inf."),
    "endless number": (with_indicator(indicator("method: minmax", weight="1" * 41)), "must be 1 / 1.5"),
    "list for a number": (with_indicator(indicator("method: minmax", weight="[1]")), "received [1]."),
    "unknown method": (
        with_indicator(indicator("method: magic")),
        "“method” in indicators x, normalise cannot be “magic”. Allowed: minmax, goalposts,",
    ),
    "unknown treatment": (
        with_indicator(indicator("method: minmax", more="treat: [polish]")),
        "cannot be “polish”. Allowed: winsorise, clip, log,",
    ),
    "unknown rule for a part of the year": (
        scheme_text([indicator("method: minmax")], settings="part_of_year: sometimes"),
        "Line 2: “part_of_year” in scheme cannot be “sometimes”. Allowed: refuse, score.",
    ),
    "unknown direction": (with_indicator(indicator("method: minmax", more="direction: up")), "cannot be “up”."),
    "range upside down": (with_indicator(indicator("method: minmax, range: [5, 5]")), "must be [l, u], l < u"),
    "range of one": (with_indicator(indicator("method: minmax, range: [5]")), "must be [0, 100]; received [5]."),
    "range not a list": (with_indicator(indicator("method: minmax, range: 5")), "must be [0, 100]; received 5."),
    "quantiles beyond one": (
        with_indicator(indicator("method: minmax", more="treat: [{method: clip, quantiles: [0, 2]}]")),
        "must be [l, u], 0 ≤ l < u ≤ 1",
    ),
    "flag": (
        with_indicator(indicator("method: efficacy, truncate: 1")),
        "“truncate” in indicators x, normalise must be true / false; received 1.",
    ),
    "points in parts": (
        with_indicator(indicator("method: minmax", more="treat: [{method: winsorise, points: 1.5}]")),
        "must be 0, 1, 2 … 1000; received 1.5.",
    ),
    "bound by another word": (
        with_indicator(indicator("method: efficacy, not_allowed: min")),
        "must be 1.5 / worst / best; received min.",
    ),
    "logarithmic bound of zero": (
        with_indicator(indicator("method: efficacy_log, not_allowed: 0")),
        "must be > 0 / worst / best; received 0.",
    ),
    "blank text": (with_indicator("code: '', parent: T, weight: 1, normalise: minmax"), "must be abc"),
    "a list for a mapping": (scheme_text(["x"]).replace("{x}", "[x]"), "must be {…}; received [x]."),
    "a word for a list": ("code: a\naggregates: none\nindicators: []", "must be […]; received none."),
    "a list for the scheme": ("- a\n", "a scheme starts with keys"),
    "not YAML": ("code: [a\n", "is not valid YAML"),
    "a control character": ("code: \x01\n", "is not valid YAML"),
    "a tabulator": ("code: a\n\tname: b\n", "Line 2: this is not valid YAML (a tabulator; use spaces)."),
    "a quotation mark left open": (
        'code: "a\nname: b\n',
        "punctuation: ASCII characters only, a space after each colon, quotation marks closed).",
    ),
    "a bracket left open": ("aggregates: [a\n", "indentation, brackets or commas do not match)."),
    "a second scheme": ("code: a\n---\ncode: b\n", "a second document begins; a file holds one scheme)."),
    "a character nobody sees": (
        "code: a\nname: b\u0007c\n",
        "Line 2: this is not valid YAML (a character that cannot be seen, U+0007).",
    ),
    "a list at the top": ("- code: a\n", "Line 1: this is not valid YAML (a scheme starts with keys: “code: …”)."),
    "a name without end": (
        scheme_text([indicator("method: minmax")], aggregates=f"  - {{code: T, name: {'a' * 201}}}"),
        "Line 4: “name” in aggregates T must be abc",
    ),
    "a name with a sign that is not printed": (
        scheme_text([indicator("method: minmax")], aggregates='  - {code: T, name: "a\\nb"}'),
        "Line 4: “name” in aggregates T must be abc",
    ),
    "nothing": ("# only a remark\n", "Line 1: this is not valid YAML (the file is empty)."),
    "an alias": (
        "code: &c a\npool: *c\n",
        "Line 2: this is not valid YAML (aliases such as *a are not read; write out what is meant).",
    ),
    "unknown parent": (
        with_indicator("code: x, parent: U, weight: 1, normalise: minmax"),
        "Line 6: the parent “U” of x is not one of the aggregates (T).",
    ),
    "repeated code": (
        scheme_text([indicator("method: minmax"), indicator("method: minmax")]),
        "Line 7: the code “x” is already used in line 6.",
    ),
    "two totals": (
        scheme_text([indicator("method: minmax")], aggregates="  - {code: T}\n  - {code: U}"),
        "exactly one aggregate has no parent, the total; found T, U.",
    ),
    "a circle": (
        scheme_text(
            [indicator("method: minmax")],
            aggregates="  - {code: T, parent: U, weight: 1}\n  - {code: U, parent: T, weight: 1}",
        ),
        "Line 4: the parents of T lead back to itself.",
    ),
    "no aggregate at all": ("code: a\naggregates: []\nindicators: []", "found 0."),
    "no children": (
        scheme_text([indicator("method: minmax")], aggregates="  - {code: T}\n  - {code: U, parent: T, weight: 1}"),
        "Line 5: the aggregate U has no children.",
    ),
    "parent without weight": (
        scheme_text([indicator("method: minmax")], aggregates="  - {code: T}\n  - {code: U, parent: T}"),
        "Line 5: U needs both a parent and a weight, or neither if it is the total. Add the key “weight”.",
    ),
    "weight without parent": (
        scheme_text([indicator("method: minmax")], aggregates="  - {code: T, weight: 3}"),
        "Add the key “parent”.",
    ),
    "unknown tie-breaker": (
        with_top("ranking: {then: [level]}"),
        "Line 2: “level” is neither an indicator nor an aggregate. Allowed: T, x.",
    ),
    "too many levels": (
        with_top("aggregation: [arithmetic, geometric]"),
        "Line 2: the tree has 1 levels of aggregates, but `aggregation` lists 2 methods.",
    ),
    "unknown aggregation": (
        with_top("aggregation: median"),
        "Allowed: arithmetic, geometric, harmonic, mazziotta_pareto, copeland.",
    ),
    "power of zero": (with_top("aggregation: {power: 0}"), "must be ≠ 0; received 0."),
    "threshold above one": (with_top("missing: {threshold: 2}"), "must be 0 < t ≤ 1; received 2."),
    "missing as zero": (with_top("missing: zero"), "Allowed: floor, renormalise, require."),
    "too many decimals": (with_top("rounding: {digits: 21}"), "must be 0, 1, 2 … 20; received 21."),
    "identifying column": (
        with_indicator("code: name, parent: T, weight: 1, normalise: minmax"),
        "the column “name” identifies the unit and cannot be scored.",
    ),
    "identifying denominator": (
        with_indicator(indicator("method: minmax", more="treat: [{method: denominate, by: group}]")),
        "the column “group” identifies the unit",
    ),
    "range the wrong way round": (
        with_indicator(indicator("method: minmax, range: [100, 0]")),
        "must be [l, u], l < u; received [100, 0].",
    ),
    "floor above the cap": (
        with_top("adjustments: [{code: B, column: bonus, cap: 1, floor: 2}]"),
        "“floor” in adjustments B must be ≤ 1; received 2.",
    ),
    "list of lists": (with_top("rounding: {digits: [[1]]}"), "“digits” in rounding must be 1 / 1.5; received […]."),
    "scale that makes all alike": (
        with_indicator(indicator("method: scaled, lower: 0, upper: 9, factor: 0")),
        "“factor” in indicators x, normalise must be > 0; received 0.",
    ),
    "identifying adjustment": (
        with_top("adjustments: [{code: B, column: period}]"),
        "the column “period” identifies the unit",
    ),
    "no reference": (
        with_indicator(indicator("method: distance_to_reference")),
        "needs either `reference` or `reference_unit`",
    ),
    "two references": (
        with_indicator(indicator("method: distance_to_reference, reference: 1, reference_unit: a")),
        "needs either `reference` or `reference_unit`",
    ),
    "reference unit over all periods": (
        scheme_text([indicator("method: distance_to_reference, reference_unit: a")], settings="pool: all"),
        "cannot be used with `pool: all`",
    ),
    "increment against declared bounds": (
        with_indicator(
            indicator("method: goalposts, lower: 0, upper: 9", more="growth: {of: a, base: b, bad_base: increment}")
        ),
        "so goalposts must take its bounds from the pool.",
    ),
    "increment against a declared satisfactory value": (
        with_indicator(
            indicator("method: efficacy, satisfactory: 9", more="growth: {of: a, base: b, bad_base: increment}")
        ),
        "so efficacy must take its bounds from the pool.",
    ),
    "two bad bases": (
        with_indicator(indicator("method: minmax", more="growth: {of: a, base: b, bad_base: {points: 1, cap: 2}}")),
        "must be {points: 60} / {cap: 100}",
    ),
    "unknown bad base": (
        with_indicator(indicator("method: minmax", more="growth: {of: a, base: b, bad_base: zero}")),
        "Allowed: none, increment, winsorise, three_year_average.",
    ),
    "no parts": (with_top("combine: [{code: x, parts: []}]"), "“parts” in combine must be [{points: 4, …}]"),
    "combined twice": (
        with_top("combine: [{code: y, parts: [{points: 1, method: rank_ladder}]}, {code: y, parts: []}]"),
        "Line 2: the indicator y is combined twice.",
    ),
    "combined total": (
        with_top("combine: [{code: T, parts: [{points: 1, method: rank_ladder}]}]"),
        "Line 2: “T” under `combine` is not an indicator. Allowed: x.",
    ),
    "combined and normalised": (
        with_top("combine: [{code: x, parts: [{points: 1, method: rank_ladder}]}]"),
        "Line 6: the indicator x stands under `combine` and has `normalise` too.",
    ),
    "above a target nobody declares": (
        with_top("combine: [{code: x, parts: [{points: 6, method: rank_ladder, of: above_target}]}]"),
        "needs exactly one part by target_met",
    ),
    "part of another method": (
        with_top("combine: [{code: x, parts: [{points: 6, method: zscore}]}]"),
        "“method” in combine x cannot be “zscore”. Allowed: target_met, target_completion, goalposts,",
    ),
    "target part of some units": (
        with_top("combine: [{code: x, parts: [{points: 6, method: target_met, target: 8, of: all}]}]"),
        "the key “of” is unknown in combine x.",
    ),
    "four standard values": (
        with_indicator(indicator("method: standard_tiers, standards: [4, 3, 2, 1]")),
        "“standards” in indicators x, normalise must be [12, 10, 8, 6, 4]; received [4, 3, 2, 1].",
    ),
    "standard values that turn": (
        with_indicator(indicator("method: standard_tiers, standards: [5, 4, 6, 2, 1]")),
        "must be [12, 10, 8, 6, 4]",
    ),
    "equal standard values": (
        with_indicator(indicator("method: standard_tiers, standards: [5, 4, 4, 2, 1]")),
        "must be [12, 10, 8, 6, 4]",
    ),
    "increment in parts": (
        scheme_text(
            ["code: x, parent: T, weight: 1, growth: {of: a, base: b, bad_base: increment}"],
            settings="combine: [{code: x, parts: [{points: 1, method: rank_ladder}]}]",
        ),
        "so combined must take its bounds from the pool.",
    ),
    "three years without their column": (
        with_indicator(indicator("method: minmax", more="growth: {of: a, base: b, bad_base: three_year_average}")),
        "needs the key “three_years_ago”.",
    ),
    "three years for nothing": (
        with_indicator(indicator("method: minmax", more="growth: {of: a, base: b, three_years_ago: c}")),
        "must be bad_base: three_year_average; received c.",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_wrong_is_said_with_its_line(case: str) -> None:
    text, sentence = REFUSED[case]
    with pytest.raises(AssessmentError) as refusal:
        parse_scheme(text)
    assert sentence in str(refusal.value)
