"""The second sheet of the template: whose it is, and how to fill it."""

from typing import Any

from assessment.filing.workbook.layout import Template
from assessment.filing.workbook.looks import Looks

_RULES = (
    ("填什么", "只填“填报表”中浅黄色的单元格。灰色为系统已知的数，供对照，不能改动，也不会被读取。"),
    ("计量单位", "按“计量单位”一栏填写，不得混用元、万元、亿元。"),
    ("数值", "填数字，可带千分撇。0 表示确无此项，是数值。"),
    ("不适用", "本地没有此类业务：在“状态”中选“不适用”，并在“原因”中写明。"),
    ("暂无数据", "数据尚未取得：在“状态”中选“暂无数据”，并在“原因”中写明取得时间。"),
    ("未填", "留空。未填的项目不计入任何合计。"),
    (
        "不能有",
        "公式、合并单元格、日期、外部链接、宏。粘贴时选择“粘贴为数值”。不要插入、删除、移动、隐藏行和列，不要改工作表名。",
    ),
    ("上传之后", "先看逐格对照（原值 → 新值），确认之后才写入；有问题的文件可下载标注后的原文件，改好直接再传。"),
)


def write_guide(sheet: Any, looks: Looks, template: Template) -> None:
    identity = template.identity
    known = (
        ("表名", template.form_name),
        ("表号与法定标识", "；".join(template.legal)),
        ("报告期", f"{template.period_name}（{identity.period}）"),
        ("填报单位", f"{template.unit_name}（{identity.unit}）"),
        ("报表版本", f"第{identity.number}版（编号 {identity.version}，修订 {identity.revision}）"),
        ("表式摘要", identity.form_digest),
        ("模板版本", identity.template),
        ("校验码", identity.check_code),
    )
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 92)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&L{template.demo}&C第 &P 页　共 &N 页")
    row = _table(sheet, looks, 0, "标识" + template.demo, known)
    _table(sheet, looks, row + 1, "怎样填写", _RULES)
    sheet.protect("", {"format_columns": True, "format_rows": True})


def _table(sheet: Any, looks: Looks, row: int, title: str, lines: tuple[tuple[str, str], ...]) -> int:
    sheet.write_string(row, 0, title, looks.get("part"))
    for number, (term, words) in enumerate(lines, row + 1):
        sheet.write_string(number, 0, term, looks.get("term"))
        sheet.write_string(number, 1, words, looks.get("words"))
        sheet.set_row(number, 20 if len(words) < 58 else 34)
    return row + 1 + len(lines)
