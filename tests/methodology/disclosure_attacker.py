"""An outsider with HiGHS: the least and greatest value of a withheld cell, reckoned apart from the code under test.

Every cell of the table is a variable; a published one is held at its value, a withheld one keeps its sign.
"""

from collections.abc import Collection

from scipy.optimize import linprog

from assessment.methodology.disclosure_table import LinkedTable, TableCell

SLACK = 1e-6


def attack(table: LinkedTable, withheld: Collection[str], key: str) -> tuple[float, float]:
    keys = [cell.key for cell in table.cells]
    rows = [[float(terms.get(name, 0)) for name in keys] for terms in map(dict, (one.terms for one in table.relations))]
    values = [float(cell.value) for cell in table.cells]
    known = [sum(weight * value for weight, value in zip(row, values, strict=True)) for row in rows]
    limits = [_limits(cell, withheld) for cell in table.cells]
    aim = [float(name == key) for name in keys]
    lowest = linprog(aim, A_eq=rows, b_eq=known, bounds=limits, method="highs")
    highest = linprog([-one for one in aim], A_eq=rows, b_eq=known, bounds=limits, method="highs")
    return _end(lowest, float("-inf")), -_end(highest, float("-inf"))


def breaks(table: LinkedTable, withheld: Collection[str], key: str) -> bool:
    """Whether the outsider comes nearer to the cell than its room, on a side where its sign leaves room."""
    cell = table.by_key[key]
    assert cell.sensitivity is not None
    low, high = attack(table, withheld, key)
    value, room = float(cell.value), float(cell.sensitivity.room)
    least = max(value - room, 0.0) if value >= 0 else value - room
    most = value + room if value >= 0 else min(value + room, 0.0)
    return low > least + SLACK or high < most - SLACK


def seen_by(table: LinkedTable, withheld: Collection[str], intruder: str) -> set[str]:
    """What stays withheld from somebody who knows some cells beforehand."""
    return {key for key in withheld if table.by_key[key].known_to != intruder}


def _limits(cell: TableCell, withheld: Collection[str]) -> tuple[float | None, float | None]:
    if cell.key not in withheld:
        return float(cell.value), float(cell.value)
    return (0, None) if cell.value >= 0 else (None, 0)


def _end(found: object, otherwise: float) -> float:
    status, value = getattr(found, "status", None), getattr(found, "fun", None)
    assert status in {0, 3}, f"HiGHS: {status}"
    return otherwise if value is None or status == 3 else float(value)
