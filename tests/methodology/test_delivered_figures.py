"""The figures of the departments behind a year, beside what was computed from them."""

from typing import Any

from assessment.methodology.delivered_figures import delivered_by_unit

UNITS = [
    {"code": "A", "position": 1, "name": "甲市", "group": "", "ranked_within": None},
    {"code": "B", "position": 2, "name": "乙区", "group": "", "ranked_within": "A"},
    {"code": "C", "position": 3, "name": "丙市", "group": "", "ranked_within": None},
]


def account(region: str, industry: str, total: str | None) -> dict[str, Any]:
    parts = {"compensation_of_employees": "100", "net_taxes_on_production": "20", "depreciation": "20"}
    return {"region": region, "industry": industry, "value_added": total, **parts, "operating_surplus": "10"}


def inputs(*, digitalisation: str, total: str | None = None, parts: bool = True) -> dict[str, Any]:
    """Four industries of 150 each in 甲市, the first printed as `total`; in 乙区 150 in all where it has a table."""
    accounts = [account("A", "C39", total), *(account("A", industry, None) for industry in ("I63", "I64", "I65"))]
    if parts:
        accounts += [account("B", industry, "25") for industry in ("C39", "I63", "I64", "I65")]
    return {
        "accounts": accounts,
        "industrial_digitalisation": [{"region": "A", "value": digitalisation}, {"region": "B", "value": "100"}],
        "gdp": [{"region": "A", "value": "10000"}, {"region": "B", "value": "2000"}],
    }


def delivered(now: dict[str, Any], before: dict[str, Any]) -> dict[str, dict[str, str | None]]:
    years = [{"year": "2021", "document": {"inputs": now}}, {"year": "2020", "document": {"inputs": before}}]
    return delivered_by_unit(
        {"period": "2021", "base_period": "2020", "units": UNITS, "inputs": {"measurements": years}}
    )


def test_a_printed_total_stands_as_printed_and_a_part_counts_in_the_unit_it_is_ranked_within() -> None:
    """甲市: 160 + 3 · 150 = 610 and 乙区 100, together 710; digitalisation 890 + 100 = 990; 1 700 of 12 000.

    The year before 150 · 4 + 100 + 400 + 100 = 1 200, so 1 700 is 41.67 % more.
    """
    found = delivered(inputs(digitalisation="890", total="160"), inputs(digitalisation="400"))
    assert found["A"]["digital_industrialisation_value_added"] == "710"
    assert found["A"]["industrial_digitalisation_value_added"] == "990"
    assert found["A"]["digital_economy_value_added"] == "1700"
    assert found["A"]["gross_domestic_product"] == "12000"
    assert (found["A"]["share"] or "").startswith("14.1666")
    assert (found["A"]["growth"] or "").startswith("41.6666")
    assert found["B"]["digital_economy_value_added"] == "200"


def test_a_part_without_a_table_of_its_own_lies_in_the_figures_of_the_whole() -> None:
    found = delivered(inputs(digitalisation="900", parts=False), inputs(digitalisation="400", parts=False))
    assert found["A"]["digital_economy_value_added"] == "1500"
    assert found["A"]["gross_domestic_product"] == "10000"


def test_what_nobody_delivered_is_missing_with_all_that_follows_from_it() -> None:
    found = delivered(inputs(digitalisation="900"), inputs(digitalisation="400"))
    assert set(found["C"].values()) == {None}
