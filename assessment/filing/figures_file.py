"""A CSV of figures as text: encoding, heading, rows, numbers; every repair and every problem has row and column."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from assessment.filing.errors.returns import (
    CodeTooLong,
    FileEmpty,
    FileEncodingUnknown,
    FileNotText,
    HeadingWrong,
    PercentNotUnit,
    RowLengthWrong,
    RowUnreadable,
    RowWrong,
)
from assessment.methodology.errors import AssessmentError
from assessment.methodology.text_numbers import NotANumber, Repair, excerpt, read_number

COLUMNS = ("region_code", "period", "form", "item", "basis", "value", "unit", "condition", "reason", "source")
_PERCENT_UNITS = ("%", "percent", "百分比")
CODES = ("region_code", "period", "form", "item", "basis", "unit", "condition")
LONGEST_CODE = 60
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_OTHER_FILES = {
    b"PK\x03\x04": _("an Excel workbook (.xlsx)"),
    b"\xd0\xcf\x11\xe0": _("an old Excel workbook (.xls)"),
    b"\xff\xfe": _("text in UTF-16"),
    b"\xfe\xff": _("text in UTF-16"),
    b"%PDF": _("a PDF"),
}


@dataclass(frozen=True)
class Repaired:
    """What was put right silently elsewhere and is named here; `row` 0 means the file as a whole."""

    row: int
    column: str
    repair: str
    received: str
    read_as: str


@dataclass(frozen=True)
class FigureRow:
    """One row, as text but for the number. `line` is the row as a spreadsheet counts it, the heading being 1."""

    line: int
    region_code: str
    period: str
    form: str
    item: str
    basis: str
    value: Decimal | None
    unit: str
    condition: str
    reason: str
    source: str

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        return self.region_code, self.period, self.form, self.item, self.basis


@dataclass(frozen=True)
class FiguresFile:
    rows: tuple[FigureRow, ...]
    repairs: tuple[Repaired, ...]
    problems: tuple[AssessmentError, ...]


def read_figures(content: bytes) -> FiguresFile:
    """The rows of a file. A file that is no such CSV raises; what is wrong in single rows is collected."""
    text, repairs = _decoded(content)
    lines = _lines(text)
    _check_heading(lines)
    rows: list[FigureRow] = []
    problems: list[AssessmentError] = []
    for line, fields in enumerate(lines[1:], 2):
        if not any(field.strip() for field in fields):
            continue
        try:
            rows.append(_row(line, fields, repairs))
        except AssessmentError as problem:
            problems.append(problem)
    if not rows and not problems:
        raise FileEmpty(expected=",".join(COLUMNS))
    return FiguresFile(tuple(rows), tuple(repairs), tuple(problems))


def _lines(text: str) -> list[list[str]]:
    """The fields of each row; cut at line feeds alone, so that a cell may hold any other break."""
    reader = csv.reader(io.StringIO(text, newline=""))
    lines: list[list[str]] = []
    try:
        lines.extend(reader)
    except csv.Error:
        raise RowUnreadable(row=reader.line_num) from None
    return lines


def wrong(row: int, column: str, problem: AssessmentError) -> RowWrong:
    """A problem with its place: the number of the row and of the column, and the column's name."""
    return RowWrong(row=row, column=COLUMNS.index(column) + 1, name=column, problem=problem)


def _decoded(content: bytes) -> tuple[str, list[Repaired]]:
    """UTF-8, or GB 18030 as Excel writes it on Chinese Windows; a mark at the start is taken off and named."""
    for beginning, name in _OTHER_FILES.items():
        if content.startswith(beginning):
            raise FileNotText(received=name)
    if b"\x00" in content:
        raise FileNotText(received=_("a binary file"))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decoded_gb18030(content)
    if content.startswith(BYTE_ORDER_MARK):
        return text, [Repaired(0, "", "byte_order_mark", "UTF-8 BOM", "UTF-8")]
    return text, []


def _decoded_gb18030(content: bytes) -> tuple[str, list[Repaired]]:
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        row = before.count(b"\n") + 1
        column = before[before.rfind(b"\n") + 1 :].count(b",") + 1
        raise FileEncodingUnknown(row=row, column=column) from None
    return text, [Repaired(0, "", "encoding", "GB 18030", "UTF-8")]


def _check_heading(lines: Sequence[Sequence[str]]) -> None:
    if not lines or not any(field.strip() for field in lines[0]):
        raise FileEmpty(expected=",".join(COLUMNS))
    heading = [field.strip() for field in lines[0]]
    for number in range(max(len(heading), len(COLUMNS))):
        expected = COLUMNS[number] if number < len(COLUMNS) else "-"
        received = heading[number] if number < len(heading) else "-"
        if expected != received:
            raise HeadingWrong(column=number + 1, expected=expected, received=excerpt(received), all=",".join(COLUMNS))


def _row(line: int, fields: Sequence[str], repairs: list[Repaired]) -> FigureRow:
    if len(fields) != len(COLUMNS):
        column = min(len(fields), len(COLUMNS)) + 1
        raise RowLengthWrong(row=line, column=column, expected=len(COLUMNS), received=len(fields))
    named = dict(zip(COLUMNS, fields, strict=True))
    typed = named.pop("value")
    texts = {name: field.strip() for name, field in named.items()}
    for name in CODES:
        if len(texts[name]) > LONGEST_CODE:
            raise wrong(line, name, CodeTooLong(received=excerpt(texts[name]), most=LONGEST_CODE))
    repairs.extend(_trimmed(line, named, texts))
    return FigureRow(line=line, value=_number(line, typed, texts["unit"], repairs), **texts)


def _trimmed(line: int, typed: dict[str, str], texts: dict[str, str]) -> Iterator[Repaired]:
    for name, text in texts.items():
        if text != typed[name]:
            yield Repaired(line, name, "spaces", typed[name], text)


def _number(line: int, typed: str, unit: str, repairs: list[Repaired]) -> Decimal | None:
    """The number of a cell; a percent sign says another unit than 万元 and is refused, not taken off."""
    if not typed.strip():
        return None
    try:
        read = read_number(typed)
    except NotANumber as problem:
        raise wrong(line, "value", problem) from None
    if unit not in _PERCENT_UNITS and any(repair is Repair.PERCENT_SIGN for repair in read.repairs):
        raise wrong(line, "value", PercentNotUnit(received=excerpt(typed.strip()), unit=unit))
    repairs.extend(Repaired(line, "value", repair.value, typed, format(read.value, "f")) for repair in read.repairs)
    return read.value
