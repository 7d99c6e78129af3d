"""Vintages: which figure counts at a moment, and what a revision does to level and growth.

Of Guizhou only the preliminary levels of 2020 and 2021 are printed ones (亿元); the revised ones are made up.
"""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from assessment.methodology.vintages import (
    Vintage,
    VintageFigure,
    growth_as_of,
    newest_confirmed,
    revision,
)

D = Decimal
JANUARY_2021, JANUARY_2022 = datetime(2021, 1, 20, tzinfo=UTC), datetime(2022, 1, 20, tzinfo=UTC)
JANUARY_2023, DECEMBER_2023 = datetime(2023, 1, 20, tzinfo=UTC), datetime(2023, 12, 28, tzinfo=UTC)


def gdp(year: int, vintage: Vintage, value: str, confirmed_at: datetime | None) -> VintageFigure:
    return VintageFigure("贵州省", year, vintage, D(value), confirmed_at)


FIGURES = [
    gdp(2020, Vintage.PRELIMINARY, "17826.56", JANUARY_2021),
    gdp(2021, Vintage.PRELIMINARY, "19586.42", JANUARY_2022),
    gdp(2020, Vintage.FINAL, "17860.41", JANUARY_2022),
    gdp(2021, Vintage.FINAL, "19458.6", JANUARY_2023),
    gdp(2020, Vintage.CENSUS_REVISED, "18000", None),
]


def value_at(moment: datetime) -> Decimal | None:
    found = newest_confirmed((figure for figure in FIGURES if figure.year == 2020), as_of=moment)
    return found.value if found else None


def test_the_weightiest_vintage_confirmed_by_then_counts() -> None:
    assert value_at(datetime(2021, 1, 19, tzinfo=UTC)) is None
    assert value_at(JANUARY_2021) == D("17826.56")
    assert value_at(JANUARY_2022) == D("17860.41")


def test_an_unconfirmed_revision_does_not_count_whatever_its_weight() -> None:
    assert value_at(DECEMBER_2023) == D("17860.41")


def test_a_preliminary_figure_confirmed_late_does_not_replace_a_final_one() -> None:
    late = gdp(2020, Vintage.PRELIMINARY, "1", DECEMBER_2023)
    found = newest_confirmed([*FIGURES[:3], late], as_of=DECEMBER_2023)
    assert found is not None
    assert found.vintage is Vintage.FINAL


def test_of_two_deliveries_of_a_vintage_the_one_confirmed_last_counts() -> None:
    """毕节市 2015 was printed as 1461.35 and as 1461.38."""
    first, second = gdp(2015, Vintage.FINAL, "1461.35", JANUARY_2022), gdp(2015, Vintage.FINAL, "1461.38", JANUARY_2023)
    assert newest_confirmed([second, first], as_of=DECEMBER_2023) is second
    assert newest_confirmed([second, first], as_of=JANUARY_2022) is first


def test_growth_is_revised_with_the_level() -> None:
    """2021: 19586.42 / 17860.41 = 9.66 % as of 2022; 19458.6 / 17860.41 = 8.95 % a year later."""
    then, later = (growth_as_of(FIGURES, year=2021, as_of=moment) for moment in (JANUARY_2022, JANUARY_2023))
    assert then is not None
    assert later is not None
    assert (then.same_vintage, later.same_vintage) == (False, True)
    rates = [found.growth.rate_percent for found in (then, later)]
    assert [round(rate, 2) for rate in rates if rate is not None] == [D("9.66"), D("8.95")]


@pytest.mark.parametrize(("year", "moment"), [(2021, JANUARY_2021), (2020, DECEMBER_2023)])
def test_there_is_no_growth_without_both_levels(year: int, moment: datetime) -> None:
    assert growth_as_of(FIGURES, year=year, as_of=moment) is None


@pytest.mark.parametrize(
    ("before", "after", "growths", "needs"),
    [
        ("100", "102", None, False),
        ("100", "102.01", None, True),
        ("100", "97.99", None, True),
        ("-100", "-101", None, False),
        ("100", "101", ("9.66", "8.66"), False),
        ("100", "101", ("9.66", "8.65"), True),
        ("0", "1", None, True),
        ("0", "0", None, False),
    ],
)
def test_two_percent_of_the_level_or_one_point_of_growth_needs_a_signed_reason(
    before: str, after: str, growths: tuple[str, str] | None, needs: bool
) -> None:
    earlier, later = map(D, growths) if growths else (None, None)
    found = revision(D(before), D(after), growth_before=earlier, growth_after=later)
    assert found.needs_reason is needs


def test_fujian_2007_was_revised_without_needing_a_reason_for_the_level() -> None:
    """Yearbooks of Fujian: 9249.13 first, 3997.16 + 1314.35 + 1070.74 + 2866.27 = 9248.52 after the census of 2008."""
    found = revision(D("9249.13"), D("9248.52"))
    assert found.level_change_percent is not None
    assert round(found.level_change_percent, 4) == D("-0.0066")
    assert not found.needs_reason


def test_vintages_have_their_official_names() -> None:
    assert [vintage.name_zh for vintage in Vintage] == ["初步核算数", "最终核实数", "普查修订数"]
