"""Two batches compared; the parts of a difference sum to it exactly."""

import copy
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.methodology.batch_comparison import (
    ORDER,
    FigureComparison,
    Ingredient,
    NotAMeasurement,
    compare_batches,
)
from assessment.methodology.rounding import exact_context
from tests.methodology.measurement_documents import figure, measurement
from tests.methodology.test_measurement_2021_2 import base, eleven_months

D = Decimal


def parts(compared: FigureComparison) -> list[Decimal]:
    assert compared.parts is not None
    return [compared.parts[ingredient] for ingredient in ORDER]


def test_data_and_gdp_move_a_share_one_after_the_other() -> None:
    """Digital economy of A 2000 → 2200, then GDP 8000 → 8800: share 25 → 27.5 → 25 %."""
    second = measurement(
        inputs={
            "industrial_digitalisation": [figure("A", "1400"), figure("B", "600")],
            "gdp": [figure("A", "8800", "census_revised"), figure("B", "4000")],
        }
    )
    compared = compare_batches(measurement(), second)
    assert compared.order == (
        Ingredient.DATA,
        Ingredient.METHOD,
        Ingredient.PARAMETERS,
        Ingredient.GDP_VINTAGE,
    )
    share = compared.of("A", "SHARE_OF_GDP")
    assert (share.first, share.second, share.difference, share.unit) == (25, 25, 0, "percent")
    assert parts(share) == [D("2.5"), 0, 0, D("-2.5")]
    assert parts(compared.of("A", "DIGITAL_ECONOMY")) == [200, 0, 0, 0]
    assert parts(compared.of("A", "GDP")) == [0, 0, 0, 800]
    assert parts(compared.of("B", "SHARE_OF_GDP")) == [0, 0, 0, 0]
    assert compared.of("A", "SHARE_OF_GDP").document()["parts"] == {
        "data": "2.5",
        "method": "0",
        "parameters": "0",
        "gdp_vintage": "-2.5",
    }


def test_the_rule_of_extrapolation_is_a_parameter_and_the_method_that_knows_it_a_part_of_its_own() -> None:
    """First 2021.2 by speed 250, then by rate 240; the first version of the method knows neither."""
    speed = eleven_months(base("A", "I65"))
    rate = copy.deepcopy(speed)
    rate["parameters"]["extrapolation_rule"] = "value_added_rate"
    assert parts(compare_batches(speed, rate).of("A", "I65")) == [0, 0, -10, 0]
    old = {**copy.deepcopy(speed), "method_version": "2021.1"}
    unknown = compare_batches(old, speed).of("A", "DIGITAL_ECONOMY")
    assert (unknown.first, unknown.second, unknown.difference, unknown.parts) == (None, 2050, None, None)
    assert unknown.document()["difference"] is None


def test_a_figure_missing_on_the_way_is_compared_and_not_taken_apart() -> None:
    """The second batch adds a city: with the GDP of the first it has no share on the way."""
    second = measurement()
    first = copy.deepcopy(second)
    second["units"].append({"code": "C", "name": "丙市", "group": "", "position": 3, "ranked_within": None})
    for table in second["inputs"].values():
        table += [{**each, "region": "C"} for each in table if each["region"] == "B"]
    compared = compare_batches(first, second)
    new = compared.of("C", "SHARE_OF_GDP")
    assert (new.first, new.second, new.parts) == (None, 25, None)
    back = compare_batches(second, first).of("C", "SHARE_OF_GDP")
    assert (back.first, back.second, back.unit) == (25, None, "percent")


def test_the_way_back_has_the_opposite_difference_and_parts_of_its_own() -> None:
    second = measurement(
        inputs={
            "industrial_digitalisation": [figure("A", "1400"), figure("B", "600")],
            "gdp": [figure("A", "10000"), figure("B", "4000")],
        }
    )
    there = compare_batches(measurement(), second).of("A", "SHARE_OF_GDP")
    back = compare_batches(second, measurement()).of("A", "SHARE_OF_GDP")
    # 25 → 27.5 → 22 and 22 → 20 → 25.
    assert (there.difference, parts(there)) == (-3, [D("2.5"), 0, 0, D("-5.5")])
    assert (back.difference, parts(back)) == (3, [-2, 0, 0, 5])


def test_only_measurements_are_compared() -> None:
    with pytest.raises(NotAMeasurement):
        compare_batches(measurement(), {**measurement(), "kind": "annual"})


amount = st.integers(1, 10**12)


@pytest.mark.no_cover
@settings(max_examples=40, deadline=None)
@given(st.tuples(amount, amount, amount), st.tuples(amount, amount, amount))
def test_the_parts_sum_to_the_difference_to_the_last_of_twenty_decimals(
    one: tuple[int, int, int], other: tuple[int, int, int]
) -> None:
    def document(amounts: tuple[int, int, int], version: str) -> dict[str, Any]:
        pay, digitalisation, gdp = map(str, amounts)
        built = measurement(
            method_version=version,
            inputs={
                "industrial_digitalisation": [figure("A", digitalisation), figure("B", "600")],
                "gdp": [figure("A", gdp), figure("B", "4001")],
            },
        )
        built["inputs"]["accounts"][0]["compensation_of_employees"] = pay
        return built

    compared = compare_batches(document(one, "2021.1"), document(other, "2021.2"))
    assert len(compared.figures) == 18
    with exact_context():
        assert all(sum(parts(each)) == each.difference for each in compared.figures)
