"""The ranking workbook as an official annex: places, words, layout and safety."""

from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from reporting import official_terms as terms
from reporting.ranking_report import RankingReport, SummaryRow, UnpublishedCopy, mean_rows
from reporting.workbook.ranking import sheet_names, write_ranking_workbook
from tests.reporting import ranking_situations as situations
from tests.reporting.golden_documents import a_quarter_of_all_kinds
from tests.reporting.ranking_reports import CITIES, DIGEST, MADE_AT, annual_report, figure, quarterly_report

PREVIOUS = {
    "520100": 1,
    "520200": 5,
    "520300": 2,
    "520400": 4,
    "520500": 9,
    "520600": 6,
    "522300": 7,
    "522700": 3,
}


def written(report: RankingReport) -> BytesIO:
    target = BytesIO()
    write_ranking_workbook(report, target)
    target.seek(0)
    return target


def sheet_of(report: RankingReport, name: str = terms.RANKING_SHEET) -> Any:
    return load_workbook(written(report))[name]


def lines_of(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def texts_of(sheet: Any) -> list[str]:
    return [value for line in lines_of(sheet) for value in line if isinstance(value, str)]


def test_the_sheets_are_ranking_data_calculation_and_notes() -> None:
    book = load_workbook(written(quarterly_report()))
    assert book.sheetnames == ["排名表", "数据表", "图表", "计算过程", "方法与口径"]


def test_units_stand_in_rank_order_with_score_place_and_parts() -> None:
    """贵阳 98.07 and 安顺: level ln 9870 between ln 3980 and ln 1825340 gives 65.93, best growth 100, so 86.37."""
    lines = lines_of(sheet_of(quarterly_report()))
    assert lines[4][:6] == [1, "贵阳市", 98.07, 1, "--", terms.FIRST_ASSESSMENT]
    assert lines[4][6:9] == pytest.approx([100, 96.788415, 182.534])
    assert [line[1] for line in lines[4:13]][:3] == ["贵阳市", "安顺市", "黔南布依族苗族自治州"]
    assert [line[3] for line in lines[4:13]] == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert lines[5][2] == 86.37


def test_the_data_sheet_keeps_the_order_of_administrative_divisions() -> None:
    lines = lines_of(sheet_of(quarterly_report(), terms.DATA_SHEET))
    assert [line[1] for line in lines[3:12]] == list(CITIES.values())
    assert lines[3][2:4] == [1825340, 1402115]


def test_movement_against_the_previous_period_is_shown_by_arrows_and_newcomers_are_named() -> None:
    lines = lines_of(sheet_of(quarterly_report(previous_ranks=PREVIOUS)))
    moved = {line[1]: (line[4], line[5]) for line in lines[4:13]}
    assert moved["安顺市"] == (4, "↑2")
    assert moved["遵义市"] == (2, "↓2")
    assert moved["贵阳市"] == (1, "—")
    assert moved["黔东南苗族侗族自治州"] == ("--", "新")


def test_equal_scores_share_a_place_and_the_next_place_is_skipped() -> None:
    lines = lines_of(sheet_of(situations.ties()))
    places = [line[3] for line in lines[4:9]]
    assert sorted(places) in ([1, 2, 2, 4, 5], [1, 2, 3, 3, 5])
    assert any("得分相同的，位次并列" in text for text in texts_of(sheet_of(situations.ties())))


def test_a_missing_figure_is_a_word_and_the_borrowed_score_is_footnoted() -> None:
    sheet = sheet_of(situations.missing_floor())
    line = next(line for line in lines_of(sheet) if str(line[1]).startswith("毕节市"))
    assert line[1] == "毕节市①"
    assert line[9] == "暂无数据"
    assert line[7] == 60
    assert any(text.strip().startswith("①“增速”暂无数据") for text in texts_of(sheet))


def test_a_rate_on_a_bad_base_is_not_printed_though_its_change_is_scored() -> None:
    sheet = sheet_of(situations.growth_rule("increment"))
    line = next(line for line in lines_of(sheet) if str(line[1]).startswith("安顺市"))
    assert line[9] == "--"
    assert any("上年同期120低于下限500，不计算“增速”，增减额9,750" in text for text in texts_of(sheet))


def test_a_rate_on_a_base_below_the_floor_is_not_printed_where_the_lowest_score_is_lent_for_it() -> None:
    report = a_quarter_of_all_kinds()
    [ranked] = [line for line in lines_of(sheet_of(report)) if str(line[1]).startswith("铜仁市")]
    # 471 against 420: 0.0471 亿元, no rate below 500.
    assert ranked[-2:] == [0.0471, terms.NOTHING_TO_COMPUTE]
    [listed] = [line for line in lines_of(sheet_of(report, terms.DATA_SHEET)) if str(line[1]).startswith("铜仁市")]
    assert listed[2:5] == [471, 420, terms.NOTHING_TO_COMPUTE]


def test_a_weight_spread_over_what_is_there_is_said_with_the_name_of_what_is_not() -> None:
    texts = texts_of(sheet_of(situations.weights_anew()))
    assert any("“软件业务收入”缺少“增速”，按有数据的下级重新归一权重" in text for text in texts)


def test_footnotes_of_the_caller_get_one_number_for_one_text() -> None:
    late = {"520400": ("一季度迟报1次",), "520600": ("一季度迟报1次", "单位变更")}
    names = [line[1] for line in lines_of(sheet_of(quarterly_report(footnotes=late)))[4:13]]
    assert "安顺市①" in names
    assert "铜仁市①②" in names


def test_an_indicator_without_differences_is_said_to_be_neutral() -> None:
    texts = texts_of(sheet_of(situations.constant_column()))
    assert any("“从业人员”各市（州）无差别" in text for text in texts)


def test_each_group_has_a_ranking_of_its_own() -> None:
    book = load_workbook(written(situations.two_groups()))
    assert book.sheetnames[:3] == ["排名总表", "排名表·第一类", "排名表·第二类"]
    assert book["排名表·第一类"]["A1"].value.endswith("（第一类）")
    assert [line[1] for line in lines_of(book["排名表·第二类"])[4:7]] == ["遵义市", "安顺市", "毕节市"]


def test_the_table_of_all_groups_lists_them_one_after_another_each_in_its_own_order() -> None:
    lines = lines_of(load_workbook(written(situations.two_groups()))["排名总表"])[4:11]
    assert [line[0] for line in lines] == ["第一类（2个）", 1, 2, "第二类（3个）", 1, 2, 3]
    assert [line[1] for line in lines if line[1]] == ["贵阳市", "六盘水市", "遵义市", "安顺市", "毕节市"]
    assert [line[3] for line in lines if line[3]] == [1, 2, 1, 2, 3]


def test_each_group_has_a_mean_of_its_own_and_all_together_that_of_the_province() -> None:
    """No mean over groups: their scores are taken from bounds of their own."""
    report = situations.two_groups()
    rows = mean_rows(report.evaluation, period=report.period)
    assert [(row.label, row.group) for row in rows] == [("本组平均", "第一类"), ("本组平均", "第二类")]
    book = load_workbook(written(replace(report, summary=rows)))
    totals = {name: [line[2] for line in lines_of(book[name]) if line[0] == "本组平均"] for name in book.sheetnames[:3]}
    assert {name: len(found) for name, found in totals.items()} == {
        "排名总表": 0, "排名表·第一类": 1, "排名表·第二类": 1,
    }  # fmt: skip
    [province] = mean_rows(quarterly_report().evaluation, period="2021c03")
    assert (province.label, province.group) == ("全省平均", None)


def test_sheet_names_stay_legal_distinct_and_short() -> None:
    names = sheet_names(("a/b", "a:b", "x" * 40, "x" * 41, "", "'"))
    assert len({name.lower() for name in names}) == 6
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)


