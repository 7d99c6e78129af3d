"""The fixed Chinese of the bulletin package. Sentences are templates: a name or a number stands in braces."""

from types import MappingProxyType
from typing import Final

PROVINCE, MEAN, GROUP_MEAN = "全省", "全省平均", "本组平均"
TOTAL_ROW: Final = "全省合计"
DEMO: Final = "（演示数据）"
MARK_DEMO, MARK_UNISSUED = "演示数据", "未印发"

BULLETIN_TITLE: Final = "关于{title}的通报"
MEMO_TITLE: Final = "关于呈批{title}通报的签报"
LEADERS_TITLE: Final = "{title}情况"
DRAFT_MARK: Final = "（代拟稿）"
RECIPIENTS: Final = "各市、自治州人民政府："
MEMO_RECIPIENTS: Final = "委领导："
MEMO_HEADINGS: Final = ("一、考核情况", "二、考核结果", "三、有关建议")
BULLETIN_HEADINGS: Final = ("一、总体情况", "二、位次情况", "三、工作要求")
MEMO_PUBLICITY: Final = "建议公开属性：{publicity}。"
MEMO_BULLETIN: Final = "{title}（代拟稿）"
LEADERS_TABLE: Final = "综合得分和位次"
LONGEST_TITLE_LINE: Final = 20
BREAK_AFTER: Final = "市（州）"
MADE: Final = ("经办人：{name}", "制表时间：{at}", "校验码：{code}")
DAY_TO_FILL: Final = "{year}年　月　日"
SUBJECT_END: Final = "排名"
MAKER_IN_TEXT: Final = "我委"

UNDER_RULES: Final = "根据《{rules}》（{number}），"
UNDER_RULES_WITHOUT_NUMBER: Final = "根据《{rules}》，"
UNDER_THE_RULES: Final = "根据考核办法，"
OPENING: Final = "{rules}我委组织开展了{subject}。现将有关情况通报如下："
MEMO_OPENING: Final = "{rules}我委组织开展了{subject}，经数据审核、反馈核对和测算，形成考核结果，并代拟了通报。"
MEMO_REQUEST: Final = "建议将考核结果通报各市、自治州人民政府，并抄送有关部门。妥否，请批示。"
DEMANDS: Final = (
    "各市（州）要对照考核结果查找差距，巩固优势指标，补齐短板弱项；要严格执行统计制度，确保数据真实、准确、完整、及时。"
)

FIGURE: Final = "{label}{value}{unit}"
FIGURE_MISSING: Final = "{label}{condition}"
PROVINCE_SENTENCE: Final = "{period}，全省{figures}。"
COMPARED, NOMINAL = "同比", "名义"
ROSE, FELL, LEVEL = "增长{value}%", "下降{value}%", "持平"
GROWTH_END: Final = "增速"

ALL_EQUAL: Final = "{group}各市（州）综合得分均为{score}分，位次并列第{place}位。"
TOP: Final = "{group}综合得分居前{count}位的市（州）依次是：{units}。"
BOTTOM: Final = "{group}综合得分居后{count}位的市（州）从后往前依次是：{units}。"
PLACED: Final = "{names}（第{place}位，{score}分）"
PLACED_TOGETHER: Final = "{names}（并列第{place}位，{score}分）"
NONE_PLACED: Final = "{group}各市（州）均暂无综合得分，不列位次。"
WITHOUT_PLACE: Final = "{names}暂无综合得分，不列位次。"
GROUP: Final = "{group}："

FIRST_ASSESSMENT: Final = "本期为首次考核，不列位次变化。"
UNCHANGED_ALL: Final = "{group}与上期相比，各市（州）位次均未变化。"
MOVED: Final = "{group}与上期相比，{parts}。"
RISEN: Final = "位次上升的有{count}个：{units}"
FALLEN: Final = "位次下降的有{count}个：{units}"
STAYED: Final = "位次不变的有{count}个：{units}"
NEWCOMERS: Final = "上期无位次、本期新列入的有{count}个：{units}"
WENT: Final = "上期有位次、本期暂无位次的有{count}个：{units}"
UP_FROM: Final = "{name}（上升{steps}位，由第{before}位升至第{now}位）"
DOWN_FROM: Final = "{name}（下降{steps}位，由第{before}位降至第{now}位）"
STAYED_AT: Final = "{name}（第{now}位）"

FASTEST: Final = "{group}{label}居前{count}位的市（州）依次是：{units}"
ALL_GROWTH: Final = "{group}{label}从高到低依次是：{units}"
GROWING: Final = "{names}（{growth}）"
ALL_ROSE: Final = "各市（州）均为正增长"
FALLS: Final = "下降的有{count}个，降幅从大到小依次是：{units}"
ONE_FALL: Final = "下降的有1个：{units}"
ALL_FELL: Final = "各市（州）均为下降"
NOT_RECKONED: Final = "{names}基数为零、为负或低于规定下限，不计算增速"
WITHHELD: Final = "{group}{label}：{names}的数据不予公开，不列各市（州）先后。"
NO_FIGURE: Final = "{names}暂无数据"

DRIVEN: Final = "{group}从分项看，{parts}。"
LED_BY: Final = "{name}主要由“{indicator}”拉动，该项得分{score}分（{mean}{average}分）"
HELD_BACK_BY: Final = "{name}主要受“{indicator}”影响，该项得分{score}分（{mean}{average}分）"

LEADERS_PLACES: Final = "综合得分最高的是{best}，最低的是{worst}"
LEADERS_FIRST: Final = "本期为首次考核，不列位次变化"
LEADERS_MOVED: Final = "与上期相比，{parts}"
MOST_RISEN: Final = "上升最多的是{units}"
MOST_FALLEN: Final = "下降最多的是{units}"
NOBODY_MOVED: Final = "各市（州）位次均未变化"
LEADERS_UP: Final = "{name}（上升{steps}位）"
LEADERS_DOWN: Final = "{name}（下降{steps}位）"

QUOTED: Final = "正文“{part}”为引用数据，来源：{source}。"

ANNEX: Final = "附件{number}"
ANNEX_SCORES, ANNEX_INDICATORS = "{period}综合得分和位次情况汇总表", "{period}分项指标情况汇总表"
ANNEX_GROWTH, ANNEX_NOTES = "{period}增速情况汇总表", "数据说明"
CONTINUED: Final = "（续表）"
UNIT_LINE: Final = "单位：{unit}"
NUMBER, CITY, SCORE, RANK = "序号", "市（州）", "综合得分", "位次"
PREVIOUS_RANK, RANK_CHANGE = "上期位次", "位次变化"
VALUE, POINTS_HEAD = "数值", "得分"
PART_SCORES: Final = "分项得分"
CURRENT, BASE, INCREASE = "本期", "上年同期", "增减额"
POINTS, PLACE, PERCENT, STEPS = "分", "位", "%", "位次变化"
NOT_RECKONED_CELL: Final = "不计增速"
ORDER_BY_VALUE: Final = "位次按{direction}排列，数值相同的以并列计。"
HIGHER, LOWER = "数值从高到低", "数值从低到高"
LOWER_ONES: Final = "{labels}按数值从低到高排列。"

PUBLICITY: Final = MappingProxyType({"open": "主动公开", "on_request": "依申请公开", "closed": "不予公开"})
FILES: Final = MappingProxyType(
    {
        "memo": "1-签报",
        "bulletin": "2-通报（代拟稿）",
        "annexes": "3-附件",
        "leaders": "4-委领导参阅一页",
        "workbook": "5-排名表",
    }
)
PACKAGE: Final = "{title}呈批材料-第{number}稿-{code}.zip"
