"""Accounts of a cell from the statements of its enterprises; 万元, losses positive."""

from decimal import Decimal

import pytest

from assessment.methodology.account_records import AccountKey
from assessment.methodology.figures import Marker
from assessment.methodology.income_approach import AccountRow
from assessment.methodology.statement_accounts import (
    EnterpriseRepeated,
    StatementRecord,
    accounts_from_statements,
)
from assessment.methodology.statements import InterestTreatment

D = Decimal
KEY = AccountKey("贵阳市", 2021, "I65")
ITEMS: dict[str, Decimal | None] = {
    "compensation_payable": D(1200),
    "taxes_and_surcharges": D(40),
    "value_added_tax_payable": D(160),
    "depreciation_of_year": D(300),
    "operating_profit": D(900),
    "asset_impairment_loss": D(40),
    "credit_impairment_loss": D(30),
    "investment_income": D(100),
    "fair_value_gain": D(20),
    "asset_disposal_gain": D(10),
    "production_subsidies": D(50),
}


LAST_YEAR: dict[str, Decimal | None] = {
    "depreciation_last_year": D(250),
    "original_cost": D(600),
    "original_cost_last_year": D(500),
}


def statement(row: int, enterprise: str, key: AccountKey = KEY, /, **items: Decimal | None) -> StatementRecord:
    return StatementRecord(row, enterprise, key, {**ITEMS, **items})


def test_a_cell_is_the_sum_of_its_enterprises() -> None:
    """Each 2490 = 1200 + 150 + 300 + 840."""
    table = accounts_from_statements([statement(2, "a"), statement(3, "b")])
    (account,) = table.accounts
    assert account.amounts == AccountRow(D(4980), D(2400), D(300), D(600), D(1680))
    assert (account.marker, account.identity_difference) == (Marker.DERIVED, D(0))
    assert table.findings == ()


def test_cells_are_kept_apart_and_in_order() -> None:
    other = KEY._replace(region="遵义市")
    table = accounts_from_statements([statement(2, "a"), statement(3, "b", other), statement(4, "c")])
    assert [account.key for account in table.accounts] == [KEY, other]


def test_a_missing_item_leaves_enterprise_and_cell_without_a_total() -> None:
    table = accounts_from_statements([statement(2, "a"), statement(3, "b", operating_profit=None)])
    assert [item.marker for item in table.enterprises] == [Marker.DERIVED, Marker.MISSING]
    assert table.enterprises[1].components is None
    (account,) = table.accounts
    assert (account.marker, account.amounts.value_added) == (Marker.MISSING, None)
    (finding,) = table.findings
    assert (finding.code.value, finding.severity.value) == ("statement_item_blank", "blocking")
    assert (finding.expected, finding.received) == ("operating_profit", "b")


def test_a_blank_adjustment_counts_as_none_and_makes_the_cell_provisional() -> None:
    table = accounts_from_statements([statement(2, "a", investment_income=None)])
    (account,) = table.accounts
    assert (account.marker, account.amounts.value_added) == (Marker.PROVISIONAL, D(2590))
    (finding,) = table.findings
    assert (finding.code.value, finding.expected) == ("statement_adjustment_blank", "investment_income")


def test_missing_depreciation_is_imputed_where_last_year_is_known() -> None:
    """250 × 600 / 500 = 300."""
    table = accounts_from_statements([statement(2, "a", depreciation_of_year=None, **LAST_YEAR)])
    (account,) = table.accounts
    assert (account.marker, account.amounts.value_added) == (Marker.IMPUTED, D(2490))
    assert [finding.code.value for finding in table.findings] == ["depreciation_imputed"]


def test_an_imputed_and_adjusted_enterprise_is_provisional() -> None:
    record = statement(2, "a", depreciation_of_year=None, fair_value_gain=None, **LAST_YEAR)
    assert accounts_from_statements([record]).accounts[0].marker is Marker.PROVISIONAL


@pytest.mark.parametrize("lacking", ["depreciation_last_year", "original_cost", "original_cost_last_year"])
def test_depreciation_is_not_imputed_from_half_of_what_it_needs(lacking: str) -> None:
    record = statement(2, "a", depreciation_of_year=None, **{**LAST_YEAR, lacking: None})
    table = accounts_from_statements([record])
    assert [finding.code.value for finding in table.findings] == ["statement_item_blank"]


def test_the_switch_for_interest_reaches_every_enterprise() -> None:
    record = statement(2, "a", interest_expense=D(60), interest_income=D(12))
    table = accounts_from_statements([record], interest=InterestTreatment.SNA)
    assert table.accounts[0].amounts.value_added == 2538


def test_an_enterprise_may_file_once_a_year_and_vintage() -> None:
    with pytest.raises(EnterpriseRepeated, match="Row 3 repeats row 2"):
        accounts_from_statements([statement(2, "a"), statement(3, "a", KEY._replace(region="遵义市"))])
    next_year = statement(3, "a", KEY._replace(year=2022))
    assert len(accounts_from_statements([statement(2, "a"), next_year]).accounts) == 2


def test_negative_amounts_of_a_cell_are_found_as_they_are_in_tables_of_accounts() -> None:
    """LAB 100, TAX 4 − 160 = −156, DEP 30, OS −900: value added −926, a warning and never a refusal."""
    loss = {
        **dict.fromkeys(ITEMS, D(0)),
        "compensation_payable": D(100),
        "taxes_and_surcharges": D(4),
        "value_added_tax_payable": D(-160),
        "depreciation_of_year": D(30),
        "operating_profit": D(-900),
    }
    table = accounts_from_statements([statement(2, "E1", **loss)])
    assert table.accounts[0].amounts.value_added == D(-926)
    received = {(finding.code, finding.received) for finding in table.findings}
    assert {received_text for _, received_text in received} == {"-926", "-156", "-900"}