def test_summary_rows_keep_scores_and_figures_apart() -> None:
    summary = SummaryRow("全省合计", figures={"level": figure("20000")}, scores={"TOTAL": figure("80.125")})
    lines = lines_of(sheet_of(quarterly_report(summary=(summary,))))
    row = next(line for line in lines if line[0] == "全省合计")
    assert (row[2], row[6], row[8]) == (80.125, None, 2)


def test_the_page_is_a4_landscape_one_page_wide_with_repeated_heads() -> None:
    for name in (terms.RANKING_SHEET, terms.DATA_SHEET, terms.CALCULATION_SHEET, terms.NOTES_SHEET):
        sheet = sheet_of(quarterly_report(), name)
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        setup = sheet.page_setup
        # One page wide; the long one as high as it needs, the others shrunk to one page where a few lines run over.
        pages_high = 0 if name == terms.CALCULATION_SHEET else None
        assert (setup.fitToWidth, setup.fitToHeight) == (None, pages_high)
        margins = sheet.page_margins
        assert all(
            1.5 <= side * 2.54 <= 2 + 1e-9 for side in (margins.left, margins.right, margins.top, margins.bottom)
        )
        assert "&P" in sheet.oddFooter.center.text
        assert DIGEST in sheet.oddFooter.right.text
        assert sheet.protection.sheet
    sheet = sheet_of(quarterly_report())
    assert sheet.print_title_rows == "$1:$4"
    assert sheet.freeze_panes == "C5"
    assert sheet["A1"].font.name == "方正小标宋简体"
    assert 18 <= sheet["A1"].font.size <= 20


