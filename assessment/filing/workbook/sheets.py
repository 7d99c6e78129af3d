"""The cells of one sheet, streamed. Runs in the child process; knows no framework."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from assessment.filing.errors.workbook import FarCell, WorkbookDamaged
from assessment.filing.workbook.cell_data import address, place_of
from assessment.filing.workbook.limits import Limits
from assessment.filing.workbook.parts import Attributes, Part
from assessment.methodology.errors import N_

_KINDS = {"n": "n", "s": "shared", "str": "s", "inlineStr": "s", "b": "b", "e": "e", "d": "d"}
_MOST_HIDDEN = 2_000


class Book(NamedTuple):
    """What the cells of all sheets refer to."""

    texts: Sequence[str]
    looks: Sequence[str]
    limits: Limits


class SheetPart(Part):
    """Cells that hold something, merged blocks, hidden rows and columns."""

    def __init__(self, name: str, book: Book) -> None:
        super().__init__(book.limits)
        self.cells: list[list[Any]] = []
        self.merged: list[tuple[int, int, int, int]] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[int] = []
        self._name, self._book = name, book
        self._row = self._column = self._seen = self._characters = 0
        self._kind = self._look = self._formula = self._value = ""
        self._guide = 0

    def begin(self, name: str, attrs: Attributes) -> None:
        if name in {"v", "t"}:
            self.wants_text = not self._guide
        elif name == "c":
            self._begin_cell(attrs)
        elif name == "row":
            self._begin_row(attrs)
        elif name == "f":
            self._formula = attrs.get("ref", "") or "array" if attrs.get("t") == "array" else "formula"
        elif name == "rPh":
            self._guide += 1
        elif name == "col":
            self._column_look(attrs)
        elif name == "mergeCell":
            self._merge(attrs.get("ref", ""))

    def end(self, name: str) -> None:
        if name in {"v", "t"}:
            self.wants_text = False
            self._value += self.text()
        elif name == "rPh":
            self._guide -= 1
        elif name == "c":
            self._end_cell()

    def data(self, state: str) -> dict[str, Any]:
        return {
            "name": self._name,
            "state": state,
            "cells": self.cells,
            "merged": self.merged,
            "hidden_rows": self.hidden_rows,
            "hidden_columns": self.hidden_columns,
        }

    def _begin_row(self, attrs: Attributes) -> None:
        text = attrs.get("r", "")
        self._row = int(text) if text.isdecimal() and len(text) < 8 else self._row + 1
        self._column = 0
        self._count()
        if attrs.get("hidden") in {"1", "true"} and len(self.hidden_rows) < _MOST_HIDDEN:
            self.hidden_rows.append(self._row)

    def _begin_cell(self, attrs: Attributes) -> None:
        reference = attrs.get("r")
        if reference is None:
            self._column += 1
        else:
            self._row, self._column = self._place(reference)
        self._count()
        self._kind = _KINDS.get(attrs.get("t", "n"), "")
        style = attrs.get("s", "0")
        number = int(style) if style.isdecimal() and len(style) < 7 else 0
        self._look = self._book.looks[number] if number < len(self._book.looks) else ""
        self._formula = self._value = ""

    def _end_cell(self) -> None:
        if not self._value and not self._formula:
            return
        self._refuse_far(self._row, self._column)
        kind, text = self._kind, self._value
        if kind == "shared":
            kind, text = "s", self._shared(text)
        if not kind or len(text) > self.limits.characters:
            raise self._damaged()
        self._characters += len(text)
        self.at_most(self._characters, self.limits.characters, N_("characters"))
        self.cells.append([self._row, self._column, kind, text, self._look, self._formula])

    def _shared(self, text: str) -> str:
        number = int(text) if text.isdecimal() and len(text) < 9 else -1
        if not 0 <= number < len(self._book.texts):
            raise self._damaged()
        return self._book.texts[number]

    def _column_look(self, attrs: Attributes) -> None:
        first, last = attrs.get("min", ""), attrs.get("max", "")
        if attrs.get("hidden") not in {"1", "true"} or not (first.isdecimal() and last.isdecimal()):
            return
        # Hiding all columns to the right of a table is common; only those within the table matter.
        for column in range(int(first[:7]), min(int(last[:7]), self.limits.columns) + 1):
            if len(self.hidden_columns) < _MOST_HIDDEN:
                self.hidden_columns.append(column)

    def _merge(self, reference: str) -> None:
        self.at_most(len(self.merged) + 1, self.limits.merged, N_("merged blocks"))
        first, _, last = reference.partition(":")
        self.merged.append((*self._place(first), *self._place(last or first)))

    def _place(self, reference: str) -> tuple[int, int]:
        place = place_of(reference)
        if place is None:
            raise self._damaged()
        return place

    def _refuse_far(self, row: int, column: int) -> None:
        rows, columns = self.limits.rows, self.limits.columns
        if row > rows or column > columns:
            raise FarCell(sheet=self._name, cell=address(row, column), rows=rows, columns=columns)

    def _count(self) -> None:
        self._seen += 1
        self.at_most(self._seen, self.limits.cells, N_("cells"))

    def _damaged(self) -> WorkbookDamaged:
        return WorkbookDamaged(part=f"{self._name}!{address(self._row, max(self._column, 1))}")
