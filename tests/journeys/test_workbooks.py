"""An officer downloads the template, uploads it filled, compares, confirms; and takes a past workbook over."""

import re
from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook

from assessment.filing.models import Cell, HistoryFigure, Version
from tests.journeys.conftest import Desk, still_running
from tests.situations.catalogue import an_open_collection
from tests.situations.filing import LIUPANSHUI, a_city, a_filled_draft
from tests.situations.workbooks import NAME, filled

pytestmark = pytest.mark.journey
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def draft(desk: Desk) -> Version:
    draft = a_filled_draft()
    still_running(an_open_collection("SW-Q"))
    desk.page.set_viewport_size({"width": 1366, "height": 768})
    desk.sit_down(a_city().filler)
    return draft


def choose(desk: Desk, content: bytes, button: str, *, name: str = NAME) -> None:
    desk.page.set_input_files("#file", {"name": name, "mimeType": XLSX, "buffer": content})
    desk.page.get_by_role("button", name=button).click()


def a_past_workbook(rows: Sequence[Sequence[Any]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def test_a_filled_template_is_compared_and_then_written(desk: Desk, draft: Version) -> None:
    page = desk.go(f"/returns/versions/{draft.pk}/upload/")
    assert "最大 5 MB" in desk.text()
    assert desk.grave_barriers() == []
    choose(desk, b"x", "上传并对照", name="表.xls")
    assert "另存为 .xlsx" in desk.text()
    choose(desk, filled(draft, {"D7": "=1+1", "D8": "约三千"}), "上传并对照")
    page.wait_for_url("**/returns/uploads/*/")
    assert "单元格 D8" in desk.text()
    assert desk.grave_barriers() == []
    with page.expect_download() as download:
        page.get_by_text("下载标注后的文件").click()
    assert download.value.suggested_filename.endswith("_标注.xlsx")
    desk.go(f"/returns/versions/{draft.pk}/upload/")
    choose(desk, filled(draft, {"D7": 5000, "D8": "１，２００"}), "上传并对照")
    page.wait_for_url("**/returns/uploads/*/")
    assert "1,200.00" in desk.text()
    assert "全角字符" in desk.text()
    assert desk.grave_barriers() == []
    page.get_by_role("button", name=re.compile("确认写入 2 项")).click()
    page.wait_for_url("**/fill/")
    assert Cell.objects.get(version=draft, item="software_revenue", basis="current").value == Decimal(5000)


def test_a_past_workbook_becomes_history_by_its_mapping(desk: Desk, draft: Version) -> None:
    page = desk.go(f"/history/{LIUPANSHUI}/")
    rows = [
        ["六盘水市软件业务收入情况表"],
        ["单位：亿元"],
        ["指标", "2019年一季度", "2019年上半年", "备注"],
        ["软件业务收入合计", 0.1, 0.25, None],
        ["其中：软件产品收入", 0.05, "—", "x"],
    ]
    choose(desk, a_past_workbook(rows), "上传并指定", name="历年表.xlsx")
    page.wait_for_url("**/history/files/*/")
    assert desk.grave_barriers() == []
    page.get_by_role("button", name="预览数据").click()
    page.wait_for_url("**/preview/")
    assert desk.grave_barriers() == []
    page.get_by_role("button", name=re.compile("导入 3 个数")).click()
    page.wait_for_url(f"**/history/{LIUPANSHUI}/")
    assert "历史导入" in desk.text()
    assert desk.grave_barriers() == []
    assert {(one.period, one.item, one.value) for one in HistoryFigure.objects.all()} == {
        ("2019c03", "software_revenue", Decimal(1000)),
        ("2019c06", "software_revenue", Decimal(2500)),
        ("2019c03", "software_products_revenue", Decimal(500)),
    }
