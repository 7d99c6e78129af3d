"""Numbers inside the text of a formula: exact where short, twelve digits and … where long."""

from decimal import Context, Decimal

_SHORT = Context(prec=12)
_LONGEST = 16


def figure_text(value: Decimal) -> str:
    """Plain digits without exponent. A text ending in … is shortened for reading only; the score is exact."""
    text = format(value, "f")
    if len(text) <= _LONGEST:
        return text
    short = _SHORT.plus(value)
    if short == value:
        return format(short.normalize(_SHORT), "f")
    return format(short, "f") + "…"


def operand_text(value: Decimal) -> str:
    """The same, in brackets where a minus sign would run into the sign before it."""
    text = figure_text(value)
    return f"({text})" if text.startswith("-") else text
