"""The fixed Chinese terms of the internal annex on robustness (内部测算附件)."""

from types import MappingProxyType

SHEET = "稳健性"
ANNEX = "内部测算附件"
TITLE = "{title}稳健性测算"
ANNEX_NOTE = "内部测算附件：供测算人员核对指标体系使用，不是考核结果，不与排名表一并印发。"
DRAWN_NOTE = (
    "模拟{replications}次，随机数种子{seed}（{method}）；"
    "各级权重在方案权重±{spread}范围内均匀取值，同级归一后重新计算位次。"
)
CHOICES_NOTE = "同时变动：{choices}。"
READ_NOTE = (
    "位次模拟区间为全部模拟中位次的5%至95%分位数；“与下一位次序不变”为模拟中与排名表下一位的先后与排名表一致的比例；"
    "一阶指数、总指数为该因素单独、连同交互作用引起的位次变动方差占比。"
)
UNIT_HEADS = (
    "位次",
    "平均位次",
    "位次中位数",
    "位次模拟区间（5%）",
    "位次模拟区间（95%）",
    "平均变动",
    "与下一位次序不变",
)
SENSITIVITY, SENSITIVITY_HEADS = "各因素对位次变动的影响", ("不确定因素", "一阶指数", "总指数")
DROPPED, DROPPED_HEADS = "剔除一项后的位次变动", ("剔除项目", "平均变动", "最大变动")
INDICATORS, INDICATOR_HEADS = "指标核查", ("指标", "有效权重", "与综合得分相关系数的平方", "有数比例")
FAMILIES = "同级指标核查"
FAMILY_HEADS = ("上级", "下级个数", "参与计算的单位数", "内部一致性系数（α）", "第一主成分占比")
CORRELATIONS = "同级相关"
CORRELATION_HEADS = ("指标", "对照", "皮尔逊相关", "斯皮尔曼相关", "肯德尔相关")
FACTORS = MappingProxyType(
    {
        "normalisation": "无量纲化方法",
        "aggregation": "合成方法",
        "winsorisation": "缩尾点数",
        "noise": "数据误差",
    }
)
WEIGHTS = "第{level}级权重"
INDICATOR_WEIGHTS = "指标权重"
MEAN_SHIFT = "平均每个单位变动{shift}位。"


def factor_name(factor: str) -> str:
    """`weights:0` is 指标权重, higher levels by their number."""
    name, _, level = factor.partition(":")
    if not level:
        return FACTORS[name]
    return INDICATOR_WEIGHTS if level == "0" else WEIGHTS.format(level=level)
