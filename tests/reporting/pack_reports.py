"""Reports of a city by hand: nine cities, six indicators, long names of enterprises, a correction."""

from dataclasses import replace
from decimal import Decimal

from reporting.pack_report import (
    CityReport,
    PackColumn,
    PackFigure,
    PackGone,
    PackGrowth,
    PackIndicator,
    PackPlace,
    PackPull,
    PackTrend,
)

D = Decimal
NAMES = ("贵阳市", "六盘水市", "遵义市", "安顺市", "毕节市", "铜仁市", "黔西南州", "黔东南州", "黔南州")
LONG_NAME = "黔东南苗族侗族自治州示例软件技术有限公司"
SCORES = ("96.20", "88.15", "85.40", "85.40", "80.00", "78.25", "77.10", "70.05", None)
RANKS = (1, 2, 3, 3, 5, 6, 7, 8, None)
PREVIOUS = (1, 3, 5, 2, 4, 6, 8, 7, 9)
CHANGES = ("—", "↑1", "↑2", "↓1", "↓1", "—", "↑1", "↓1", "--")


def a_city_report() -> CityReport:
    """遵义市 in third place together with 安顺市, two places up; 85.40 = 30.25 + 22.10 + 12 + 9.05 + 7 + 5."""
    return CityReport(
        title="遵义市2022年上半年软件业务收入考核结果反馈",
        period="2022c06",
        period_name="2022年上半年",
        kind="quarterly",
        unit="520300",
        name="遵义市",
        group="",
        maker="贵州省发展和改革委员会",
        issue_number="黔发改数字〔2022〕12号",
        issued_on="2022年7月25日",
        correction_number="",
        correction_reason="",
        version=1,
        demo=False,
        first=False,
        veiled=False,
        scheme_title="2022年季度考核方案（第1版）",
        ranking_rule="本表按综合得分从高到低排列，得分相同的，位次并列",
        check_code="9f3a-72c1",
        result_digest="9f3a72c1" * 8,
        columns=(PackColumn("软件业务收入", "万元"), PackColumn("软件业务收入增速", "%")),
        places=tuple(_place(number) for number in range(9)),
        indicators=_indicators(),
        change=D("3.35"),
        growth=a_growth(),
        trend=tuple(
            PackTrend(period, name, D(rank), 9)
            for period, name, rank in (
                ("2021c09", "2021年前三季度", 6),
                ("2021c12", "2021年全年", 4),
                ("2022c03", "2022年一季度", 5),
                ("2022c06", "2022年上半年", 3),
            )
        ),
        footnotes=("遵义市报表迟报",),
        notes=("软件业务收入为累计数。", "贵安新区单列，排名时计入贵阳市。"),
    )


def a_corrected_report() -> CityReport:
    return replace(
        a_city_report(),
        version=2,
        correction_number="黔发改数字〔2022〕15号",
        correction_reason="更正遵义市上半年数据。",
    )


def a_first_report() -> CityReport:
    """首次考核: no movement, no change, one point of the curve."""
    report = a_city_report()
    places = tuple(replace(place, previous=None, change="—（首次考核）") for place in report.places)
    indicators = tuple(replace(one, change=None) for one in report.indicators)
    return replace(
        report, first=True, change=None, places=places, indicators=indicators, trend=report.trend[-1:], growth=None
    )


def a_growth() -> PackGrowth:
    """12.34 = 9.87 + 6.54 + 1.00 − 4.32 − 2.10 of enterprises + 1.35 of the rest."""
    lines = (
        (f"{LONG_NAME}甲", "continuing", "9.87"),
        (f"{LONG_NAME}乙", "new", "6.54"),
        (f"{LONG_NAME}丙", "moved_in", "1.00"),
        (f"{LONG_NAME}丁", "continuing", "-2.10"),
        (f"{LONG_NAME}戊", "continuing", "-4.32"),
        ("其他（名录外、未报数及差额）", "rest", "1.35"),
    )
    return PackGrowth(
        points=D("12.34"),
        word="",
        lines=tuple(
            PackPull(name, "" if kind == "rest" else f"91520300MA9{number:07d}", kind, D(points))
            for number, (name, kind, points) in enumerate(lines, 1)
        ),
        subtotals=tuple(
            PackPull(name, "", kind, D(points))
            for name, kind, points in (
                ("存量企业", "continuing", "3.45"),
                ("新增", "new", "6.54"),
                ("迁入", "moved_in", "1.00"),
                ("其他", "rest", "1.35"),
            )
        ),
        gone=(PackGone(f"{LONG_NAME}己", "91520300MA90000009", "注销"),),
        listed=6,
        missing=1,
    )


def _place(number: int) -> PackPlace:
    score, rank = SCORES[number], RANKS[number]
    word = "暂无数据" if score is None else ""
    figure = PackFigure(None, 2, word) if score is None else PackFigure(D(9000 - 800 * number), 2)
    rate = PackFigure(None, 1, word) if score is None else PackFigure(D("12.3") - 4 * number, 1)
    return PackPlace(
        unit="520300" if number == 2 else f"5209{number:02d}",
        name=NAMES[number],
        group="",
        score=PackFigure(None if score is None else D(score), 2, word),
        rank=None if rank is None else D(rank),
        previous=D(PREVIOUS[number]),
        change=CHANGES[number],
        figures=(figure, rate),
    )


def _indicators() -> tuple[PackIndicator, ...]:
    rows = (
        ("绝对值", "30", "7400.00", "85.00", "70.10", "14.90", "30.25", "1.10"),
        ("增速", "25", "4.3", "88.40", "80.05", "8.35", "22.10", "2.75"),
        ("软件产品收入占比", "15", "33.21", "80.00", "78.00", "2.00", "12.00", "-0.20"),
        ("信息技术服务收入占比", "12", "50.02", "75.42", "76.00", "-0.58", "9.05", "0.00"),
        ("嵌入式系统软件收入增速", "10", "-6.0", "70.00", "81.25", "-11.25", "7.00", "-0.50"),
        ("报送质量", "8", "2", "62.50", "90.00", "-27.50", "5.00", "0.20"),
    )
    return tuple(
        PackIndicator(
            name=name,
            theme="软件业务收入",
            weight=D(weight),
            figure=PackFigure(D(figure), 2),
            unit="%",
            score=D(score),
            mean=D(mean),
            ahead=D(ahead),
            points=D(points),
            change=D(change),
        )
        for name, weight, figure, score, mean, ahead, points, change in rows
    )
