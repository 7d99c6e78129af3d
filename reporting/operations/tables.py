"""What an operation workbook says: sheets of plain rows with their heads and notes. Frozen data."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from assessment.display.site import is_demo
from assessment.methodology.canonical import digest
from assessment.people.models import User
from reporting.operations import terms

CHECK_CODE_DIGITS = 8


class Look(StrEnum):
    """How a column is set. WRAPPED lets its rows grow."""

    TEXT = "text"
    CENTRE = "centre"
    WRAPPED = "wrapped"
    NUMBER = "number"


@dataclass(frozen=True)
class Amount:
    """A figure in its own unit, shown with `decimals`."""

    value: Decimal
    decimals: int


Entry = str | int | Amount | None
"""A cell: text, a count, a figure; None is nothing to show (--), never a zero."""


@dataclass(frozen=True)
class Column:
    head: str
    width: float
    look: Look = Look.TEXT


@dataclass(frozen=True)
class Sheet:
    """`rows` may be read once only, as they come; `summary` is the line under them, `empty` what stands in their place.

    `held`: columns that stay in view.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Iterable[tuple[Entry, ...]]
    notes: tuple[str, ...]
    unit: str = ""
    summary: tuple[Entry, ...] = ()
    empty: str = terms.NOTHING_HERE
    held: int = 1


@dataclass(frozen=True)
class Report:
    """A workbook. `code` vouches for the rows: the same rows, the same code."""

    title: str
    maker: str
    made_at: datetime
    demo: bool
    sheets: tuple[Sheet, ...]
    code: str


def report_of(title: str, sheets: tuple[Sheet, ...], *, by: User, at: datetime) -> Report:
    """A report of rows that are all there, with the code of what they say."""
    content = [[sheet.name, [[_plain(one) for one in row] for row in sheet.rows]] for sheet in sheets]
    return titled(title, sheets, code=digest(content)[:CHECK_CODE_DIGITS], by=by, at=at)


def titled(title: str, sheets: tuple[Sheet, ...], *, code: str, by: User, at: datetime) -> Report:
    maker = by.organisation.name_zh
    return Report(title=title, maker=maker, made_at=at, demo=is_demo(), sheets=sheets, code=code)


def _plain(entry: Entry) -> object:
    return entry.value if isinstance(entry, Amount) else entry
