"""情况说明: one page, its sentences right for ties, falls and first times, its numbers those of the tables."""

import random
import re
import subprocess
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from django.utils.translation import override
from openpyxl import load_workbook

from reporting.city_pack_actions import pack_content
from reporting.pack_report import CityReport, PackFigure, PackPlace
from reporting.situation_note import LINES_FOR_TEXT, note_paragraphs, text_lines
from tests.recalculation import Office
from tests.reporting.pack_reports import a_city_report, a_corrected_report, a_first_report, a_growth

D = Decimal
SEED, REPORTS = 20220725, 100


@pytest.fixture(autouse=True)
def in_chinese():
    with override("zh-hans"):
        yield


def test_it_says_place_movement_drivers_strongest_weakest_and_pulls() -> None:
    place, figures, drivers, standing, pulls = note_paragraphs(a_city_report())
    assert place == (
        "一、考核结果。2022年上半年软件业务收入考核中，遵义市综合得分85.40分，在8个市（州）中列第3位（并列），比上期上升2位。"
    )
    assert figures == "二、主要数据。软件业务收入7,400.00万元，软件业务收入增速4.3%。"
    assert drivers == "三、得分变化。综合得分比上期提高3.35分，影响较大的是：增速+2.75分，绝对值+1.10分。"
    assert standing == (
        "四、指标比较。括号内为与全省平均得分之差，优势指标：绝对值85.00分（+14.90）、增速88.40分（+8.35）、"
        "软件产品收入占比80.00分（+2.00）；弱势指标：报送质量62.50分（−27.50）、嵌入式系统软件收入增速70.00分（−11.25）、"
        "信息技术服务收入占比75.42分（−0.58）。"
    )
    named = "五、企业拉动。全市（州）增速12.34%；拉动较大的有黔东南苗族侗族自治州示例软件技术有限公司甲（+9.87"
    assert pulls.startswith(named)
    assert pulls.endswith("新增企业合计+6.54个百分点；迁入企业合计+1.00个百分点；退出名录1户，不计入可比基数。")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"previous": D(2)}, "，比上期下降1位。"),
        ({"previous": D(3)}, "，位次与上期持平。"),
        ({"previous": None}, "；上期未参加排名。"),
    ],
)
def test_the_movement_is_said_as_it_is(changed: dict[str, Decimal | None], words: str) -> None:
    assert note_paragraphs(_with_own(a_city_report(), **changed))[0].endswith(words)


def test_a_first_assessment_moves_nothing_and_a_city_without_a_total_has_no_place() -> None:
    first = note_paragraphs(a_first_report())
    assert first[0].endswith("（并列）；本期为首次考核，无上期位次可比。")
    assert len(first) == 3
    without = _with_own(a_city_report(), rank=None, score=PackFigure(None, 2, "暂无数据"))
    assert (
        note_paragraphs(without)[0] == "一、考核结果。2022年上半年软件业务收入考核中，遵义市暂无综合得分，未参加排名。"
    )


def test_a_growth_that_is_not_meaningful_pulls_nothing() -> None:
    growth = replace(a_growth(), points=None, word="增速不可比（上年同期为零）", lines=(), subtotals=(), gone=())
    said = note_paragraphs(replace(a_city_report(), growth=growth))[-1]
    assert said == "五、企业拉动。全市（州）增速不可比（上年同期为零），不计算拉动。"


def test_every_number_of_a_hundred_notes_stands_in_the_workbook_and_the_text_fits_its_page() -> None:
    drawn = random.Random(SEED)
    for _ in range(REPORTS):
        report = _drawn(drawn)
        paragraphs = note_paragraphs(report)
        assert text_lines(paragraphs) <= LINES_FOR_TEXT
        book = load_workbook(BytesIO(pack_content(report).workbook))
        cells = (value for sheet in book for row in sheet.iter_rows(values_only=True) for value in row)
        numbers = [abs(value) for value in cells if isinstance(value, (int, float))]
        shown = {f"{value:.{digits}f}" for value in numbers for digits in (0, 1, 2)}
        said = re.findall(r"\d[\d,]*\.\d+", "".join(paragraphs))
        assert said
        assert {figure.replace(",", "") for figure in said} <= shown


def test_printed_it_is_one_page_and_the_same_report_gives_the_same_bytes(office: Office, tmp_path: Path) -> None:
    for name, report in (("usual", a_city_report()), ("corrected", a_corrected_report())):
        content = pack_content(replace(report, demo=True))
        assert content == pack_content(replace(report, demo=True))
        written = tmp_path / f"{name}.docx"
        written.write_bytes(content.note)
        printed = office.printed_text(written, into=tmp_path / "pdf")
        told = subprocess.run(["pdfinfo", str(printed)], capture_output=True, text=True, check=True)
        assert re.search(r"^Pages:\s+1$", told.stdout, re.MULTILINE), told.stdout


def _with_own(report: CityReport, **changed: object) -> CityReport:
    places = tuple(
        replace(place, **changed) if place.unit == report.unit else place  # type: ignore[arg-type] - fields by name
        for place in report.places
    )
    return replace(report, places=places)


def _drawn(drawn: random.Random) -> CityReport:
    """Scores, places, changes and pulls at random; ties and falls among them."""

    def number(most: int) -> Decimal:
        return D(drawn.randrange(-most * 100, most * 100)) / 100

    report = a_city_report()
    places = tuple(_drawn_place(place, drawn) for place in report.places)
    indicators = tuple(
        replace(one, score=abs(number(100)), ahead=number(40), points=abs(number(40)), change=number(9))
        for one in report.indicators
    )
    growth = a_growth()
    lines = tuple(replace(line, points=number(60)) for line in growth.lines)
    ordered = tuple(sorted(lines, key=lambda line: -(line.points or 0)))
    return replace(
        report,
        places=places,
        indicators=indicators,
        change=number(20),
        growth=replace(growth, points=number(90), lines=ordered),
    )


def _drawn_place(place: PackPlace, drawn: random.Random) -> PackPlace:
    rank, previous = D(drawn.randrange(1, 10)), D(drawn.randrange(1, 10))
    return replace(place, score=PackFigure(D(drawn.randrange(5000, 10000)) / 100, 2), rank=rank, previous=previous)
