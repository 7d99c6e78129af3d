"""The fixed Chinese terms of the commission's annexes.

A ranking annex is a Chinese official document whatever language its maker's screen speaks, so its
heads, notes and labels are data of the document, kept here, and not messages of the catalogue.
Words follow the glossary: 位次 (never 名次), 市（州）, 无量纲化, 暂无数据.
"""

from types import MappingProxyType

RANKING_SHEET = "排名表"
DATA_SHEET = "数据表"
CALCULATION_SHEET = "计算过程"
NOTES_SHEET = "方法与口径"

DEMO = "演示数据"
DEMO_SUFFIX = "（演示数据）"
UNPUBLISHED = "未印发"

FIRST_ASSESSMENT = "—（首次考核）"
UNCHANGED = "—"
NEWCOMER = "新"
UP, DOWN = "↑", "↓"
NOTHING_TO_COMPUTE = "--"

CONDITIONS = MappingProxyType(
    {
        "not_applicable": "不适用",
        "not_available": "暂无数据",
        "empty": "",
        "below_unit": "…",
        "suppressed": "×",
    }
)
NOT_AVAILABLE = CONDITIONS["not_available"]

NUMBER, SCORE, RANK, PREVIOUS_RANK, RANK_CHANGE = "序号", "综合得分", "位次", "上期位次", "位次变化"
PART_SCORES, LEVELS, RATES = "分项得分", "指标值", "同比"
POINTS = "分"
PROVINCE_MEAN, GROUP_MEAN = "全省平均", "本组平均"
OVERVIEW_SHEET = "排名总表"
CHART_SHEET = "图表"

MAKER = "制表单位：{maker}"
UNIT_LINE = "单位：{unit}"
DIGEST_FOOTER = "测算摘要 "
PAGE_FOOTER = "第 &P 页，共 &N 页"
NOTE = "注："
SOURCE_NOTE = "数据来源：{sources}。"
ORDER_NOTE = "本表按综合得分从高到低排列，{key}；{ties}。"
KEY_PUBLISHED = "位次按公布的综合得分（保留{digits}位小数）确定"
KEY_EXACT = "位次按未修约的综合得分确定"
TIES = MappingProxyType(
    {
        "min": "得分相同的，位次并列",
        "dense": "得分相同的，位次并列，其后位次连续",
        "average": "得分相同的，取平均位次",
    }
)
TIE_BREAK = "得分相同的，依次按{keys}从高到低确定位次"
ROUNDING_NOTE = "部分合计数或相对数因单位取舍不同而产生的计算误差，均未作机械调整。"
FIRST_NOTE = "本期为首次考核，不列位次变化。"
NEUTRAL_NOTE = "“{indicator}”各市（州）无差别，不具区分度，统一取中值"
UNIT_NOTES = MappingProxyType(
    {
        "floor": "“{indicator}”暂无数据，按考核办法暂取本组该指标最低得分，为暂定值",
        "not_applicable": "“{indicator}”不适用，无此项业务",
        "not_applicable_zero": "“{indicator}”不适用，按制度规定作零计算",
        "renormalised": "“{indicator}”缺少{missing}，按有数据的下级重新归一权重",
        "winsorised": "“{indicator}”作缩尾处理，{raw}按{treated}计",
        "clipped": "“{indicator}”作分位截尾处理，{raw}按{treated}计",
        "base_zero": "上年同期为零，不计算“{indicator}”，增减额{increment}",
        "from_zero": "上年同期为零，不计算“{indicator}”，增减额{increment}",
        "base_negative": "上年同期为负，不计算“{indicator}”，增减额{increment}",
        "sign_change": "本期与上年同期正负相反，不计算“{indicator}”，增减额{increment}",
        "base_below_floor": "上年同期{base}低于下限{floor}，不计算“{indicator}”，增减额{increment}",
        "loss_to_profit": "扭亏为盈，不计算“{indicator}”，增减额{increment}",
        "profit_to_loss": "由盈转亏，不计算“{indicator}”，增减额{increment}",
        "loss_narrowed": "减亏，不计算“{indicator}”，增减额{increment}",
        "loss_widened": "增亏，不计算“{indicator}”，增减额{increment}",
        "loss_unchanged": "亏损持平，不计算“{indicator}”",
        "growth_capped": "上年同期{base}低于下限{floor}，“{indicator}”{rate}%按{capped}%计",
        "growth_averaged": "上年同期{base}低于下限{floor}，“{indicator}”{rate}%按三年平均增速{capped}%计",
        "growth_kept": "上年同期{base}低于下限{floor}，“{indicator}”{rate}%仅供参考",
        "increment_instead": "“{indicator}”按增减额在本组内计分",
        "points_instead": "“{indicator}”按考核办法规定计{points}分",
        "adjustment": "{name}{points}分",
        "upper_cap": "综合得分{uncapped}，按上限{upper}分计",
    }
)
WITHOUT_RATE = frozenset(code for code, text in UNIT_NOTES.items() if "不计算" in text)
"""The notes of the method that say a rate is not reckoned: base zero, negative or below the floor, change of sign."""

