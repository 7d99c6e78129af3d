"""Which further cells are withheld so that no unsafe one can be worked out.

For each unsafe cell and each side another table is sought that reads the same where it is published and in which the
cell lies outside its room; the cheapest changes name the cells to withhold. The other table is the proof: it exists,
so no reader can tell the two apart. Cost of a cell is its size, so that large figures stay published; what is withheld
already costs nothing. Source: the linear-programming heuristic of J. P. Kelly, B. L. Golden and A. A. Assad, "Cell
suppression: disclosure protection for sensitive tabular data", Networks 22 (1992). Unit: that of the table.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from assessment.methodology.disclosure import SuppressionReason
from assessment.methodology.disclosure_bounds import (
    Outsider,
    intruders_of,
    is_protected,
    sign_of,
)
from assessment.methodology.disclosure_table import LinkedTable, TableCell
from assessment.methodology.exact_program import Equation, Outcome, Program, Solver, whole_numbers

UP, DOWN = 1, -1
# Of the room of a cell, where the whole cannot be had.
_SHARES = (Fraction(1), Fraction(1, 2), Fraction(1, 4))


@dataclass(frozen=True)
class SuppressionPattern:
    """The withheld cells with their reasons; `exposed` are those that what must be published gives away."""

    reasons: Mapping[str, SuppressionReason]
    exposed: tuple[str, ...] = ()


def suppress(table: LinkedTable) -> SuppressionPattern:
    """The pattern of a table: its unsafe cells, then what covers them, the widest room first.

    Unit: that of the table. Source: see the module. Worked example: 20 | 30 | 50 over 25 | 35 | 60 with 20 unsafe
    and room 2: the cheapest rectangle of the two rows and columns 1 and 2 is withheld.
    """
    reasons = {cell.key: cell.sensitivity.reason for cell in table.sensitive if cell.sensitivity is not None}
    exposed: dict[str, None] = {}
    firm: set[str] = set()
    for cell in sorted(table.sensitive, key=_room, reverse=True):
        for direction in (UP, DOWN):
            covers, complete = _covers(table, cell, direction, reasons)
            reasons |= {key: SuppressionReason.SECONDARY for key in covers if key not in reasons}
            if not complete:
                exposed[cell.key] = None
                firm |= covers
    return SuppressionPattern(_without_needless(table, reasons, firm), tuple(exposed))


@dataclass(frozen=True)
class _Attack:
    """That somebody (`intruder`, or an outsider) closes in on a cell from one side; `share` of its room is to hold."""

    cell: TableCell
    direction: int
    intruder: str = ""
    share: Fraction = Fraction(1)


def _covers(
    table: LinkedTable, cell: TableCell, direction: int, reasons: Mapping[str, SuppressionReason]
) -> tuple[set[str], bool]:
    """What covers a cell on one side against everybody, and whether it does.

    A way to move the cell that leaves the cells of an intruder alone convinces this intruder, too; so another way is
    sought for each intruder whose own cells move, the one who knows the cell itself left out. Where the whole room
    cannot be had, half of it or a quarter is better than none.
    """
    found, complete = _widest(table, _Attack(cell, direction), reasons)
    covers = set(found)
    for intruder in intruders_of(table, found):
        if intruder != cell.known_to:
            more, whole = _widest(table, _Attack(cell, direction, intruder), (*reasons, *covers))
            covers |= more
            complete = complete and whole
    return covers, complete


def _widest(table: LinkedTable, attack: _Attack, withheld: Collection[str]) -> tuple[set[str], bool]:
    """The cover of the widest share of the room that can be had, and whether it is the whole."""
    for share in _SHARES:
        found = _cover(table, replace(attack, share=share), withheld)
        if found is not None:
            return found, share == 1
    return set(), False


def _room(cell: TableCell) -> Fraction:
    return Fraction(cell.sensitivity.room) if cell.sensitivity is not None else Fraction(0)


def _without_needless(
    table: LinkedTable, reasons: Mapping[str, SuppressionReason], firm: Collection[str]
) -> Mapping[str, SuppressionReason]:
    """Publish again, the largest first, what later covers have made needless: whoever was kept out stays out.

    `firm` is what covers a cell in part; it stays.
    """
    kept = dict(reasons)
    readers = list(_readers(table, kept))
    secure = list(_secure(table, kept, readers))
    covers = [
        table.by_key[key]
        for key, reason in reasons.items()
        if reason is SuppressionReason.SECONDARY and key not in firm
    ]
    for cell in sorted(covers, key=lambda one: abs(one.value), reverse=True):
        tried = {key: reason for key, reason in kept.items() if key != cell.key}
        if all(now == before for now, before in zip(_secure(table, tried, readers), secure, strict=True)):
            kept = tried
    return kept


@dataclass(frozen=True)
class _Reader:
    """Somebody who knows some cells beforehand, and the cells that must not be worked out."""

    known: frozenset[str]
    watched: tuple[TableCell, ...]


def _readers(table: LinkedTable, withheld: Collection[str]) -> Iterator[_Reader]:
    """An outsider; for each cell the sole contributors of other cells together; each intruder by itself."""
    watched = table.sensitive
    yield _Reader(frozenset(), watched)
    soles = frozenset(one.key for one in table.sensitive if one.sensitivity and one.sensitivity.sole)
    yield from (_Reader(soles - {cell.key}, (cell,)) for cell in watched if soles - {cell.key})
    for intruder in intruders_of(table, withheld):
        known = frozenset(cell.key for cell in table.cells if cell.known_to == intruder)
        yield _Reader(known, tuple(cell for cell in watched if cell.known_to != intruder))


def _secure(table: LinkedTable, withheld: Collection[str], readers: Iterable[_Reader]) -> Iterator[bool]:
    for reader in readers:
        outsider = Outsider(table, [key for key in withheld if key not in reader.known])
        yield from (is_protected(cell, outsider.bounds(cell.key)) for cell in reader.watched)


def _cover(table: LinkedTable, attack: _Attack, withheld: Collection[str]) -> set[str] | None:
    """The cells that change with the cheapest way to move the cell by its room; None where there is no way.

    The sole contributor of a cell knows it, so such a cell covers others only where nothing else does. What an
    intruder knows covers nothing against that intruder.
    """
    cell, direction = attack.cell, attack.direction
    room = _room(cell)
    if direction != sign_of(cell):
        room = min(room, Fraction(abs(cell.value)))
    usable = [
        one
        for one in table.cells
        if one.key != cell.key and not one.stands and one.value and (one.known_to or None) != attack.intruder
    ]
    shared = [one for one in usable if not (one.sensitivity and one.sensitivity.sole)]
    for cells in (shared, usable):
        found = _moved(table, cells, {cell.key: direction * room * attack.share}, withheld)
        if found is not None:
            return found
    return None


def _moved(
    table: LinkedTable,
    cells: list[TableCell],
    change: Mapping[str, Fraction],
    withheld: Collection[str],
) -> set[str] | None:
    """Minimise Σ cost · |change|: each cell may rise without end and fall to zero (a negative one the other way)."""
    position = {cell.key: number for number, cell in enumerate(cells)}
    raw = list(_balances(table, position, change))
    _, sizes = whole_numbers([*(right for _, right in raw), *(Fraction(abs(cell.value)) for cell in cells)])
    equations = []
    for (terms, _), right in zip(raw, sizes, strict=False):
        scale, weights = whole_numbers(terms.values())
        both: dict[int, int] = {}
        for key, weight in zip(terms, weights, strict=True):
            outward = weight * sign_of(cells[position[key]])
            both |= {2 * position[key]: outward, 2 * position[key] + 1: -outward}
        equations.append(Equation(both, right * scale))
    costs = [0 if cell.key in withheld else int(abs(cell.value)) + 1 for cell in cells]
    ceilings = [ceiling for size in sizes[len(raw) :] for ceiling in (None, size)]
    found = Solver(Program(tuple(equations), tuple(ceilings))).minimum(_twice(costs))
    if found.outcome is not Outcome.SOLVED:
        return None
    moves = zip(cells, found.values[::2], found.values[1::2], strict=True)
    return {cell.key for cell, rise, fall in moves if rise != fall}


def _balances(
    table: LinkedTable, position: Mapping[str, int], change: Mapping[str, Fraction]
) -> Iterable[tuple[dict[str, Fraction], Fraction]]:
    """Every relation that the change or a movable cell touches, with what the movable cells must make up for."""
    for relation in table.relations:
        weights = {key: Fraction(weight) for key, weight in relation.terms}
        terms = {key: weight for key, weight in weights.items() if key in position}
        right = -sum((weight * change.get(key, 0) for key, weight in weights.items()), Fraction(0))
        if terms or right:
            yield terms, right


def _twice(numbers: Iterable[int]) -> list[int]:
    return [number for one in numbers for number in (one, one)]
