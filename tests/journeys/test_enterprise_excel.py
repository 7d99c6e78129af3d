"""An enterprise files by its own Excel: link, template, upload, comparison, explanation, signature, receipt."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from assessment.directory import actions as directory
from assessment.filing.models import Explanation, Receipt, Version
from tests.journeys.conftest import Desk, still_running
from tests.situations.enterprises import a_code, an_enterprise, the_collection
from tests.situations.filing import ZUNYI, a_city

pytestmark = pytest.mark.journey
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# 本期累计 and 上年同期累计 line by line; revenue grew by 220 %, more than the check lets pass without a word.
FIGURES = {
    "软件业务收入合计": (1600, 500),
    "软件产品收入": (600, 200),
    "基础软件": (100, 80),
    "工业软件": (100, 80),
    "信息技术服务收入": (1000, 300),
    "云服务": (100, 80),
    "集成电路设计": (0, 0),
    "信息安全收入": (0, 0),
    "嵌入式系统软件收入": (0, 0),
    "软件业务出口": (0, 0),
    "利润总额": (120, 90),
    "从业人员平均人数": (40, 38),
    "从业人员工资总额": (120, 110),
    "营业收入": (1800, 600),
    "主营业务收入": (1700, 550),
}


def filled_at_home(content: bytes) -> bytes:
    """The downloaded template with the enterprise's figures, saved by another program."""
    book = load_workbook(BytesIO(content))
    sheet = book["填报表"]
    lines = {str(sheet.cell(row, 2).value).strip(): row for row in range(7, 7 + len(FIGURES))}
    for name, (now, before) in FIGURES.items():
        (row,) = [row for label, row in lines.items() if label.removeprefix("其中：").strip() == name]
        sheet.cell(row, 4, now)
        sheet.cell(row, 7, before)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def open_own_row(desk: Desk) -> None:
    an_enterprise(1)
    collection, filler = still_running(the_collection()), a_city(ZUNYI).filler
    issued = directory.issue_link(a_code(1), collection.pk, by=filler, at=timezone.now())
    desk.go(f"/enterprise/#{issued.token}")
    desk.press("打开本企业报表")
    desk.press("开始填报")


def template_of_own_row(desk: Desk) -> bytes:
    with desk.page.expect_download() as download:
        desk.page.get_by_role("link", name="Excel 模板").click()
    return download.value.path().read_bytes()


def test_an_enterprise_files_its_row_by_its_own_excel(desks: Callable[[], Desk]) -> None:
    desk = desks()
    open_own_row(desk)
    content = filled_at_home(template_of_own_row(desk))
    barriers = desk.grave_barriers()
    desk.press("上传 Excel")
    barriers += desk.grave_barriers()
    desk.page.set_input_files("#file", {"name": "本企业.xlsx", "mimeType": XLSX, "buffer": content})
    desk.page.get_by_role("button", name="上传并对照").click()
    desk.page.wait_for_url("**/returns/uploads/*/")
    barriers += desk.grave_barriers()
    assert "SW7.1" in desk.text()
    version = Version.objects.get()
    assert version.cells.filter(condition="value").count() == 0
    desk.press(f"确认写入 {2 * len(FIGURES)} 项")
    assert desk.page.url.endswith("/enterprise/row/")
    assert version.cells.filter(condition="value").count() == 2 * len(FIGURES)
    barriers += desk.grave_barriers()

    sign_and_file(desk)
    assert "尚未报送" in desk.text()
    assert not Receipt.objects.exists()
    explain_all(desk)
    sign_and_file(desk)
    barriers += desk.grave_barriers()
    assert Version.objects.get().state == "submitted"
    assert Receipt.objects.get().number in desk.text()
    assert barriers == []


def sign_and_file(desk: Desk) -> None:
    desk.page.fill("#filler_name", "王一")
    desk.page.fill("#head_name", "李二")
    desk.page.check("[name=promised]")
    desk.press("保存、签名并报送")


def explain_all(desk: Desk) -> None:
    """Each 核实性 finding in its turn, on the enterprise's own page."""
    waiting = desk.page.locator("#findings li[data-severity=explain]:not(.answered)")
    count = waiting.count()
    assert count >= 1
    for done in range(1, count + 1):
        waiting.first.locator("summary").click()
        waiting.first.locator("textarea").fill("本企业二月新签政务云合同五百万元，已开工")
        waiting.first.locator("form[data-explain] button").click()
        desk.page.wait_for_function(
            "(done) => document.querySelectorAll('#findings li.answered').length === done", arg=done
        )
    assert Explanation.objects.count() == count
