"""The documents of the package: laid out by GB/T 9704, and every number in them that of the evaluation as formatted."""

import subprocess
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from itertools import islice
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document

from assessment.display.document_watermark import add_watermark
from assessment.display.formats import number, place
from assessment.display.official_document import add_body, add_page_numbers, content_of, new_document
from assessment.methodology.figures import Figure
from reporting.bulletin.documents import DOCUMENTS, Edition, document_named, title_lines, whole_document
from reporting.bulletin.texts import generated_texts
from reporting.ranking_report import RankingReport, UnpublishedCopy
from tests.recalculation import Office
from tests.reporting.bulletin_situations import drawn_periods, with_points, with_revenue

LINES, SIGNS = 22, 28
READER = UnpublishedCopy("李明", datetime.fromisoformat("2021-04-25 10:00+08:00"))
NAME_OF_20 = "黔东北侗族苗族土家族仡佬族布依族自治州州"


def edition(report: RankingReport) -> Edition:
    return Edition(report, generated_texts(report), 1, "王经办", "不予公开")


def lines_of(pdf: Path, page: int) -> list[str]:
    """The lines of one page, without its number and the mark across it."""
    command = ["pdftotext", "-layout", "-f", str(page), "-l", str(page), str(pdf), "-"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [line.strip() for line in told.splitlines() if line.strip() and "—" not in line]


def pages_of(pdf: Path) -> int:
    told = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, text=True, check=True).stdout
    return int(told.split("Pages:")[1].split()[0])


def test_a_page_holds_22_lines_of_28_signs(office: Office, tmp_path: Path) -> None:
    document = new_document()
    add_page_numbers(document)
    # Two signs stand free at the head: 26 in the first line, then 43 lines of 28 make two full pages.
    add_body(document, "永" * (26 + 43 * SIGNS))
    path = tmp_path / "full.docx"
    path.write_bytes(content_of(document))
    pdf = office.printed_text(path, into=tmp_path)
    assert pages_of(pdf) == 2
    assert [len(line) for line in lines_of(pdf, 1)] == [26, *[SIGNS] * (LINES - 1)]
    assert [len(line) for line in lines_of(pdf, 2)] == [SIGNS] * LINES


def test_the_paper_is_a4_with_the_margins_of_the_standard() -> None:
    section = Document(BytesIO(document_named("bulletin", edition(with_points("90", "80"))))).sections[0]
    page = (section.page_width, section.page_height)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(length.mm) for length in (*page, *margins) if length is not None] == [210, 297, 37, 35, 28, 26]
    assert section.footer.paragraphs[0].text.startswith("— ")


def test_the_leaders_page_is_one_page_and_the_texts_stand_in_order(office: Office, tmp_path: Path) -> None:
    report = with_revenue(
        {"520100": ("15000", "10000"), "522600": ("9000", "10000"), "522300": ("12000", "10000")},
        demo=True,
        copy_for=READER,
    )
    for name in DOCUMENTS:
        (tmp_path / f"{name}.docx").write_bytes(document_named(name, edition(report)))
    assert pages_of(office.printed_text(tmp_path / "leaders.docx", into=tmp_path)) == 1
    [memo, bulletin] = office.told(tmp_path / "memo.docx", tmp_path / "bulletin.docx", into=tmp_path)
    order = (
        "的签报",
        "委领导：",
        "一、考核情况",
        "二、考核结果",
        "三、有关建议",
        "建议公开属性：不予公开。",
        "附件：1. ",
        "经办人：王经办",
    )
    assert [memo.find(words) for words in order] == sorted(memo.find(words) for words in order)
    assert "各市、自治州人民政府：" in bulletin
    assert "（代拟稿）" in bulletin
    assert "附件：1. 2021年一季度综合得分和位次情况汇总表" in bulletin
    assert -1 not in [memo.find(words) for words in order]


def test_an_unissued_copy_carries_its_reader_and_a_demonstration_says_so_on_every_page() -> None:
    report = with_points("90", "80", demo=True, copy_for=READER)
    for content in (*(document_named(name, edition(report)) for name in DOCUMENTS), whole_document(edition(report))):
        with ZipFile(BytesIO(content)) as package:
            headers = [name for name in package.namelist() if "header" in name and "rels" not in name]
            marks = [package.read(name).decode() for name in headers]
            assert "李明 2021-04-25T10:00" in package.read("docProps/core.xml").decode()
        marked = [mark for mark in marks if "演示数据　未印发 李明 2021-04-25 10:00" in mark]
        assert len(marked) == 2  # odd and even pages
    plain = new_document()
    add_watermark(plain, "")
    assert plain.sections[0].header.is_linked_to_previous


