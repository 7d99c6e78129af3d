"""How long saving ten cells of a return takes, record and history included, against the bare statements of one save.

`pytest tests/benchmarks/test_delta_save.py -s` prints the figures.

Each repetition saves ten cells once through `save_cells` and sends the same statements once more, as they were, through
a bare cursor in a transaction of its own that is taken back.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection, transaction

from assessment.filing import actions
from assessment.filing.cells import CellChange
from assessment.filing.models import Version
from assessment.people.models import User
from tests.situations.filing import FILLED

CELLS = 10
Statement = tuple[str, Any]


class Timing(NamedTuple):
    """Seconds of one repetition."""

    save: float
    bare: float

    @property
    def ratio(self) -> float:
        return self.save / self.bare


class _TakenBack(Exception):
    pass


def ten_changes(version: Version, round_number: int) -> list[CellChange]:
    items = list(version.cells.filter(basis="current").order_by("id").values_list("item", flat=True))[:CELLS]
    return [
        CellChange(item, "current", "value", Decimal(round_number * 100 + number)) for number, item in enumerate(items)
    ]


@contextmanager
def noting(seen: list[Statement]) -> Iterator[None]:
    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Mapping[str, Any]) -> Any:
        seen.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield


def one_save(version: Version, changes: list[CellChange], *, by: User) -> float:
    start = time.perf_counter()
    actions.save_cells(version.pk, changes, revision=version.revision, by=by, at=FILLED)
    return time.perf_counter() - start


def statements_of(version: Version, changes: list[CellChange], *, by: User) -> list[Statement]:
    """What one save sends until it is committed, noted in a transaction that is taken back."""
    seen: list[Statement] = []
    try:
        with transaction.atomic():
            with noting(seen):
                actions.save_cells(version.pk, changes, revision=version.revision, by=by, at=FILLED)
            raise _TakenBack
    except _TakenBack:
        return [(sql, params) for sql, params in seen if "SAVEPOINT" not in sql]


def statements_after(version: Version, changes: list[CellChange], *, by: User) -> list[Statement]:
    """What one save sends once it is committed: the record's anchors."""
    seen: list[Statement] = []
    with noting(seen):
        actions.save_cells(version.pk, changes, revision=version.revision, by=by, at=FILLED)
    version.refresh_from_db()
    return [(sql, params) for sql, params in seen if "anchorrequest" in sql and not sql.startswith("INSERT")]


def bare(*transactions: list[Statement]) -> float:
    start = time.perf_counter()
    with connection.cursor() as cursor:
        for statements in transactions:
            cursor.execute("BEGIN")
            for sql, params in statements:
                cursor.execute(sql, params)
                if cursor.description:
                    cursor.fetchall()
            cursor.execute("COMMIT")
    return time.perf_counter() - start


def measure(version: Version, repetitions: int, *, by: User) -> list[Timing]:
    """The first repetition is not counted: it opens what later ones find open."""
    timings = []
    for number in range(repetitions + 1):
        version.refresh_from_db()
        after = statements_after(version, ten_changes(version, 3 * number + 1), by=by)
        before = statements_of(version, ten_changes(version, 3 * number + 2), by=by)
        bare_seconds = bare(before, after)
        version.refresh_from_db()
        timings.append(Timing(one_save(version, ten_changes(version, 3 * number + 3), by=by), bare_seconds))
    return timings[1:]
