"""Numbers as people type them: repaired (and the repair named) if one reading is possible, else refused."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from assessment.methodology.errors import N_, AssessmentError

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {ord("。"): ord(".")}
_FULL_WIDTH.pop(ord("￥"), None)
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2007\u2009\u202f\u3000\t\r\n"), " ")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u2060\ufeff"))
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2212"), "-")
_PLAIN = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_AS_IT_SHOULD_BE = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,18})?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:(?P<mark>[, ])[0-9]{3})(?:(?P=mark)[0-9]{3})*(?:\.[0-9]+)?")
_LONGEST = 60
_MOST_DIGITS_BEFORE, _MOST_DIGITS_AFTER = 28, 20


class Repair(StrEnum):
    """What was changed before the text could be read as a number."""

    FULL_WIDTH = "full_width"
    SPACES = "spaces"
    MINUS_SIGN = "minus_sign"
    CURRENCY_SIGN = "currency_sign"
    THOUSANDS_SEPARATORS = "thousands_separators"
    PERCENT_SIGN = "percent_sign"


class NotANumber(AssessmentError):
    code = "not_a_number"
    message = N_("“{received}” is not a number. Write digits only, such as 1234.56, without words or units.")


class NumberTooLong(NotANumber):
    """Sums of numbers within these bounds stay exact in 50 digits; beyond them a digit would be lost unseen."""

    code = "number_too_long"
    message = N_(
        "“{received}” has more digits than can be reckoned with exactly. "
        "Write at most 28 digits before the decimal point and 20 after it."
    )


@dataclass(frozen=True)
class ReadNumber:
    """`value` keeps the typed decimals; `repairs` are in the order they were made."""

    value: Decimal
    repairs: tuple[Repair, ...] = ()


def excerpt(text: str, *, longest: int = _LONGEST) -> str:
    """`text` as a sentence may repeat it: on one line, cut with … where it would not end, what cannot be seen as �."""
    line = "".join(_on_the_line(letter) for letter in text[: longest + 1])
    return line if len(text) <= longest else line[:longest] + "…"


def _on_the_line(letter: str) -> str:
    if letter.isprintable():
        return letter
    return " " if letter.isspace() else "�"


def read_number(text: str) -> ReadNumber:
    """The number in `text`, in the unit the cell already has.

    A percent sign is taken off and named, not divided by 100: the cell is in percent. Grouping must be in
    threes with one mark throughout (1,234,567); 1,23 and 12 34 have two readings and are refused, as are
    words, units, brackets, exponents and text without digits (`NotANumber`). −0 is 0; more than 28 digits before
    the point or 20 after it are refused (`NumberTooLong`).
    """
    if _AS_IT_SHOULD_BE.fullmatch(text):
        return ReadNumber(_unsigned_zero(Decimal(text)))
    if len(text) > _LONGEST:
        only_digits = not text.strip("+-.0123456789")
        raise (NumberTooLong if only_digits else NotANumber)(received=excerpt(text))
    repairs: list[Repair] = []
    plain = _without_signs(_in_ascii(text, repairs), repairs)
    if _GROUPED.fullmatch(plain):
        repairs.append(Repair.THOUSANDS_SEPARATORS)
        plain = plain.replace(",", "").replace(" ", "")
    if not _PLAIN.fullmatch(plain):
        raise NotANumber(received=excerpt(text))
    before, _, after = plain.lstrip("+-").partition(".")
    if len(before.lstrip("0")) > _MOST_DIGITS_BEFORE or len(after) > _MOST_DIGITS_AFTER:
        raise NumberTooLong(received=excerpt(text))
    return ReadNumber(_unsigned_zero(Decimal(plain)), tuple(repairs))


def _unsigned_zero(value: Decimal) -> Decimal:
    """Zero has no sign: −0.0 becomes 0.0, its decimals kept."""
    return value if value else value.copy_abs()


def _in_ascii(text: str, repairs: list[Repair]) -> str:
    narrow = text.translate(_FULL_WIDTH)
    if narrow != text:
        repairs.append(Repair.FULL_WIDTH)
    plain = narrow.translate(_INVISIBLE).translate(_SPACES).strip()
    if plain != narrow or " " in plain:
        repairs.append(Repair.SPACES)
    signed = plain.translate(_DASHES)
    if signed != plain:
        repairs.append(Repair.MINUS_SIGN)
    return signed


def _without_signs(text: str, repairs: list[Repair]) -> str:
    bare = re.sub(r"^(?P<sign>[+-]?) ?[¥￥] ?", r"\g<sign>", text)
    if bare != text:
        repairs.append(Repair.CURRENCY_SIGN)
    if bare.endswith("%"):
        repairs.append(Repair.PERCENT_SIGN)
        bare = bare[:-1].rstrip()
    return bare
