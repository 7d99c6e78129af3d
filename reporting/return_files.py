"""Returns and their history from files, as the check engine looks at them: CSV in the shape of `import_figures`, or
a filled template.

The history may hold earlier periods of the form, rows of the province itself (a region code ending in 0000), the
annual survey (the year as period) and the rows of enterprises (form SW-Q-E). What it does not hold is not known.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from assessment.catalogue.check_files import read_check_files
from assessment.catalogue.documents import FormVersionDocument, ItemDocument, read_forms
from assessment.catalogue.errors import FormUnknown, FormVersionMissing
from assessment.display import formats
from assessment.filing.errors.returns import BasisUnknown, ConditionUnknown, ItemUnknown, RowRepeated
from assessment.filing.errors.workbook import OtherForm, OtherPeriod
from assessment.filing.figures_file import FigureRow, Repaired, read_figures, wrong
from assessment.filing.workbook.layout import Line
from assessment.filing.workbook.reading import read_return_workbook
from assessment.methodology.check_rules import CURRENT, CellKey, CheckRule, ReturnFigures, fitted, in_force
from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.figures import Condition, Figure
from assessment.methodology.periods import Period, PeriodKind
from assessment.methodology.text_numbers import excerpt
from assessment.methodology.units import convert, parse_unit
from reporting.file_reasons import reason_of
from reporting.table_files import FileUnreadable

ENTERPRISE_FORM = "SW-Q-E"
CONDITIONS = (Condition.VALUE, Condition.NOT_APPLICABLE, Condition.NOT_AVAILABLE, Condition.EMPTY)
WORKBOOK_ENDINGS, PACKAGE = (".xlsx", ".xls", ".et"), b"PK"
_PROVINCE = "0000"

Figures = dict[CellKey, Figure]


class OtherReturn(AssessmentError):
    code = "row_of_another_return"
    message = N_("this row belongs to {received}; the command was asked to check {expected}.")


@dataclass(frozen=True)
class AskedForm:
    """A form as it stood for one period, and the check rules in force then."""

    code: str
    period: Period
    version: FormVersionDocument
    rules: tuple[CheckRule, ...]

    @property
    def items(self) -> dict[str, ItemDocument]:
        return {item.code: item for item in self.version.items}


@dataclass(frozen=True)
class ReturnsFile:
    """The returns of a file by region code, and what was put right on the way."""

    returns: Mapping[str, Figures]
    repairs: tuple[Repaired, ...]


def asked_form(folder: Path, code: str, period: Period) -> AskedForm:
    """The form of that code from the readable files of the catalogue; `FormUnknown`, `FormVersionMissing` otherwise."""
    forms = {form.code: form for form in read_forms(folder / "forms")}
    if code not in forms:
        raise FormUnknown(received=excerpt(code), expected=", ".join(sorted(forms)))
    covering = [version for version in forms[code].versions if _covers(version, period)]
    if not covering:
        raise FormVersionMissing(form=code, period=period.code)
    version = covering[-1]
    documents = read_check_files(folder / "checks")
    rules = in_force((document.rule for document in documents if document.rule.form == code), period)
    zero = [item.code for item in version.items if item.not_applicable == "zero"]
    asked = [item.code for item in version.items]
    return AskedForm(code, period, version, fitted(rules, asked=asked, zero_items=zero))


def read_returns(path: Path, form: AskedForm) -> ReturnsFile:
    """The returns in a CSV, or the one in a filled template. What is wrong raises; what is left out is empty."""
    content = _content(path)
    if path.suffix.lower() in WORKBOOK_ENDINGS or content.startswith(PACKAGE):
        return _of_template(content, path, form)
    file = read_figures(content)
    for problem in file.problems:
        raise problem
    returns: dict[str, Figures] = {}
    lines: dict[tuple[str, ...], int] = {}
    for row in file.rows:
        _check_place(row, form, lines)
        cells = returns.setdefault(row.region_code, _all_empty(form))
        cells[row.item, row.basis] = _figure(row, form.items[row.item])
    return ReturnsFile(returns, file.repairs)


def with_history(file: ReturnsFile, history: Path | None, form: AskedForm) -> Iterator[ReturnFigures]:
    """Each return of the file beside what the history says of its unit."""
    known = _history(history, form) if history else {}
    for region, cells in file.returns.items():
        last = _last_period(known, region, form)
        yield ReturnFigures(
            form=form.code,
            period=form.period,
            region=region,
            cells=cells,
            last_period=None if last is None else _on_basis(last, CURRENT),
            last_period_last_year=None if last is None else _on_basis(last, "same_period_last_year"),
            filed_last_year=_filed_last_year(known, region, form),
            units=_units(known, region, form),
        )


_History = Mapping[tuple[str, str, str], Figures]


def _covers(version: FormVersionDocument, period: Period) -> bool:
    return version.first_period <= period and (version.last_period is None or period <= version.last_period)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise FileUnreadable(file=path.name, problem=reason_of(problem)) from problem


def _all_empty(form: AskedForm) -> Figures:
    return {(item.code, basis): Figure.empty() for item in form.version.items for basis in item.bases}


def _of_template(content: bytes, path: Path, form: AskedForm) -> ReturnsFile:
    """A workbook the system handed out, filled in: read through the same guards as an upload."""
    lines = [Line(item.code, item.label_zh, item.bases) for item in form.version.items]
    book = read_return_workbook(content, file_name=path.name, lines=lines)
    if book.identity.form != form.code:
        raise OtherForm(received=book.identity.form, expected=form.code)
    if book.identity.period != form.period.code:
        raise OtherPeriod(received=formats.period(book.identity.period), expected=formats.period(form.period.code))
    for problem in book.problems:
        raise problem
    cells = _all_empty(form)
    for cell in book.cells:
        cells[cell.item, cell.basis] = Figure(Condition(cell.condition), cell.value, reason=cell.reason)
    repairs = (Repaired(0, each.cell, each.repair, each.received, each.read_as) for each in book.repairs)
    return ReturnsFile({book.identity.unit: cells}, tuple(repairs))


def _check_place(row: FigureRow, form: AskedForm, lines: dict[tuple[str, ...], int]) -> None:
    for column, received, expected in (
        ("form", row.form, form.code),
        ("period", row.period, form.period.code),
    ):
        if received != expected:
            raise wrong(row.line, column, OtherReturn(received=received, expected=expected))
    item = form.items.get(row.item)
    if item is None:
        unknown = ItemUnknown(form=form.code, received=row.item, period=form.period.code)
        raise wrong(row.line, "item", unknown)
    if row.basis not in item.bases:
        bases = ", ".join(item.bases)
        raise wrong(row.line, "basis", BasisUnknown(received=row.basis, item=row.item, expected=bases))
    first = lines.setdefault(row.key, row.line)
    if first != row.line:
        raise wrong(row.line, "item", RowRepeated(first=first))


def _figure(row: FigureRow, item: ItemDocument) -> Figure:
    """The figure of a row in the unit of the item."""
    if row.condition not in CONDITIONS:
        expected = ", ".join(CONDITIONS)
        raise wrong(row.line, "condition", ConditionUnknown(received=row.condition, expected=expected))
    try:
        value = row.value and convert(row.value, parse_unit(row.unit or item.unit), parse_unit(item.unit))
    except AssessmentError as problem:
        raise wrong(row.line, "unit", problem) from None
    try:
        return Figure(Condition(row.condition), value, reason=row.reason)
    except AssessmentError as problem:
        raise wrong(row.line, "value", problem) from None


def _history(path: Path, form: AskedForm) -> _History:
    """Figures by region, form and period; items the form does not ask for are passed over."""
    file = read_figures(_content(path))
    for problem in file.problems:
        raise problem
    known: dict[tuple[str, str, str], Figures] = {}
    for row in file.rows:
        item = form.items.get(row.item)
        if item is not None:
            figures = known.setdefault((row.region_code, row.form, row.period), {})
            if (row.item, row.basis) in figures and row.form != ENTERPRISE_FORM:
                raise wrong(row.line, "item", RowRepeated(first=row.line))
            figures[row.item, row.basis] = _added(figures.get((row.item, row.basis)), _figure(row, item))
    return known


def _added(sum_so_far: Figure | None, figure: Figure) -> Figure:
    """Rows of enterprises of one region add up; a missing one leaves the sum missing."""
    if sum_so_far is None:
        return figure
    if sum_so_far.value is None or figure.value is None:
        return sum_so_far if sum_so_far.value is None else figure
    return Figure.of(sum_so_far.value + figure.value)


def _last_period(known: _History, region: str, form: AskedForm) -> Figures | None:
    """The latest earlier cumulative period of the form, across the turn of the year."""
    earlier = {
        Period.parse(period): figures
        for (where, code, period), figures in known.items()
        if where == region and code == form.code and Period.parse(period).kind is PeriodKind.CUMULATIVE
    }
    before = [period for period in earlier if period < form.period]
    return earlier[max(before)] if before else None


def _filed_last_year(known: _History, region: str, form: AskedForm) -> Mapping[str, Figure] | None:
    then = known.get((region, form.code, form.period.same_period_last_year().code))
    return None if then is None else _on_basis(then, CURRENT)


def _on_basis(figures: Figures, basis: str) -> Mapping[str, Figure]:
    return {item: figure for (item, where), figure in figures.items() if where == basis}


def _units(known: _History, region: str, form: AskedForm) -> Mapping[str, Decimal] | None:
    """Totals of the province, sums over the enterprises of the region, the annual survey: what the file has."""
    found = dict(_named(known, "enterprises", (region, ENTERPRISE_FORM, form.period.code)))
    found |= dict(_named(known, "annual", (region, form.code, str(form.period.year))))
    for where, code, period in known:
        if where.endswith(_PROVINCE) and (code, period) == (form.code, form.period.code):
            found |= dict(_named(known, "province", (where, code, period)))
    return found or None


def _named(known: _History, name: str, key: tuple[str, str, str]) -> Iterable[tuple[str, Decimal]]:
    for (item, basis), figure in known.get(key, {}).items():
        if basis == CURRENT and figure.value is not None:
            yield f"{item}[{name}]", figure.value
