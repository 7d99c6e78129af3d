"""Account tables of `measure` against indices, sections and the province; allocation and core classes; by hand."""

from decimal import Decimal
from pathlib import Path

import pytest

from assessment.methodology.account_comparisons import (
    SectionAmounts,
    province_findings,
    real_growth,
    section_findings,
)
from assessment.methodology.account_records import Account, AccountKey, AccountRecord
from assessment.methodology.accounts import AccountTable, GrowthLine, complete_accounts, growth_lines
from assessment.methodology.allocated_accounts import (
    AllocatedTwice,
    OperatorRecord,
    allocated_parts,
    with_allocated,
)
from assessment.methodology.core_accounts import core_table
from assessment.methodology.core_classes import Scope, SplitMissing, parse_core_classes
from assessment.methodology.income_approach import AccountRow, Components

D = Decimal
CLASSES = Path(__file__).parents[2] / "fixtures" / "classification" / "core_classes.yaml"
SPLITS = {"I64": {"03": D("0.5"), "04": D("0.5")}, "I65": {"03": D("0.9"), "04": D("0.1")}}


def accounts(*rows: tuple[str, int, str, int | None]) -> tuple[Account, ...]:
    """Accounts of a value added alone in compensation; None leaves two cells blank."""
    records = [
        AccountRecord(
            row,
            AccountKey(region, year, industry),
            AccountRow(None, D(value) if value is not None else None, D(0), D(0), D(0)),
        )
        for row, (region, year, industry, value) in enumerate(rows, 2)
    ]
    return complete_accounts(records).accounts


def growth_of(region: str, last: int, now: int) -> GrowthLine:
    table = AccountTable(accounts((region, 2020, "I65", last), (region, 2021, "I65", now)))
    (line,) = growth_lines(table)
    return line


def test_real_growth_goes_by_the_index_of_the_region_and_year_else_of_the_province_named() -> None:
    """125 on 100 at prices 4 % higher: 1.25 / 1.04 − 1 = 20.19 %; by 102.5 of the province 21.95 %."""
    line, indices = (
        growth_of("甲市", 100, 125),
        {("甲市", 2021): D(104), ("省", 2021): D("102.5"), ("乙市", 2020): D(200)},
    )
    own = real_growth(line, indices, province="省")
    assert own.percent is not None
    assert round(own.percent, 2) == D("20.19")
    lent = real_growth(growth_of("乙市", 100, 125), indices, province="省")
    assert lent.percent is not None
    assert lent.deflator is not None
    assert (round(lent.percent, 2), lent.deflator.region) == (D("21.95"), "省")
    assert real_growth(growth_of("乙市", 100, 125), indices).percent is None
    assert real_growth(growth_of("甲市", 0, 125), indices).percent is None


def test_industries_that_exceed_their_section_are_found_with_region_and_year() -> None:
    """63 + 64 + 65 = 450 of 400 + 1 % = 404; 39 = 150 of 149; a year without a section says nothing."""
    rows = [("甲市", year, code, 150) for year in (2019, 2021) for code in ("C39", "I63", "I64", "I65")]
    rows += [("乙市", 2021, "I63", 900), ("甲市", 2021, "GDP", 9000)]
    sections = {("甲市", 2021): SectionAmounts(D(400), D(149)), ("乙市", 2021): SectionAmounts(D(1), None)}
    services, electronics = section_findings(accounts(*rows), sections)
    assert (services.code, services.key) == ("services_above_section_i", AccountKey("甲市", 2021, "I"))
    assert (services.expected, services.received, services.difference) == ("<= 404", "450", 46)
    assert (electronics.code, electronics.key) == ("electronics_above_industry", AccountKey("甲市", 2021, "C39"))
    assert electronics.severity == "blocking"
    assert list(section_findings(accounts(*rows), {})) == []


def test_sections_of_years_before_the_first_bands_are_held_against_those() -> None:
    rows = accounts(("甲市", 2015, "C39", 150))
    (found,) = section_findings(rows, {("甲市", 2015): SectionAmounts(industry=D(100))})
    assert (found.expected, found.received) == ("<= 100", "150")


