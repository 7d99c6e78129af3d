"""Account tables: completion, structure, growth and shares, and what is found on the way."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.methodology.account_records import (
    Account,
    AccountKey,
    AccountRecord,
    AccountRepeated,
    Finding,
    Severity,
)
from assessment.methodology.accounts import (
    AccountTable,
    comparison_findings,
    complete_accounts,
    growth_lines,
    share_lines,
    structure_lines,
)
from assessment.methodology.figures import Marker
from assessment.methodology.income_approach import AccountRow, complete
from tests.methodology.published_figures import account_rows

D = Decimal


def amounts(*texts: str) -> AccountRow:
    """Five amounts; a blank text is a blank cell."""
    return AccountRow(*(D(text) if text else None for text in texts))


def total(text: str) -> AccountRow:
    return amounts(text, "", "", "", "")


def record(row: int, key: tuple[str, int, str] | AccountKey, values: AccountRow) -> AccountRecord:
    return AccountRecord(row, AccountKey(*key), values)


def account(key: tuple[str, int, str] | AccountKey, value: str, marker: Marker = Marker.REPORTED) -> Account:
    return Account(AccountKey(*key), total(value), marker)


def codes(findings: object) -> list[str]:
    assert isinstance(findings, (list, tuple))
    return [finding.code.value for finding in findings]


def found(accounts: list[Account]) -> list[Finding]:
    return list(comparison_findings(AccountTable(accounts)))


def test_the_printed_accounts_of_2007_pass_and_the_broken_one_is_found() -> None:
    printed = dict(account_rows(year="2007", sector="地区生产总值"))
    records = [record(row, (region, 2007, "C39"), values) for row, (region, values) in enumerate(printed.items(), 2)]
    assert len(records) == 31
    assert complete_accounts(records).findings == ()
    wrong = records[0].amounts._replace(depreciation=D("1375.50"))
    (finding,) = complete_accounts([record(2, records[0].key, wrong), *records[1:]]).findings
    assert (finding.code.value, finding.severity) == ("identity_broken", Severity.BLOCKING)
    assert (finding.key, finding.expected, finding.received) == (records[0].key, "9353.36", "9353.32")
    assert finding.difference == D("0.04")


def test_the_tolerance_follows_the_last_decimal_of_the_whole_file() -> None:
    """Whole numbers hide up to 2.5; one cell with a decimal makes it 0.25."""
    off_by_two = record(2, ("A", 2021, "C39"), amounts("10", "2", "2", "2", "2"))
    whole = record(3, ("A", 2021, "I65"), amounts("8", "2", "2", "2", "2"))
    finer = record(3, ("A", 2021, "I65"), amounts("8.0", "2", "2", "2", "2"))
    assert complete_accounts([off_by_two, whole]).findings == ()
    assert codes(complete_accounts([off_by_two, finer]).findings) == ["identity_broken"]


def test_a_single_blank_is_derived_marked_and_named() -> None:
    completed = complete_accounts([record(2, ("A", 2021, "I65"), amounts("10", "6", "1", "2", ""))])
    (derived,) = completed.accounts
    assert (derived.marker, derived.amounts.operating_surplus) == (Marker.DERIVED, D(1))
    (finding,) = completed.findings
    assert (finding.code.value, finding.severity.value) == ("blank_derived", "inform")
    assert (finding.expected, finding.received) == ("operating_surplus", "1")


def test_two_blanks_are_a_finding_and_stay_blank() -> None:
    completed = complete_accounts([record(2, ("A", 2021, "I65"), amounts("10", "6", "", "2", ""))])
    (left,) = completed.accounts
    assert left.marker is Marker.MISSING
    assert left.amounts.operating_surplus is None
    (finding,) = completed.findings
    assert (finding.code.value, finding.severity.value) == ("blanks_too_many", "blocking")
    assert finding.received == "net_taxes_on_production operating_surplus"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (total("600"), []),
        (amounts("600", "", "0", "", ""), ["blanks_too_many"]),
        (amounts("", "", "", "", ""), ["blanks_too_many"]),
    ],
)
def test_gross_domestic_product_may_be_given_without_components(values: AccountRow, expected: list[str]) -> None:
    completed = complete_accounts([record(2, ("A", 2021, "GDP"), values)])
    assert codes(completed.findings) == expected


def test_negative_figures_are_let_through_with_a_finding_each() -> None:
    """Losses and refunds happen; negative pay or depreciation does not."""
    completed = complete_accounts([record(2, ("A", 2021, "I65"), amounts("-30", "-1", "-5", "-2", "-22"))])
    assert [(finding.code.value, finding.severity.value) for finding in completed.findings] == [
        ("value_added_negative", "explain"),
        ("compensation_of_employees_negative", "blocking"),
        ("net_taxes_on_production_negative", "explain"),
        ("depreciation_negative", "blocking"),
        ("operating_surplus_negative", "explain"),
    ]


def test_value_added_of_zero_has_no_structure_and_says_so() -> None:
    completed = complete_accounts([record(2, ("A", 2021, "I65"), amounts("0", "5", "0", "0", "-5"))])
    assert codes(completed.findings) == ["operating_surplus_negative", "value_added_zero"]
    assert list(structure_lines(AccountTable(completed.accounts))) == []


def test_a_repeated_key_names_both_rows() -> None:
    key = AccountKey("A", 2021, "I65", "初步核算数")
    with pytest.raises(AccountRepeated) as refusal:
        complete_accounts([record(2, key, total("1")), record(5, key, total("2"))])
    assert "Row 5 repeats row 2" in str(refusal.value)
    assert "初步核算数" in str(refusal.value)


def test_two_vintages_of_one_cell_are_two_accounts() -> None:
    key = AccountKey("A", 2021, "GDP", "初步核算数")
    accounts = complete_accounts(
        [record(2, key, total("100")), record(3, key._replace(vintage="最终核实数"), total("102"))]
    ).accounts
    assert len(accounts) == 2
    assert AccountTable(accounts).has_several_vintages
    assert not AccountTable(accounts[:1]).has_several_vintages


def test_structure_shares_sum_to_one_within_twenty_decimals() -> None:
    ((_, guizhou),) = account_rows(year="2007", region="贵州省")
    completed = complete_accounts([record(2, ("贵州省", 2007, "GDP"), guizhou)])
    lines = list(structure_lines(AccountTable(completed.accounts)))
    assert lines[0].component == "compensation_of_employees"
    assert abs(sum((line.share for line in lines), D(-1))) <= D("2e-20")


def test_jiangsu_grew_by_11_22_percent_in_2009() -> None:
    """34457.30 / 30981.98 − 1, both printed in the yearbook of Jiangsu; nominal."""
    years = [
        complete_accounts([record(2, ("江苏省", int(year), "GDP"), values)]).accounts[0]
        for year in ("2008", "2009")
        for _, values in account_rows(year=year, region="江苏省")
    ]
    (line,) = growth_lines(AccountTable(years))
    assert (line.key.year, line.base.year, line.marker) == (2009, 2008, Marker.COMPUTED)
    assert line.nominal_growth_percent is not None
    assert round(line.nominal_growth_percent, 2) == D("11.22")


@pytest.mark.parametrize(
    ("marker", "base_marker", "expected"),
    [
        (Marker.REPORTED, Marker.REPORTED, Marker.COMPUTED),
        (Marker.DERIVED, Marker.REPORTED, Marker.DERIVED),
        (Marker.DERIVED, Marker.IMPUTED, Marker.IMPUTED),
        (Marker.IMPUTED, Marker.PROVISIONAL, Marker.PROVISIONAL),
    ],
)
def test_growth_carries_the_weaker_marker_of_its_two_levels(
    marker: Marker, base_marker: Marker, expected: Marker
) -> None:
    table = AccountTable([account(("A", 2020, "I65"), "10", base_marker), account(("A", 2021, "I65"), "11", marker)])
    assert [line.marker for line in growth_lines(table)] == [expected]


def test_growth_on_a_loss_is_not_meaningful_and_explained() -> None:
    accounts = [account(("A", 2020, "I65"), "-10"), account(("A", 2021, "I65"), "11")]
    (line,) = growth_lines(AccountTable(accounts))
    assert (line.nominal_growth_percent, line.marker) == (None, Marker.NOT_MEANINGFUL)
    (finding,) = found(accounts)
    assert (finding.code.value, finding.expected, finding.received) == ("growth_not_meaningful", "> 0", "-10")


def test_no_growth_is_made_across_a_gap_of_years_or_a_missing_value() -> None:
    gap = [account(("A", 2018, "I65"), "10"), account(("A", 2021, "I65"), "11")]
    assert list(growth_lines(AccountTable(gap))) == []
    (finding,) = found(gap)
    assert (finding.code.value, finding.expected) == ("base_year_missing", "2020")
    blank = Account(AccountKey("A", 2021, "I65"), amounts("", "", "1", "1", "1"), Marker.MISSING)
    missing = [account(("A", 2020, "I65"), "-10"), blank]
    assert list(growth_lines(AccountTable(missing))) == []
    assert found(missing) == []
    missing = [Account(AccountKey("A", 2020, "I65"), blank.amounts, Marker.MISSING), account(("A", 2021, "I65"), "1")]
    assert list(growth_lines(AccountTable(missing))) == []


def test_growth_prefers_the_base_of_its_own_vintage() -> None:
    first = AccountKey("A", 2020, "GDP", "初步核算数")
    final = first._replace(vintage="最终核实数")
    current = AccountKey("A", 2021, "GDP", "最终核实数")
    accounts = [account(first, "100"), account(final, "125"), account(current, "150")]
    (line,) = growth_lines(AccountTable(accounts))
    assert (line.base.vintage, line.nominal_growth_percent) == ("最终核实数", D(20))
    assert found(accounts) == []


def test_a_base_of_another_vintage_is_used_only_if_it_is_the_only_one_and_said() -> None:
    preliminary, final = AccountKey("A", 2021, "GDP", "初步核算数"), AccountKey("A", 2020, "GDP", "最终核实数")
    accounts = [account(final, "100"), account(preliminary, "110")]
    assert [line.nominal_growth_percent for line in growth_lines(AccountTable(accounts))] == [10]
    (finding,) = found(accounts)
    assert (finding.code.value, finding.expected, finding.received) == (
        "base_vintage_differs",
        "初步核算数",
        "最终核实数",
    )
    ambiguous = [*accounts, account(final._replace(vintage="普查修订数"), "105")]
    assert list(growth_lines(AccountTable(ambiguous))) == []
    assert codes(found(ambiguous)) == ["base_vintage_ambiguous"]


def test_the_share_of_gdp_of_fujian_s_information_sector() -> None:
    """211.22 of 9249.13 亿元 in 2007 is 2.28 %."""
    accounts = [account(("福建省", 2007, "GDP"), "9249.13"), account(("福建省", 2007, "信息传输"), "211.22")]
    (line,) = share_lines(AccountTable(accounts))
    assert line.key.industry == "信息传输"
    assert round(line.share_of_gdp_percent, 2) == D("2.28")
    assert found(accounts) == []


@pytest.mark.parametrize(
    ("gdp", "value", "expected"),
    [
        (("B", 2021, "600"), "60", ["gdp_missing"]),
        (("A", 2021, "0"), "60", ["gdp_not_positive"]),
        (("A", 2021, "600"), "601", ["value_added_above_gdp"]),
    ],
)
def test_what_spoils_a_share_is_found(gdp: tuple[str, int, str], value: str, expected: list[str]) -> None:
    accounts = [account((gdp[0], gdp[1], "GDP"), gdp[2]), account(("A", 2021, "I65"), value)]
    assert codes(found(accounts)) == expected
    assert len(list(share_lines(AccountTable(accounts)))) == (expected == ["value_added_above_gdp"])


def test_a_table_without_gdp_is_not_scolded_for_it() -> None:
    assert found([account(("A", 2021, "I65"), "60")]) == []


def test_a_missing_value_has_no_share() -> None:
    accounts = [
        account(("A", 2021, "GDP"), "600"),
        Account(AccountKey("A", 2021, "I65"), amounts("", "", "1", "1", "1"), Marker.MISSING),
    ]
    assert list(share_lines(AccountTable(accounts))) == []
    assert found(accounts) == []


def test_gdp_of_several_vintages_gives_no_share_to_an_account_of_none() -> None:
    first = AccountKey("A", 2021, "GDP", "初步核算数")
    value = account(("A", 2021, "I65"), "60")
    one = [account(first, "600"), value]
    assert codes(found(one)) == ["gdp_vintage_differs"]
    assert [line.share_of_gdp_percent for line in share_lines(AccountTable(one))] == [10]
    two = [*one, account(first._replace(vintage="最终核实数"), "606")]
    assert codes(found(two)) == ["gdp_vintage_ambiguous"]
    assert list(share_lines(AccountTable(two))) == []


money = st.decimals(min_value=-(10**6), max_value=10**6, places=2)


@pytest.mark.no_cover
@given(st.lists(st.tuples(money, money, money, money), min_size=1, max_size=8), st.sampled_from(range(5)))
def test_whatever_single_cell_is_blank_the_completed_table_is_the_same(
    parts: list[tuple[Decimal, Decimal, Decimal, Decimal]], blank: int
) -> None:
    rows = [AccountRow(sum(four, D(0)), *four) for four in parts]
    gaps = [AccountRow(*(None if place == blank else cell for place, cell in enumerate(row))) for row in rows]
    records = [record(n, (f"city {n}", 2021, "I65"), row) for n, row in enumerate(gaps, 2)]
    completed = complete_accounts(records).accounts
    assert [item.amounts for item in completed] == rows
    assert all(complete(item.amounts) for item in completed)
