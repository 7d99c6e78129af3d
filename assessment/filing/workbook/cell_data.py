"""Plain data of a workbook as the child hands it over: sheets, cells, merged blocks, hidden lines."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

LETTERS = 26
LAST_COLUMN, LAST_ROW = 16_384, 1_048_576
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")


@dataclass(frozen=True, slots=True)
class RawCell:
    """One cell as stored. `kind`: n number, s text, b truth, e error, d date; `look`: date, percent or nothing.

    `formula` is "", "formula", or the range of an array formula.
    """

    kind: str
    text: str
    look: str = ""
    formula: str = ""


EMPTY = RawCell("s", "")


@dataclass(frozen=True)
class RawSheet:
    """A sheet as stored; rows and columns count from 1, a merged block is (top, left, bottom, right)."""

    name: str
    state: str = "visible"
    cells: Mapping[tuple[int, int], RawCell] = field(default_factory=dict)
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    def cell(self, row: int, column: int) -> RawCell:
        return self.cells.get((row, column), EMPTY)

    def text(self, row: int, column: int) -> str:
        return self.cell(row, column).text.strip()

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            name=data["name"],
            state=data["state"],
            cells={(row, column): RawCell(*rest) for row, column, *rest in data["cells"]},
            merged=tuple((top, left, bottom, right) for top, left, bottom, right in data["merged"]),
            hidden_rows=frozenset(data["hidden_rows"]),
            hidden_columns=frozenset(data["hidden_columns"]),
        )


@dataclass(frozen=True)
class RawBook:
    """`names` are the constants among the defined names; a sheet that was not read has no cells."""

    sheets: tuple[RawSheet, ...]
    names: Mapping[str, str]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        return cls(tuple(RawSheet.of(sheet) for sheet in data["sheets"]), data["names"])


def letters(column: int) -> str:
    """1 → A, 27 → AA."""
    text = ""
    while column > 0:
        column, rest = divmod(column - 1, LETTERS)
        text = chr(ord("A") + rest) + text
    return text


def place_of(reference: str) -> tuple[int, int] | None:
    """`$C$4` → row 4, column 3; None where there is no such cell on any sheet."""
    match = _CELL.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * LETTERS + ord(letter) - ord("A") + 1
    row = int(match[2])
    return (row, column) if column <= LAST_COLUMN and row <= LAST_ROW else None


def address(row: int, column: int) -> str:
    return f"{letters(column)}{row}"


def block(area: tuple[int, int, int, int]) -> str:
    top, left, bottom, right = area
    return f"{address(top, left)}:{address(bottom, right)}"
