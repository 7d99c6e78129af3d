"""The fixed Chinese terms of the workbooks of a measurement batch."""

from types import MappingProxyType
from typing import Final

ACCOUNTS_TITLE: Final = "{name}增加值核算表"
ECONOMY_TITLE: Final = "{name}数字经济增加值测算表"
COMPARISON_TITLE: Final = "测算批次对比表"
NOTES_TITLE: Final = "{name}测算说明"
ACCOUNTS_SHEET, ECONOMY_SHEET, COMPARISON_SHEET, NOTES_SHEET = (
    "增加值核算表",
    "数字经济测算表",
    "测算批次对比表",
    "说明",
)
MAKER: Final = "编制单位：测算机构"
UNIT_10K: Final = "单位：万元"
UNIT_10K_AND_PERCENT: Final = "单位：万元、%"
UNIT_COMPARISON: Final = "单位：亿元、%；差异为亿元、个百分点"
ACCOUNT_HEADS: Final = (
    "市（州）", "行业", "劳动者报酬", "生产税净额", "固定资产折旧", "营业盈余", "增加值", "标识", "来源部门",
)  # fmt: skip
ECONOMY_HEADS: Final = (
    "市（州）", "数字产业化", "产业数字化", "数字经济", "地区生产总值", "占GDP比重", "上年数字经济", "名义增速", "标识",
)  # fmt: skip
# Stand before 标识 where a price index was delivered.
DEFLATED_HEADS: Final = ("缩减指数（上年=100）", "实际增速")
COMPARISON_HEADS: Final = (
    "市（州）", "指标", "单位", "前批次", "后批次", "差异", "数据", "方法", "参数", "GDP数据版次", "核对",
)  # fmt: skip
TOTAL: Final = "合计"
NOTHING: Final = "暂无数据"
BATCH: Final = "{name}第{number}批次"
STATES: Final = MappingProxyType(
    {"requested": "测算中", "measured": "已测算", "submitted": "待确认", "confirmed": "已确认", "returned": "已退回"}
)
NEWEST_GDP: Final = "已提供的最新版次"
EXTRAPOLATED_NOTE: Final = "本批次不足全年，各项数据均为推算数，仅供参考，不计入考核（方案另有规定的除外）。"
FORMULA_NOTE: Final = (
    "增加值 = 劳动者报酬 + 生产税净额 + 固定资产折旧 + 营业盈余（收入法）；数字经济 = 数字产业化 + 产业数字化；"
    "占GDP比重、名义增速由表内公式计算，改动蓝字黄底单元格可查看影响。"
)
REAL_GROWTH_NOTE: Final = (
    "实际增速 = （100 + 名义增速）÷ 缩减指数 × 100 − 100；缩减指数由省统计局提供，市（州）无指数的用全省指数，"
    "未提供的不计算。"
)
SCOPE_NOTE: Final = "数字产业化为四个行业口径（39、63、64、65），不是数字经济核心产业（大类01—04）口径。"
ROUNDING_NOTE: Final = "部分合计数或相对数因单位取舍不同而产生的计算误差，均未作机械调整。"
CONTESTED_NOTE: Final = "有争议：{figures}。省统计局与测算机构数据不一致，两个数据同时保留，以省发展改革委裁定为准。"
ORDER_NOTE: Final = (
    "差异分解：自前批次起依次替换数据、方法、参数、GDP数据版次，每替换一项重新测算一次；各项之和恒等于差异，"
    "“核对”列应为 0。"
)
DEMO_NOTE: Final = (
    "演示数据：各市（州）数据为说明性输入，按公布的全省数（2021年占GDP 35.3%、名义增速 20.6%）构造，不得引用。"
)
HEAD_LINE: Final = (
    "{batch}（{state}）；方法版本 {method}；参数集 {parameters}；GDP数据版次：{vintage}；"
    "输入校验码 {inputs}；结果校验码 {results}。"
)
MADE_AT: Final = "制表时间：{made_at}。"
FILE_NAME: Final = "{title}-{code}.xlsx"
