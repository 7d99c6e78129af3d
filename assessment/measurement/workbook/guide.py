"""The last sheet of the template: whose it is, and how to fill it."""

from typing import Any, Final

from assessment.filing.workbook.looks import Looks
from assessment.measurement.workbook.layout import TableTemplate
from assessment.methodology.units import Unit

_RULES: Final = (
    ("填什么", "只填浅黄色单元格。区划代码、行业代码受保护；灰色为系统已知的数，供对照，不会被读取。"),
    ("计量单位", "按表头所注计量单位填写，不得混用元、万元、亿元；最多四位小数（按万元计）。"),
    ("未填与 0", "未填留空；0 表示确无此项，是数值。整行留空表示本次不报送该行。"),
    ("合计行", "末尾“全省”行填全省数，与各市（州）之和对照，差异以系数 k 列示，不作机械调整。"),
    (
        "不能有",
        "公式、合并单元格、日期、外部链接、宏。粘贴时选择“粘贴为数值”。不要插入、删除、移动、隐藏行和列，不要改工作表名。",
    ),
    ("上传之后", "先看逐格对照（原值 → 新值），确认之后才写入；写入即分送各市（州）核对，再次报送重新核对。"),
)
_INDEX: Final = (
    ("缩减指数", "以上年为 100 的价格指数，如价格上涨 2.5% 填 102.5；不填涨跌幅，不填比值。"),
    ("全省行", "末尾“全省”行填全省指数；市（州）未填的，实际增速按全省指数计算并注明，均未填的不计算。"),
)
_ACCOUNTS: Final = (
    ("四项构成", "增加值＝劳动者报酬＋生产税净额＋固定资产折旧＋营业盈余。五项可留空一项，由系统推算并标注。"),
    ("生产法", "总产出、中间投入可不填；填则两项同填。总产出不含增值税的，选“不含增值税”并填应交增值税。"),
)


def write_guide(sheet: Any, looks: Looks, template: TableTemplate) -> None:
    identity = template.identity
    known = (
        ("表名", template.title),
        ("报送单位", template.body_name),
        ("年度", f"{template.period_name}（{identity.period}）"),
        ("数据", template.vintage_name),
        ("模板版本", identity.template),
        ("校验码", identity.check_code),
    )
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 92)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    row = _part(sheet, looks, 0, "标识" + template.demo, known)
    rules = _rules_of(template)
    _part(sheet, looks, row + 1, "怎样填写", rules)
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _rules_of(template: TableTemplate) -> tuple[tuple[str, str], ...]:
    """Indices do not add up, so that the line of the province means another thing in their table."""
    if template.has_industries:
        return (*_RULES[:3], *_ACCOUNTS, *_RULES[3:])
    if template.unit is Unit.INDEX:
        return (_RULES[0], *_INDEX, *_RULES[4:])
    return _RULES


def _part(sheet: Any, looks: Looks, row: int, title: str, lines: tuple[tuple[str, str], ...]) -> int:
    sheet.write_string(row, 0, title, looks.get("part"))
    for number, (term, words) in enumerate(lines, row + 1):
        sheet.write_string(number, 0, term, looks.get("term"))
        sheet.write_string(number, 1, words, looks.get("words"))
        sheet.set_row(number, 20 if len(words) < 58 else 34)
    return row + 1 + len(lines)
