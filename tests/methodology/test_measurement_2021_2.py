"""The second version of the measurement: the figures of the first, and what is said beside them."""

from typing import Any

import pytest

from assessment.methodology.dated_rules import RuleNotYetInForce
from assessment.methodology.run_document import value_added
from tests.methodology.measurement_documents import INDUSTRIES, figure, measurement, row

COMPONENTS = {
    "compensation_of_employees": "100",
    "net_taxes_on_production": "50",
    "depreciation": "30",
    "operating_surplus": "20",
}


def base(region: str, industry: str, **changes: Any) -> dict[str, Any]:
    """Last year 200; revenue 600 against 480 in the same months and 500 in the whole of last year."""
    return {
        "region": region,
        "industry": industry,
        **COMPONENTS,
        "revenue": "600",
        "revenue_same_months_last_year": "480",
        "revenue_last_year": "500",
        "months": 12,
        "source": "演算示例",
        **changes,
    }


def eleven_months(*bases: dict[str, Any], **changes: Any) -> dict[str, Any]:
    document = measurement(months=11, **changes)
    accounts = [each for each in document["inputs"]["accounts"] if (each["region"], each["industry"]) != ("A", "I65")]
    document["inputs"].update(accounts=accounts, extrapolations=list(bases))
    return document


def value(result: Any, region: str, code: str) -> tuple[str | None, str]:
    figures = next(one["figures"] for one in result["regions"] if one["region"] == region)
    return figures[code]["value"], figures[code]["marker"]


def test_the_figures_are_those_of_the_first_version() -> None:
    second = value_added(measurement())
    first = value_added(measurement(method_version="2021.1"))
    assert second["regions"] == first["regions"]
    assert second["method_version"] == "2021.2"
    assert (second["extrapolations"], second["growth"], second["benchmarked"]) == ([], [], [])
    assert "checks" not in first


def test_an_account_that_was_not_delivered_is_carried_on_and_every_figure_says_so() -> None:
    """A, I65: 200 × 600 / 480 = 250; A: 3 × 200 + 250 + 1200 = 2050."""
    result = value_added(eleven_months(base("A", "I65")))
    assert value(result, "A", "I65") == ("250", "extrapolated")
    assert value(result, "A", "DIGITAL_ECONOMY") == ("2050", "extrapolated")
    (said,) = result["extrapolations"]
    assert (said["industry"], said["rule"], said["months_covered"]) == ("I65", "relative_speed", 12)
    account = next(one for one in result["regions"][0]["industries"] if one["industry"] == "I65")
    assert (account["compensation_of_employees"], account["table"]) == ("125", "relative_speed")
    assert result["findings"] == []


def test_the_rule_is_a_parameter_of_the_batch() -> None:
    """600 × 200 / 500 = 240."""
    parameters = {"reconciliation_tolerance_percent": "0.5", "extrapolation_rule": "value_added_rate"}
    result = value_added(eleven_months(base("A", "I65"), parameters=parameters))
    assert value(result, "A", "I65") == ("240", "extrapolated")


def test_a_delivered_account_is_never_replaced_and_a_full_year_never_carried_on() -> None:
    result = value_added(eleven_months(base("A", "C39"), base("A", "I65")))
    assert value(result, "A", "C39")[0] == "200"
    assert len(result["extrapolations"]) == 1
    full = eleven_months(base("A", "I65"))
    full["months"] = 12
    assert value_added(full)["extrapolations"] == []


def test_what_cannot_be_carried_on_stays_missing_and_is_said() -> None:
    result = value_added(eleven_months(base("A", "I65", revenue_same_months_last_year="0")))
    assert value(result, "A", "DIGITAL_ECONOMY") == (None, "missing")
    found = {finding["code"]: finding for finding in result["findings"]}
    assert found["extrapolation_revenue_base_not_positive"]["received"] == "0"
    assert found["extrapolation_revenue_base_not_positive"]["industry"] == "I65"
    assert "figure_missing" in found


def test_no_year_is_checked_or_carried_on_before_the_rules_start() -> None:
    with pytest.raises(RuleNotYetInForce):
        value_added({**eleven_months(base("A", "I65")), "period": "2019"})
    with pytest.raises(RuleNotYetInForce):
        value_added({**measurement(), "period": "2019"})


PREVIOUS = [
    row("A", "DIGITAL_ECONOMY", "1600"),
    row("A", "GDP", "6400"),
    row("A", "SHARE_OF_GDP", "25"),
    row("A", "C39", None),
    row("B", "DIGITAL_ECONOMY", "-10"),
]


def test_growth_is_nominal_and_real_where_there_is_a_deflator() -> None:
    """2000 / 1600 = 25 %, at prices 2.5 % higher 1.25 / 1.025 − 1 = 21.95 %."""
    result = value_added(measurement(inputs={"previous": PREVIOUS, "deflator": {"value": "102.5"}}))
    economy, gdp, other = result["growth"]
    assert (economy["region"], economy["code"], economy["base"]) == ("A", "DIGITAL_ECONOMY", "1600")
    assert (economy["nominal_percent"], economy["real_percent"][:5]) == ("25", "21.95")
    assert (gdp["code"], gdp["nominal_percent"]) == ("GDP", "25")
    assert (other["nominal_percent"], other["real_percent"], other["marker"]) == (None, None, "not_meaningful")
    assert result["checks"] == []


