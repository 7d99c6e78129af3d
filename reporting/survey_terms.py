"""The fixed Chinese terms of the survey quality sheet; words follow the glossary."""

from types import MappingProxyType

ESTIMATES_SHEET, STRATA_SHEET, FINDINGS_SHEET = "调查质量表", "分层情况", "质量审核"
TITLE = "{year}年传统行业数字化抽样调查质量表"
STRATA_TITLE = "{year}年传统行业数字化抽样调查分层情况"
FINDINGS_TITLE = "{year}年传统行业数字化抽样调查质量审核"
FILE_NAME = "{title}_{code}.xlsx"
UNIT_LINE = "增加值单位：亿元"
ESTIMATE_HEADS = (
    ("市（州）", 14),
    ("估计量", 16),
    ("比率（%）", 11),
    ("标准误（百分点）", 12),
    ("变异系数（%）", 11),
    ("95%下限（%）", 11),
    ("95%上限（%）", 11),
    ("回答单位数", 10),
    ("发布规则", 14),
    ("抽样框增加值", 14),
    ("产业数字化增加值", 14),
)
STRATA_HEADS = (
    ("抽样层", 40),
    ("单位数", 11),
    ("样本单位数", 12),
    ("回答单位数", 12),
    ("回答率（%）", 12),
    ("权数", 12),
)
FINDING_HEADS = (("审核内容", 42), ("位置", 46), ("应为", 14), ("实际", 14))
TOTAL = "全部市（州）"
ESTIMATORS = MappingProxyType({"combined": "联合比率估计", "separate": "分别比率估计"})
CLASSES = MappingProxyType({"good": "可发布", "warn": "附精度提示发布", "refuse": "不予发布"})
SIZES = MappingProxyType({"large": "大型", "medium": "中型", "small": "小型", "micro": "微型"})
FINDINGS = MappingProxyType(
    {
        "respondents_too_few": "该层回答单位过少",
        "stratum_without_respondents": "该层无一回答，不在估计范围内",
        "response_rate_low": "回答率偏低",
        "cv_too_high": "变异系数超过发布规则",
        "error_not_estimated": "回答过少，不能估计误差",
        "ratio_not_estimated": "不能估计比率",
        "seed_missing": "未保存抽样种子",
        "unit_in_both_parts": "同一单位又计入数字产业",
        "value_added_zero": "有增加值为零的回答（家）",
        "value_added_negative": "有增加值为负的回答（家）",
    }
)
METHODS = MappingProxyType({"direct": "直接回答", "cost_share": "数字化成本占比，以直接回答为上限"})
NO_FINDING = "未发现问题。"
RULE_NOTE = "注：变异系数不超过15%可发布，15%—30%附精度提示发布，超过30%不予发布；比率按抽样框增加值推算。"
DESIGN_NOTE = "抽样方案：{strata}层，抽取{drawn}家，回答率{rate}%；ρ取法：{method}；抽样种子{seed}。"
COLLAPSE_NOTE = "合并抽样层：{reason}。并入情况：{merged}。"
TRACE_NOTE = "抽样框摘要{frame}，抽样摘要{draw}，输入校验码{input}，结果校验码{result}；第{number}次估计。"
