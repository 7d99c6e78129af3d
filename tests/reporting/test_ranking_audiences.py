"""The internal and the public copy, suppressed figures, charts, and formulas that every spreadsheet program knows."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from assessment.methodology.figures import Figure, Marker
from reporting import official_terms as terms
from reporting.ranking_report import Audience, RankingReport
from reporting.workbook.ranking import write_ranking_workbook
from tests.reporting import ranking_situations as situations
from tests.reporting.ranking_reports import (
    QUARTERLY,
    REVENUE,
    annual_report,
    quarterly_report,
    report_of,
    revenue_figures,
    rows_of,
)
from tests.reporting.ranking_situations import SITUATIONS

EVERYWHERE = {
    "ABS", "AND", "AVERAGE", "COUNT", "COUNTIF", "EXP", "IF", "INDEX", "INT", "ISNUMBER", "KURT", "LARGE", "LN", "MAX",
    "MIN", "N", "OR", "PERCENTILE", "RANK", "ROUND", "ROW", "ROWS", "SIGN", "SKEW", "SMALL", "STDEV", "SUM",
    "SUMPRODUCT", "TRUNC",
}  # fmt: skip
"""Functions of Excel 2003, which Excel 2016, WPS and LibreOffice compute alike."""


def book_of(report: RankingReport, *, audience: Audience | None = None) -> BytesIO:
    target = BytesIO()
    write_ranking_workbook(report, target, audience=audience)
    target.seek(0)
    return target


def cells_of(content: BytesIO) -> Iterator[Any]:
    for sheet in load_workbook(content):
        for row in sheet.iter_rows():
            yield from row


@pytest.mark.parametrize("report", [quarterly_report(), annual_report(), situations.growth_rule("increment")])
def test_a_public_copy_names_no_figure_of_any_unit(report: RankingReport) -> None:
    """Neither as a number nor inside a sentence, in no unit; small whole numbers are places and counts too."""
    figures = {
        figure.value
        for row in report.evaluation.rows
        for figure in row.values.values()
        if figure.value is not None and abs(figure.value) >= 120
    }
    raw = {float(raw) for column in report.evaluation.scores.columns for raw in column.raw if raw is not None}
    scores = {float(s) for column in report.evaluation.scores.columns for s in column.scores if s is not None}
    known = {float(value) for value in figures} | {float(value) / 10_000 for value in figures} | (raw - scores)
    known = {value for value in known if value >= 120 or value != int(value)}
    public = list(cells_of(book_of(report, audience=Audience.PUBLIC)))
    assert len(public) > 100
    assert not [c.coordinate for c in public if isinstance(c.value, float | int) and float(c.value) in known]
    told = {f"{value:,.0f}" for value in figures if value >= 1000}
    assert not [c.value for c in public if c.data_type == "s" for text in told if text in c.value]
    assert known


def test_a_public_copy_says_why_without_the_amounts() -> None:
    report = situations.growth_rule("increment")
    said = {
        audience: [str(cell.value) for cell in cells_of(book_of(report, audience=audience)) if cell.value]
        for audience in Audience
    }
    assert any("上年同期120低于下限500，不计算“增速”，增减额9,750" in text for text in said[Audience.INTERNAL])
    assert any("上年同期低于下限，不计算“增速”" in text for text in said[Audience.PUBLIC])
    assert not [text for text in said[Audience.PUBLIC] if "9,750" in text]


def test_the_sheet_of_methods_says_which_copy_it_is_and_what_is_noted_of_whom() -> None:
    late = {"520400": ("一季度迟报1次",), "520600": ("部分数据存在争议",)}
    for audience, name in ((Audience.INTERNAL, "内部件（含录入数据）"), (Audience.PUBLIC, "公开件（自指标得分起）")):
        book = load_workbook(book_of(quarterly_report(footnotes=late), audience=audience))
        texts = [cell.value for row in book[terms.NOTES_SHEET].iter_rows() for cell in row if cell.value]
        assert name in texts
        assert "安顺市：一季度迟报1次。\n铜仁市：部分数据存在争议。" in texts


def test_an_imputed_figure_is_footnoted_at_its_unit() -> None:
    figures = revenue_figures()
    value = figures["520300"]["level"].value
    assert value is not None
    figures["520300"]["level"] = Figure.of(value, marker=Marker.IMPUTED)
    report = report_of(situations.evaluate(situations.parse_scheme(QUARTERLY), rows_of(figures)))
    texts = [str(cell.value) for cell in cells_of(book_of(report)) if cell.value]
    assert "遵义市①" in texts
    assert any(text.strip() == "①“软件业务收入（万元）”为推算数。" for text in texts)


def test_charts_are_native_and_keep_their_numbers() -> None:
    """Scores, what they are made of — 0.4 × 65.93 and 0.6 × 100 for 安顺 — and who moved: from 4 to 2."""
    previous = {"520100": 1, "520400": 4}
    with ZipFile(book_of(quarterly_report(previous_ranks=previous))) as parts:
        charts = [parts.read(f"xl/charts/chart{number}.xml").decode() for number in (1, 2, 3)]
    values = [
        [
            [float(each) for each in re.findall(r"<c:v>([-0-9.]+)</c:v>", series)]
            for series in re.findall("<c:val>(.*?)</c:val>", chart, flags=re.DOTALL)
        ]
        for chart in charts
    ]
    assert all("<c:barChart>" in chart and "贵阳市" in chart for chart in charts)
    assert values[0][0][:2] == [98.07, 86.37]
    assert [series[1] for series in values[1]] == pytest.approx([26.3712, 60.0], abs=1e-3)
    assert '<c:grouping val="stacked"/>' in charts[1]
    assert 2 in values[2][0]


def test_parts_that_do_not_add_up_are_not_stacked_and_a_first_assessment_has_no_movement() -> None:
    with ZipFile(book_of(situations.geometric())) as parts:
        names = [name for name in parts.namelist() if name.startswith("xl/charts/")]
        assert len(names) == 2
        assert "stacked" not in parts.read("xl/charts/chart2.xml").decode()


def test_formulas_use_only_functions_that_every_program_has() -> None:
    used: set[str] = set()
    for make in SITUATIONS.values():
        with ZipFile(book_of(make())) as parts:
            for name in parts.namelist():
                if name.startswith("xl/worksheets/sheet"):
                    formulas = re.findall(r"<f>(.*?)</f>", parts.read(name).decode(), flags=re.DOTALL)
                    used.update(*(re.findall(r"([A-Z][A-Z0-9.]*)\(", formula) for formula in formulas))
    assert {"SUMPRODUCT", "SKEW", "PERCENTILE", "EXP"} <= used <= EVERYWHERE, used - EVERYWHERE


def test_the_inputs_of_an_internal_copy_are_all_there() -> None:
    sheet = load_workbook(book_of(quarterly_report()))[terms.CALCULATION_SHEET]
    numbers = {cell.value for row in sheet.iter_rows() for cell in row}
    assert {float(text) for pair in REVENUE.values() for text in pair} <= numbers
