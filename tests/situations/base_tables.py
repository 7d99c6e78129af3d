"""Base tables as people deliver them: the template of one table filled, taken in, confirmed.

Filled accounts of 统计局: C39 and I65 of each city 100 + 20 + 20 + 10 = 150 万元; GDP 100 亿元 a city.
"""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

from assessment.filing.upload_actions import Incoming
from assessment.measurement.models import BaseTable, TableUpload
from assessment.measurement.table_keys import TableKey
from assessment.measurement.table_template import table_template_file
from assessment.measurement.upload_actions import confirm_table, upload_table
from assessment.measurement.workbook.layout import SHEET
from assessment.people.models import User
from tests.situations.catalogue import moment
from tests.situations.measurement import CITIES, the_statistics_bureau

# Before the annual return of 2021 opens on 1 March 2022.
DELIVERED = moment("2022-02-25 09:00")
AGAIN = moment("2022-03-04 09:00")
ACCOUNTS = TableKey("industry_accounts", "2021", "preliminary")
GDP = TableKey("gdp", "2021", "preliminary")
FIRST_ROW, COMPONENTS = 6, ("E", "F", "G", "H")


def filled(
    key: TableKey,
    cells: Mapping[str, Any],
    *,
    by: User,
    sheet: str = SHEET,
    change: Callable[[Any], None] | None = None,
) -> bytes:
    """The template of the table with these cells typed in; `change` may do anything else to the workbook."""
    content, _ = table_template_file(key, by)
    book = load_workbook(BytesIO(content))
    for address, value in cells.items():
        name, _, place = address.rpartition("!")
        book[name or sheet][place] = value
    if change is not None:
        change(book)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def usual_accounts() -> dict[str, Any]:
    """Two industries of nine cities and of the province, which is nine times a city."""
    cells: dict[str, Any] = {}
    for industry in range(2):
        for city in range(len(CITIES) + 1):
            row = FIRST_ROW + industry * (len(CITIES) + 1) + city
            times = 1 if city < len(CITIES) else len(CITIES)
            for column, amount in zip(COMPONENTS, (100, 20, 20, 10), strict=True):
                cells[f"{column}{row}"] = amount * times
    return cells


def usual_gdp(value: int | float = 100) -> dict[str, Any]:
    return {f"C{FIRST_ROW + number}": value for number in range(len(CITIES))}


def uploaded(key: TableKey, cells: Mapping[str, Any], *, by: User | None = None, at: Any = DELIVERED) -> TableUpload:
    body = by or the_statistics_bureau()
    return upload_table(key, Incoming("table.xlsx", filled(key, cells, by=body)), by=body, at=at)


def delivered(
    key: TableKey, cells: Mapping[str, Any], *, by: User | None = None, at: Any = DELIVERED, reason: str = ""
) -> BaseTable:
    """Taken in, compared and confirmed."""
    body = by or the_statistics_bureau()
    upload = uploaded(key, cells, by=body, at=at)
    assert upload.problems == []
    before = upload.compared_with_id
    done = confirm_table(upload.pk, compared_with=before, by=body, at=at, reason=reason)
    assert done.table is not None
    return done.table
