"""A bureau delivers a base table through its template; a city disputes its row; a new delivery settles it."""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page

from assessment.filing import actions
from assessment.filing.models import Version
from assessment.measurement.models import BaseTable
from assessment.measurement.table_keys import TableKey
from assessment.measurement.workbook.layout import SHEET
from tests.journeys.conftest import Desk, still_running
from tests.situations.base_tables import delivered, usual_gdp
from tests.situations.catalogue import an_open_collection
from tests.situations.filing import LIUPANSHUI, a_city
from tests.situations.measurement import CITIES, the_statistics_bureau

pytestmark = pytest.mark.journey
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
GDP = "gross_domestic_product"
DELIVER = "/tables/deliver/?kind=gdp&period=2021&vintage=preliminary"
# The second line of the template, in 亿元.
OF_LIUPANSHUI = "C7"


@pytest.fixture
def draft(desk: Desk) -> Version:
    """The annual return of 六盘水市, begun before anything is laid out."""
    collection = an_open_collection("DE-A", "2021")
    still_running(collection)
    collection.refresh_from_db()
    desk.page.set_viewport_size({"width": 1366, "height": 768})
    # The year before, 1,300 亿元 a city, so that the city has both figures to look at.
    delivered(TableKey("gdp", "2020", "final"), usual_gdp(1300), at=collection.opens_at)
    return actions.start_version(collection.pk, LIUPANSHUI, by=a_city().filler, at=collection.opens_at)


def template_with(page: Page, cells: dict[str, Any]) -> bytes:
    """Download the template of the page and type into it."""
    with page.expect_download() as download:
        page.get_by_role("link", name="下载模板（.xlsx）").click()
    assert download.value.suggested_filename == "分市（州）地区生产总值_贵州省统计局_2021年度_初步核算数.xlsx"
    book = load_workbook(BytesIO(download.value.path().read_bytes()))
    for address, value in cells.items():
        book[SHEET][address] = value
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def send(desk: Desk, cells: dict[str, Any]) -> None:
    page = desk.go(DELIVER)
    assert desk.grave_barriers() == []
    content = template_with(page, cells)
    page.set_input_files("#file", {"name": "生产总值.xlsx", "mimeType": XLSX, "buffer": content})
    desk.press("上传并对照")
    assert desk.grave_barriers() == []


def say_of_gdp(desk: Desk, draft: Version, verdict: str, reason: str = "") -> None:
    page = desk.go(f"/returns/versions/{draft.pk}/figure-check/")
    page.locator(f"input[name='verdict.{GDP}'][value='{verdict}']").check()
    if reason:
        page.locator(f"[name='reason.{GDP}']").fill(reason)
    desk.press("保存核对结果")


def deliver_the_first_time(desk: Desk) -> None:
    """One bad cell is told with its place; the good file is compared before anything is written."""
    desk.go("/tables/")
    desk.press("报送数据")
    send(desk, {OF_LIUPANSHUI: "约一千"})
    assert "单元格 C7" in desk.text()
    send(desk, {f"C{6 + number}": 1400 for number in range(len(CITIES))})
    assert "1,400.00" in desk.text()
    assert not BaseTable.objects.filter(period="2021").exists()
    desk.press("确认写入 9 项")
    assert "2021年度 分市（州）地区生产总值" in desk.text()
    assert desk.text().count("待核对") == len(CITIES)
    assert desk.grave_barriers() == []


def deliver_anew(desk: Desk) -> None:
    """1,473 of 1,400 is 5.2 % more, so that the bureau signs why."""
    send(desk, {OF_LIUPANSHUI: 1473})
    assert "+5.21" in desk.text()
    desk.page.locator("#reason").fill("六盘水市工业年报数据更正")
    desk.press("确认写入 1 项")
    assert "六盘水市工业年报数据更正" in desk.text()
    desk.unfold("1 项")
    assert "1,400.00 → 1,473.00" in desk.text()


def test_a_table_is_delivered_disputed_delivered_anew_and_agreed_with(desk: Desk, draft: Version) -> None:
    bureau, filler = the_statistics_bureau(), a_city().filler
    desk.sit_down(bureau)
    deliver_the_first_time(desk)
    desk.sit_down(filler)
    say_of_gdp(desk, draft, "disputed", "与本市核算数不一致")
    desk.sit_down(bureau)
    desk.go("/tables/")
    assert "1 个市（州）有异议" in desk.text()
    assert desk.grave_barriers() == []
    desk.press("打开")
    assert "与本市核算数不一致" in desk.text()
    deliver_anew(desk)
    desk.sit_down(filler)
    say_of_gdp(desk, draft, "agreed")
    desk.sit_down(bureau)
    desk.go("/tables/")
    assert "1 / 9" in desk.text()
