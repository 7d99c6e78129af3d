"""Files of `manage.py measure`: account tables and statements in, completed accounts and findings out."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from assessment.methodology.account_comparisons import Indices, real_growth
from assessment.methodology.account_records import Account, AccountRecord, Finding
from assessment.methodology.accounts import (
    AccountTable,
    GrowthLine,
    comparison_findings,
    growth_lines,
    share_lines,
    structure_lines,
)
from assessment.methodology.income_approach import ACCOUNT_ITEMS, AccountRow, value_added
from assessment.methodology.rounding import plain_text, quantise_if_it_fits
from assessment.methodology.statement_records import (
    NEEDED_ITEMS,
    STATEMENT_ITEMS,
    EnterpriseAccount,
    StatementRecord,
)
from reporting.account_cells import KEY_ALIASES, KEY_COLUMNS, CellReader
from reporting.table_files import TableRow, counted, open_table, write_table

ACCOUNT_COLUMNS = (*KEY_COLUMNS, *ACCOUNT_ITEMS)
SUBSIDIES_INSIDE = "subsidies_inside_operating_profit"
STATEMENT_COLUMNS = (*KEY_COLUMNS, *(name for name in NEEDED_ITEMS if name != "depreciation_of_year"))
_ACCOUNT_EXTRAS = ("vintage", "source")
_STATEMENT_EXTRAS = ("enterprise", "vintage", "source", SUBSIDIES_INSIDE)
_ACCOUNT_ALIASES = {
    **KEY_ALIASES,
    "增加值": "value_added",
    "劳动者报酬": "compensation_of_employees",
    "生产税净额": "net_taxes_on_production",
    "固定资产折旧": "depreciation",
    "营业盈余": "operating_surplus",
}
_STATEMENT_ALIASES = {
    **KEY_ALIASES,
    "企业": "enterprise",
    "应付职工薪酬": "compensation_payable",
    "税金及附加": "taxes_and_surcharges",
    "应交增值税": "value_added_tax_payable",
    "本年折旧": "depreciation_of_year",
    "营业利润": "operating_profit",
    "资产减值损失": "asset_impairment_loss",
    "信用减值损失": "credit_impairment_loss",
    "投资收益": "investment_income",
    "公允价值变动收益": "fair_value_gain",
    "资产处置收益": "asset_disposal_gain",
    "净敞口套期收益": "net_hedging_gain",
    "生产补贴": "production_subsidies",
    "非生产性其他收益": "other_income_not_subsidy",
    "管理费用中的税金": "taxes_in_management_cost",
    "利息费用": "interest_expense",
    "利息收入": "interest_income",
    "上年本年折旧": "depreciation_last_year",
    "固定资产原价": "original_cost",
    "上年固定资产原价": "original_cost_last_year",
    "生产补贴已计入营业利润": SUBSIDIES_INSIDE,
    "营业收入": "operating_revenue",
    "营业成本": "operating_cost",
    "销售费用": "selling_expenses",
    "管理费用": "administrative_expenses",
    "研发费用": "research_expenses",
    "财务费用": "financial_expenses",
    "其他收益": "other_income",
}
R = TypeVar("R")


class Prices(NamedTuple):
    """Price indices by region and year, and the label of the province whose index holds where a region has none."""

    indices: Indices
    province: str = ""


NO_PRICES = Prices({})


class ReadFile(NamedTuple, Generic[R]):
    """Records in the order of the file and what was noticed while reading."""

    records: list[R]
    findings: list[Finding]


def read_accounts(path: Path, on_row: Callable[[int], None]) -> ReadFile[AccountRecord]:
    """A.csv: region, year, industry, the five amounts (blank allowed), optional vintage and source.

    Any order of columns, official Chinese heads too; other columns are named in the findings and not read.
    """
    with open_table(path, expected=ACCOUNT_COLUMNS, aliases=_ACCOUNT_ALIASES) as table:
        table.require(ACCOUNT_COLUMNS)
        cells = CellReader(table.file)
        cells.note_unread_columns(table.columns, ACCOUNT_COLUMNS + _ACCOUNT_EXTRAS)
        records = [_account_record(row, cells) for row in counted(table.rows, on_row)]
    return ReadFile(records, cells.findings)


def read_statements(path: Path, on_row: Callable[[int], None]) -> ReadFile[StatementRecord]:
    """One row per enterprise and year: the items of its statements in one money unit, losses positive.

    Needed: compensation_payable 应付职工薪酬, taxes_and_surcharges 税金及附加, value_added_tax_payable 应交增值税,
    operating_profit 营业利润, and depreciation_of_year 本年折旧 or the three columns it is estimated from.
    Adjustments where the statements have them: impairment losses POSITIVE, gains positive. The other lines of the
    income statement, 营业收入 to 其他收益, are read where they are there, for the identity of 营业利润 alone.
    """
    with open_table(path, expected=STATEMENT_COLUMNS, aliases=_STATEMENT_ALIASES) as table:
        table.require(STATEMENT_COLUMNS)
        if "depreciation_last_year" not in table.columns:
            table.require((*STATEMENT_COLUMNS, "depreciation_of_year"))
        cells = CellReader(table.file)
        cells.note_unread_columns(table.columns, (*STATEMENT_COLUMNS, *STATEMENT_ITEMS, *_STATEMENT_EXTRAS))
        items = [column for column in table.columns if column in STATEMENT_ITEMS]
        records = [_statement_record(row, cells, items) for row in counted(table.rows, on_row)]
    return ReadFile(records, cells.findings)


def write_results(
    folder: Path, accounts: Sequence[Account], findings: Iterable[Finding], prices: Prices = NO_PRICES
) -> list[Finding]:
    """accounts.csv, structure.csv, growth.csv, shares.csv and findings.csv; returns all findings.

    With price indices growth.csv has two columns more: real growth, and the region whose index it goes by.
    """
    table = AccountTable(accounts)
    write_table(
        folder / "accounts.csv",
        (*ACCOUNT_COLUMNS, *_ACCOUNT_EXTRAS, "marker", "identity_difference"),
        map(_account_cells, accounts),
    )
    write_table(
        folder / "structure.csv",
        (*KEY_COLUMNS, "vintage", "component", "share"),
        ((*line.key, line.component, _short(line.share)) for line in structure_lines(table)),
    )
    write_table(folder / "growth.csv", _growth_columns(table, prices), _growth_cells(table, prices))
    write_table(
        folder / "shares.csv",
        (*KEY_COLUMNS, "vintage", "share_of_gdp_percent"),
        ((*line.key, _short(line.share_of_gdp_percent)) for line in share_lines(table)),
    )
    everything = [*findings, *comparison_findings(table)]
    write_table(
        folder / "findings.csv",
        (*KEY_COLUMNS, "code", "severity", "expected", "received", "difference"),
        map(_finding_cells, everything),
    )
    return everything


def write_enterprises(folder: Path, enterprises: Iterable[EnterpriseAccount]) -> None:
    """enterprises.csv: the components of each enterprise behind accounts.csv (`--statements`)."""
    write_table(
        folder / "enterprises.csv",
        ("enterprise", *KEY_COLUMNS, "vintage", *ACCOUNT_ITEMS, "marker"),
        map(_enterprise_cells, enterprises),
    )


def write_trace(folder: Path, enterprises: Iterable[EnterpriseAccount]) -> None:
    """trace.csv: which item gave which component of which enterprise, with which sign.

    The contributions of an enterprise sum to its components in enterprises.csv, to the last digit.
    """
    write_table(
        folder / "trace.csv",
        ("enterprise", *KEY_COLUMNS, "vintage", "component", "item", "sign", "amount", "contribution", "marker"),
        (cells for enterprise in enterprises for cells in _trace_cells(enterprise)),
    )


def _account_record(row: TableRow, cells: CellReader) -> AccountRecord:
    key = cells.key(row)
    amounts = AccountRow(*(cells.amount(row, column, key) for column in ACCOUNT_ITEMS))
    return AccountRecord(row.number, key, amounts, row.cells.get("source", ""))


def _statement_record(row: TableRow, cells: CellReader, items: Sequence[str]) -> StatementRecord:
    key = cells.key(row)
    return StatementRecord(
        row=row.number,
        enterprise=row.cells.get("enterprise", "") or f"#{row.number}",
        key=key,
        items={column: cells.amount(row, column, key) for column in items},
        subsidies_inside_operating_profit=cells.yes_or_no(row, SUBSIDIES_INSIDE),
    )


def _account_cells(account: Account) -> tuple[object, ...]:
    region, year, industry, vintage = account.key
    amounts = map(_plain, account.amounts)
    difference = _plain(account.identity_difference)
    return region, year, industry, *amounts, vintage, account.source, account.marker.value, difference


def _growth_columns(table: AccountTable, prices: Prices) -> tuple[str, ...]:
    """Two columns more where a cell has several vintages: the rows could not be told apart otherwise."""
    columns: tuple[str, ...] = ("region", "industry", "year", "base_year", "nominal_growth_percent", "marker")
    columns += ("real_growth_percent", "deflator_of") if prices.indices else ()
    return (*columns, "vintage", "base_vintage") if table.has_several_vintages else columns


def _growth_cells(table: AccountTable, prices: Prices) -> Iterator[tuple[object, ...]]:
    for line in growth_lines(table):
        key, base, rate, marker = line
        shown = "" if rate is None else _short(rate)
        cells: tuple[object, ...] = (key.region, key.industry, key.year, base.year, shown, marker.value)
        cells += _real_cells(line, prices) if prices.indices else ()
        yield (*cells, key.vintage, base.vintage) if table.has_several_vintages else cells


def _real_cells(line: GrowthLine, prices: Prices) -> tuple[str, str]:
    """Blank where no index holds: real growth is never guessed."""
    real = real_growth(line, prices.indices, province=prices.province)
    if real.percent is None or real.deflator is None:
        return "", ""
    return _short(quantise_if_it_fits(real.percent)), real.deflator.region


def _finding_cells(finding: Finding) -> tuple[object, ...]:
    where: tuple[object, ...] = ("", "", "") if finding.key is None else finding.key[:3]
    what = (finding.code.value, finding.severity.value, finding.expected, finding.received)
    return *where, *what, _plain(finding.difference)


def _enterprise_cells(account: EnterpriseAccount) -> tuple[object, ...]:
    components = account.components
    amounts = ("",) * len(ACCOUNT_ITEMS)
    if components is not None:
        amounts = tuple(map(plain_text, (value_added(components), *components.amounts)))
    return account.record.enterprise, *account.record.key, *amounts, account.marker.value


def _trace_cells(account: EnterpriseAccount) -> Iterator[tuple[object, ...]]:
    for line in account.trace:
        sign = "+" if line.term.sign > 0 else "-"
        amounts = (_plain(line.amount), _plain(line.contribution))
        where = (account.record.enterprise, *account.record.key)
        yield *where, line.term.component, line.term.item, sign, *amounts, line.marker.value


def _plain(value: Decimal | None) -> str:
    return "" if value is None else plain_text(value)


def _short(value: Decimal) -> str:
    """Full precision without the zeros that only fill up to 20 decimals."""
    text = plain_text(value)
    return text.rstrip("0").rstrip(".") if "." in text else text
