"""Where things stand on the calculation sheet, so that later steps can point at earlier ones."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import cache

from xlsxwriter.utility import xl_col_to_name


@cache
def letters(column: int) -> str:
    """The name of a column; asked for once a cell."""
    return str(xl_col_to_name(column))


def fixed(row: int, column: int) -> str:
    """An absolute address: `$C$12`."""
    return f"${letters(column)}${row + 1}"


def relative(row: int, column: int) -> str:
    return f"{letters(column)}{row + 1}"


@dataclass
class Places:
    """Columns of figures with one line per unit, found by key; the units stand in the same order in all of them.

    Keys: ("input", column) · ("raw" | "treated" | "normalised" | "score", code) · the results of the accounts.
    """

    tops: dict[Hashable, tuple[int, int]] = field(default_factory=dict)

    def put(self, key: Hashable, *, top: int, column: int) -> None:
        self.tops[key] = (top, column)

    def same(self, key: Hashable, *, as_key: Hashable) -> None:
        """A step that changes nothing: the earlier column stands for the later one too."""
        self.tops[key] = self.tops[as_key]

    def column(self, key: Hashable) -> int:
        return self.tops[key][1]

    def ref(self, key: Hashable, *, line: int) -> str:
        top, column = self.tops[key]
        return relative(top + line, column)

    def span(self, key: Hashable, *, lines: range) -> str:
        """The absolute range of a column over some lines: a pool's values."""
        top, column = self.tops[key]
        return f"{fixed(top + lines.start, column)}:{fixed(top + lines.stop - 1, column)}"
