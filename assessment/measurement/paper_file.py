"""Answers on paper as CSV: the heading, and what is wrong with a file the database refused. Amounts in 万元."""

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from decimal import Context, Decimal, InvalidOperation
from itertools import islice
from typing import IO, Final

from assessment.measurement.survey_errors import (
    FrameHeadingWrong,
    FrameUnreadable,
    PaperCellWrong,
    PaperNegative,
    PaperPartTooLarge,
    PaperUnitRepeated,
    PaperUnitUnknown,
)
from assessment.measurement.survey_models import NOT_NEGATIVE
from assessment.methodology.errors import AssessmentError
from assessment.methodology.rounding import decimals_of

# Column of the table -> heading of the file, in their order.
COLUMNS: Final = {
    "pseudonym": "问卷编号",
    "output": "产出",
    "value_added": "增加值",
    "output_increase": "数字化带来的产出增加额",
    "total_cost": "总成本",
    "ict_depreciation": "信息通信资产折旧",
    "digital_services": "数字服务费用",
    "digital_staff_pay": "数字人员薪酬",
}
MOST_MEGABYTES: Final = 256
MOST_PROBLEMS: Final = 20
_EXACT: Final = Context(prec=200)
_DIGITAL_COSTS: Final = ("ict_depreciation", "digital_services", "digital_staff_pay")


def template() -> bytes:
    """The heading alone, with the mark by which Excel and WPS know UTF-8."""
    return ("\ufeff" + ",".join(COLUMNS.values()) + "\r\n").encode()


def heading_problem(line: bytes) -> AssessmentError | None:
    """What is wrong with the first line of a file."""
    received = [cell.strip() for cell in line.decode("utf-8-sig", errors="replace").strip().split(",")]
    if received == list(COLUMNS.values()):
        return None
    return FrameHeadingWrong(expected="、".join(COLUMNS.values()), received="、".join(received))


def problems_in(file: IO[bytes], pseudonyms: Collection[str], *, name: str) -> list[AssessmentError]:
    """The first slips of a file, by row; a file that is no CSV at all has one."""
    file.seek(0)
    try:
        text = io.StringIO(file.read().decode("utf-8-sig"), newline="")
        return list(islice(_problems(csv.reader(text, strict=True), pseudonyms), MOST_PROBLEMS))
    except (UnicodeDecodeError, csv.Error):
        return [FrameUnreadable(file=name, megabytes=MOST_MEGABYTES)]


def _problems(lines: Iterator[list[str]], pseudonyms: Collection[str]) -> Iterator[AssessmentError]:
    first: dict[str, int] = {}
    next(lines, None)
    for row, line in enumerate(lines, 2):
        cells = dict(zip(COLUMNS, [*line, *[""] * len(COLUMNS)], strict=False))
        unit = cells.pop("pseudonym")
        if unit not in pseudonyms:
            yield PaperUnitUnknown(row=row, received=unit)
        elif first.setdefault(unit, row) != row:
            yield PaperUnitRepeated(row=row, received=unit, first=first[unit])
        yield from _slips(row, cells)


def _slips(row: int, cells: Mapping[str, str]) -> Iterator[AssessmentError]:
    values: dict[str, Decimal] = {}
    for column, text in cells.items():
        if not text:
            continue
        value = _number(text)
        if value is None:
            yield PaperCellWrong(row=row, column=COLUMNS[column], received=text)
        elif value < 0 and column in NOT_NEGATIVE:
            yield PaperNegative(row=row, column=COLUMNS[column], received=text)
        else:
            values[column] = value
    if values.get("output_increase", 0) > values.get("output", Decimal("Infinity")):
        yield PaperPartTooLarge(row=row, part=COLUMNS["output_increase"], whole=COLUMNS["output"])
    costs = [values[column] for column in _DIGITAL_COSTS if column in values]
    if len(costs) == len(_DIGITAL_COSTS) and sum(costs) > values.get("total_cost", Decimal("Infinity")):
        parts = "＋".join(COLUMNS[column] for column in _DIGITAL_COSTS)
        yield PaperPartTooLarge(row=row, part=parts, whole=COLUMNS["total_cost"])


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        return None
    if not value.is_finite() or decimals_of(value.normalize(_EXACT)) > 4 or abs(value) >= 10**18:
        return None
    return value
