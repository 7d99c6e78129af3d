"""The fixed Chinese terms of a city's pack: an official document whatever language its reader's screen speaks."""

from types import MappingProxyType

TITLES = MappingProxyType(
    {
        "quarterly": "{unit}{period}软件业务收入考核结果反馈",
        "annual": "{unit}{period}数字经济考核结果反馈",
    }
)
NOTE_TITLES = MappingProxyType(
    {
        "quarterly": "关于{unit}{period}软件业务收入\n考核结果的情况说明",
        "annual": "关于{unit}{period}数字经济\n考核结果的情况说明",
    }
)
SUBJECTS = MappingProxyType({"quarterly": "软件业务收入", "annual": "数字经济"})
WORKBOOK_NAME, NOTE_NAME = "{title}-第{version}版-{code}.xlsx", "{unit}{period}情况说明-第{version}版-{code}.docx"

RANKING_SHEET, OWN_SHEET, GROWTH_SHEET, TREND_SHEET, NOTES_SHEET = (
    "通报排名",
    "本市指标",
    "增速拉动",
    "位次走势",
    "说明",
)
OWN_TITLE = "{unit}{period}指标得分"
GROWTH_TITLE = "{unit}{period}软件业务收入增速拉动表"
TREND_TITLE = "{unit}位次走势"
NOTES_TITLE = "{unit}{period}结果反馈说明"

RANKING_HEADS = ("序号", "市（州）", "综合得分", "位次", "上期位次", "位次变化")
GROUP = "组别"
OWN_HEADS = (
    "指标",
    "所属",
    "权重",
    "指标值",
    "计量单位",
    "得分",
    "全省平均得分",
    "与平均差距",
    "对综合得分的贡献",
    "较上期变化",
)
GROWTH_HEADS = ("序号", "企业名称", "统一社会信用代码", "类别", "拉动（百分点）")
GONE_HEADS = ("序号", "企业名称", "统一社会信用代码", "情况", "拉动（百分点）")
TREND_HEADS = ("报告期", "位次", "参加排名个数")
TOTAL, SUBTOTAL, GONE = "全市（州）增速", "{kind}小计", "退出名录的企业（上年同期数不计入可比基数，不产生拉动）"
OF_SCORE, OF_POINTS, OF_GROWTH, OF_PLACE = "单位：分", "单位：分", "单位：百分点", "单位：位"
NOT_COUNTED = "不计入"

KINDS = MappingProxyType(
    {
        "continuing": "存量企业",
        "new": "新增",
        "moved_in": "迁入",
        "part": "合并排名区域",
        "rest": "其他",
    }
)
REST_NAME = "其他（名录外、未报数及差额）"
PART_NAME = "{unit}（合并计算）"
GONE_HOW = MappingProxyType(
    {
        "moved": "迁出",
        "merged": "并入其他企业",
        "dropped_out": "退出规模以上",
        "closed": "注销",
        "": "退出名录",
    }
)

PULL_NOTE = (
    "拉动（百分点）=（企业本期累计 − 企业上年同期累计）÷ 全市（州）上年同期累计 × 100，按可比口径计算；"
    "全部企业、合并排名区域与其他之和等于全市（州）增速。"
)
PULL_SOURCE = "企业数取自企业名录表审核通过的数据，名录内{listed}户，其中{missing}户无审核通过的数据，归入其他。"
SECRECY = "企业数据仅限本市（州）内部使用，不得对外提供。"
MEAN_NOTE = "全省平均得分为同组各市（州）得分的简单平均；与平均差距 = 本市得分 − 全省平均得分。"
POINTS_NOTE = "各项对综合得分的贡献之和等于综合得分；较上期变化之和等于综合得分的变化。"
ANNUAL_NO_PULL = "年度考核以增加值计算，不编制企业增速拉动表。"
FIRST = "首次考核，无上期可比"

SAY = MappingProxyType(
    {
        "issue": "通报文号",
        "issued_on": "印发日期",
        "correction": "更正通报",
        "version": "反馈包版本",
        "scheme": "考核方案",
        "rule": "排序规则",
        "notes": "口径说明",
        "footnotes": "本市注释",
        "method": "表内口径",
        "digest": "测算摘要（SHA-256）",
        "code": "校验码",
    }
)
VERSION = "第{version}版"
CORRECTION = "{number}：{reason}"
NO_FOOTNOTE = "无"
