"""What the headings of past workbooks say: a period, a unit, a basis, an item. Guesses only; a person confirms them."""

import re
from collections.abc import Iterable

from assessment.catalogue.models import Item
from assessment.filing.models import Cell
from assessment.methodology.periods import NotAPeriod, Period
from assessment.methodology.units import Unit

_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_MONTHS = re.compile(r"1\s*[-—–~至到]\s*(?P<month>1[0-2]|[2-9])\s*月")
_DATED = re.compile(r"(?P<year>(?:19|20)[0-9]{2})\s*[-./年]?\s*(?P<month>1[0-2]|0[1-9]|[1-9])\s*月?")
# 二季度, 三季度 and 四季度 alone are single quarters; history is cumulative, so they are left to the person.
_CUMULATIVE = {"前三季度": 9, "前3季度": 9, "一季度": 3, "1季度": 3, "Q1": 3, "上半年": 6, "全年": 12}
_SINGLE = ("二季度", "2季度", "Q2", "三季度", "3季度", "Q3", "四季度", "4季度", "Q4", "下半年")
_LAST_YEAR = ("上年同期", "去年同期", "同期数", "上年数")
_UNITS = (
    Unit.HUNDRED_MILLION_USD, Unit.TEN_THOUSAND_USD, Unit.HUNDRED_MILLION_YUAN, Unit.TEN_THOUSAND_YUAN, Unit.YUAN,
)  # fmt: skip
_IN_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_FILLING = re.compile(r"[\s\u3000：:、,，．·*#]|其中|^[0-9]+[.．]?")


def period_in(text: str, *, annual: bool) -> str:
    """The code of the cumulative period a text names; empty where it names none, or a single quarter.

    A year alone is the year for an annual form, January to December for a periodic one.
    """
    plain = text.strip()
    try:
        known = Period.parse(plain)
    except NotAPeriod:
        return _period_in_words(plain, annual=annual)
    return _year(known.year, annual=annual) if known.code.isdecimal() else known.code


def unit_in(text: str) -> str:
    """The unit of money a heading names, as it is written on forms; empty where it names none."""
    return next((unit.name_zh for unit in _UNITS if unit.name_zh in text), "")


def basis_in(text: str) -> str:
    last_year = any(words in text for words in _LAST_YEAR)
    return Cell.Basis.SAME_PERIOD_LAST_YEAR.value if last_year else Cell.Basis.CURRENT.value


def item_in(text: str, items: Iterable[Item]) -> str:
    """The code of the item with this label, brackets, numbers and 其中 left aside; empty where there is none."""
    wanted = _bare(text)
    return next((item.code for item in items if wanted and _bare(item.label_zh) == wanted), "")


def without_numbers(text: str) -> str:
    """A heading without its years and numbers, so that next year's table has the same layout."""
    return re.sub(r"[0-9]+", "#", "".join(text.split()))


def _period_in_words(text: str, *, annual: bool) -> str:
    year = _YEAR.search(text)
    if year is None:
        return ""
    rest = text.replace(year[0], "", 1)
    months = _MONTHS.search(rest)
    if months:
        return Period.cumulative(int(year[0]), int(months["month"])).code
    for words, month in _CUMULATIVE.items():
        if words in rest:
            return Period.cumulative(int(year[0]), month).code
    if any(words in rest for words in _SINGLE):
        return ""
    dated = _DATED.search(text)
    if dated and (dated[0].endswith("月") or text == dated[0]):
        return Period.cumulative(int(dated["year"]), int(dated["month"])).code
    return _year(int(year[0]), annual=annual)


def _year(year: int, *, annual: bool) -> str:
    return Period.annual(year).code if annual else Period.cumulative(year, 12).code


def _bare(text: str) -> str:
    return _FILLING.sub("", _IN_BRACKETS.sub("", text))