PUBLIC_NOTES = MappingProxyType(
    {
        "winsorised": "“{indicator}”作缩尾处理",
        "clipped": "“{indicator}”作分位截尾处理",
        "base_zero": "上年同期为零，不计算“{indicator}”",
        "from_zero": "上年同期为零，不计算“{indicator}”",
        "base_negative": "上年同期为负，不计算“{indicator}”",
        "sign_change": "本期与上年同期正负相反，不计算“{indicator}”",
        "base_below_floor": "上年同期低于下限，不计算“{indicator}”",
        "loss_to_profit": "扭亏为盈，不计算“{indicator}”",
        "profit_to_loss": "由盈转亏，不计算“{indicator}”",
        "loss_narrowed": "减亏，不计算“{indicator}”",
        "loss_widened": "增亏，不计算“{indicator}”",
        "growth_capped": "上年同期低于下限，“{indicator}”按上限计",
        "growth_averaged": "上年同期低于下限，“{indicator}”按三年平均增速计",
        "growth_kept": "上年同期低于下限，“{indicator}”仅供参考",
    }
)
IMPUTED_NOTE = "“{column}”为推算数"
PROVISIONAL_NOTE = "“{column}”为初步数"
MADE_NOTE = "制表时间：{made_at}。{scheme}；{state}；校验码：{code}。"
SYMBOL_NOTE = "“不适用”指无此项业务，“暂无数据”指尚未取得数据，均不作零处理；空格表示数据不详或无该项。"
WITHHELD_NOTE = "“×”指为保护单个统计调查对象的资料，该数据或可据以推算该数据的其他数据不予公开"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"

DATA_TITLE = "{title}数据表"
CHART_TITLE = "{title}图表"
CHART_RANKING, CHART_SUM, CHART_PARTS = "综合得分", "综合得分构成（各分项按权重计入总分的分值）", "分项得分"
CHART_MOVEMENT, MOVED = "位次变化（上升为正）", "位次升降"
CHART_FIGURES, CHART_FIRST = "图表数据　{group}", "（列前{count}位）"
CALCULATION_TITLE = "{title}计算过程"
NOTES_TITLE = "{title}方法与口径"

INPUT, FORMULA, DIFFERENCE = "录入值", "公式", "差异"
LEGEND_INPUT = "蓝字黄底，可改动以查看其对得分和位次的影响"
LEGEND_PARAMETER = "蓝字绿底，考核方案规定"
LEGEND_FORMULA = "黑字，由所引单元格实时计算"
LEGEND_STORED = "灰底，取自测算结果，只供比对，不参与计算"
LEGEND_CHECK = "公式结果减测算结果，应为 0"
STORED = "存储值"
VERDICT = "核对结果"
VERDICT_AGREES = "公式结果与测算结果一致"
VERDICT_DIFFERS = "公式结果与测算结果不一致（录入值改动后属正常）"

STEP_ACCOUNTS = "收入法增加值（{unit}）：增加值 = 劳动者报酬 + 生产税净额 + 固定资产折旧 + 营业盈余"
STEP_DIGITAL = "数字经济增加值（{unit}）、占GDP比重、名义增速：数字经济 = 数字产业化 + 产业数字化"
STEP_INPUTS = "录入数据"
STEP_RAW = "指标值"
STEP_OUTLIERS = "极端值处理参数（按组、按期取值）"
STEP_TREATED = "指标处理"
LOWER_QUANTILE, UPPER_QUANTILE = "下限（{share}分位）", "上限（{share}分位）"
NTH_POINT = "{label}，第{number}次）"
POINT_CELLS = (
    "第{number}次：偏向（1上、-1下、0不偏）",
    "第{number}次：下端缩尾个数",
    "第{number}次：上端缩尾个数",
    "第{number}次：下限",
    "第{number}次：上限",
)
STEP_BOUNDS = "无量纲化参数（按组、按期取值）"
STEP_NORMALISED = "无量纲化得分"
STEP_WEIGHTS = "权重（同一上级内归一）"
STEP_AGGREGATES = "分项得分与综合得分"
STEP_ADJUSTMENTS = "加分、扣分与封顶"
STEP_SCORES = "指标得分"
STEP_POINTS = "加分、扣分"
STEP_RESULT = "公布得分、位次与核对"
ORDINALS = "一二三四五六七八九十"

