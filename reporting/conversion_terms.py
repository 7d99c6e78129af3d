"""The fixed Chinese terms of the 折算得分 table."""

from types import MappingProxyType

TITLES = MappingProxyType(
    {
        "quarterly": "{period}市（州）软件业务收入考核折算得分表",
        "annual": "{period}市（州）数字经济考核折算得分表",
    }
)
EVALUATION = "市县高质量发展绩效评价"
SHEET = "折算得分"
HEADS = ("序号", "行政区划代码", "市（州）", "组别", "综合得分", "位次", "折算得分")
UNIT = "单位：分"
RULES = MappingProxyType(
    {
        "proportion": "折算得分 = 综合得分 ÷ 100 × {full}，最高{full}分，最低0分",
        "proportion_of_best": "折算得分 = 综合得分 ÷ 同组最高综合得分 × {full}，最高{full}分，最低0分",
        "rank_ladder": "同组第1位折算{full}分，以后每位递减{step}分，最低{floor}分；位次并列的，折算得分相同",
    }
)
RULE_NOTE = "折算办法：{rule}；保留{digits}位小数，四舍五入。依据{number}，自{first}起执行。"
BASIS_NOTE = "用于{evaluation}；考核结果据{issue}。综合得分暂无数据的，不计折算得分，不作零处理。"
FILE_NAME = "{title}-{code}.{ending}"
CSV_HEADS = ("code", "name", "group", "score", "rank", "points", "period", "issue_number", "result_digest")
