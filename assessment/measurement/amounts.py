"""Amounts of a batch as pages show them: 亿元 and per cent with two decimals; what is stored stays in full."""

from decimal import Decimal
from typing import Final

from django.utils.translation import gettext

from assessment.display import formats
from assessment.methodology.errors import N_
from assessment.methodology.units import Unit, convert, parse_unit

SHOWN_IN: Final = Unit.HUNDRED_MILLION_YUAN
# What a check expects where it expects no number.
_WORDS: Final = {"seed": N_("a stored seed"), "one part": N_("one of the two parts")}


def shown_value(value: Decimal, unit: str) -> Decimal:
    """万元 in 亿元; a share stays in per cent. Nothing is rounded."""
    known = parse_unit(unit)
    return convert(value, known, SHOWN_IN) if known is Unit.TEN_THOUSAND_YUAN else value


def stored_value(value: Decimal, unit: str) -> Decimal:
    """What was typed in the unit of the page, in the unit of the result."""
    known = parse_unit(unit)
    return convert(value, SHOWN_IN, known) if known is Unit.TEN_THOUSAND_YUAN else value


def amount_text(value: Decimal | None, unit: str) -> str:
    return formats.NOTHING if value is None else formats.number(shown_value(value, unit))


def plain_text(text: str | None) -> str:
    """A number of a document; a bound such as [10, 60] stays as it is written."""
    if text is None:
        return formats.NOTHING
    if text.lstrip("-").replace(".", "", 1).isdigit():
        return formats.number(Decimal(text))
    return gettext(_WORDS[text]) if text in _WORDS else text
