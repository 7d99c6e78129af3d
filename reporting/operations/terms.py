"""The fixed Chinese terms of the operation workbooks."""

from types import MappingProxyType
from typing import Final

NOTHING_HERE: Final = "没有记录。"
YES: Final = "是"
TOTAL: Final = "合计"
CITY: Final = "市（州）"
FORM: Final = "报表"
COUNT_UNIT: Final = "单位：项"
RETURN_UNIT: Final = "单位：份、次"
FILE_NAME: Final = "{title}_{code}.xlsx"
MADE_NOTE: Final = "制表时间：{made_at}；校验码：{code}。"
SYMBOL_NOTE: Final = "“--”表示无数据或不涉及，不是零。"
NO_PERIOD: Final = "当前"

PROGRESS_TITLE: Final = "{period}填报进度表"
PROGRESS_SHEET, PROGRESS_LINES_SHEET = "进度表", "进度明细"
PROGRESS_LINES_TITLE: Final = "{period}填报进度明细表"
SUBMITTED_OF_OWED: Final = "已上报/应报"
OVERDUE, LATE, EXTENDED = "逾期", "迟报", "延期至{until}"
GRAVE, QUERIED = "强制性、准强制性{count}项", "核实{count}项"
PROGRESS_NOTE: Final = (
    "逾期指超过截止时间尚未上报；迟报指在截止时间后上报，须经审核认定；延期按批准的时限计算，原因、批准人见进度明细。"
)

CHECKS_TITLE: Final = "{period}审核统计表"
CHECKS_CITIES_TITLE: Final = "{period}分市（州）审核统计表"
CHECKS_LINES_TITLE: Final = "{period}审核问题明细表"
CHECKS_SHEET, CHECKS_CITIES_SHEET, CHECKS_LINES_SHEET = "审核统计", "分市（州）", "审核明细"
CHECKS_NOTE: Final = (
    "统计各市（州）最近一次上报版本在上报时的审核结果，未上报的记“--”；已说明指上报时附有说明；"
    "说明未采纳指市（州）答复后继续核实。"
)

EXPLANATIONS_TITLE: Final = "上报说明汇总表"
EXPLANATIONS_SHEET: Final = "上报说明"
EXPLANATIONS_NOTE: Final = "数值为作出说明的版本中该指标的数值，计量单位以报表为准；按说明时间由近到远排列。"

QUERIES_TITLE: Final = "{unit}{period}核实单"
QUERIES_SHEET: Final = "核实单"
QUERIES_NOTE: Final = "核实单编号：{number}；报表：{form}。各项请核对原始凭证，在办理时限前答复；本表不改变填报数。"
BY_WHOM: Final = "{text}（{name} {day}）"
CLOSED_WITH: Final = "办结：{text}"

QUALITY_TITLE: Final = "{period}填报质量情况表"
QUALITY_LINES_TITLE: Final = "{period}填报质量明细表"
QUALITY_SHEET, QUALITY_LINES_SHEET = "填报质量", "填报质量明细"
QUALITY_NOTE: Final = (
    "迟报为最近版本迟报的报表份数；退回为审核退回次数；更正为批准的更正申请件数；说明未采纳为市（州）答复后继续核实的次数。"
    "未开始填报的报表不计。"
)

AUDIT_TITLE: Final = "审计摘录"
AUDIT_SHEET, AUDIT_CHAINS_SHEET = "审计摘录", "链校验"
AUDIT_CHAINS_TITLE: Final = "审计链校验情况表"
AUDIT_NEXT_SHEET: Final = "审计摘录（{number}）"
AUDIT_SCOPE: Final = (
    "摘录范围：时间 {since} 至 {until}；账号 {actor}；单位 {unit}；操作 {action}；对象 {subject}；"
    "申请摘录时最后一条记录编号 {last}。"
)
AUDIT_NOTE: Final = (
    "操作代码、变更字段和附记项目名为系统代码；只列变更的字段名，不列数值；校验值列前8位；按单位和链内序号排列；"
    "本次摘录另行记入审计。"
)
CHAINS_NOTE: Final = "逐条核对整条链（不限于摘录范围）的校验值和外部锚定记录；未锚定条数为最后一次锚定之后的条数。"
ALL, ANY_TIME = "全部", "不限"
DONE, REFUSED = "完成", "拒绝"
SOUND, BROKEN = "校验通过", "校验发现问题"
PROVINCE_CHAIN, SYSTEM_CHAIN = "全省", "系统"
FAULTS = MappingProxyType(
    {
        "sequence_broken": "序号不连续",
        "link_broken": "与上一条不衔接",
        "entry_altered": "记录被改动",
        "anchors_missing": "锚定文件缺失",
        "anchor_altered": "锚定记录被改动",
        "tail_missing": "末尾记录缺失",
        "differs_from_anchor": "与锚定记录不一致",
    }
)
FAULT_AT: Final = "第{sequence}条{fault}"
