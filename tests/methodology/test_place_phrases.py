"""Where something was found: nothing is named that the table has not."""

import pytest

from assessment.methodology.account_records import AccountKey
from assessment.methodology.place_phrases import indicator_phrase, unit_phrase


def test_a_unit_has_a_period_only_where_the_table_has() -> None:
    assert str(unit_phrase("a", "2021")) == "unit a (period “2021”)"
    assert str(unit_phrase("a", "")) == "unit a"
    assert len(str(unit_phrase("a" * 5000, ""))) < 80


@pytest.mark.parametrize(
    ("period", "group", "words"),
    [
        ("2021", "big", "indicator x (period “2021”, group “big”)"),
        ("2021", "", "indicator x (period “2021”)"),
        ("", "big", "indicator x (group “big”)"),
        ("", "", "indicator x"),
    ],
)
def test_an_indicator_has_period_and_group_only_where_the_table_has(period: str, group: str, words: str) -> None:
    assert str(indicator_phrase("x", period, group)) == words


def test_an_account_has_a_vintage_only_where_the_table_has() -> None:
    key = AccountKey("甲市", 2021, "I65")
    assert str(key.phrase) == "region 甲市, year 2021, industry I65"
    assert str(key._replace(vintage="最终核实数").phrase).endswith("industry I65, vintage “最终核实数”")
