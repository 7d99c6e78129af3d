"""A filled template of a base table as a delivery: every silent repair named, every bad cell with its sentence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeVar

from assessment.filing.errors.workbook import CellWrong, OlderTemplate, SignsChanged
from assessment.filing.workbook import table_shape
from assessment.filing.workbook.cell_data import EMPTY, RawBook, RawSheet, address
from assessment.filing.workbook.isolation import read_isolated
from assessment.filing.workbook.number_reading import NumberReader
from assessment.filing.workbook.table_shape import Lines, NamedLine
from assessment.measurement.deliveries import AccountEntry, FigureEntry, OperatorEntry
from assessment.measurement.errors import (
    ChoiceUnknown,
    OperatorIncomplete,
    ProductionIncomplete,
    TableTemplateUnknown,
    TaxMissing,
    TaxNotAsked,
)
from assessment.measurement.workbook import layout
from assessment.measurement.workbook.layout import FIRST_ROW, Places, TableIdentity, TableLine, TableTemplate, places_of
from assessment.methodology.errors import AssessmentError
from assessment.methodology.income_approach import ACCOUNT_ITEMS, COMPONENT_NAMES, AccountRow, Components
from assessment.methodology.production_approach import ProductionRow

_MARKERS: Final = {words: marker for marker, words in layout.MARKERS_ZH.items()}
_SHOWN: Final = 60
T = TypeVar("T")


@dataclass(frozen=True)
class SheetRepair:
    """A number that could be read in one way only, and how it was read; for the preview."""

    cell: str
    repair: str
    received: str
    read_as: str


@dataclass(frozen=True)
class ReadTable:
    """Exactly one of `accounts` and `figures` is filled, by the kind of the table."""

    identity: TableIdentity
    accounts: tuple[AccountEntry, ...]
    figures: tuple[FigureEntry, ...]
    operators: tuple[OperatorEntry, ...]
    repairs: tuple[SheetRepair, ...]
    problems: tuple[AssessmentError, ...]


def read_table_workbook(content: bytes, template: TableTemplate, *, file_name: str = "") -> ReadTable:
    """The lines of a filled template; `template` says what stands on it.

    What concerns the whole file raises; what concerns single cells is collected in `problems`.
    """
    book = read_isolated(content, file_name=file_name, only=(layout.SHEET, layout.OPERATORS))
    identity = table_identity_of(book)
    others = {layout.GUIDE, layout.OPERATORS}
    sheet = table_shape.one_sheet(book, layout.SHEET, others=others)
    lines = [NamedLine(line.code, line.label) for line in template.lines]
    places = places_of(has_industries=template.has_industries)
    table_shape.check_headings(sheet, layout.headings_of(template))
    table_shape.check_lines(sheet, lines, Lines(FIRST_ROW, places.code, layout.REGION_NAME))
    table_shape.check_hidden(sheet, lines, first_row=FIRST_ROW, columns=range(1, places.source + 1))
    reader = _TableReader(sheet, template, places)
    reader.read()
    operators = _OperatorReader(book, template)
    operators.read()
    return ReadTable(
        identity,
        tuple(reader.accounts),
        tuple(reader.figures),
        tuple(operators.entries),
        (*reader.repairs(), *operators.repairs()),
        (*reader.problems, *operators.problems),
    )


def table_identity_of(book: RawBook) -> TableIdentity:
    """Whose template it is, as it says itself; to be compared, never believed."""
    found = table_shape.identity_fields(book)
    stated = found.pop("check_code", "")
    try:
        identity = TableIdentity(**found)
    except TypeError:
        raise TableTemplateUnknown from None
    if identity.check_code != stated:
        raise SignsChanged(received=stated[:16])
    if identity.template != str(layout.TEMPLATE_NUMBER):
        raise OlderTemplate(received=identity.template, expected=layout.TEMPLATE_NUMBER)
    return identity


class _SheetReader:
    """Gathers what is wrong with single cells, so that all of it is told at once."""

    def __init__(self, sheet: RawSheet, area: tuple[int, int, int, int]) -> None:
        self.problems: list[AssessmentError] = []
        self.sheet = sheet
        self.numbers = NumberReader(sheet, area=area)

    def repairs(self) -> tuple[SheetRepair, ...]:
        return tuple(
            SheetRepair(f"{self.sheet.name}!{address(one.row, one.column)}", one.repair, one.received, one.read_as)
            for one in self.numbers.repairs
        )

    def number(self, row: int, column: int) -> Decimal | None:
        return self._noted(lambda: self.numbers.number(row, column), None)

    def text(self, row: int, column: int) -> str:
        cell = self._noted(lambda: self.numbers.plain(row, column), EMPTY)
        return cell.text.strip()

    def choice(self, row: int, column: int, words: tuple[str, ...]) -> str:
        chosen = self.text(row, column)
        if chosen and chosen not in words:
            self.note(row, column, ChoiceUnknown(received=chosen[:_SHOWN], expected="、".join(words)))
            return ""
        return chosen

    def note(self, row: int, column: int, problem: AssessmentError) -> None:
        self.problems.append(self.numbers.wrong(row, column, problem))

    def _noted(self, read: Callable[[], T], otherwise: T) -> T:
        try:
            return read()
        except CellWrong as problem:
            self.problems.append(problem)
            return otherwise


class _TableReader(_SheetReader):
    """The lines of the table; one without a single figure is not part of the delivery."""

    def __init__(self, sheet: RawSheet, template: TableTemplate, places: Places) -> None:
        last = FIRST_ROW + len(template.lines) - 1
        super().__init__(sheet, (FIRST_ROW, min(places.amounts.values()), last, places.source))
        self.accounts: list[AccountEntry] = []
        self.figures: list[FigureEntry] = []
        self._template, self._places = template, places

    def read(self) -> None:
        for row, line in enumerate(self._template.lines, FIRST_ROW):
            amounts = {name: self.number(row, column) for name, column in self._places.amounts.items()}
            if self._template.has_industries:
                self._account(row, line, amounts)
            elif amounts["value"] is not None:
                marker, source = self._said(row)
                self.figures.append(FigureEntry(row, line.region, amounts["value"], marker, source))

    def _account(self, row: int, line: TableLine, amounts: Mapping[str, Decimal | None]) -> None:
        production = self._production(row, amounts)
        if all(amount is None for amount in amounts.values()) and not production.given:
            return
        marker, source = self._said(row)
        five = AccountRow(*(amounts[item] for item in ACCOUNT_ITEMS))
        self.accounts.append(AccountEntry(row, line.region, line.industry, five, marker, source, production))

    def _production(self, row: int, amounts: Mapping[str, Decimal | None]) -> ProductionRow:
        output, consumed = amounts["total_output"], amounts["intermediate_consumption"]
        if (output is None) != (consumed is None):
            blank = "total_output" if output is None else "intermediate_consumption"
            self.note(row, self._places.amounts[blank], ProductionIncomplete())
        return ProductionRow(output, consumed, self._tax(row))

    def _tax(self, row: int) -> Decimal | None:
        """应交增值税, only where output is stated without it."""
        if self._places.tax_basis is None or self._places.tax is None:
            return None
        basis = self.choice(row, self._places.tax_basis, layout.TAX_BASIS)
        tax = self.number(row, self._places.tax)
        if basis == layout.TAX_BASIS[1] and tax is None:
            self.note(row, self._places.tax, TaxMissing())
        if basis != layout.TAX_BASIS[1] and tax is not None:
            self.note(row, self._places.tax, TaxNotAsked())
        return tax

    def _said(self, row: int) -> tuple[str, str]:
        words = self.choice(row, self._places.marker, tuple(layout.MARKERS_ZH.values()))
        return _MARKERS.get(words, "reported"), self.text(row, self._places.source)


class _OperatorReader(_SheetReader):
    """The sheet of operators, where the template has one; a line without a name and a figure is left out."""

    def __init__(self, book: RawBook, template: TableTemplate) -> None:
        self.entries: list[OperatorEntry] = []
        self._template = template
        self._columns = len(layout.OPERATOR_HEADINGS) + len(template.cities)
        sheet = RawSheet(layout.OPERATORS)
        if template.cities:
            sheet = table_shape.one_sheet(book, layout.OPERATORS, others={layout.GUIDE, layout.SHEET})
            table_shape.check_headings(sheet, layout.operator_headings_of(template))
        super().__init__(sheet, (FIRST_ROW, 1, FIRST_ROW + layout.MOST_OPERATORS - 1, self._columns))

    def read(self) -> None:
        if not self._template.cities:
            return
        for row in range(FIRST_ROW, FIRST_ROW + layout.MOST_OPERATORS):
            name = self.text(row, 1)
            amounts = [self.number(row, column) for column in range(2, self._columns + 1)]
            if name or any(amount is not None for amount in amounts):
                self._operator(row, name, amounts)

    def _operator(self, row: int, name: str, amounts: list[Decimal | None]) -> None:
        needed = amounts[: len(COMPONENT_NAMES) + 1]
        blank = [column for column, amount in enumerate(needed, 2) if amount is None]
        for column in [*([] if name else [1]), *blank]:
            self.note(row, column, OperatorIncomplete(operator=name or "--"))
        if blank or not name:
            return
        four, revenue = _known(needed[:-1]), _known(needed[-1:])[0]
        by_city = {
            code: amount
            for (code, _), amount in zip(self._template.cities, amounts[len(needed) :], strict=True)
            if amount is not None
        }
        components = Components(*four)
        self.entries.append(OperatorEntry(row, name, components, revenue, by_city))


def _known(amounts: list[Decimal | None]) -> list[Decimal]:
    return [amount for amount in amounts if amount is not None]
