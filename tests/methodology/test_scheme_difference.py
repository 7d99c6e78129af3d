"""What two versions of a scheme differ in, as sentences a commission can check against its 考核办法."""

import pytest

from assessment.methodology.scheme import parse_scheme
from assessment.methodology.scheme_difference import normalisation_words, scheme_differences
from tests.methodology.scoring_situations import indicator, scheme, scheme_text

FIRST = """
code: first
ranking: {key: published, ties: min, then: [growth]}
aggregates:
  - {code: T, name: Total}
  - {code: A, name: Part, parent: T, weight: 100}
indicators:
  - {code: level, name: Level, parent: A, weight: 40, treat: [log], normalise: {method: efficacy, not_allowed: 6}}
  - {code: growth, name: Growth, parent: A, weight: 60.0, normalise: minmax,
     growth: {of: now, base: before, floor: 500, bad_base: increment}}
adjustments:
  - {code: LATE, name: Late returns, column: late, points: -0.2, floor: -1}
"""

WHOLE = "the scheme as a whole: "


def said(*replacements: tuple[str, str]) -> list[str]:
    """The sentences after replacing parts of the first scheme."""
    text = FIRST
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    return [str(change.sentence) for change in scheme_differences(parse_scheme(FIRST), parse_scheme(text))]


def test_a_scheme_differs_from_itself_in_nothing_whatever_its_comments_and_its_code_say() -> None:
    assert said() == []
    assert said(("code: first", "code: second  # 2022"), ("weight: 60.0", "weight: 60")) == []


CHANGES = {
    "a weight": (("weight: 40", "weight: 50"), ["Level (level): weight from 40 to 50."]),
    "a bound": (
        ("not_allowed: 6", "not_allowed: 8, satisfactory: 12"),
        [
            "Level (level): value not allowed from 6 to 8.",
            "Level (level): satisfactory value from best of the cities to 12.",
        ],
    ),
    "a method": (
        ("normalise: minmax", "normalise: {method: rank, ties: average}"),
        [
            "Growth (growth): normalisation from minimum to maximum to rank.",
            "Growth (growth): formula from (x − min) / (max − min) × 100 + 0 to r.",
        ],
    ),
    "a range": (
        ("normalise: minmax", "normalise: {method: minmax, range: [60, 100]}"),
        ["Growth (growth): score range from 0–100 to 60–100."],
    ),
    "a flag": (
        ("not_allowed: 6", "not_allowed: 6, truncate: true"),
        ["Level (level): cut at the ends of the range from no to yes."],
    ),
    "a treatment": (
        ("treat: [log]", "treat: [log, {method: winsorise, points: 2}]"),
        ["Level (level): treatment from natural logarithm to natural logarithm; winsorised (most figures treated 2)."],
    ),
    "a direction": (
        (
            "normalise: {method: efficacy, not_allowed: 6}",
            "direction: lower, normalise: {method: efficacy, not_allowed: 6}",
        ),
        ["Level (level): direction from higher is better to lower is better."],
    ),
    "growth": (
        ("bad_base: increment", "bad_base: {points: 60}"),
        [
            (
                "Growth (growth): growth from now / before − 1; base below 500: no rate; bad base: the increment is "
                "scored instead to now / before − 1; base below 500: no rate; bad base: 60 points."
            )
        ],
    ),
    "a capped growth without a floor": (
        ("floor: 500, bad_base: increment", "bad_base: {cap: 100}"),
        [
            (
                "Growth (growth): growth from now / before − 1; base below 500: no rate; bad base: the increment is "
                "scored instead to now / before − 1; bad base: the rate, at most 100 %."
            )
        ],
    ),
    "an adjustment": (
        ("floor: -1}", "cap: 2}"),
        ["Late returns (LATE): adjustment from late × -0.2; at least -1 to late × -0.2; at most 2."],
    ),
    "settings": (
        (
            "ranking: {key: published, ties: min, then: [growth]}",
            (
                "ranking: {key: exact, ties: dense}\npool: all\nmissing: {threshold: 0.9}\nconstant: refuse\n"
                "rounding: {method: half_even, digits: 1}\naggregation: [geometric, {power: 2}]\ncap: {upper: 100}"
            ),
        ),
        [
            WHOLE + "bounds and ranks from within each period and group to within the group over all periods.",
            WHOLE + "missing figures from the lowest score of the group, provisional and with a note to no score where "
            "less than 90 % of the parts are there.",
            WHOLE
            + "an indicator that tells nobody apart from all have the middle of the scale, with a note to the run "
            "is refused.",
            WHOLE + "rounding from 2 decimals, half up to 1 decimals, half to even (GB/T 8170).",
            WHOLE + "ranking from by the published score to by the score before rounding.",
            WHOLE + "ties from equal scores share the place (1, 2, 2, 4) to equal scores share the place, none is left "
            "out (1, 2, 2, 3).",
            WHOLE + "tie-breakers from Growth to --.",
            WHOLE + "aggregation on level 1 from weighted arithmetic mean, Σ w·y to weighted geometric mean, Π y^w.",
            WHOLE + "aggregation on level 2 from weighted arithmetic mean, Σ w·y to power mean with the exponent 2.",
            WHOLE + "cap of the total from -- to 100.",
        ],
    ),
}


