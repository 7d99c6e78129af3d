"""What an outsider can work out of a published table: the exact least and greatest value of each withheld cell.

The outsider knows every published cell, every equation, and the sign of each withheld cell. Unit: that of the table.
Source: the audit of a suppression pattern by linear programming, Hundepool et al., 2012, ch. 4.4.
"""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from assessment.methodology.disclosure_table import LinkedTable, TableCell
from assessment.methodology.exact_program import Equation, Outcome, Program, Solver, whole_numbers


@dataclass(frozen=True)
class Bounds:
    """None: no bound on that side."""

    lowest: Fraction | None
    highest: Fraction | None


class Outsider:
    """Whoever reads the table with these cells withheld, and reckons."""

    def __init__(self, table: LinkedTable, withheld: Collection[str]) -> None:
        hidden = [cell for cell in table.cells if cell.key in withheld]
        self._position = {cell.key: number for number, cell in enumerate(hidden)}
        self._signs = [sign_of(cell) for cell in hidden]
        equations, self._factor = _equations(table, hidden, self._position)
        self._solver = Solver(Program(equations, (None,) * len(hidden)))

    def bounds(self, key: str) -> Bounds:
        """The exact range of one withheld cell. Unit: that of the table. Source: see the module.

        Worked example: in the row 20 + 30 + 50 = 100 with 20 and 30 withheld, both lie between 0 and 50.
        """
        place = self._position[key]
        least, greatest = self._end(place, 1), self._end(place, -1)
        return Bounds(least, greatest) if self._signs[place] > 0 else Bounds(greatest, least)

    def _end(self, place: int, direction: int) -> Fraction | None:
        costs = [0] * len(self._position)
        costs[place] = direction
        found = self._solver.minimum(costs)
        if found.outcome is not Outcome.SOLVED:
            return None
        return found.values[place] * self._signs[place] / self._factor


def bounds_of(table: LinkedTable, withheld: Collection[str], key: str) -> Bounds:
    """The exact range of one cell for whoever meets the table with `withheld`. Unit, source: see `Outsider`."""
    return Outsider(table, withheld).bounds(key)


def intruders_of(table: LinkedTable, withheld: Collection[str]) -> tuple[str, ...]:
    """Who knows some of the withheld cells, in the order of the cells. Unit: none.

    Source: the intruder who is a contributor, Hundepool et al., 2012, ch. 4.2. Worked example: of 100 + 50 + 500 = 650
    with 100 and 50 withheld, whoever filed 50 reads 100.
    """
    known = (cell.known_to for cell in table.cells if cell.key in withheld)
    return tuple(dict.fromkeys(one for one in known if one))


def is_protected(cell: TableCell, bounds: Bounds) -> bool:
    """Whether the range reaches past the room around the cell on both sides, as far as its sign leaves room.

    An outsider knows that a cell is not negative; below a small one there is no more room than down to zero.
    Unit: that of the table. Source: the protection levels of Hundepool et al., 2012, ch. 4.2.
    """
    if cell.sensitivity is None:
        return True
    value, room = Fraction(cell.value), Fraction(cell.sensitivity.room)
    inward = min(room, abs(value))
    up, down = (room, inward) if sign_of(cell) > 0 else (inward, room)
    reaches_up = bounds.highest is None or bounds.highest >= value + up
    return reaches_up and (bounds.lowest is None or bounds.lowest <= value - down)


def sign_of(cell: TableCell) -> int:
    return -1 if cell.value < 0 else 1


def _equations(
    table: LinkedTable, hidden: list[TableCell], position: dict[str, int]
) -> tuple[tuple[Equation, ...], int]:
    """One equation a relation that touches a withheld cell, in sizes (values without sign) times the factor."""
    coefficients, rights = [], []
    for relation in table.relations:
        terms = {key: Fraction(weight) for key, weight in relation.terms if key in position}
        if terms:
            coefficients.append(terms)
            rights.append(
                sum((weight * Fraction(table.by_key[key].value) for key, weight in terms.items()), Fraction(0))
            )
    factor, _ = whole_numbers(rights)
    equations = []
    for terms, right in zip(coefficients, rights, strict=True):
        scale, weights = whole_numbers(terms.values())
        signed = {
            position[key]: weight * sign_of(hidden[position[key]]) for key, weight in zip(terms, weights, strict=True)
        }
        equations.append(Equation(signed, int(right * factor * scale)))
    return tuple(equations), factor


def decimal_of(bound: Fraction) -> Decimal:
    """A bound for display, exact to the precision of the arithmetic. Unit: that of the table. Source: none needed."""
    return Decimal(bound.numerator) / Decimal(bound.denominator)
