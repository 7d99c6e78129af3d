"""The documents whose pages are kept as pictures: ties, falls, gaps and long names in each, made without a database."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from io import BytesIO

from django.utils.translation import override
from xlsxwriter import Workbook

from assessment.methodology.evaluation import evaluate
from assessment.methodology.scheme import parse_scheme
from reporting.bulletin.documents import Edition, document_named
from reporting.bulletin.texts import generated_texts
from reporting.city_pack_actions import pack_content
from reporting.operations import terms
from reporting.operations.query_sheet_table import COLUMNS
from reporting.operations.tables import Amount, Entry, Report, Sheet
from reporting.ranking_report import RankingReport, SummaryRow, UnpublishedCopy, mean_scores
from reporting.workbook.canvas import Canvas
from reporting.workbook.chart_sheet import draw_charts
from reporting.workbook.operation_book import write_operation_workbook
from reporting.workbook.ranking import OPTIONS, write_ranking_workbook
from reporting.workbook.ranking_sheet import draw_ranking
from reporting.workbook.styles import Styles
from tests.reporting.pack_reports import a_city_report
from tests.reporting.ranking_reports import (
    CITIES,
    PERIOD,
    QUARTERLY,
    annual_report,
    figure,
    report_of,
    revenue_figures,
    rows_of,
)

LONG_NAME = "黔西南布依族苗族自治州某某高新技术产业区"
READER = UnpublishedCopy("李明", datetime.fromisoformat("2021-04-25 10:00+08:00"))
PLACES_BEFORE = {unit: Decimal(1 + (number * 4) % 9) for number, unit in enumerate(CITIES)}
D = Decimal


def a_quarter_of_all_kinds(**changes: object) -> RankingReport:
    """Equal cities, a fall, a gap, a name of twenty characters, a city whose base allows no rate, everybody moved."""
    table = revenue_figures(
        {
            "520300": ("12330.00", "9875.00"),
            "520400": ("3150.00", "4890.00"),
            "520500": ("5230.00", None),
            "520600": ("471.00", "420.00"),
        }
    )
    evaluation = evaluate(parse_scheme(QUARTERLY), rows_of(table, names={"522300": LONG_NAME}))
    summary = (
        SummaryRow("全省合计", figures={"level": figure("1879406.00"), "growth": figure("29.6")}),
        SummaryRow("全省平均", scores=mean_scores(evaluation, period=PERIOD, group="")),
    )
    settings = {"summary": summary, "previous_ranks": PLACES_BEFORE, **changes}
    return report_of(evaluation, **settings)


def _book(report: RankingReport) -> bytes:
    target = BytesIO()
    write_ranking_workbook(report, target)
    return target.getvalue()


def two_sheets() -> bytes:
    """The ranking and its charts alone: enough to spoil."""
    target, report = BytesIO(), a_quarter_of_all_kinds()
    book = Workbook(target, OPTIONS)
    styles = Styles(book)
    draw_ranking(Canvas(book.add_worksheet("排名表"), styles=styles), report=report, group="")
    draw_charts(Canvas(book.add_worksheet("图表"), styles=styles), book=book, report=report)
    book.close()
    return target.getvalue()


def _document(name: str) -> bytes:
    report = a_quarter_of_all_kinds(demo=True, copy_for=READER)
    return document_named(name, Edition(report, generated_texts(report), 1, "王经办", "不予公开"))


def _query_sheet() -> bytes:
    target = BytesIO()
    with override("zh-hans"):
        write_operation_workbook(_questions(), target)
    return target.getvalue()


def _questions() -> Report:
    asked = "本期软件业务收入比上年同期下降，与同期税收走势不一致，对照原始凭证说明原因。（张核实 2021-04-20）"
    answered = "一家主要企业一季度迁出，已从名录中核减；另有两家企业合同结算推迟到二季度。（王填报 2021-04-21）"
    rows: tuple[tuple[Entry, ...], ...] = (
        _question("1", "软件业务收入", ("3150.00", "4890.00", "-35.6"), (asked, answered, "已办结", "情况属实。")),
        _question(
            "2", "信息技术服务收入（云服务）", ("1234567.89", "987654.32", "25.0"), (asked * 3, None, "已逾期", None)
        ),
        _question("3", LONG_NAME, (None, "0.00", None), ("补充说明。（张核实 2021-04-20）", None, "待答复", None)),
    )
    notes = (terms.QUERIES_NOTE.format(number="HS-520400-2021c03-1", form="数字经济统计报表"), terms.SYMBOL_NOTE)
    title = terms.QUERIES_TITLE.format(unit="安顺市", period="2021年一季度")
    sheet = Sheet(terms.QUERIES_SHEET, title, COLUMNS, rows, notes, held=2)
    return Report(title, "贵州省大数据发展管理局", READER.at, False, (sheet,), "3f2a91c0")


def _question(
    number: str, item: str, figures: tuple[str | None, str | None, str | None], said: tuple[str | None, ...]
) -> tuple[Entry, ...]:
    current, before, growth = figures
    question, answer, state, end = said
    amounts = (_amount(current, 2), _amount(before, 2), _amount(growth, 1))
    return (number, item, *amounts, question, answer, "2021-04-25", state, end)


def _amount(text: str | None, decimals: int) -> Amount | None:
    return None if text is None else Amount(D(text), decimals)


def _pack(part: str) -> bytes:
    with override("zh-hans"):
        content: bytes = getattr(pack_content(replace(a_city_report(), demo=True)), part)
    return content


DOCUMENTS: Mapping[str, Callable[[], bytes]] = {
    "ranking.xlsx": lambda: _book(a_quarter_of_all_kinds()),
    "year.xlsx": lambda: _book(annual_report(demo=True)),
    "memo.docx": lambda: _document("memo"),
    "bulletin.docx": lambda: _document("bulletin"),
    "annexes.docx": lambda: _document("annexes"),
    "leaders.docx": lambda: _document("leaders"),
    "pack.xlsx": lambda: _pack("workbook"),
    "note.docx": lambda: _pack("note"),
    "query-sheet.xlsx": _query_sheet,
}
