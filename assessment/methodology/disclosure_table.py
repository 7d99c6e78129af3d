"""A table as whoever reads it can reckon with it: its cells, and the equations that tie them.

Totals, hierarchies and published ratios are all equations, so that several tables that share figures are one.
Source: the linked tables of Hundepool et al., Statistical Disclosure Control, 2012, ch. 4.2. Unit: one for all cells.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from assessment.methodology.disclosure import Sensitivity
from assessment.methodology.errors import N_, AssessmentError


class TableContradictsItself(AssessmentError):
    code = "table_contradicts_itself"
    message = N_("The cell {cell} stands in the table more than once, or in an equation alone.")


@dataclass(frozen=True)
class TableCell:
    """One figure. `stands`: it is published come what may, because another published figure gives it.

    `known_to`: who knows it without reading the table, such as the city that filed it; empty for nobody.
    """

    key: str
    value: Decimal
    sensitivity: Sensitivity | None = None
    stands: bool = False
    known_to: str = ""


@dataclass(frozen=True)
class Relation:
    """Σ coefficient · cell is known to every reader."""

    terms: tuple[tuple[str, Decimal], ...]

    @classmethod
    def total(cls, whole: str, parts: Iterable[str]) -> "Relation":
        """A whole is the sum of its parts. Unit: that of the table. Source: rows, columns and levels of a table."""
        return cls(((whole, Decimal(-1)), *((part, Decimal(1)) for part in parts)))

    @classmethod
    def ratio(cls, part: str, whole: str, value: Decimal) -> "Relation":
        """A part is value · whole, where the ratio is published: a share, or 1 + growth. Source: linked tables."""
        return cls(((part, Decimal(1)), (whole, -value)))


@dataclass(frozen=True)
class LinkedTable:
    """Cells by their keys, and what ties them; a relation may name only cells of the table."""

    cells: tuple[TableCell, ...]
    relations: tuple[Relation, ...]

    def __post_init__(self) -> None:
        keys = [cell.key for cell in self.cells]
        named = [key for relation in self.relations for key, _ in relation.terms]
        wrong = [key for key in keys if keys.count(key) > 1] + [key for key in named if key not in keys]
        if wrong:
            raise TableContradictsItself(cell=wrong[0])

    @cached_property
    def by_key(self) -> Mapping[str, TableCell]:
        return {cell.key: cell for cell in self.cells}

    @property
    def sensitive(self) -> tuple[TableCell, ...]:
        return tuple(cell for cell in self.cells if cell.sensitivity is not None and not cell.stands)
