"""A scheme is read exactly as it is written, or refused with the line to correct."""

from decimal import Decimal
from pathlib import Path

import pytest

from assessment.methodology.growth import BadBase
from assessment.methodology.scheme import parse_scheme
from assessment.methodology.scheme_parts import PartOfYear
from tests.methodology.scoring_situations import indicator, scheme

SCHEMES = Path(__file__).parents[2] / "fixtures" / "schemes"

WHOLE = """\
code: whole
pool: all
missing: {threshold: 0.9}
constant: refuse
rounding: {method: half_even, digits: 1}
ranking: {key: exact, ties: average, then: [growth, A]}
aggregation: [geometric, {power: 2}]
aggregates:
  - {code: T, name: Total}
  - {code: A, name: Part, parent: T, weight: 100}
indicators:
  - code: level
    name: 绝对值
    parent: A
    weight: 0.1000
    direction: lower
    treat: [{method: winsorise, points: 3}, log, {method: denominate, by: people}]
    normalise: {method: efficacy, not_allowed: worst, satisfactory: 12, truncate: yes}
    not_applicable: zero
  - {code: growth, parent: A, weight: 60, normalise: minmax,
     growth: {of: now, base: before, floor: 500, bad_base: {points: 60}}}
adjustments:
  - {code: BONUS, name: 加分, column: bonus, cap: 2}
  - {code: LATE, column: late, points: -0.2, floor: -1}
cap: {upper: 100}
part_of_year: score
"""


def test_every_setting_of_a_scheme_is_read() -> None:
    read = parse_scheme(WHOLE)
    level, growth = read.indicators
    assert (read.code, read.pool, read.missing.method, read.missing.threshold) == (
        "whole",
        "all",
        "threshold",
        Decimal("0.9"),
    )
    assert (read.rounding.method, read.rounding.digits, read.constant) == ("half_even", 1, "refuse")
    assert (read.ranking.key, read.ranking.ties, read.ranking.then) == ("exact", "average", ("growth", "A"))
    assert [each.method for each in read.aggregation] == ["geometric", "power"]
    assert [use.method for use in level.treat] == ["winsorise", "log", "denominate"]
    assert level.normalise.parameters.bound("satisfactory") == Decimal(12)
    assert level.normalise.parameters.flag("truncate") is True
    assert level.not_applicable == "zero"
    assert growth.growth is not None
    assert growth.growth.policy.bad_base is BadBase.POINTS
    assert growth.growth.policy.points == Decimal(60)
    assert read.columns == ("level", "now", "before", "people", "bonus", "late")
    assert [each.points for each in read.adjustments] == [Decimal(1), Decimal("-0.2")]
    assert read.adjustments[1].name == "LATE"
    assert read.upper_cap == Decimal(100)
    assert read.part_of_year is PartOfYear.SCORE
    assert parse_scheme(WHOLE.replace("part_of_year: score\n", "")).part_of_year is PartOfYear.REFUSE
    assert (read.root, read.levels) == ("T", {"A": 1, "T": 2})


def test_numbers_are_the_digits_that_were_written() -> None:
    weight = parse_scheme(WHOLE).indicators[0].weight
    assert str(weight) == "0.1000"


def test_without_settings_official_usage_holds() -> None:
    read = scheme(indicator("method: minmax"))
    assert (read.pool, read.missing.method, read.constant) == ("period", "floor", "neutral")
    assert (read.rounding.method, read.rounding.digits) == ("half_up", 2)
    assert (read.ranking.key, read.ranking.ties) == ("published", "min")
    assert [each.method for each in read.aggregation] == ["arithmetic"]
    assert read.indicators[0].direction == "higher"
    assert read.indicators[0].name == "x"


@pytest.mark.parametrize("name", ["guizhou-2021-quarterly", "guizhou-2021-annual"])
def test_the_ready_made_schemes_are_read(name: str) -> None:
    assert parse_scheme((SCHEMES / f"{name}.yaml").read_text(encoding="utf-8")).code == name


def test_a_node_is_found_by_its_code() -> None:
    read = parse_scheme(WHOLE)
    assert read.node("A").name == "Part"
    with pytest.raises(KeyError):
        read.node("nothing")


def test_a_bad_base_may_be_capped() -> None:
    read = scheme(indicator("method: minmax", more="growth: {of: a, base: b, floor: 5, bad_base: {cap: 100}}"))
    assert read.indicators[0].growth is not None
    assert read.indicators[0].growth.policy.cap_percent == Decimal(100)


@pytest.mark.parametrize("missing", ["floor", "renormalise", "require"])
def test_each_missing_rule_is_known(missing: str) -> None:
    assert scheme(indicator("method: minmax"), settings=f"missing: {missing}").missing.method == missing
