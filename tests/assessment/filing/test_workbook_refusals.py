"""Each way of spoiling a template has its own sentence, which names the sheet and the cell or the reason."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.utils import translation
from openpyxl import Workbook
from openpyxl.worksheet.formula import ArrayFormula

from assessment.display.wording import say
from assessment.filing import actions
from assessment.filing.models import Upload, Version
from assessment.filing.return_template import identity_of_version
from assessment.filing.upload_actions import Incoming
from assessment.filing.upload_queries import upload_seen
from assessment.filing.upload_view import preview_of
from assessment.filing.workbook.layout import GUIDE, SHEET
from assessment.methodology.errors import AssessmentError
from tests.situations.filing import FILLED, ZUNYI, a_city, a_draft
from tests.situations.workbooks import NAME, an_upload, filled, part_of, with_parts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("audit_files", "chinese")]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
WORKBOOK_XML, SHEET_XML = "xl/workbook.xml", "xl/worksheets/sheet1.xml"


@pytest.fixture
def chinese() -> Any:
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def draft() -> Version:
    return a_draft()


def refusal_of(draft: Version, content: bytes, *, name: str = NAME) -> str:
    """The sentence with which the whole file is refused; nothing of it is kept."""
    with pytest.raises(AssessmentError) as refused:
        actions.upload_workbook(draft.pk, Incoming(name, content), by=a_city().filler, at=FILLED)
    assert not Upload.objects.exists()
    return say(refused.value)


def problems_of(draft: Version, cells: dict[str, Any], change: Callable[[Any], None] | None = None) -> list[str]:
    """What is told of single cells; the file is kept, and confirming it is refused."""
    content = filled(draft, cells, change=change)
    city = a_city()
    upload = actions.upload_workbook(draft.pk, Incoming(NAME, content), by=city.filler, at=FILLED)
    with pytest.raises(AssessmentError):
        actions.confirm_upload(upload.pk, revision=draft.revision, by=city.filler, at=FILLED)
    preview = preview_of(upload_seen(upload.pk, by=city.filler, at=FILLED))
    return [problem.sentence for problem in preview.problems]


FILES = {
    "empty.xlsx": (b"", "文件为空"),
    "old.xls": (OLE, "旧版工作簿（.xls）"),
    "renamed.xlsx": (OLE, "旧版工作簿（.xls）"),
    "wps.et": (OLE, "WPS 表格（.et）"),
    "locked.xlsx": (OLE + "EncryptedPackage".encode("utf-16-le"), "设有密码"),
    "figures.csv": ("代码,指标\n01,软件业务收入合计\n".encode(), "文本文件"),
    "figures.xlsx": ("代码,指标\n".encode("gb18030"), "文本文件"),
    "table.xls": (b"<html><table><tr><td>1</td></tr></table></html>", "文本文件"),
    "scan.pdf": (b"%PDF-1.4\n", "PDF"),
    "picture.png": (b"\x89PNG\r\n\x1a\n", "图片"),
    "cut.xlsx": (b"PK\x03\x04" + b"\x00" * 40, "已损坏"),
    "too-large.xlsx": (b"PK\x03\x04" + b"\x00" * (6 << 20), "最多 5 MB"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_workbook_is_named_for_what_it_is(name: str, draft: Version) -> None:
    content, words = FILES[name]
    assert words in refusal_of(draft, content, name=name)


PARTS = {
    "xl/vbaProject.bin": "宏",
    "xl/activeX/activeX1.xml": "嵌入对象或控件",
    "xl/embeddings/oleObject1.bin": "嵌入对象或控件",
    "xl/media/inner.zip": "嵌入对象或控件",
    "xl/externalLinks/externalLink1.xml": "链接到其他文件",
    "xl/connections.xml": "链接到其他文件",
    "word/document.xml": "Word",
    "content.xml": "OpenDocument",
}


@pytest.mark.parametrize("part", PARTS)
def test_a_workbook_with_a_dangerous_part_is_refused_by_the_name_of_the_part(part: str, draft: Version) -> None:
    assert PARTS[part] in refusal_of(draft, with_parts(filled(draft, {}), {part: b"x"}))


def test_a_document_type_in_any_part_is_refused(draft: Version) -> None:
    content = filled(draft, {})
    for name in (WORKBOOK_XML, SHEET_XML, "xl/styles.xml"):
        declared = b'<!DOCTYPE x [<!ENTITY a "b">]>' + part_of(content, name).split(b"?>", 1)[-1]
        assert "文档类型" in refusal_of(draft, with_parts(content, {name: declared}))


SPOILT: dict[str, tuple[Callable[[Any], None], str]] = {
    "renamed sheet": (lambda book: setattr(book[SHEET], "title", "我的表"), "没有工作表“填报表”，现有：我的表"),
    "copied sheet": (lambda book: book.copy_worksheet(book[SHEET]).__setattr__("title", f"{SHEET} (2)"), "填报表 (2)"),
    "inserted column": (lambda book: book[SHEET].insert_cols(4), "单元格 D5"),
    "deleted column": (lambda book: book[SHEET].delete_cols(3), "单元格 C5"),
    "renamed heading": (lambda book: book[SHEET].__setitem__("G5", "去年"), "单元格 G5"),
    "deleted row": (lambda book: book[SHEET].delete_rows(9), "第 9 行：“基础软件”一行被删除"),
    "inserted row": (lambda book: book[SHEET].insert_rows(9), "第 9 行"),
    "hidden row": (lambda book: setattr(book[SHEET].row_dimensions[10], "hidden", True), "第 10 行"),
    "hidden column": (lambda book: setattr(book[SHEET].column_dimensions["G"], "hidden", True), "G 列"),
    "no signs": (lambda book: [book.defined_names.pop(n) for n in list(book.defined_names) if "identity" in n], "标识"),
    "changed period": (lambda book: set_sign(book, "period", "2021c06"), "标识被人为改动"),
    "far cell": (lambda book: book[SHEET].__setitem__("XFD1048576", 1), "单元格 XFD1048576"),
}


def set_sign(book: Any, name: str, text: str) -> None:
    book.defined_names[f"identity_{name}"].value = f'"{text}"'


@pytest.mark.parametrize("way", SPOILT)
def test_a_spoilt_table_is_refused_with_its_place(way: str, draft: Version) -> None:
    change, words = SPOILT[way]
    assert words in refusal_of(draft, filled(draft, {}, change=change))


def test_a_workbook_of_ones_own_is_sent_to_the_template(draft: Version) -> None:
    own = Workbook()
    own.active["A1"] = "软件业务收入"
    written = BytesIO()
    own.save(written)
    assert "下载模板" in refusal_of(draft, written.getvalue())


def test_templates_of_others_are_told_apart() -> None:
    mine = a_draft()
    other_unit, other_period = a_draft(ZUNYI), a_draft(period="2021c06", at=_in_july())
    assert "其他填报单位" in refusal_of(mine, filled(other_unit, {}))
    assert "2021年上半年" in refusal_of(mine, filled(other_period, {}))
    assert "DE-A" in refusal_of(mine, signed_anew(mine, form="DE-A"))
    assert "表式已更新" in refusal_of(mine, signed_anew(mine, form_digest="0" * 64))
    assert "版式较旧" in refusal_of(mine, signed_anew(mine, template="0"))


def _in_july() -> Any:
    return FILLED.replace(month=7)


def signed_anew(version: Version, **signs: str) -> bytes:
    """A template whose signs are in order, but of something else."""
    identity = replace(identity_of_version(version), **signs)

    def change(book: Any) -> None:
        for name, text in {**identity.fields, "check_code": identity.check_code}.items():
            set_sign(book, name, text)

    return filled(version, {}, change=change)


def merge(book: Any) -> None:
    book[SHEET].merge_cells("D8:D9")


def array(book: Any) -> None:
    book[SHEET]["D8"] = ArrayFormula("D8:D9", "=G8:G9*2")


CELLS: dict[str, tuple[dict[str, Any], Callable[[Any], None] | None, str]] = {
    "formula": ({"D7": "=D8+D11"}, None, "单元格 D7：单元格内是公式"),
    "array": ({}, array, "单元格 D8：单元格属于数组公式（D8:D9）"),
    "merged": ({}, merge, "单元格 D8：单元格 D8:D9 已合并"),
    "date": ({"D7": date(2021, 3, 1)}, None, "单元格 D7：单元格为日期格式"),
    "error": ({"D7": "#DIV/0!"}, None, "单元格 D7：单元格内是错误值 #DIV/0!"),
    "truth": ({"D7": True}, None, "单元格 D7：单元格内是 TRUE"),
    "words": ({"D7": "约三千"}, None, "单元格 D7：“约三千”"),
    "unit in the cell": ({"D7": "3.2亿元"}, None, "单元格 D7：“3.2亿元”"),
    "endless": ({"D7": 1e308}, None, "单元格 D7：数字 1e+308 过大"),
    "condition unknown": ({"E7": "没有"}, None, "单元格 E7：“没有”不是可选的状态"),
    "number beside a condition": ({"D7": 5, "E7": "不适用"}, None, "单元格 D7：此处有数字"),
    "value without a number": ({"E7": "数值"}, None, "单元格 D7：状态为“数值”，但没有数字"),
    "two conditions": ({"D7": "不适用", "E7": "暂无数据", "F7": "x"}, None, "单元格 D7：单元格写“不适用”"),
    "no reason": ({"E7": "暂无数据"}, None, "单元格 F7：状态为“暂无数据”，须写原因"),
    "reason alone": ({"F7": "尚未取得"}, None, "单元格 F7：此处有原因"),
    "long reason": ({"E7": "不适用", "F7": "长" * 501}, None, "单元格 F7：原因有 501 个字"),
}


@pytest.mark.parametrize("way", CELLS)
def test_a_wrong_cell_is_told_with_its_address(way: str, draft: Version) -> None:
    cells, change, words = CELLS[way]
    told = problems_of(draft, cells, change)
    assert told, "nothing was told"
    assert words in told[0]
    assert SHEET in told[0]


def percent(book: Any) -> None:
    book[SHEET]["D7"].number_format = "0.00%"


def test_a_cell_shown_as_a_percentage_is_told(draft: Version) -> None:
    assert "百分比格式" in problems_of(draft, {"D7": 0.5}, percent)[0]


def test_all_wrong_cells_are_told_at_once(draft: Version) -> None:
    told = problems_of(draft, {"D7": "=1", "G8": "abc", "F9": "x"})
    assert len(told) == 3


def test_sheets_of_ones_own_are_left_unread_and_named(draft: Version) -> None:
    upload = actions.upload_workbook(
        draft.pk,
        Incoming(NAME, filled(draft, {"D7": 1}, change=lambda book: book.create_sheet("草稿").append(["=1"]))),
        by=a_city().filler,
        at=FILLED,
    )
    assert upload.ignored == ["草稿"]
    assert upload.problems == []


def test_the_guide_is_there_and_the_signs_can_be_read_by_people(draft: Version) -> None:
    with ZipFile(BytesIO(filled(draft, {}))) as package:
        assert GUIDE.encode() in package.read(WORKBOOK_XML)
    assert an_upload(draft, {"D7": 1}).template_revision == draft.revision