def test_a_title_breaks_where_a_word_ends() -> None:
    assert title_lines("关于2021年一季度市（州）软件业务收入考核排名的通报（演示数据）").split("\n") == [
        "关于2021年一季度市（州）",
        "软件业务收入考核排名的通报（演示数据）",
    ]
    assert title_lines("签报") == "签报"


def test_every_number_of_the_annexes_is_that_of_the_evaluation(office: Office, tmp_path: Path) -> None:
    assert numbers_compared(20, office, tmp_path) >= 1_000


@pytest.mark.full
def test_ten_thousand_numbers_of_the_annexes_are_those_of_the_evaluation(office: Office, tmp_path: Path) -> None:
    assert numbers_compared(200, office, tmp_path) >= 10_000


def numbers_compared(periods: int, office: Office, folder: Path) -> int:
    """Each row as python-docx reads it and as LibreOffice shows it, against the evaluation; how many numbers."""
    reports = list(islice(drawn_periods(periods), periods))
    paths = []
    for position, report in enumerate(reports):
        paths.append(folder / f"annexes-{position}.docx")
        paths[-1].write_bytes(document_named("annexes", edition(report)))
    compared = 0
    for report, path, told in zip(reports, paths, office.told(*paths, into=folder), strict=True):
        shown = told.replace("\r", "")
        tables = Document(str(path)).tables
        read = ["\n".join(["", *(cell.text for cell in row.cells), ""]) for table in tables for row in table.rows]
        for expected in expected_rows(report):
            wanted = "\n".join(["", *expected, ""])
            assert any(wanted in row for row in read), (report.period, expected)
            assert wanted in shown, (report.period, expected)
            compared += len([text for text in expected if any(sign.isdigit() for sign in text)])
    return compared


def expected_rows(report: RankingReport) -> Iterator[list[str]]:
    """By hand from the evaluation: name, total, place, the place before; and name, amounts before and after."""
    nodes = {(node.unit, node.code): node for node in report.evaluation.scores}
    names = {row.unit: row for row in report.evaluation.rows}
    for placing in report.evaluation.placings:
        row, before = names[placing.unit], (report.previous_ranks or {}).get(placing.unit)
        total = "暂无数据" if placing.shown is None else number(placing.shown)
        parts = [nodes[placing.unit, code].score for code in ("level", "growth")]
        scores = ["暂无数据" if score is None else number(score) for score in parts]
        yield [row.name, total, place(placing.rank), place(before), moved(report, placing.rank, before), *scores]
        now, then = row.values["level"], row.values["base"]
        rate = growth(nodes[placing.unit, "growth"].raw, then)
        yield [row.name, amount(now), scores[0]]
        yield [rate, scores[1]]
        yield [
            row.name,
            amount(now),
            amount(then),
            increase(now, then),
            growth(nodes[placing.unit, "growth"].raw, then),
        ]


def moved(report: RankingReport, rank: Decimal | None, before: Decimal | None) -> str:
    if report.previous_ranks is None:
        return "—（首次考核）"
    if rank is None or before is None:
        return "--" if rank is None else "新"
    steps = before - rank
    return f"↑{steps}" if steps > 0 else f"↓{-steps}" if steps else "—"


def amount(figure: Figure) -> str:
    return "暂无数据" if figure.value is None else number(figure.value / 10_000)


def increase(now: Figure, then: Figure) -> str:
    return "暂无数据" if now.value is None or then.value is None else number((now.value - then.value) / 10_000)


def growth(raw: Decimal | None, then: Figure) -> str:
    if then.value is not None and then.value < 500:
        return "不计增速"
    return "暂无数据" if raw is None else number(raw, decimals=1)


def test_names_of_twenty_signs_and_large_amounts_still_fit_on_their_pages(office: Office, tmp_path: Path) -> None:
    """One page for each of the three annexes with tables and for the notes."""
    report = with_revenue(dict.fromkeys(("520100", "520200", "520300"), ("1234567890.12", "987654321.09")))
    rows = tuple(
        row.__class__(row.unit, NAME_OF_20, row.group, row.period, row.values) for row in report.evaluation.rows
    )
    evaluation = report.evaluation.__class__(
        report.evaluation.scheme, rows, report.evaluation.scores, report.evaluation.placings,
        report.evaluation.bounds, report.evaluation.flags,
    )  # fmt: skip
    long = report.__class__(**{**vars(report), "evaluation": evaluation})
    path = tmp_path / "annexes.docx"
    path.write_bytes(document_named("annexes", edition(long)))
    assert pages_of(office.printed_text(path, into=tmp_path)) == 4
