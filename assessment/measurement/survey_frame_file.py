"""The 抽样框 as CSV: read into rows, every slip with its row and column. Amounts in 万元."""

import csv
import io
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from assessment.directory.errors import IndustryWrong
from assessment.directory.identity import read_code, read_industry, read_name
from assessment.measurement.survey_errors import (
    FrameCellWrong,
    FrameEmpty,
    FrameHeadingWrong,
    FrameIndustryDigital,
    FrameIndustryWrong,
    FrameNumberWrong,
    FrameRegionUnknown,
    FrameSizeUnknown,
    FrameUnitRepeated,
    FrameUnreadable,
)
from assessment.methodology.errors import AssessmentError
from assessment.methodology.periods import Period
from assessment.methodology.rounding import decimals_of
from assessment.methodology.run_measurement import DIGITAL_INDUSTRIES
from assessment.methodology.survey_size_classes import SizeClass, SizeMeasure, size_class
from assessment.methodology.text_numbers import read_number

# Field -> heading of the column.
COLUMNS: Final = {
    "code": "统一社会信用代码",
    "name": "企业名称",
    "region": "行政区划代码",
    "industry": "行业代码",
    "employees": "从业人员（人）",
    "revenue": "营业收入（万元）",
    "assets": "资产总计（万元）",
    "value_added": "上年增加值（万元）",
}
MOST_MEGABYTES: Final = 64
_MEASURES: Final = {
    "employees": SizeMeasure.EMPLOYEES,
    "revenue": SizeMeasure.REVENUE,
    "assets": SizeMeasure.ASSETS,
}
# First divisions of the sections of GB/T 4754-2017.
_SECTIONS: Final = (
    (1, "A"), (6, "B"), (13, "C"), (44, "D"), (47, "E"), (51, "F"), (53, "G"), (61, "H"), (63, "I"), (66, "J"),
    (70, "K"), (71, "L"), (73, "M"), (76, "N"), (80, "O"), (83, "P"), (84, "Q"), (86, "R"), (91, "S"), (97, "T"),
)  # fmt: skip


@dataclass(frozen=True)
class FrameRow:
    code: str
    name: str
    region: str
    industry: str
    employees: Decimal | None
    revenue: Decimal | None
    assets: Decimal | None
    value_added: Decimal
    size: SizeClass


def template() -> bytes:
    """The heading alone, with the mark by which Excel and WPS know UTF-8."""
    return ("\ufeff" + ",".join(COLUMNS.values()) + "\r\n").encode()


def read_frame_file(
    content: bytes, *, file: str, period: Period, regions: Collection[str]
) -> tuple[list[FrameRow], list[AssessmentError]]:
    """The rows, and what is wrong with any of them."""
    lines = _lines(content, file)
    heading = [cell.strip() for cell in next(lines, [])]
    if heading != list(COLUMNS.values()):
        raise FrameHeadingWrong(expected="、".join(COLUMNS.values()), received="、".join(heading) or "-")
    rows: list[FrameRow] = []
    problems: list[AssessmentError] = []
    first: dict[str, int] = {}
    for number, line in enumerate(lines, 2):
        if not any(cell.strip() for cell in line):
            continue
        read, slips = _read(number, line, period, regions)
        if read is not None and first.setdefault(read.code, number) != number:
            slips.append(_at(number, "code", FrameUnitRepeated(received=read.code, first=first[read.code])))
        problems += slips
        if read is not None and not slips:
            rows.append(read)
    if not rows and not problems:
        raise FrameEmpty(file=file)
    return rows, problems


def _lines(content: bytes, file: str) -> Iterator[list[str]]:
    if len(content) > MOST_MEGABYTES * 1024 * 1024 or b"\0" in content:
        raise FrameUnreadable(file=file, megabytes=MOST_MEGABYTES)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return iter(list(csv.reader(io.StringIO(content.decode(encoding), newline=""), strict=True)))
        except (UnicodeDecodeError, csv.Error):
            continue
    raise FrameUnreadable(file=file, megabytes=MOST_MEGABYTES)


def _read(
    number: int, line: list[str], period: Period, regions: Collection[str]
) -> tuple[FrameRow | None, list[AssessmentError]]:
    cells = dict(zip(COLUMNS, [*line, *[""] * len(COLUMNS)], strict=False))
    values: dict[str, Any] = {}
    slips: list[AssessmentError] = []
    readers: Mapping[str, Callable[[str], Any]] = {**_READERS, "region": lambda text: _region(text, regions)}
    for name in COLUMNS:
        try:
            values[name] = readers[name](cells[name])
        except AssessmentError as problem:
            slips.append(_at(number, name, problem))
    if slips:
        return None, slips
    size = size_class(values["industry"], {kind: values[name] for name, kind in _MEASURES.items()}, period)
    if size is None:
        expected = "、".join(COLUMNS[name] for name in _MEASURES if values[name] is None)
        return None, [_at(number, "industry", FrameSizeUnknown(expected=expected))]
    return FrameRow(**values, size=size), []


def _region(text: str, regions: Collection[str]) -> str:
    if text.strip() not in regions:
        raise FrameRegionUnknown(received=text.strip())
    return text.strip()


def _industry(text: str) -> str:
    """Letter and four digits; the letter may be left out but not be another one."""
    typed = text.strip().upper()
    letter, digits = (typed[0], typed[1:]) if typed[:1].isalpha() and typed[:1].isascii() else ("", typed)
    try:
        digits = read_industry(digits)
    except IndustryWrong:
        raise FrameIndustryWrong(received=text.strip()) from None
    section = next((name for first, name in reversed(_SECTIONS) if int(digits[:2]) >= first), "")
    if not section or letter not in {"", section}:
        raise FrameIndustryWrong(received=text.strip())
    if f"{section}{digits}".startswith(DIGITAL_INDUSTRIES):
        raise FrameIndustryDigital(received=text.strip())
    return section + digits


def _measure(text: str) -> Decimal | None:
    """A number not below 0; None where the cell is blank."""
    if not text.strip():
        return None
    value = _number(text)
    if value < 0:
        raise FrameNumberWrong(received=text.strip())
    return value


def _number(text: str) -> Decimal:
    try:
        read = read_number(text)
    except AssessmentError:
        raise FrameNumberWrong(received=text.strip()) from None
    if decimals_of(read.value) > 4 or abs(read.value) >= 10**18:
        raise FrameNumberWrong(received=text.strip())
    return read.value


def _required(text: str) -> Decimal:
    value = _measure(text)
    if value is None:
        raise FrameNumberWrong(received="")
    return value


def _at(number: int, name: str, problem: AssessmentError) -> AssessmentError:
    return FrameCellWrong(row=number, column=COLUMNS[name], problem=problem)


_READERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "code": read_code,
    "name": read_name,
    "industry": _industry,
    "employees": _measure,
    "revenue": _measure,
    "assets": _measure,
    "value_added": _required,
}
