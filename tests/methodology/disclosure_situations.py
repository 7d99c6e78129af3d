"""Tables to protect and to attack: a small one known by heart, and random ones of cities and industries."""

import random
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from assessment.methodology.disclosure import Contributors, Sensitivity, SuppressionReason, sensitivity
from assessment.methodology.disclosure_table import LinkedTable, Relation, TableCell

D = Decimal
# Three cities by three industries; rows and columns add up, 340 in all.
SMALL = {
    ("A", "x"): 20, ("A", "y"): 30, ("A", "z"): 50,
    ("B", "x"): 25, ("B", "y"): 35, ("B", "z"): 60,
    ("C", "x"): 5, ("C", "y"): 45, ("C", "z"): 70,
}  # fmt: skip


def small_table(
    rooms: Mapping[str, int], *extra: Relation, cells: tuple[TableCell, ...] = (), stands: tuple[str, ...] = ()
) -> LinkedTable:
    """The table SMALL with the rooms of its unsafe cells, `Ax` for row A, column x; `A`, `x` and `all` are totals."""
    unsafe = {
        key: Sensitivity(SuppressionReason.FEW_CONTRIBUTORS, D(room), sole=room == 1) for key, room in rooms.items()
    }
    made, relations = two_way({row + column: D(value) for (row, column), value in SMALL.items()}, "ABC", "xyz", unsafe)
    shown = tuple(TableCell(cell.key, cell.value, cell.sensitivity, stands=cell.key in stands) for cell in made)
    return LinkedTable((*shown, *cells), (*relations, *extra))


def two_way(
    values: Mapping[str, Decimal], rows: str, columns: str, unsafe: Mapping[str, Sensitivity]
) -> tuple[list[TableCell], list[Relation]]:
    sums = dict(values)
    relations = []
    for row in rows:
        sums[row] = sum((values[row + column] for column in columns), D(0))
        relations.append(Relation.total(row, [row + column for column in columns]))
    for column in columns:
        sums[column] = sum((values[row + column] for row in rows), D(0))
        relations.append(Relation.total(column, [row + column for row in rows]))
    sums["all"] = sum(values.values(), D(0))
    relations.append(Relation.total("all", rows))
    return [TableCell(key, value, unsafe.get(key)) for key, value in sums.items()], relations


def random_table(seed: int) -> LinkedTable:
    """Cities by industries with few and dominated cells; every second one has a level above that stays published.

    Of the unsafe cells some are losses. The level above is the sum of the city's total and one more column.
    """
    draw = random.Random(seed)
    rows, columns = "ABCDE"[: draw.randint(3, 5)], "wxyz"[: draw.randint(3, 4)]
    values: dict[str, Decimal] = {}
    unsafe: dict[str, Sensitivity] = {}
    for key in (row + column for row in rows for column in columns):
        people = draw.choice([0, 1, 2, 4, 8, 20, 40, 60])
        sign = -1 if draw.random() < 0.1 else 1
        parts = tuple(sign * D(draw.randint(1, 5_000)) / 10 for _ in range(people))
        values[key] = sum(parts, D(0))
        found = sensitivity(values[key], Contributors(people, parts))
        if found is not None:
            unsafe[key] = found
    cells, relations = two_way(values, rows, columns, unsafe)
    return _with_a_level(cells, relations, rows, draw) if seed % 2 else LinkedTable(tuple(cells), tuple(relations))


def _with_a_level(cells: list[TableCell], relations: list[Relation], rows: str, draw: random.Random) -> LinkedTable:
    totals = {cell.key: cell.value for cell in cells}
    made, tied = list(cells), list(relations)
    for row in rows:
        beside = D(draw.randint(5_000, 90_000)) / 10
        made += [TableCell(f"{row}+", beside), TableCell(f"{row}!", totals[row] + beside, stands=True)]
        tied.append(Relation.total(f"{row}!", [row, f"{row}+"]))
    return LinkedTable(tuple(made), tuple(tied))


def filed_by_rows(table: LinkedTable) -> LinkedTable:
    """The same table, each city (row) knowing its own cells and its total: `Ax`, `A`, `A+` are known to A."""
    rows = {cell.key for cell in table.cells if len(cell.key) == 1 and cell.key.isupper()}
    cells = tuple(
        replace(cell, known_to=cell.key[0]) if cell.key[0] in rows and not cell.stands else cell for cell in table.cells
    )
    return replace(table, cells=cells)


def one_item(values: Mapping[str, int], unsafe: Mapping[str, int]) -> LinkedTable:
    """One published total over the cities, each knowing its own figure; the rooms of the unsafe ones."""
    cells = [
        TableCell(
            city,
            D(value),
            Sensitivity(SuppressionReason.FEW_CONTRIBUTORS, D(unsafe[city])) if city in unsafe else None,
            known_to=city,
        )
        for city, value in values.items()
    ]
    total = TableCell("all", D(sum(values.values())), stands=True)
    return LinkedTable((*cells, total), (Relation.total("all", values),))
