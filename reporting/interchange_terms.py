"""The words and codes of results as data: columns, measures, conditions, and what they are in SDMX."""

from types import MappingProxyType
from typing import Final

AGENCY: Final = "GZDE"
# Of the structures, by the rules of SDMX 3.0: an attribute more is a minor change.
VERSION: Final = "1.1.0"
FIGURE, RAW, TREATED, NORMALISED, WEIGHT = "FIGURE", "RAW", "TREATED", "NORMALISED", "WEIGHT"
SCORE, PUBLISHED_SCORE, RANK = "SCORE", "PUBLISHED_SCORE", "RANK"
MEASURES: Final = MappingProxyType(
    {
        FIGURE: ("基础数据", "Figure"),
        RAW: ("指标值", "Raw value of an indicator"),
        TREATED: ("处理后指标值", "Value after treatment"),
        NORMALISED: ("标准化得分", "Normalised score"),
        WEIGHT: ("权重", "Weight"),
        SCORE: ("得分", "Score in full precision"),
        PUBLISHED_SCORE: ("公布得分", "Score as published"),
        RANK: ("位次", "Rank in the group"),
    }
)
POINTS, PLACES = "分", "位"
UNITS: Final = MappingProxyType(
    {NORMALISED: POINTS, SCORE: POINTS, PUBLISHED_SCORE: POINTS, WEIGHT: POINTS, RANK: PLACES}
)
UNIT_OF_AMOUNTS: Final = "万元"
LAST_YEAR: Final = "{name}（上年同期）"
# Condition of a figure -> its code in the SDMX list CL_OBS_STATUS; what is empty is no observation.
OBS_STATUS: Final = MappingProxyType(
    {"value": "A", "not_applicable": "M", "not_available": "L", "below_unit": "N", "suppressed": "Q"}
)
OBS_STATUS_NAMES: Final = MappingProxyType(
    {
        "A": ("正常", "Normal value"),
        "M": ("不适用", "Missing value; data cannot exist"),
        "L": ("暂无数据", "Missing value; data exist but were not collected"),
        "N": ("不足最小单位", "Not significant"),
        "Q": ("不予公开", "Missing value; suppressed"),
    }
)
FREE, NOT_FOR_PUBLICATION, CONFIDENTIAL = "F", "N", "C"
CONF_STATUS_NAMES: Final = MappingProxyType(
    {
        FREE: ("可公开", "Free (free for publication)"),
        NOT_FOR_PUBLICATION: ("未印发，内部掌握", "Not for publication, restricted for internal use only"),
        CONFIDENTIAL: ("不予公开的数据", "Confidential statistical information"),
    }
)
MARKER_NAMES: Final = MappingProxyType(
    {
        "computed": "计算",
        "reported": "填报",
        "imputed": "插补",
        "winsorised": "缩尾",
        "capped": "封顶",
        "provisional": "初步",
        "not_meaningful": "无意义",
        "missing": "缺失",
        "not_applicable": "不适用",
        "derived": "推算",
        "extrapolated": "外推",
        "suppressed": "不予公开",
        "neutral": "取中值",
        "illustrative": "示意",
        "allocated": "分摊",
    }
)
UNISSUED: Final = "内部资料（{state}，未印发）{name} {at}"
DEMO: Final = "演示数据"
BETWEEN_NOTICES: Final = "；"
BETWEEN_FOOTNOTES: Final = "；"
CSV_HEADS: Final = (
    "period", "region", "name", "group", "item", "item_name", "measure", "value", "unit", "condition", "reason",
    "marker", "confidentiality", "run", "issue_number", "result_digest", "notice", "footnotes",
)  # fmt: skip
# Where the footnotes of a unit stand: once beside each number that is published.
FOOTNOTED: Final = frozenset({PUBLISHED_SCORE, RANK})
# In the order of the data structure: dimensions, the measure, attributes.
SDMX_DIMENSIONS: Final = ("FREQ", "REF_AREA", "ITEM", "MEASURE", "ACCUMULATION", "TIME_PERIOD")
SDMX_ATTRIBUTES: Final = (
    "OBS_STATUS", "CONF_STATUS", "UNIT_MEASURE", "UNIT_MULT", "DECIMALS", "MARKER", "COMMENT_OBS",
    "RESULT_DIGEST", "NOTICE",
)  # fmt: skip
SDMX_HEADS: Final = ("STRUCTURE", "STRUCTURE_ID", "ACTION", *SDMX_DIMENSIONS, "OBS_VALUE", *SDMX_ATTRIBUTES)
FREQ_NAMES: Final = MappingProxyType({"A": "年度", "Q": "季度", "M": "月度"})
ACCUMULATION_NAMES: Final = MappingProxyType({"YTD": "年初至期末累计", "WHOLE": "全期"})
UNIT_MULT_NAMES: Final = MappingProxyType({"0": "个", "4": "万", "8": "亿"})
FILE_NAMES: Final = MappingProxyType(
    {
        "csv": "results-{run}-{code}.csv",
        "sdmx_csv": "results-{run}-{code}.sdmx.csv",
        "structure": "structure-{run}.json",
    }
)