INDUSTRY = "行业"
COMPONENTS = ("劳动者报酬", "生产税净额", "固定资产折旧", "营业盈余")
VALUE_ADDED = "增加值"
DIGITAL_INDUSTRIES = "数字产业化"
INDUSTRIAL_DIGITALISATION = "产业数字化"
DIGITAL_ECONOMY = "数字经济"
GDP = "GDP"
SHARE_OF_GDP = "占GDP比重（%）"
NOMINAL_GROWTH = "名义增速（%）"
SHARE_CHANGE = "比重提高（百分点）"

CURRENT_SUFFIX = "（本期）"
BASE_SUFFIX = "（上年同期）"
ADOPTED_SUFFIX = "（采用）"
GROUP, PERIOD = "组别", "报告期"
UNGROUPED = "全部"
GROUP_LINE = "{group}（{count}个）"
NAME, PARENT, WEIGHT, WEIGHT_SHARE, METHOD, DIRECTION = (
    "名称",
    "上级",
    "方案权重",
    "归一权重",
    "方法",
    "方向",
)
HIGHER, LOWER = "越高越好", "越低越好"
EXACT_SCORE, SHOWN_SCORE = "综合得分（未修约）", "公布得分"
STORED_EXACT, STORED_SHOWN, STORED_RANK = "综合得分（存储值）", "公布得分（存储值）", "位次（存储值）"
DIFFERENCE_EXACT, DIFFERENCE_SHOWN, DIFFERENCE_RANK = "得分差异", "公布得分差异", "位次差异"

NORMALISATIONS = MappingProxyType(
    {
        "minmax": "最小—最大法：得分 = （x − 最小值）÷（最大值 − 最小值）×（u − l）+ l",
        "goalposts": "固定界值法：得分 = （x − 下界）÷（上界 − 下界）×（u − l）+ l",
        "efficacy": "功效系数法：得分 = （x − 不允许值）÷（满意值 − 不允许值）× 40 + 60",
        "rank": "位次法：按位次计分，相同的取同一位次",
        "scaled": "定标法：得分 = （x − 下界）÷（上界 − 下界）× 系数",
        "zscore": "标准差法：得分 = （x − 平均值）÷ 标准差 × s + m",
        "borda": "博达计数法：得分 = 位次 − 1",
        "percentile_rank": "百分位法：得分 = （位次 − 1）÷（个数 − 1）×（u − l）+ l",
        "fraction_of_max": "占最大值比例法：得分 = x ÷ 最大值",
        "distance_to_max": "距最大值法：得分 = 1 −（最大值 − x）÷（最大值 − 最小值）",
        "target_completion": "目标完成率法：得分 = min（上限，x ÷ 目标）× 100",
        "target_met": "达标法：达到目标得 100 分，否则 0 分",
        "rank_ladder": "争先进位计分法：第一名满分，以后逐位递减",
        "distance_to_target": "距目标法：得分 = 1 −（目标 − x）÷（目标 − 最差值）",
        "distance_to_reference": "距参照值法：得分 = 1 −（参照值 − x）÷（参照值 − 最差值）",
        "standard_tiers": "标准值分档法：得分 = 本档基础分 +（x − 本档标准值）÷（上档标准值 − 本档标准值）× 档差",
        "mazziotta_pareto": "参照均值法：得分 =（x − 参照值）÷（上界 − 下界）× 60 + 100",
        "combined": "组合计分法：达到目标得部分分值，其余分值按位次或界值计分",
        "average_tiers": "全省平均分档法：高于（低于）平均部分每 10 个百分点为一档，逐档递减加（减）分",
        "efficacy_exponential": "指数功效法：得分 = 60 × exp（−ln 0.6 ×（x − 不允许值）÷（满意值 − 不允许值））",
        "efficacy_log": "对数功效法：得分 = （ln x − ln 不允许值）÷（ln 满意值 − ln 不允许值）×（u − l）+ l",
    }
)


def method_name(method: str) -> str:
    """The name of a normalisation without its formula."""
    return NORMALISATIONS.get(method, method).split("：", maxsplit=1)[0]


TREATMENTS = MappingProxyType(
    {
        "log": "取自然对数",
        "winsorise": "缩尾",
        "clip": "分位截尾",
        "share_of_total": "占合计比重",
        "denominate": "除以基数",
    }
)
AGGREGATIONS = MappingProxyType(
    {
        "arithmetic": "加权算术平均：Σ 权重 × 得分",
        "geometric": "加权几何平均：Π 得分 ^ 权重",
        "harmonic": "加权调和平均：1 ÷ Σ（权重 ÷ 得分）",
        "power": "加权幂平均",
        "mazziotta_pareto": "均值减失衡扣减：平均分 − 标准差² ÷ 平均分",
        "copeland": "两两比较法：胜出个数 − 负于个数",
    }
)
MISSING = MappingProxyType(
    {
        "floor": "暂无数据的，暂取本组该指标最低得分，并加注",
        "renormalise": "暂无数据的，在有数据的指标间重新归一权重",
        "require": "任一下级暂无数据的，上级不计得分",
        "threshold": "有数据的下级个数不足规定比例的，上级不计得分",
    }
)
CONSTANT = MappingProxyType(
    {
        "neutral": "各市（州）数值相同的指标不具区分度，统一取中值",
        "refuse": "各市（州）数值相同的指标不予测算",
    }
)
ROUNDINGS = MappingProxyType({"half_up": "四舍五入", "half_even": "四舍六入五成双（GB/T 8170）"})

