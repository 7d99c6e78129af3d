"""Price indices and sections of the accounts beside a measurement, every figure worked by hand (万元)."""

from decimal import Decimal
from typing import Any

import pytest

from assessment.methodology.batch_comparison import Ingredient, compare_batches
from assessment.methodology.deflation import Deflator, deflator_of
from assessment.methodology.run_document import value_added
from tests.methodology.measurement_documents import INDUSTRIES, account, figure, measurement, row

D = Decimal

PREVIOUS = [row("A", "DIGITAL_ECONOMY", "1600"), row("B", "DIGITAL_ECONOMY", "800")]


def indices(**by_region: str) -> list[dict[str, Any]]:
    return [figure(region, value) for region, value in by_region.items()]


def grown(**inputs: Any) -> dict[str, dict[str, Any]]:
    """Growth of the digital economy by region: both grow by 25 %, 2000 on 1600 and 1000 on 800."""
    result = value_added(measurement(inputs={"previous": PREVIOUS, **inputs}))
    return {one["region"]: one for one in result["growth"]}


def test_a_region_is_deflated_by_its_own_index_and_one_without_by_that_of_the_province() -> None:
    """1.25 / 1.04 − 1 = 20.1923 %; 1.25 / 1.025 − 1 = 21.9512 %."""
    rows = grown(deflators=indices(A="104", P="102.5"))
    own, lent = rows["A"], rows["B"]
    assert (own["nominal_percent"], own["real_percent"][:7]) == ("25", "20.1923")
    assert (own["deflator"], own["deflator_of"]) == ("104", "A")
    assert (lent["real_percent"][:7], lent["deflator"], lent["deflator_of"]) == ("21.9512", "102.5", "P")


def test_without_an_index_nothing_is_said_of_real_growth() -> None:
    rows = grown(deflators=indices(A="104"))
    assert rows["A"]["real_percent"] is not None
    assert rows["B"]["real_percent"] is None
    assert "deflator" not in rows["B"]
    assert deflator_of("B", {"A": D(104)}, province="P") is None
    assert deflator_of("A", {"A": D(104), "P": D(1)}, province="P") == Deflator("A", D(104))


def test_a_base_below_zero_has_no_real_growth_either() -> None:
    rows = grown(previous=[row("A", "DIGITAL_ECONOMY", "-10")], deflators=indices(A="104"))
    assert (rows["A"]["nominal_percent"], rows["A"]["real_percent"]) == (None, None)


def test_the_result_keeps_the_indices_it_was_deflated_by_and_stays_as_it_was_without_any() -> None:
    result = value_added(measurement(inputs={"deflators": indices(P="102.5")}))
    assert result["deflators"] == [{"region": "P", "value": "102.5", "source": "演算示例"}]
    assert result["deflator_of_province"] == "102.5"
    assert value_added(measurement(inputs={"deflators": indices(A="104")}))["deflator_of_province"] is None
    assert "deflators" not in value_added(measurement())


def test_indices_move_no_figure_when_two_batches_are_compared() -> None:
    compared = compare_batches(measurement(), measurement(inputs={"deflators": indices(P="102.5")}))
    assert {one.difference for one in compared.figures} == {0}
    assert all(one.parts is not None and one.parts[Ingredient.DATA] == 0 for one in compared.figures)


def found(**changes: Any) -> list[tuple[str, str, str, str, str]]:
    checks = value_added(measurement(**changes))["checks"]
    return [(one["rule"], one["region"], one["code"], one["expected"], one["received"]) for one in checks]


def test_the_sections_of_the_cities_are_held_against_those_of_the_province() -> None:
    """700 + 400 = 1100 against 1200 of the province, 100 apart where 0.5 % is 6; industry adds up."""
    sections = [row("A", "I", "700"), row("B", "I", "400"), row("P", "I", "1200")]
    sections += [row("A", "industry", "900"), row("B", "industry", "500"), row("P", "industry", "1400")]
    assert found(inputs={"sections": sections}) == [("V-A4", "", "cities_do_not_add_up:I", "1200", "1100")]


@pytest.mark.parametrize("cities", [[row("A", "I", "700")], [row("A", "I", "700"), row("B", "I", "-700")]])
def test_sections_are_not_added_up_where_a_city_lacks_or_they_cancel_out(cities: list[dict[str, Any]]) -> None:
    assert [one for one in found(inputs={"sections": [*cities, row("P", "I", "1200")]}) if one[0] == "V-A4"] == []


def test_an_account_carried_on_from_last_year_is_not_held_against_the_section_of_the_months() -> None:
    """A's accounts of November exceed the section, 3 × 200 = 600 of 500; carried on they are of twelve months."""
    sections = [row("A", "I", "500"), row("A", "industry", "100")]
    delivered = found(months=11, inputs={"sections": sections})
    assert [one[2] for one in delivered] == ["services_above_section_i", "electronics_above_industry"]
    carried = [
        {
            **{name: value for name, value in account("A", industry, 100, 50, 30, 20).items() if name != "value_added"},
            "revenue": "110",
            "revenue_same_months_last_year": "100",
            "revenue_last_year": "120",
            "months": 12,
        }
        for industry in INDUSTRIES
    ]
    accounts = [account("B", industry, 50, 25, 15, 10) for industry in INDUSTRIES]
    assert found(months=11, inputs={"accounts": accounts, "extrapolations": carried, "sections": sections}) == []
