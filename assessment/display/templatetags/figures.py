"""The formats module, in templates."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django import template

from assessment.display import formats

register = template.Library()


@register.filter
def number(value: Decimal | int | None, decimals: int = formats.DEFAULT_DECIMALS) -> str:
    return formats.number(value, decimals=decimals)


@register.filter
def whole(value: Decimal | int | None) -> str:
    return formats.whole(value)


@register.filter
def signed(value: Decimal | None, decimals: int = formats.DEFAULT_DECIMALS) -> str:
    return formats.signed(value, decimals=decimals)


@register.filter
def place(value: Decimal | int | None) -> str:
    return formats.place(value)


@register.filter
def unit(text: str) -> str:
    return formats.unit(text)


@register.filter
def with_unit(label: str, unit_text: str) -> str:
    return formats.with_unit(label, unit_text)


@register.filter
def period(code: str) -> str:
    return formats.period(code)


@register.filter
def day(value: date | datetime | None) -> str:
    return formats.day(value)


@register.filter
def moment(value: datetime | None) -> str:
    return formats.moment(value)


@register.filter
def moment_to_the_second(value: datetime | None) -> str:
    return formats.moment_to_the_second(value)


@register.filter
def weekday(value: date | datetime) -> str:
    return formats.weekday(value)


@register.filter
def check_code(digest: str) -> str:
    return formats.check_code(digest)


@register.filter
def duration(span: timedelta) -> str:
    return formats.duration(span)


@register.filter
def named(record: Any, attribute: str = "name") -> str:
    """`name_zh` or `name_en` of a record, by the reader's language; Chinese where there is no English."""
    chinese = str(getattr(record, f"{attribute}_zh"))
    return chinese if formats.in_chinese() else str(getattr(record, f"{attribute}_en", "") or chinese)
