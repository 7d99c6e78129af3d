"""Where everything stands on the template, and the words printed there: the form is Chinese in any language."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from assessment.methodology.canonical import digest

TEMPLATE_NUMBER: Final = 1
"""Raised whenever a place below moves; an upload of an older template is refused with its own sentence."""

SHEET: Final = "填报表"
GUIDE: Final = "填报说明"
PROBLEMS: Final = "问题清单"
HEAD_ROW, SUBHEAD_ROW, FIRST_ROW = 5, 6, 7
NUMBER, LABEL, UNIT = 1, 2, 3
GROWTH, LAST_PERIOD, FILED_LAST_YEAR = 10, 11, 12
ITEM_CODE = 13
FIRST_INPUT, LAST_INPUT = 4, 9
CURRENT, LAST_YEAR = "current", "same_period_last_year"
VALUE_COLUMN: Final = {CURRENT: 4, LAST_YEAR: 7}
"""The condition stands one column to the right of the value, the reason two."""

HEADINGS: Final = {
    (HEAD_ROW, NUMBER): "代码",
    (HEAD_ROW, LABEL): "指标",
    (HEAD_ROW, UNIT): "计量单位",
    (HEAD_ROW, 4): "本期累计",
    (HEAD_ROW, 7): "上年同期累计（可比口径）",
    (HEAD_ROW, GROWTH): "同比（%）",
    (HEAD_ROW, LAST_PERIOD): "上期",
    (HEAD_ROW, FILED_LAST_YEAR): "去年同期原报数",
    **{(SUBHEAD_ROW, start): "填报值" for start in (4, 7)},
    **{(SUBHEAD_ROW, start + 1): "状态" for start in (4, 7)},
    **{(SUBHEAD_ROW, start + 2): "原因" for start in (4, 7)},
}
CONDITION_WORDS: Final = {
    "value": "数值",
    "not_applicable": "不适用",
    "not_available": "暂无数据",
    "empty": "未填",
}
CONDITIONS: Final = {word: condition for condition, word in CONDITION_WORDS.items()}
NOT_ASKED: Final = "不填报"
LONGEST_REASON: Final = 500


@dataclass(frozen=True)
class Identity:
    """Which template this is; kept as constants among the defined names of the workbook."""

    form: str
    form_digest: str
    period: str
    unit: str
    version: str
    number: str
    revision: str
    template: str = str(TEMPLATE_NUMBER)

    @property
    def fields(self) -> dict[str, str]:
        return {
            "form": self.form,
            "form_digest": self.form_digest,
            "period": self.period,
            "unit": self.unit,
            "version": self.version,
            "number": self.number,
            "revision": self.revision,
            "template": self.template,
        }

    @property
    def check_code(self) -> str:
        return digest({**self.fields})[:16]


@dataclass(frozen=True)
class Line:
    """One line of the form as far as reading has to know it."""

    item: str
    label: str
    bases: tuple[str, ...]


@dataclass(frozen=True)
class PrintedCell:
    """What a cell to fill already holds."""

    condition: str = "empty"
    value: Decimal | None = None
    reason: str = ""


@dataclass(frozen=True)
class PrintedLine:
    """One line as printed: `last_period` and `filed_last_year` are numbers, words of a condition, or None."""

    line: Line
    number: str
    unit: str
    decimals: int
    depth: int
    cells: dict[str, PrintedCell]
    last_period: Decimal | str | None = None
    filed_last_year: Decimal | str | None = None
    note: str = ""


@dataclass(frozen=True)
class Template:
    """Everything on the template of one return."""

    identity: Identity
    form_name: str
    unit_name: str
    period_name: str
    last_period_name: str
    last_year_name: str
    legal: tuple[str, ...]
    lines: tuple[PrintedLine, ...]
    notes: tuple[str, ...]
    demo: str = ""
