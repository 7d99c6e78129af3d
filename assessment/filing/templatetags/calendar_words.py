"""Moments and rates of a collection, in templates."""

from decimal import Decimal

from django import template

from assessment.display import formats
from assessment.filing.collections_view import Moment

register = template.Library()


@register.inclusion_tag("filing/moment_cell.html")
def moment_cell(moment: Moment) -> dict[str, Moment]:
    """A moment with its weekday, and whether the day is a day off."""
    return {"moment": moment}


@register.filter
def share(value: Decimal | None) -> str:
    """A share as percent with one decimal, without the sign: the column head carries it."""
    return formats.number(None if value is None else value * 100, decimals=1)
