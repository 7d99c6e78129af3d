"""An officer downloads the template, uploads it filled, compares, confirms; and takes a past workbook over."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from assessment.filing.models import HistoryFigure
from tests.journeys.conftest import Desk, still_running
from tests.situations.catalogue import an_open_collection
from tests.situations.filing import LIUPANSHUI, a_city, a_filled_draft
from tests.situations.workbooks import NAME, filled

pytestmark = pytest.mark.journey
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOTS = Path("/tmp/d/shots")


def shoot(desk: Desk, name: str) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    desk.page.screenshot(path=SHOTS / f"{name}.png")


def test_all(desk: Desk) -> None:
    draft = a_filled_draft()
    still_running(an_open_collection("SW-Q"))
    desk.page.set_viewport_size({"width": 1366, "height": 768})
    desk.sit_down(a_city().filler)
    page = desk.go(f"/returns/versions/{draft.pk}/upload/")
    shoot(desk, "1-upload")
    assert desk.grave_barriers() == []
    page.set_input_files("#file", {"name": "表.xls", "mimeType": "x", "buffer": b"x"})
    shoot(desk, "2-wrong-type")
    bad = filled(draft, {"D7": "=1+1", "D8": "约三千", "G9": "#REF!"})
    page.set_input_files("#file", {"name": NAME, "mimeType": XLSX, "buffer": bad})
    page.get_by_role("button", name="上传并对照").click()
    page.wait_for_url("**/returns/uploads/*/")
    shoot(desk, "3-problems")
    assert desk.grave_barriers() == []
    with page.expect_download() as got:
        page.get_by_text("下载标注后的文件").click()
    Path("/tmp/d/marked.xlsx").write_bytes(Path(got.value.path()).read_bytes())
    page = desk.go(f"/returns/versions/{draft.pk}/upload/")
    good = filled(
        draft,
        {
            "D7": 5000,
            "D8": "１，２００",
            "G8": "￥ 1,100.5",
            "D9": "600",
            "E10": "不适用",
            "F10": "本市无此类企业",
            "D11": 3000.123,
            "G7": None,
        },
    )
    page.set_input_files("#file", {"name": NAME, "mimeType": XLSX, "buffer": good})
    page.get_by_role("button", name="上传并对照").click()
    page.wait_for_url("**/returns/uploads/*/")
    shoot(desk, "4-preview")
    assert desk.grave_barriers() == []
    page.get_by_role("button", name=re.compile("确认写入")).click()
    page.wait_for_url("**/fill/")
    shoot(desk, "5-written")
    page = desk.go(f"/history/{LIUPANSHUI}/")
    shoot(desk, "6-history")
    book = Workbook()
    sheet = book.active
    sheet.title = "历年"
    sheet.append(["六盘水市软件业务收入情况表"])
    sheet.append(["单位：亿元"])
    sheet.append(["指标", "2019年一季度", "2019年上半年", "2020年一季度", "备注"])
    sheet.append(["软件业务收入合计", 0.1, 0.25, 0.12, None])
    sheet.append(["其中：软件产品收入", 0.05, "—", 0.06, "x"])
    sheet.append(["从业人员平均人数", 120, 130, "约百人", None])
    written = BytesIO()
    book.save(written)
    page.set_input_files("#file", {"name": "历年表.xlsx", "mimeType": XLSX, "buffer": written.getvalue()})
    page.get_by_role("button", name="上传并指定").click()
    page.wait_for_url("**/history/files/*/")
    shoot(desk, "7-map")
    page.screenshot(path=SHOTS / "7-map-full.png", full_page=True)
    assert desk.grave_barriers() == []
    page.select_option("#unit", "亿元")
    page.get_by_role("button", name="按此显示").click()
    page.get_by_role("button", name="预览数据").click()
    page.wait_for_url("**/preview/")
    shoot(desk, "8-history-preview")
    assert desk.grave_barriers() == []
    page.get_by_role("button", name=re.compile("导入")).click()
    page.wait_for_url(f"**/history/{LIUPANSHUI}/")
    shoot(desk, "9-history")
    assert desk.grave_barriers() == []
    print(list(HistoryFigure.objects.values_list("period", "item", "value")))
