"""A list of enterprises as CSV: read into rows, every slip with its row and column."""

import csv
import io
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from assessment.directory.errors import (
    CodeRepeated,
    ListCellWrong,
    ListHeadingWrong,
    ListUnreadable,
    RegionNotYours,
)
from assessment.directory.identity import read_code, read_day, read_flag, read_industry, read_name
from assessment.methodology.errors import AssessmentError

# Field -> heading of the column.
COLUMNS = {
    "code": "统一社会信用代码",
    "name": "企业名称",
    "industry": "行业代码",
    "region": "行政区划代码",
    "above_threshold": "软件规上",
    "chip_design": "集成电路设计",
    "special_field": "专项领域",
    "valid_from": "入名录日期",
}
MOST_BYTES = 2 * 1024 * 1024
_READ: Mapping[str, Callable[[str], Any]] = {
    "code": read_code,
    "name": read_name,
    "industry": read_industry,
    "above_threshold": read_flag,
    "chip_design": read_flag,
    "special_field": read_flag,
    "valid_from": read_day,
}


@dataclass(frozen=True)
class ListRow:
    """One enterprise as a city proposes it."""

    code: str
    name: str
    industry: str
    region: str
    above_threshold: bool
    chip_design: bool
    special_field: bool
    valid_from: date


def template() -> bytes:
    """The heading alone, with the mark by which Excel and WPS know UTF-8."""
    return ("\ufeff" + ",".join(COLUMNS.values()) + "\r\n").encode()


def read_list(
    content: bytes, *, regions: Collection[str], file_name: str
) -> tuple[list[ListRow], list[AssessmentError]]:
    """The rows and what is wrong with any of them; without a readable heading there are no rows at all."""
    lines = _lines(content, file_name)
    heading = [cell.strip() for cell in lines[0]] if lines else []
    if heading != list(COLUMNS.values()):
        raise ListHeadingWrong(expected="、".join(COLUMNS.values()), received="、".join(heading) or "-")
    rows: list[ListRow] = []
    problems: list[AssessmentError] = []
    first: dict[str, int] = {}
    for number, line in enumerate(lines[1:], 2):
        if not any(cell.strip() for cell in line):
            continue
        slips = list(_slips(number, line, regions))
        problems += slips
        if slips:
            continue
        row = _row(line)
        if row.code in first:
            problems.append(_at(number, "code", CodeRepeated(received=row.code, first=first[row.code])))
            continue
        first[row.code] = number
        rows.append(row)
    return rows, problems


def _lines(content: bytes, file_name: str) -> list[list[str]]:
    if len(content) > MOST_BYTES or b"\0" in content:
        raise ListUnreadable(file=file_name)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return list(csv.reader(io.StringIO(content.decode(encoding), newline=""), strict=True))
        except (UnicodeDecodeError, csv.Error):
            continue
    raise ListUnreadable(file=file_name)


def _cells(line: list[str]) -> dict[str, str]:
    padded = [*line, *[""] * len(COLUMNS)]
    return dict(zip(COLUMNS, padded, strict=False))


def _slips(number: int, line: list[str], regions: Collection[str]) -> Iterator[AssessmentError]:
    cells = _cells(line)
    for name, read in _READ.items():
        try:
            read(cells[name])
        except AssessmentError as problem:
            yield _at(number, name, problem)
    if cells["region"].strip() not in regions:
        yield _at(number, "region", RegionNotYours(received=cells["region"].strip()))


def _row(line: list[str]) -> ListRow:
    cells = _cells(line)
    read = {name: reader(cells[name]) for name, reader in _READ.items()}
    return ListRow(region=cells["region"].strip(), **read)


def _at(number: int, name: str, problem: AssessmentError) -> AssessmentError:
    return ListCellWrong(row=number, column=COLUMNS[name], problem=problem)
