"""Sentences of the bulletin: worked by hand for ties, falls, gaps and newcomers; 100 periods against their tables."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from assessment.methodology.figures import Condition, Figure
from reporting.bulletin.annex_parts import AnnexTable
from reporting.bulletin.annexes import annexes_of
from reporting.bulletin.claims import Known, Mismatch, Trouble, mismatches
from reporting.bulletin.texts import KEYS, generated_texts, titled
from reporting.ranking_report import RankingReport, SummaryRow
from tests.reporting.bulletin_situations import drawn_periods, with_points, with_revenue
from tests.reporting.ranking_reports import figure

PERIODS = 100


def text(report: RankingReport, key: str) -> str:
    return generated_texts(report)[key]


def wrong(report: RankingReport, key: str, edited: str) -> list[Mismatch]:
    known = Known.of(annexes_of(report), period=report.period_name)
    return mismatches(key, edited, generated=text(report, key), known=known)


def test_the_first_and_the_last_three_are_named_with_place_and_score() -> None:
    report = with_points("90", "80.5", "70", "60", "50", "40.125", "30")
    assert text(report, "top") == (
        "综合得分居前3位的市（州）依次是：贵阳市（第1位，90.00分）、六盘水市（第2位，80.50分）、遵义市（第3位，70.00分）。"
    )
    # 40.125 is printed 40.13, half up.
    assert text(report, "bottom") == (
        "综合得分居后3位的市（州）从后往前依次是："
        "黔西南布依族苗族自治州（第7位，30.00分）、铜仁市（第6位，40.13分）、毕节市（第5位，50.00分）。"
    )


def test_equal_scores_share_a_place_and_are_all_named() -> None:
    report = with_points("90", "80", "70", "70", "50")
    assert "遵义市、安顺市（并列第3位，70.00分）。" in text(report, "top")
    assert text(report, "top").startswith("综合得分居前4位的市（州）依次是：")
    assert text(report, "bottom") == "综合得分居后1位的市（州）从后往前依次是：毕节市（第5位，50.00分）。"


def test_where_all_are_equal_nobody_is_first_or_last() -> None:
    report = with_points("75", "75", "75")
    assert text(report, "top") == "各市（州）综合得分均为75.00分，位次并列第1位。"
    assert text(report, "bottom") == text(report, "drivers") == ""


def test_a_city_without_a_score_has_no_place_and_is_told_apart() -> None:
    report = with_points("90", None, "70")
    assert text(report, "top").endswith("遵义市（第2位，70.00分）。六盘水市暂无综合得分，不列位次。")
    assert "各市（州）均暂无综合得分，不列位次。" in text(with_points(None, None), "top")


def test_the_first_assessment_has_no_movement() -> None:
    assert text(with_points("90", "80"), "movement") == "本期为首次考核，不列位次变化。"


def test_who_rose_fell_stayed_came_and_went() -> None:
    before = {"520100": 1, "520200": 4, "520300": 2, "520500": 3}
    report = with_points("90", "80", "70", "60", None, before=before)
    assert text(report, "movement") == (
        "与上期相比，位次上升的有1个：六盘水市（上升2位，由第4位升至第2位）；"
        "位次下降的有1个：遵义市（下降1位，由第2位降至第3位）；位次不变的有1个：贵阳市（第1位）；"
        "上期无位次、本期新列入的有1个：安顺市（第4位）；上期有位次、本期暂无位次的有1个：毕节市。"
    )
    unmoved = with_points("90", "80", before={"520100": 1, "520200": 2})
    assert text(unmoved, "movement") == "与上期相比，各市（州）位次均未变化。"


def test_falls_are_told_without_a_minus_and_no_rate_is_reckoned_on_a_bad_base() -> None:
    report = with_revenue(
        {
            "520100": ("15000", "10000"),
            "520200": ("9000", "10000"),
            "520300": ("10000", "10000"),
            "520400": ("900", "0"),
        }
    )
    assert text(report, "growth") == (
        "软件业务收入增速从高到低依次是：贵阳市（增长50.0%）、遵义市（持平）、六盘水市（下降10.0%）；"
        "安顺市基数为零、为负或低于规定下限，不计算增速。"
    )


def test_a_city_without_figures_is_told_and_all_growing_is_told() -> None:
    missing = with_revenue({"520100": ("15000", "10000"), "520200": ("12000", None)})
    assert text(missing, "growth").endswith("贵阳市（增长50.0%）；六盘水市暂无数据。")
    growing = with_revenue({"520100": ("15000", "10000"), "520200": ("12000", "10000")})
    assert text(growing, "growth").endswith("六盘水市（增长20.0%）；各市（州）均为正增长。")
    falling = with_revenue({"520100": ("9000", "10000"), "520200": ("8000", "10000")})
    assert text(falling, "growth").endswith("；各市（州）均为下降。")


def test_the_province_is_told_by_its_total_and_the_growth_of_it() -> None:
    summary = (SummaryRow("全省合计", figures={"level": figure("5180000"), "growth": figure("-2.25")}),)
    report = with_revenue({"520100": ("15000", "10000"), "520200": ("9000", "10000")}, summary=summary)
    # −2.25 is printed −2.3, half away from zero.
    assert text(report, "province") == "2021年一季度，全省软件业务收入518.00亿元，同比下降2.3%。"
    absent = (SummaryRow("全省合计", figures={"level": figure(None)}),)
    report = with_revenue({"520100": ("15000", "10000")}, summary=absent)
    assert text(report, "province") == "2021年一季度，全省软件业务收入暂无数据。"


def test_what_lifts_the_first_and_holds_back_the_last_is_the_gap_to_the_mean_times_the_weight() -> None:
    report = with_revenue({"520100": ("20000", "10000"), "520200": ("9000", "10000")})
    # Both indicators give 100 and 60, mean 80: the growth weighs 60 of 100 and drives both ends.
    assert text(report, "drivers") == (
        "从分项看，贵阳市主要由“增速”拉动，该项得分100.00分（全省平均80.00分）；"
        "六盘水市主要受“增速”影响，该项得分60.00分（全省平均80.00分）。"
    )


def test_the_leaders_page_has_three_sentences() -> None:
    summary = (SummaryRow("全省合计", figures={"level": figure("5180000"), "growth": figure("25.2")}),)
    report = with_revenue({"520100": ("15000", "10000"), "520200": ("9000", "10000")}, summary=summary)
    sentences = [text(report, key) for key in ("leaders_province", "leaders_places", "leaders_moves")]
    assert [sentence.count("。") for sentence in sentences] == [1, 1, 1]
    assert "最高的是贵阳市（增长50.0%），最低的是六盘水市（下降10.0%）" in sentences[2]
    moved = with_points("90", "80", "70", before={"520100": 2, "520200": 1, "520300": 3})
    assert (
        text(moved, "leaders_moves") == "与上期相比，上升最多的是贵阳市（上升1位），下降最多的是六盘水市（下降1位）。"
    )


def test_demonstrations_say_so_in_every_title() -> None:
    report = with_points("90", "80", demo=True)
    assert titled(report, "关于{title}的通报").endswith("的通报（演示数据）")
    assert all(table.title.endswith("（演示数据）") for annex in annexes_of(report) for table in annex.tables)


def test_one_hundred_periods_agree_with_their_tables() -> None:
    """Read back by a reader of its own: every 名称（第n位，s分） and 名称（增长x%） is a row of the annexes."""
    read = 0
    for report in drawn_periods(PERIODS):
        tables = [table for annex in annexes_of(report) for table in annex.tables]
        scores, rates = cells(tables, "综合得分", "位次"), cells(tables, "软件业务收入增速\n（%）")
        texts = generated_texts(report)
        for key in ("top", "bottom", "leaders_places"):
            for names, place, score in re.findall(
                r"([^：；，。）]*?)（(?:并列)?第([0-9.]+)位，([0-9.,]+)分）", texts[key]
            ):
                for name in owners(names, scores):
                    assert scores[name] == (score, place), (report.period, key, name)
                    read += 1
        for names, direction, rate in re.findall(r"([^：；，。）]*?)（(增长|下降)([0-9.,]+)%）", texts["growth"]):
            for name in owners(names, rates):
                assert rates[name] == ((f"−{rate}" if direction == "下降" else rate),), (report.period, name)
                read += 1
        for key in KEYS:
            assert wrong(report, key, texts[key]) == [], (report.period, key)
    assert read > 1_000


def cells(tables: list[AnnexTable], *heads: str) -> dict[str, tuple[str, ...]]:
    """The texts under these heads by the name in the row, of the tables that have them all."""
    found = {}
    for table in tables:
        at = [[column.head for column in table.columns].index(head) for head in heads if any(
            column.head == head for column in table.columns)]  # fmt: skip
        if len(at) == len(heads):
            found.update(
                {owner: tuple(row[one] for one in at) for owner, row in zip(table.owners, table.rows, strict=True)}
            )
    return found


def owners(text: str, known: dict[str, tuple[str, ...]]) -> list[str]:
    """The names at the end of what stands before the bracket."""
    names = [name for name in re.split("、", re.sub(r"^.*(?:是|依次是)", "", text)) if name]
    assert names, text
    assert all(name in known for name in names), text
    return names


EDITS = [
    ("top", "90.00分", "91.00分"),
    ("top", "第1位", "第2位"),
    (
        "top",
        "贵阳市（第1位，90.00分）、六盘水市（第2位，80.50分）",
        "六盘水市（第2位，80.50分）、贵阳市（第1位，90.00分）",
    ),
    ("top", "居前3位", "居前4位"),
    ("bottom", "30.00分", "30.00"),
    ("movement", "上升1位", "上升2位"),
    ("movement", "上升1位", "下降1位"),
    ("movement", "由第2位升至第1位", "由第1位升至第2位"),
    ("leaders_places", "最高的是贵阳市", "最高的是遵义市"),
    ("opening", "2021年一季度", "2020年上半年"),
    ("demands", "各市（州）要", "贵阳市得分99.00分，各市（州）要"),
    ("demands", "各市（州）要", "力争全年增长20%，各市（州）要"),
    ("demands", "各市（州）要", "力争全年增长百分之二十，各市（州）要"),
    ("demands", "各市（州）要", "12个县进度滞后，各市（州）要"),
    ("demands", "各市（州）要", "居后8位的要说明原因，各市（州）要"),
    ("demands", "各市（州）要", "占GDP5.3%，各市（州）要"),
    ("memo_request", "妥否", "另需经费3,000.00万元。妥否"),
]


@pytest.mark.parametrize(("key", "old", "new"), EDITS)
def test_an_edited_number_that_is_not_in_the_annexes_is_found(key: str, old: str, new: str) -> None:
    report = with_points("90", "80.5", "70", "60", "50", "40", "30", before={"520100": 2, "520200": 1, "520300": 3})
    edited = text(report, key).replace(old, new)
    assert edited != text(report, key)
    assert wrong(report, key, edited)


HARMLESS = [
    ("top", "综合得分居前3位的市（州）依次是：", "从综合得分看，居前3位的依次为："),
    ("top", "贵阳市（第1位，90.00分）", "贵阳市综合得分90分，列第一位"),
    ("demands", "各市（州）要", "2021年5月10日前、5—6月分别报送，3个工作日内、5月底前办结，"),
    ("demands", "各市（州）要", "“十四五”期间按GB/T 9704—2012、《2021年工作要点》和黔府办发〔2021〕12号附件1—4办理，"),
    ("demands", "各市（州）要", "第3季度完成第2批5G和工业4.0项目，联系电话：0851-86891234，9:30前报送，"),
    ("demands", "各市（州）要", "2020—2022年，7个市（州）都要抓落实，居后3位的要说明原因，"),
    ("demands", "各市（州）要", "有的市（州）得分仅30.00分，"),
    ("opening", "（黔发改数字〔2021〕00号）", "（黔发改数字〔2021〕00号、黔府办发〔2020〕18号）"),
    ("movement", "与上期相比", "1. 与上期相比"),
]


@pytest.mark.parametrize(("key", "old", "new"), HARMLESS)
def test_words_may_change_as_long_as_the_numbers_stand(key: str, old: str, new: str) -> None:
    report = with_points("90", "80.5", "70", "60", "50", "40", "30", before={"520100": 2, "520200": 1, "520300": 3})
    edited = text(report, key).replace(old, new)
    assert edited != text(report, key)
    assert wrong(report, key, edited) == []


def test_a_flag_names_whose_number_it_would_be() -> None:
    report = with_points("90", "80.5", "70")
    [found] = wrong(report, "demands", "六盘水市综合得分为81分。")
    assert found == Mismatch("综合得分为81分", "六盘水市", Trouble.NOT_IN_TABLES)


def test_a_number_that_is_nobodys_may_stay_as_a_quotation_but_a_score_may_not() -> None:
    report = with_points("90", "80.5", "70")
    known = Known.of(annexes_of(report), period=report.period_name)
    edited = "力争全省收入增长20%，县级达标12个，六盘水市综合得分为81分。"

    def left(*quoted: str) -> list[Mismatch]:
        return mismatches("demands", edited, generated="", known=known, quoted=quoted)

    named = [("收入增长20%", True), ("县级达标12个", True), ("综合得分为81分", False)]
    assert [(one.quoted, one.quotable) for one in left()] == named
    assert [one.trouble for one in left()] == [Trouble.NOT_IN_TABLES, Trouble.NOBODYS, Trouble.NOT_IN_TABLES]
    assert [one.quoted for one in left("收入增长20%", "县级达标12个", "综合得分为81分")] == ["综合得分为81分"]


def test_a_number_that_equals_share_names_them() -> None:
    """70.00 is the score of two cities: which of them, the text has to say."""
    report = with_points("90", "70", "70")
    assert wrong(report, "demands", "有的市（州）得分仅70.00分。")
    assert wrong(report, "demands", "六盘水市、遵义市得分仅70.00分。") == []


def test_a_fall_written_as_growth_is_found() -> None:
    report = with_revenue({"520100": ("15000", "10000"), "520200": ("9000", "10000")})
    assert wrong(report, "growth", text(report, "growth").replace("下降10.0%", "增长10.0%"))
    assert not wrong(report, "growth", "六盘水市同比下降10.0%，贵阳市同比增长50.0%。")
    assert Decimal("-10.0") in {claim for _, _, _, claim in Known.of(annexes_of(report), period="").values}


def test_what_is_withheld_on_issue_is_withheld_in_the_bulletin() -> None:
    report = with_revenue({"520100": ("15000", "10000"), "520200": ("9000", "10000")}, veiled=frozenset({"520100"}))
    hidden = {"level": Figure(Condition.SUPPRESSED), "growth": Figure(Condition.SUPPRESSED)}
    rows = tuple(replace(row, values=hidden) if row.unit == "520100" else row for row in report.evaluation.rows)
    report = replace(report, evaluation=replace(report.evaluation, rows=rows))
    assert text(report, "growth") == "软件业务收入增速：贵阳市的数据不予公开，不列各市（州）先后。"
    assert text(report, "drivers") == ""
    assert "增速" not in text(report, "leaders_moves")
    [scores, indicators, growth, _] = annexes_of(report)
    # The total and the place stay; nothing below the total, no mean and no order that would tell of it.
    assert scores.tables[0].rows[0][1:] == ("贵阳市", "100.00", "1", "--", "—（首次考核）", "×", "×")
    assert scores.tables[0].rows[-1] == ("", "全省平均", "80.00", "", "", "", "", "")
    assert indicators.tables[0].rows[0] == ("贵阳市", "×", "×", "--", "×", "×", "--")
    assert growth.tables[0].rows[0][-2:] == ("×", "--")
    assert indicators.tables[0].rows[1][3] == "--"
