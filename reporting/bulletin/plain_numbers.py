"""Which numbers of a text state a result: not those of dates, terms, document numbers, standards, ordinal names.

What states none is taken out; what states one in Chinese numerals (百分之二十, 第三名) is put into figures.
"""

import re
from typing import Final

_FULL_WIDTH: Final = str.maketrans("０１２３４５６７８９．％", "0123456789.%")
_CHINESE_DIGITS: Final = "零一二三四五六七八九"
_TENS: Final = {"十": 10, "百": 100}
_PERCENT: Final = re.compile(r"百分之([零〇一二两三四五六七八九十百点]+)")
_ORDINAL: Final = re.compile(r"第([一二三四五六七八九十]{1,3}|[0-9]+)[位名]")
_PERIOD: Final = re.compile(r"[0-9]{4}年(?:度|一季度|上半年|前三季度|全年)?")
# Where a list of rows begins: 1. and （1）.
_LIST_MARK: Final = r"(?:^|(?<=[。；：\n]))\s*(?:[0-9]{1,2}[.、](?![0-9])|（[0-9]{1,2}）)"
_SPAN: Final = r"(?<![0-9.,])(?:[0-9]{1,2}[—–~至、-])*[0-9]{1,2}"
_NO_RESULT: Final = re.compile(
    "|".join(
        (
            r"《[^》]*》",
            r"[^\s，。；（）]{0,12}[〔\[（(][0-9]{4}[〕\]）)][0-9]+号(?:（演示）)?",
            r"[0-9]{4}年第[0-9]+号",
            r"GB(?:/[TZ])?\s?[0-9.]+(?:[—–-][0-9]{4})?",
            r"(?:附件|附表|附录|表|图)[0-9]+(?:[—–~至、-][0-9]+)*",
            # Names: 第3季度, C39, 5G, IPv6, 工业4.0, 2.0版.
            r"第[0-9]+(?:季度?|[号批次条款届期章节项类版稿轮步场组])",
            r"(?<![A-Za-z])[A-Z][0-9]{2}(?![0-9.,%])|(?<![0-9.,])[0-9]{1,2}[GKD](?![A-Za-z])",
            r"IPv[46]|Web[0-9](?:\.[0-9])?|工业[0-9]\.0|[0-9]+(?:\.[0-9]+)+版",
            r"(?:电话|手机|传真)[：:]?[0-9-]+|(?<![0-9])0[0-9]{2,3}-[0-9]{7,8}",
            # Years, months, days, hours, and spans of them.
            r"(?:[0-9]{4}[—–~至、-])+(?=[0-9]{4}年)",
            rf"{_SPAN}月(?:[份底初末]|(?:[0-9]{{1,2}}[—–~至、-])*[0-9]{{1,2}}日)?",
            rf"{_SPAN}日",
            r"(?<![0-9.,])[0-9]{1,2}(?:时(?:[0-9]{1,2}分)?|[:：][0-9]{2})",
            r"(?<![0-9.,])[0-9]{1,3}个?(?:工作日|自然日|天|周|月|季度|小时|分钟|年(?:以?[内上]|期))",
            r"(?<![0-9])[0-9]{4}[/-][0-9]{1,2}[/-][0-9]{1,2}(?![0-9])|(?<![0-9])[0-9]{2}世纪",
            _LIST_MARK,
        )
    ),
    re.MULTILINE,
)


def results_of(text: str) -> str:
    """The text as it is read: in plain digits, without what is no result."""
    plain = _ORDINAL.sub(_ordinal, text.translate(_FULL_WIDTH))
    plain = _PERCENT.sub(lambda match: f"{_numeral(match.group(1))}%", plain)
    return _PERIOD.sub("", _NO_RESULT.sub("", plain))


def periods_in(text: str) -> list[str]:
    """The periods a text speaks of, such as 2021年一季度; not those inside dates and document numbers."""
    return [match.group() for match in _PERIOD.finditer(_NO_RESULT.sub("", text))]


def _ordinal(match: re.Match[str]) -> str:
    """第三名 as 第3位."""
    return f"第{_numeral(match.group(1))}位"


def _numeral(said: str) -> str:
    """三十五点二 as 35.2; figures stay."""
    if said.isdigit() and said.isascii():
        return said
    whole, _, part = said.replace("〇", "零").replace("两", "二").partition("点")
    total, digit = 0, 0
    for sign in whole:
        if sign in _TENS:
            total += (digit or 1) * _TENS[sign]
            digit = 0
        else:
            digit = _CHINESE_DIGITS.find(sign)
    fraction = "".join(str(_CHINESE_DIGITS.find(sign)) for sign in part)
    return f"{total + digit}" + (f".{fraction}" if fraction else "")
