"""Files that stand beside an account table of `manage.py measure`: indices, sections, operators, core classes."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from assessment.methodology.account_comparisons import Indices, SectionAmounts, Sections
from assessment.methodology.account_records import AccountKey, Finding
from assessment.methodology.allocated_accounts import AllocatedPart, OperatorRecord
from assessment.methodology.core_accounts import CoreTable, Splits
from assessment.methodology.core_classes import CoreClassification, parse_core_classes
from assessment.methodology.dated_rules import Dated
from assessment.methodology.deflation import DeflatorNotPositive
from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.income_approach import COMPONENT_NAMES, Components, value_added
from assessment.methodology.measurement_additions import INDUSTRY, SECTION_I
from assessment.methodology.rounding import plain_text
from assessment.methodology.text_numbers import excerpt
from reporting.account_cells import KEY_ALIASES, CellBlank, CellReader
from reporting.table_files import FileUnreadable, TableRow, open_table, write_table

DEFLATOR_COLUMNS = ("region", "year", "deflator")
SECTION_COLUMNS = ("region", "year", "section", "value_added")
OPERATOR_COLUMNS = ("operator", "year", "industry", *COMPONENT_NAMES, "revenue")
SPLIT_COLUMNS = ("industry", "class", "share")
_SECTIONS = {"I": SECTION_I, "门类I": SECTION_I, "industry": INDUSTRY, "工业": INDUSTRY}
_ALIASES = {
    **KEY_ALIASES,
    "缩减指数": "deflator",
    "门类": "section",
    "增加值": "value_added",
    "经营单位": "operator",
    "劳动者报酬": "compensation_of_employees",
    "生产税净额": "net_taxes_on_production",
    "固定资产折旧": "depreciation",
    "营业盈余": "operating_surplus",
    "全省营业收入": "revenue",
}
Key = TypeVar("Key", bound=tuple[object, ...])
V = TypeVar("V")


class GivenTwice(AssessmentError):
    code = "given_twice"
    message = N_("Row {row} of {file} gives “{what}” a second time. Keep it once.")


class SectionUnknown(AssessmentError):
    code = "section_unknown"
    message = N_("Row {row}, column “section” of {file}: expected {expected}, received “{received}”.")


def read_deflators(path: Path) -> tuple[Indices, list[Finding]]:
    """D.csv: region, year and the price index, last year = 100."""
    found: dict[tuple[str, int], Decimal] = {}
    with open_table(path, expected=DEFLATOR_COLUMNS, aliases=_ALIASES) as table:
        table.require(DEFLATOR_COLUMNS)
        cells = CellReader(table.file)
        for row in table.rows:
            key = cells.place(row)
            index = _needed(cells, row, "deflator", key)
            if index <= 0:
                raise DeflatorNotPositive(received=plain_text(index))
            _once(found, (key.region, key.year), index, (row, table.file))
    return found, cells.findings


def read_sections(path: Path) -> tuple[Sections, list[Finding]]:
    """S.csv: region, year, section (I or industry) and its value added in the unit of the accounts."""
    found: dict[tuple[str, int, str], Decimal] = {}
    with open_table(path, expected=SECTION_COLUMNS, aliases=_ALIASES) as table:
        table.require(SECTION_COLUMNS)
        cells = CellReader(table.file)
        for row in table.rows:
            key, section = cells.place(row), _SECTIONS.get(row.cells["section"])
            if section is None:
                received = excerpt(row.cells["section"])
                raise SectionUnknown(row=row.number, file=table.file, expected="I, industry", received=received)
            amount = _needed(cells, row, "value_added", key)
            _once(found, (key.region, key.year, section), amount, (row, table.file))
    places = dict.fromkeys((region, year) for region, year, _ in found)
    sections = {
        (region, year): SectionAmounts(found.get((region, year, SECTION_I)), found.get((region, year, INDUSTRY)))
        for region, year in places
    }
    return sections, cells.findings


def read_operators(path: Path) -> tuple[list[OperatorRecord], list[Finding]]:
    """O.csv: an operator a line, the whole first; every column that is not known is a region with its revenue.

    A blank revenue says that the operator has no business in that region.
    """
    records: list[OperatorRecord] = []
    seen: dict[tuple[str, int, str, str], bool] = {}
    with open_table(path, expected=OPERATOR_COLUMNS, aliases=_ALIASES) as table:
        table.require(OPERATOR_COLUMNS)
        regions = [column for column in table.columns if column not in (*OPERATOR_COLUMNS, "vintage")]
        cells = CellReader(table.file)
        for row in table.rows:
            record = _operator(row, cells, regions)
            key = (record.operator, record.year, record.industry, record.vintage)
            _once(seen, key, True, (row, table.file))
            records.append(record)
    return records, cells.findings


def read_classes(path: Path) -> Dated[CoreClassification]:
    try:
        return parse_core_classes(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as problem:
        raise FileUnreadable(file=path.name, problem=problem) from problem


def read_splits(path: Path) -> tuple[Splits, list[Finding]]:
    """SPLITS.csv: industry, class of the core and the share of the industry that belongs to it, summing to 1."""
    found: dict[tuple[str, str], Decimal] = {}
    with open_table(path, expected=SPLIT_COLUMNS, aliases=_ALIASES) as table:
        table.require(SPLIT_COLUMNS)
        cells = CellReader(table.file)
        for row in table.rows:
            key = AccountKey("", 0, row.cells["industry"])
            share = _needed(cells, row, "share", key)
            _once(found, (row.cells["industry"], row.cells["class"]), share, (row, table.file))
    splits: dict[str, dict[str, Decimal]] = {}
    for (industry, code), share in found.items():
        splits.setdefault(industry, {})[code] = share
    return splits, cells.findings


def write_allocated(folder: Path, parts: Iterable[AllocatedPart]) -> None:
    """allocated.csv: what each region gets of each operator; the parts add up to the whole to the last digit."""
    columns = ("operator", "region", "year", "industry", "vintage", *COMPONENT_NAMES, "value_added", "share_of_revenue")
    write_table(folder / "allocated.csv", (*columns, "marker"), map(_part_cells, parts))


def write_core(folder: Path, table: CoreTable) -> None:
    """classes.csv by class of the core, scopes.csv by scope: the four industries, the core as far as it is there."""
    place = ("region", "year", "vintage")
    write_table(
        folder / "classes.csv",
        (*place, "class", "name", "value_added"),
        ((*line[:5], _short(line.value_added)) for line in table.classes),
    )
    write_table(
        folder / "scopes.csv",
        (*place, "scope", "industries", "missing", "value_added"),
        (
            (*line[:3], line.scope.value, " ".join(line.industries), " ".join(line.missing), _short(line.value_added))
            for line in table.scopes
        ),
    )


def _operator(row: TableRow, cells: CellReader, regions: Sequence[str]) -> OperatorRecord:
    key = cells.operator_key(row)
    amounts = [_needed(cells, row, name, key) for name in COMPONENT_NAMES]
    by_region = {region: cells.amount(row, region, key) for region in regions}
    return OperatorRecord(
        row=row.number,
        operator=key.region,
        year=key.year,
        industry=key.industry,
        vintage=key.vintage,
        components=Components(*amounts),
        revenue=_needed(cells, row, "revenue", key),
        revenue_by_region={region: amount for region, amount in by_region.items() if amount is not None},
    )


def _needed(cells: CellReader, row: TableRow, column: str, key: AccountKey) -> Decimal:
    amount = cells.amount(row, column, key)
    if amount is None:
        raise CellBlank(row=row.number, column=column, file=cells.file)
    return amount


def _once(found: dict[Key, V], key: Key, value: V, at: tuple[TableRow, str]) -> None:
    row, file = at
    if key in found:
        raise GivenTwice(row=row.number, file=file, what=excerpt(" ".join(map(str, key)).strip()))
    found[key] = value


def _part_cells(part: AllocatedPart) -> tuple[object, ...]:
    record, account = part.record, part.account
    place = (record.operator, part.region, record.year, record.industry, record.vintage)
    amounts = (*account.components.amounts, value_added(account.components), account.share_of_revenue)
    return (*place, *map(_short, amounts), account.marker.value)


def _short(value: Decimal) -> str:
    text = plain_text(value)
    return text.rstrip("0").rstrip(".") if "." in text else text
