"""A delivered file, whichever way it came: the filled template or a CSV, as one delivery of one table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from assessment.filing.errors.workbook import CellWrong
from assessment.filing.upload_actions import Incoming
from assessment.filing.workbook.cell_data import address
from assessment.measurement.csv_rows import INDEX, MONEY, MOST_TOLD, in_row_order
from assessment.measurement.deliveries import AccountsDelivery, Delivery, FiguresDelivery, as_stored
from assessment.measurement.delivery_files import (
    AccountsFile,
    FiguresFile,
    look_through_accounts,
    look_through_figures,
)
from assessment.measurement.errors import (
    CellUnreadable,
    DeliveryEmpty,
    FileNotText,
    FinerThanStored,
    LevelNotPositive,
    OtherTable,
    TooManyDecimals,
)
from assessment.measurement.models import BaseTable
from assessment.measurement.stored_amounts import STORED_DECIMALS
from assessment.measurement.table_keys import UNIT_OF, TableKey
from assessment.measurement.table_queries import known_region_codes
from assessment.measurement.table_template import table_template_of
from assessment.measurement.wording import KINDS_ZH, vintage_name_zh
from assessment.measurement.workbook.layout import SHEET, TableIdentity, TableTemplate, places_of
from assessment.measurement.workbook.reading import ReadTable, SheetRepair, read_table_workbook
from assessment.methodology.errors import AssessmentError
from assessment.methodology.income_approach import ACCOUNT_ITEMS
from assessment.methodology.production_approach import PRODUCTION_ITEMS
from assessment.methodology.rounding import decimals_of
from assessment.methodology.units import Unit
from assessment.people.models import User

_ZIP: Final = b"PK\x03\x04"
_WORKBOOKS: Final = (".xlsx", ".xls", ".et", ".xlsm")
Kind = BaseTable.Kind
# What a share or a rate is computed on.
_ABOVE_ZERO: Final = frozenset({Kind.GDP, Kind.DEFLATOR})


@dataclass(frozen=True)
class ReadFile:
    """`delivery` is None where a CSV has problems: a part of its rows would read like the whole."""

    delivery: Delivery | None
    repairs: tuple[SheetRepair, ...]
    problems: tuple[AssessmentError, ...]
    is_text: bool = False


def read_table_file(key: TableKey, file: Incoming, *, by: User) -> ReadFile:
    """The delivery of a file for this very table; a file that is not of it raises with its sentence."""
    if file.content.startswith(_ZIP) or file.name.lower().endswith(_WORKBOOKS):
        return _of_workbook(key, file, by)
    return _of_csv(key, file)


def _of_workbook(key: TableKey, file: Incoming, by: User) -> ReadFile:
    template = table_template_of(key, by)
    read = read_table_workbook(file.content, template, file_name=file.name)
    _check_identity(read.identity, template.identity)
    if not (read.accounts or read.figures or read.operators or read.problems):
        raise DeliveryEmpty(wanted=key.period)
    unit = UNIT_OF[key.kind]
    delivery: Delivery
    if key.kind == Kind.INDUSTRY_ACCOUNTS:
        delivery = AccountsDelivery(key.period, key.vintage, unit, read.accounts, read.operators)
    else:
        delivery = FiguresDelivery(key.period, key.vintage, unit, read.figures)
    problems = (*read.problems, *_too_fine(read, template), *_not_positive(key, read, template))
    return ReadFile(delivery, read.repairs, problems)


def _of_csv(key: TableKey, file: Incoming) -> ReadFile:
    """All rows of the year must be of the vintage that is being delivered."""
    try:
        text = file.content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileNotText(position=error.start) from None
    read: AccountsFile | FiguresFile
    if key.kind == Kind.INDUSTRY_ACCOUNTS:
        read = look_through_accounts(text, year=key.period)
    else:
        units = INDEX if UNIT_OF[key.kind] is Unit.INDEX else MONEY
        read = look_through_figures(text, year=key.period, units=units)
    for delivery in read.deliveries:
        if delivery.vintage != key.vintage:
            received = TableIdentity(key.kind, delivery.year, delivery.vintage, "")
            raise OtherTable(received=_named(received), expected=_named(TableIdentity(**key.fields, body="")))
    repairs = (SheetRepair(f"{one.row} {one.column}", one.repair, "", "") for one in read.repairs)
    beyond = [problem for delivery in read.deliveries for problem in _beyond_reading(key, delivery)]
    problems = in_row_order([*read.problems, *beyond])[:MOST_TOLD]
    whole = None if problems else read.deliveries[0]
    return ReadFile(whole, tuple(repairs), tuple(problems), is_text=True)


def _beyond_reading(key: TableKey, delivery: Delivery) -> list[AssessmentError]:
    """What can be read and still not be stored: regions that are none, digits too fine, levels that are none."""
    known = known_region_codes()
    problems: list[AssessmentError] = [
        CellUnreadable(row=entry.row, column="region", expected="520100 … 522700", received=entry.region)
        for entry in delivery.entries
        if entry.region not in known
    ]
    for row, column, amount in _named_amounts(delivery):
        stored = as_stored(amount, delivery.unit)
        if decimals_of(stored) > STORED_DECIMALS:
            problems.append(TooManyDecimals(row=row, column=column, received=stored))
        if key.kind in _ABOVE_ZERO and amount <= 0:
            problems.append(CellUnreadable(row=row, column=column, expected="> 0", received=str(amount)))
    return problems


def _named_amounts(delivery: Delivery) -> Iterator[tuple[int, str, Decimal]]:
    if isinstance(delivery, FiguresDelivery):
        yield from ((entry.row, "value", entry.value) for entry in delivery.entries)
        return
    for entry in delivery.entries:
        amounts = zip((*ACCOUNT_ITEMS, *PRODUCTION_ITEMS), (*entry.amounts, *entry.production.amounts), strict=True)
        yield from ((entry.row, column, amount) for column, amount in amounts if amount is not None)


def _check_identity(received: TableIdentity, expected: TableIdentity) -> None:
    if received != expected:
        raise OtherTable(received=_named(received), expected=_named(expected))


def _named(identity: TableIdentity) -> str:
    names: Mapping[str, str] = {kind.value: name for kind, name in KINDS_ZH.items()}
    name = names.get(identity.kind, identity.kind[:40])
    return f"{identity.period[:10]}年{name}（{vintage_name_zh(identity.vintage)}）"


def _not_positive(key: TableKey, read: ReadTable, template: TableTemplate) -> list[AssessmentError]:
    if key.kind not in _ABOVE_ZERO:
        return []
    column = places_of(has_industries=template.has_industries).amounts["value"]
    return [
        CellWrong(sheet=SHEET, cell=address(one.row, column), problem=LevelNotPositive(received=one.value))
        for one in read.figures
        if one.value <= 0
    ]


def _too_fine(read: ReadTable, template: TableTemplate) -> list[AssessmentError]:
    """Cells with more decimals than are stored, each with its address."""
    places = places_of(has_industries=template.has_industries)
    cells: list[tuple[int, int, Any]] = [(one.row, places.amounts["value"], one.value) for one in read.figures]
    for account in read.accounts:
        five = dict(zip(account.amounts._fields, account.amounts, strict=True))
        three = {
            "total_output": account.production.total_output,
            "intermediate_consumption": account.production.intermediate_consumption,
        }
        cells += [(account.row, places.amounts[name], amount) for name, amount in (five | three).items()]
        cells += [(account.row, places.tax or 0, account.production.value_added_tax)]
    fine = [
        (row, column, as_stored(amount, template.unit))
        for row, column, amount in cells
        if amount is not None and decimals_of(as_stored(amount, template.unit)) > STORED_DECIMALS
    ]
    return [
        CellWrong(sheet=SHEET, cell=address(row, column), problem=FinerThanStored(received=amount))
        for row, column, amount in fine
    ]