@pytest.mark.parametrize("case", CHANGES)
def test_each_thing_that_differs_has_its_sentence(case: str) -> None:
    replacement, sentences = CHANGES[case]
    assert said(replacement) == sentences


def test_a_part_that_came_or_went_is_named_with_what_it_says() -> None:
    late = "  - {code: LATE, name: Late returns, column: late, points: -0.2, floor: -1}\n"
    assert said((f"adjustments:\n{late}", "")) == ["Late returns (LATE): part from present to left out."]
    (added,) = said(
        ("  - {code: growth,", "  - {code: new, parent: A, weight: 5, normalise: minmax}\n  - {code: growth,")
    )
    assert added == (
        "new: part from -- to added; place in the tree Part; weight 5; direction higher is better; "
        "normalisation minimum to maximum; formula (x − min) / (max − min) × 100 + 0."
    )
    (bonus,) = said(("adjustments:\n", "adjustments:\n  - {code: BONUS, column: bonus, cap: 2}\n"))
    assert bonus == "BONUS: part from -- to added; adjustment bonus × 1; at most 2."


def test_a_level_that_went_takes_its_aggregation_along() -> None:
    one = parse_scheme(scheme_text([indicator("method: minmax")]))
    changes = scheme_differences(parse_scheme(FIRST), one)
    assert "the scheme as a whole: aggregation on level 2 from weighted arithmetic mean, Σ w·y to --." in [
        str(change.sentence) for change in changes
    ]


FORMULAS = {
    "efficacy": ("method: efficacy, not_allowed: 6, satisfactory: 12", "", "(x − 6) / (12 − 6) × 40 + 60"),
    "ladder": ("method: rank_ladder", "", "100 − 5 × (k − 1)"),
    "tiers": ("method: average_tiers, base: 60", "", "60 + 60 × (d₁/20 + d₂/40 + d₃/60 + …)"),
    "target": ("method: target_met, target: 8", "", "x ≥ 8 → 100; x < 8 → 0"),
    "target, lower is better": ("method: target_met, target: 8", "direction: lower", "x ≤ 8 → 100; x > 8 → 0"),
    "goalposts": ("method: goalposts, lower: 2, upper: 5", "direction: lower", "(x − 2) / (5 − 2) × 100 + 0"),
}


@pytest.mark.parametrize("case", FORMULAS)
def test_a_formula_carries_the_numbers_of_the_scheme(case: str) -> None:
    normalise, more, formula = FORMULAS[case]
    assert str(normalisation_words(scheme(indicator(normalise, more=more)).indicators[0])[1]) == formula
