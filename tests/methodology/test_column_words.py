"""A rule of a scheme names its columns in words; only a column nobody has named stays as coded."""

import pytest

from assessment.methodology.column_words import column_words
from assessment.methodology.growth import GrowthPolicy
from assessment.methodology.scheme_parts import GrowthRule
from assessment.methodology.scheme_setting_words import growth_words


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("software_revenue", "Software business revenue"),
        ("software_revenue_last_year", "Software business revenue, same period last year"),
        ("late_returns", "Late returns"),
        ("patents", "patents"),
        ("patents_last_year", "patents_last_year"),
    ],
)
def test_a_column_is_called_by_its_name(column: str, words: str) -> None:
    assert str(column_words(column)) == words


def test_a_growth_rule_names_both_figures_of_its_pair() -> None:
    rule = GrowthRule("gross_domestic_product", "gross_domestic_product_last_year", GrowthPolicy())
    assert str(growth_words(rule)).startswith("GDP / GDP, same period last year − 1")