SAY_SCHEME, SAY_RULES, SAY_PERIOD, SAY_METHOD = "考核方案", "考核办法", "报告期", "方法版本"
SAY_STATE, SAY_MADE, SAY_DIGEST, SAY_CHECK = "结果状态", "制表时间", "测算摘要（SHA-256）", "校验码"
SAY_SOURCES, SAY_NOTES, SAY_TREE = "数据来源", "口径说明", "指标体系与方法"
SAY_MISSING, SAY_CONSTANT, SAY_ROUNDING, SAY_RANKING = "缺数处理", "无区分度处理", "数值修约", "排序规则"
SAY_PART_OF_YEAR = "不足全年批次"
PART_OF_YEAR = "全年未测算的，按方案规定以不足全年批次计分，与上年相同月份比较，待全年测算确认后重新计算"
SAY_REPLAY, SAY_RECALCULATE, SAY_FONTS = "重算办法", "核验办法", "字体"
RECALCULATE_PUBLIC = (
    "“计算过程”表以公式自指标得分起逐步重算：加权、综合得分、公布得分、位次，并与测算结果逐项比对，“差异”各列应为 0。"
    "指标数据及其无量纲化过程载于内部件。"
)
SAY_FOOTNOTES, SAY_AUDIENCE = "各市（州）注记", "件别"
AUDIENCES = MappingProxyType({"internal": "内部件（含录入数据）", "public": "公开件（自指标得分起）"})
REPLAY = (
    "在系统内执行 manage.py replay 并给出上列摘要，系统以存档的输入、方案和方法版本重算，"
    "所得摘要应与本表一致；任何一项输入、方案参数或方法不同，摘要即不同。"
)
REPLAY_OFFLINE = (
    "以同一考核方案和同一数据文件再次执行 manage.py evaluate，所得摘要应与本表一致；得分或位次有任何不同，摘要即不同。"
)
RECALCULATE = (
    "“计算过程”表以公式自录入值起逐步重算：指标值、处理、无量纲化、加权、综合得分、公布得分、位次，"
    "并与测算结果逐项比对，“差异”各列应为 0。改动录入值（蓝字黄底）可查看其影响，改动后的结果不具效力。"
    "各项均由公式重算，没有存储值参与计算。"
)
FONTS = (
    "本表按公文习惯指定方正小标宋简体、黑体、仿宋、Times New Roman；"
    "未安装相应字体的计算机由系统以相近字体替代，不影响数值。"
)
COLON_PAIR = "{label}：{text}"

INDICATOR, PARAMETER = "指标", "参数"
RANGE_LOWER, RANGE_UPPER = "得分下限 l", "得分上限 u"
GOALPOST_LOWER, GOALPOST_UPPER = "下界", "上界"
NOT_ALLOWED, SATISFACTORY = "不允许值", "满意值"
BASE_POINTS, SPAN_POINTS = "基础分", "功效分"
COUNT = "个数"
KEY_STANDING = "排序键：{name}由低到高的次序"
KEY_SCORE, KEY_THEN, TIED_RANK = "排序键：得分", "排序键：{name}", "位次（并列）"
FACTOR, MEAN, DEVIATION, TARGET_MEAN, TARGET_DEVIATION = "系数", "平均值", "标准差", "得分均值 m", "得分标准差 s"
TARGET, REFERENCE, CAP, FULL_MARKS, STEP_DOWN, FLOOR = "目标", "参照值", "完成率上限", "满分", "每位递减", "最低分"
FIRST_DIVISOR = "首档除数"
STANDARDS = ("优秀值", "良好值", "平均值", "较低值", "较差值")
PART_SUFFIX = "（{points}分部分）"
SCORE_SUFFIX = "得分"
EMPTY_CELL = "未填"
REASON_NOTE = "{unit}“{column}”{condition}：{reason}。"
DECIMALS = "保留{digits}位小数，仅在公布时修约一次"
EFFECTIVE = "自{date}起施行"
GROWTH_IN_WORDS = "增速（%）=（本期 − 同口径同期基数）÷ 同期基数 × 100"
NO_RATE = "不计增速"
INCREMENT_SUFFIX = "（增减额）"
RATE_SUFFIX = "（采用增速，%）"
BASE_PREFIX = "上年同期"