def test_growth_that_the_shares_do_not_bear_out_is_found() -> None:
    """A's share stays at 25 % while GDP grew from 6000: 33.33 % against 25 % of the digital economy."""
    previous = [row("A", "DIGITAL_ECONOMY", "1600"), row("A", "GDP", "6000"), row("A", "SHARE_OF_GDP", "25")]
    result = value_added(measurement(inputs={"previous": previous}))
    (finding,) = result["checks"]
    assert (finding["rule"], finding["region"], finding["received"]) == ("V-A6", "A", "25")
    assert finding["expected"].startswith("33.33")
    assert [growth["real_percent"] for growth in result["growth"]] == [None, None]


def test_the_structure_of_the_economy_and_of_each_industry() -> None:
    """A: 200 of 2000 is 10 % for each industry, 1200 is 60 %; 100, 50, 30, 20 of 200."""
    rows = [one for one in value_added(measurement())["structure"] if one["region"] == "A"]
    shares = {(one["of"], one["part"]): one["percent"] for one in rows}
    assert shares["DIGITAL_ECONOMY", "INDUSTRIAL_DIGITALISATION"] == "60"
    assert [shares["DIGITAL_ECONOMY", industry] for industry in INDUSTRIES] == ["10"] * 4
    assert [shares["I65", component] for component in COMPONENTS] == ["50", "25", "15", "10"]


def test_there_is_no_structure_of_what_is_incomplete_or_not_positive() -> None:
    document = measurement()
    for each in document["inputs"]["accounts"][:4]:
        each["operating_surplus"] = "-180"
    document["inputs"]["industrial_digitalisation"] = [figure("A", "-1"), figure("B", "600")]
    result = value_added(document)
    assert {one["region"] for one in result["structure"]} == {"B"}


def test_benchmarked_figures_stand_beside_the_raw_ones() -> None:
    """Σ 3000, province 800 + 400 + 1650 = 2850: k = 0.95, beyond 0.5 % and no alert."""
    document = measurement(inputs={})
    document["inputs"]["accounts"] += [
        {**each, "region": "P", "compensation_of_employees": "200"} for each in document["inputs"]["accounts"][:4]
    ]
    document["inputs"]["industrial_digitalisation"].append(figure("P", "1650"))
    result = value_added(document)
    assert [(one["region"], one["raw"], one["benchmarked"], one["factor"]) for one in result["benchmarked"]] == [
        ("A", "2000", "1900", "0.95"),
        ("B", "1000", "950", "0.95"),
    ]
    assert {one["alert"] for one in result["benchmarked"]} == {False}
    assert value(result, "A", "DIGITAL_ECONOMY")[0] == "2000"
    assert [one["code"] for one in result["checks"]] == [
        "cities_do_not_add_up:INDUSTRIAL_DIGITALISATION",
        "cities_do_not_add_up:DIGITAL_ECONOMY",
    ]
    document["inputs"]["industrial_digitalisation"] = document["inputs"]["industrial_digitalisation"][1:]
    assert value_added(document)["benchmarked"] == []


def test_sections_parts_of_the_year_revisions_and_samples_are_checked_where_they_are_stated() -> None:
    """A: 63 + 64 + 65 = 600 above 594 × 1.01 = 599.94; January to November 1960 of 2000 is 98 %."""
    inputs = {
        "sections": [row("A", "I", "594"), row("A", "industry", "200"), row("B", "I", "300")],
        "part_of_year": [row("A", "DIGITAL_ECONOMY", "1960"), row("B", "DIGITAL_ECONOMY", "900")],
        "revisions": [
            {"region": "A", "before": "100", "after": "103", "growth_before": None, "growth_after": None, "reason": ""}
        ],
        "sample": {
            "strata": [{"stratum": "A/C13/大", "drawn": 10, "respondents": 8}],
            "cv_percent": {"A": "12"},
            "seed": "",
            "in_both_parts": [],
        },
    }
    found = [(one["rule"], one["region"], one["code"]) for one in value_added(measurement(inputs=inputs))["checks"]]
    assert found == [
        ("V-A8", "A", "services_above_section_i"),
        ("V-A9", "A", "part_of_year_outside_band"),
        ("V-R1", "A", "revision_without_reason"),
        ("V-Q1", "", "seed_not_stored"),
    ]
    eleven = value_added(measurement(months=11, inputs={"part_of_year": inputs["part_of_year"]}))
    assert eleven["checks"] == []


def test_a_section_is_compared_only_with_all_three_of_its_industries() -> None:
    document = measurement(inputs={"sections": [row("A", "I", "1")]})
    document["inputs"]["accounts"] = document["inputs"]["accounts"][:3] + document["inputs"]["accounts"][4:]
    assert value_added(document)["checks"] == []
