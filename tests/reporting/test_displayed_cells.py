"""Every number of a ranking as LibreOffice displays it is that of the evaluation as formatted."""

from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from assessment.display.formats import MINUS, NOTHING, number, place
from reporting import official_terms as terms
from reporting.ranking_report import RankingReport, groups_of
from reporting.workbook.canvas import Canvas
from reporting.workbook.ranking import OPTIONS
from reporting.workbook.ranking_sheet import draw_ranking
from reporting.workbook.styles import Styles
from tests.recalculation import Office
from tests.reporting.bulletin_situations import drawn_periods
from tests.reporting.test_bulletin_documents import amount, growth, moved

NUMBER, NAME, FIRST = range(3)


def test_every_number_is_displayed_as_the_evaluation_has_it(office: Office, tmp_path: Path) -> None:
    assert cells_compared(12, office, tmp_path) >= 300


@pytest.mark.full
def test_ten_thousand_numbers_are_displayed_as_the_evaluations_have_them(office: Office, tmp_path: Path) -> None:
    assert cells_compared(380, office, tmp_path) >= 10_000


def cells_compared(periods: int, office: Office, folder: Path) -> int:
    """Line by line; how many of the cells were numbers."""
    reports = list(islice(drawn_periods(periods), periods))
    paths = [folder / f"{position}.xlsx" for position in range(periods)]
    for report, path in zip(reports, paths, strict=True):
        path.write_bytes(ranking_sheet(report))
    compared = 0
    for report, rows in zip(reports, office.displayed(*paths, into=folder / "shown"), strict=True):
        lines = {row[NAME].rstrip("①②③④⑤⑥⑦⑧⑨"): row[FIRST:] for row in rows if row[NUMBER].isdigit()}
        for name, expected in expected_lines(report):
            assert [cell.replace("-", MINUS) if is_number(cell) else cell for cell in lines[name]] == expected, (
                report.period,
                name,
            )
            compared += sum(map(is_number, expected))
    return compared


def ranking_sheet(report: RankingReport) -> bytes:
    """The first sheet alone, which LibreOffice reads in a tenth of the time of all."""
    target, groups = BytesIO(), groups_of(report)
    book = Workbook(target, OPTIONS)
    canvas = Canvas(book.add_worksheet(terms.RANKING_SHEET), styles=Styles(book))
    draw_ranking(canvas, report=report, group=groups[0] if len(groups) == 1 else None)
    book.close()
    return target.getvalue()


def is_number(cell: str) -> bool:
    return any(sign.isdigit() for sign in cell)


def expected_lines(report: RankingReport) -> Iterator[tuple[str, list[str]]]:
    """By hand from the evaluation: total, place, place before, movement, two scores, amount and rate."""
    nodes = {(node.unit, node.code): node for node in report.evaluation.scores}
    rows = {row.unit: row for row in report.evaluation.rows}
    for placing in report.evaluation.placings:
        row, before = rows[placing.unit], (report.previous_ranks or {}).get(placing.unit)
        scores = [nodes[placing.unit, code].score for code in ("level", "growth")]
        rate = growth(nodes[placing.unit, "growth"].raw, row.values["base"])
        yield (
            row.name,
            [
                *("暂无数据" if score is None else number(score) for score in (placing.shown,)),
                place(placing.rank),
                place(before),
                moved(report, placing.rank, before),
                *("暂无数据" if score is None else number(score) for score in scores),
                amount(row.values["level"]),
                NOTHING if rate == "不计增速" else rate,
            ],
        )
