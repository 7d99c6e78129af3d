"""The 核实单 as a file: A4, official fonts by name, one row for each question, the answers in the same table."""

from io import BytesIO

import pytest
from django.utils import translation
from docx import Document
from docx.oxml.ns import qn

from assessment.filing import actions
from assessment.filing.models import QueryThread
from assessment.filing.query_sheet_document import document_name, query_sheet_document
from assessment.filing.review_queries import newest_version, sheet_seen
from assessment.filing.sheet_view import SheetView, sheet_view
from tests.situations.catalogue import a_reviewer
from tests.situations.filing import LIUPANSHUI, a_city
from tests.situations.review import REVIEWED, a_half_year_queried

pytestmark = pytest.mark.django_db
TWIPS_A4 = (16838, 11906)


def the_view(thread: QueryThread) -> SheetView:
    sheet = sheet_seen(thread.version.return_filed_id, by=a_reviewer(), at=REVIEWED)
    return sheet_view(sheet, newest_version(sheet), at=REVIEWED)


def the_document(thread: QueryThread):
    with translation.override("zh-hans"):
        return Document(BytesIO(query_sheet_document(the_view(thread))))


def test_each_question_has_a_row_with_its_figures_and_the_answer_beside_it() -> None:
    thread = a_half_year_queried()
    actions.answer(thread.version_id, {thread.pk: "一家企业二季度投产"}, by=a_city(LIUPANSHUI).filler, at=REVIEWED)
    rows = [[cell.text for cell in row.cells] for row in the_document(thread).tables[0].rows]
    assert rows[0] == ["序号", "指标", "本期", "上期", "同比（%）", "问题", "答复", "截止日期"]
    assert rows[1] == [
        "1",
        "云服务（万元）",
        "168.60",
        "68.56",
        "21.6",
        "增长较快，说明主要企业",
        "一家企业二季度投产（filler-520200 2021-07-13）",
        "2021-07-16",
    ]
    assert rows[2][6] == ""


def test_the_title_names_city_period_and_form_and_demo_figures_are_marked(settings: pytest.FixtureRequest) -> None:
    settings.DEMO_DATA = True  # type: ignore[attr-defined]
    document = the_document(a_half_year_queried())
    title, number = document.paragraphs[0].text, document.paragraphs[1].text
    assert title.startswith("六盘水市2021年上半年《软件业务收入季报》核实单")
    assert "演示数据" in title
    assert "H20210713-0001" in number


def test_the_page_is_a4_and_the_fonts_are_named_for_chinese_text() -> None:
    document = the_document(a_half_year_queried())
    section = document.sections[0]
    assert (round(section.page_width.twips), round(section.page_height.twips)) == TWIPS_A4
    fonts = {fonts.get(qn("w:eastAsia")) for fonts in document.element.body.iter(qn("w:rFonts"))}
    assert {"方正小标宋_GBK", "仿宋_GB2312", "黑体"} <= fonts


def test_the_file_is_named_by_city_period_and_number() -> None:
    assert document_name(the_view(a_half_year_queried())) == "核实单_520200_2021c06_H20210713-0001.docx"