def test_the_ranking_is_numbers_with_separators_and_no_formulas() -> None:
    for report in (quarterly_report(), annual_report()):
        sheet = sheet_of(report)
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f"]
        assert sheet["C5"].number_format == "#,##0.00"
        assert sheet["C5"].alignment.horizontal == "right"


def test_only_input_cells_of_the_calculation_may_be_changed() -> None:
    sheet = sheet_of(quarterly_report(), terms.CALCULATION_SHEET)
    open_cells = [cell for row in sheet.iter_rows() for cell in row if not cell.protection.locked]
    numbers = [cell.value for cell in open_cells if isinstance(cell.value, (int, float))]
    assert len(numbers) == 18
    assert {1825340, 9875} <= set(numbers)


def test_names_that_look_like_formulas_or_links_stay_text() -> None:
    book = load_workbook(written(situations.hostile_names()))
    for name in book.sheetnames[:3]:
        hostile = [
            c
            for row in book[name].iter_rows()
            for c in row
            if str(c.value).startswith(("=1+1", "+cmd", "http", "@SUM"))
        ]
        assert hostile
        assert {cell.data_type for cell in hostile} == {"s"}
        assert not [cell for cell in hostile if cell.hyperlink]


def test_demo_data_is_marked_in_every_title_and_across_every_sheet() -> None:
    target = written(quarterly_report(demo=True))
    book = load_workbook(target)
    assert all("（演示数据）" in book[name]["A1"].value for name in book.sheetnames)
    with ZipFile(target) as parts:
        drawings = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/drawings/drawing")]
    assert len(drawings) == len(book.sheetnames)
    assert all("演示数据" in drawing and 'rot="-1500000"' in drawing and "<a:alpha" in drawing for drawing in drawings)


def test_an_unpublished_copy_carries_the_reader_and_the_time() -> None:
    report = quarterly_report(copy_for=UnpublishedCopy("张三", MADE_AT))
    with ZipFile(written(report)) as parts:
        assert "未印发 张三 2021-04-25 10:00" in parts.read("xl/drawings/drawing1.xml").decode()


def test_whoever_takes_the_marks_off_leaves_the_reader_in_the_file() -> None:
    report = quarterly_report(copy_for=UnpublishedCopy("张三", MADE_AT))
    [kept] = load_workbook(written(report)).custom_doc_props.props
    assert (kept.name, kept.value.partition("T")[0]) == ("未印发", "张三 2021-04-25")
    assert not load_workbook(written(quarterly_report())).custom_doc_props.props


def test_an_issued_report_on_real_data_carries_no_mark() -> None:
    with ZipFile(written(quarterly_report())) as parts:
        drawings = [parts.read(name) for name in parts.namelist() if "drawing" in name]
    assert not [drawing for drawing in drawings if b"watermark" in drawing]


def test_the_run_can_be_recognised_by_its_digest_and_check_code() -> None:
    report = quarterly_report()
    assert DIGEST in texts_of(sheet_of(report, terms.NOTES_SHEET))
    assert any("校验码：3f2a-91c0" in text for text in texts_of(sheet_of(report)))
    assert any("黔发改数字〔2021〕00号" in text for text in texts_of(sheet_of(report, terms.NOTES_SHEET)))


def test_the_official_notes_stand_under_the_table() -> None:
    texts = texts_of(sheet_of(quarterly_report()))
    for words in (
        "数据来源：各市（州）软件和信息技术服务业统计报表",
        "从高到低排列",
        "部分合计数或相对数因单位取舍不同而产生的计算误差，均未作机械调整",
        "制表时间：2021年4月25日 10:00",
        "首次考核，不列位次变化",
    ):
        assert any(words in text for text in texts), words


@pytest.mark.parametrize("name", ["地市", "名次", "归一化", "增速 %", "None", "Decimal"])
def test_words_that_officials_do_not_use_do_not_occur(name: str) -> None:
    for report in (quarterly_report(), annual_report(), situations.missing_floor()):
        book = load_workbook(written(report))
        assert not [text for sheet in book for text in texts_of(sheet) if name in text]
