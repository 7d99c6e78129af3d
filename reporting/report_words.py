"""What a ranking says in words beside its figures: fixed Chinese terms of the commission's annexes."""

from types import MappingProxyType

MAKER = "贵州省发展和改革委员会"
TITLES = MappingProxyType(
    {
        "quarterly": "{period}市（州）软件业务收入考核排名",
        "annual": "{period}市（州）数字经济考核排名",
    }
)
SOURCES = MappingProxyType(
    {
        "quarterly": ("各市（州）软件业务收入季报",),
        "annual": ("省统计局", "省通信管理局", "测算机构"),
    }
)
BASIS_NOTES = MappingProxyType(
    {
        "quarterly": ("软件业务收入为累计数，增速按本期累计与上年同期累计（可比口径）计算。",),
        "annual": (
            "数字经济增加值 = 数字产业化增加值（四个行业，收入法）+ 产业数字化增加值；增速为名义增速。",
            "占GDP比重按测算时采用的地区生产总值计算。",
        ),
    }
)
STATES = MappingProxyType(
    {
        "requested": "测算中",
        "computed": "已测算",
        "confirmed": "已确认",
        "feedback": "反馈核对",
        "approved": "已审定",
        "issued": "已印发",
        "replaced": "已由新版本替代",
        "cancelled": "已作废",
    }
)
UNIT_NOTES = MappingProxyType(
    {
        "late": "{unit}报表迟报",
        "extended": "{unit}经批准延期报送",
        "no_return": "{unit}无审核通过的报表，暂无数据",
        "waived": "{unit}经批准免报，暂无数据",
        "adopted": "{unit}部分数据为考核采用值",
        "contested": "{unit}部分数据存在争议",
        "includes": "含{unit}",
        "part_missing": "{unit}暂无数据，合计暂缺",
        "derived": "{unit}部分构成项由其余项推算",
        "illustrative": "{unit}部分数据为示意数据",
        "extrapolated": "{unit}数据不足全年，为推算数，按方案规定计分",
    }
)
TRIAL = "试算"
DEEMED = "{unit}未在期限内反馈核对，视同无异议"
REJECTED = "{unit}对{item}提出异议，复核决定不予采纳（决定编号{number}）"
APART = "{unit}单列：{figures}，排名时计入{within}。"
APART_FIGURE = "{label}{value}{unit}"
PROVINCE_TOTAL = "全省合计"
DIGITAL_ECONOMY = "数字经济增加值"
VALUE_ADDED_COLUMN = "digital_economy_value_added"
YEAR = "{year}年"
INDUSTRIES = MappingProxyType(
    {
        "C39": "计算机、通信和其他电子设备制造业",
        "I63": "电信、广播电视和卫星传输服务",
        "I64": "互联网和相关服务",
        "I65": "软件和信息技术服务业",
    }
)
EFFECTIVE_ON = "{day.year}年{day.month}月{day.day}日"
FILE_NAME = "{title}-{code}.xlsx"
# A scheme or a source that says so makes the whole report a demonstration.
DEMO_MARK = "演示"