def test_the_regions_are_held_against_the_row_of_the_province() -> None:
    """C39: 60 + 39 = 99 of 100, 1 % apart where 0.5 % is allowed; I65 adds up; I64 has no parts, I63 a blank one."""
    rows = accounts(
        ("甲市", 2021, "C39", 60), ("乙市", 2021, "C39", 39), ("省", 2021, "C39", 100),
        ("甲市", 2021, "I65", 60), ("省", 2021, "I65", 60), ("省", 2021, "I64", 5),
        ("甲市", 2021, "I63", None), ("省", 2021, "I63", 5),
    )  # fmt: skip
    (found,) = province_findings(rows, province="省")
    assert (found.code, found.key) == ("cities_do_not_add_up", AccountKey("省", 2021, "C39"))
    assert (found.expected, found.received, found.difference) == ("100", "99", -1)
    assert list(province_findings(rows, province="别省")) == []


def an_operator(row: int = 2, name: str = "电信", **revenue: str) -> OperatorRecord:
    components = Components(D(100), D(20), D(30), D(50))
    by_region = {region: D(amount) for region, amount in (revenue or {"甲市": "600", "乙市": "400"}).items()}
    return OperatorRecord(row, name, 2021, "I63", "", components, sum(by_region.values(), D(0)), by_region)


def test_an_operator_is_divided_by_revenue_and_its_parts_become_accounts() -> None:
    """60 % and 40 % of 100, 20, 30, 50."""
    parts = allocated_parts([an_operator()])
    assert [(part.region, part.account.components.amounts, part.account.share_of_revenue) for part in parts] == [
        ("甲市", (60, 12, 18, 30), D("0.6")),
        ("乙市", (40, 8, 12, 20), D("0.4")),
    ]
    first, second = with_allocated([], parts)
    assert (first.key, first.amounts) == (AccountKey("甲市", 2021, "I63"), AccountRow(None, D(60), D(12), D(18), D(30)))
    assert second.source == "电信"


def test_two_operators_of_a_region_make_one_account_and_one_that_is_there_is_not_added_to() -> None:
    parts = allocated_parts([an_operator(), an_operator(3, "移动", 甲市="10")])
    records = [AccountRecord(9, AccountKey("丙市", 2021, "I63"), AccountRow(D(1), D(1), D(0), D(0), D(0)))]
    _, first, _ = with_allocated(records, parts)
    assert (first.amounts.compensation_of_employees, first.source) == (160, "电信、移动")
    there = AccountRecord(7, AccountKey("甲市", 2021, "I63"), records[0].amounts)
    with pytest.raises(AllocatedTwice) as refused:
        with_allocated([there], parts)
    assert (refused.value.where["row"], refused.value.where["operators"]) == (7, "电信、移动")


def test_accounts_by_core_class_and_by_scope() -> None:
    """I64 100 and I65 200: class 03 has 50 + 180, class 04 has 50 + 20; C34 lies beyond the four."""
    rows = accounts(
        ("甲市", 2021, "C39", 30), ("甲市", 2021, "I64", 100), ("甲市", 2021, "I65", 200), ("甲市", 2021, "C34", 7),
        ("甲市", 2021, "GDP", 900), ("乙市", 2021, "GDP", 900), ("乙市", 2020, "I65", 1), ("乙市", 2021, "I63", None),
    )  # fmt: skip
    table = core_table(rows, parse_core_classes(CLASSES.read_text("utf-8")), SPLITS)
    assert [(line.code, line.value_added) for line in table.classes] == [("01", 37), ("03", 230), ("04", 70)]
    assert table.classes[0].name_zh == "数字产品制造业"
    four, core = table.scopes
    assert (four.scope, four.missing, four.value_added) == (Scope.FOUR_INDUSTRIES, ("I63",), 330)
    assert (core.scope, core.industries, core.value_added) == (Scope.CORE, ("C39", "I64", "I65", "C34"), 337)
    (finding,) = table.findings
    assert (finding.code, finding.key, finding.expected) == (
        "core_classes_not_in_force",
        AccountKey("乙市", 2020, ""),
        ">= 2021",
    )


def test_an_industry_of_several_classes_is_never_divided_by_guess() -> None:
    with pytest.raises(SplitMissing):
        core_table(accounts(("甲市", 2021, "I65", 200)), parse_core_classes(CLASSES.read_text("utf-8")), {})
