"""The identity of an enterprise: 统一社会信用代码 (GB 32100-2015) with its check digit, and its 行业代码."""

import re
from datetime import date

from stdnum.cn import uscc
from stdnum.exceptions import InvalidChecksum, ValidationError

from assessment.directory.errors import CodeCheckDigitWrong, CodeWrong, DayWrong, FlagWrong, IndustryWrong, NameMissing

# Wide digits and letters are the same code typed with a Chinese keyboard.
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
_INDUSTRY = re.compile(r"[0-9]{4}")
YES, NO = "是", "否"


def read_code(typed: str) -> str:
    """The code in capital letters; `CodeWrong` or `CodeCheckDigitWrong` when it cannot be one."""
    text = typed.translate(_NARROW).strip().upper()
    try:
        return str(uscc.validate(text))
    except InvalidChecksum:
        raise CodeCheckDigitWrong(received=typed.strip()) from None
    except ValidationError:
        raise CodeWrong(received=typed.strip()) from None


def read_industry(typed: str) -> str:
    text = typed.translate(_NARROW).strip()
    if not _INDUSTRY.fullmatch(text):
        raise IndustryWrong(received=typed.strip())
    return text


def read_name(typed: str) -> str:
    text = typed.strip()
    if not text:
        raise NameMissing
    return text


def read_flag(typed: str) -> bool:
    text = typed.strip()
    if text not in {YES, NO, ""}:
        raise FlagWrong(received=text)
    return text == YES


def read_day(typed: str) -> date:
    try:
        return date.fromisoformat(typed.translate(_NARROW).strip().replace("/", "-"))
    except ValueError:
        raise DayWrong(received=typed.strip()) from None
