"""A figure changed behind the system's back is found and named; a change and its record stand or fall together."""

import random
from io import StringIO
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from assessment.audit.models import Entry
from assessment.filing import actions
from assessment.filing.models import Cell, LaidOutFigure, Version
from assessment.filing.verification import altered_versions, is_genuine
from tests.situations.filing import (
    CORRECTED,
    LIUPANSHUI,
    REVIEWED,
    ZUNYI,
    a_city,
    a_filled_draft,
    a_settled_correction,
    a_value,
    an_accepted_version,
)
from tests.situations.laid_out import a_checked_draft, a_submitted_annual

SEED = 20210413
CITIES = (LIUPANSHUI, ZUNYI, "520100", "520400", "520500")


def report() -> str:
    out = StringIO()
    try:
        call_command("verify_returns", stdout=out)
    except CommandError as refused:
        return f"{out.getvalue()}{refused}"
    return out.getvalue()


def flip(superuser: psycopg.Connection, cell: Cell) -> None:
    """As an intruder with the server's own rights would: no trigger, no record."""
    superuser.execute("update filing_cell set condition = 'value', value = coalesce(value, 0) + 1, reason = '' "
                      "where id = %s", [cell.pk])  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_one_flipped_cell_in_each_approved_return_is_found_and_named(superuser_connection: psycopg.Connection) -> None:
    versions = [an_accepted_version(code) for code in CITIES]
    assert [is_genuine(version) for version in versions] == [True] * len(versions)
    assert f"共核验已上报报表{len(versions)}版" in report()
    dice, flipped = random.Random(SEED), {}
    for version in versions:
        cell = dice.choice(list(version.cells.all()))
        flip(superuser_connection, cell)
        flipped[version.pk] = f"{cell.item}.{cell.basis}"
    assert {one.version.pk: one.items for one in altered_versions()} == {pk: (name,) for pk, name in flipped.items()}
    assert not any(is_genuine(version) for version in Version.objects.all())
    said = report()
    for version in versions:
        assert version.return_filed.reporting_unit.name_zh in said
    assert all(name in said for name in flipped.values())


@pytest.mark.full
@pytest.mark.django_db(transaction=True)
def test_a_hundred_flips_are_all_found(superuser_connection: psycopg.Connection) -> None:
    versions, dice = [an_accepted_version(code) for code in CITIES], random.Random(SEED)
    for _ in range(100):
        version = dice.choice(versions)
        cell = dice.choice(list(version.cells.all()))
        flip(superuser_connection, cell)
        assert [one.version.pk for one in altered_versions()] == [version.pk]
        superuser_connection.execute(
            "update filing_cell set condition = %s, value = %s, reason = %s where id = %s",
            [cell.condition, cell.value, cell.reason, cell.pk],
        )
        assert list(altered_versions()) == []


@pytest.mark.django_db
def test_a_corrected_and_an_annual_return_are_genuine_and_their_flips_are_named() -> None:
    corrected = a_settled_correction().return_filed.versions.get(number=2)
    annual = a_submitted_annual(a_checked_draft())
    assert list(altered_versions()) == []
    assert LaidOutFigure.objects.count() == 16
    corrected.cells.filter(item="total_pay", basis="current").update(condition="value", value=7)
    annual.cells.filter(item="gross_domestic_product", basis="current").update(value=10001)
    found = {one.version.pk: one.items for one in altered_versions()}
    # What a body delivered is bound by the digest; the record of the version itself holds no value of it.
    assert found == {corrected.pk: ("total_pay.current",), annual.pk: ()}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("late", [False, True], ids=["after the change", "after the audit row"])
def test_a_failure_after_the_change_or_after_its_record_leaves_neither(late: bool) -> None:
    """A step of each kind fails at its last change, and at its last statement: 0 changes, 0 entries."""
    draft = a_filled_draft()
    accepted = an_accepted_version(ZUNYI)
    steps: list[Any] = [
        lambda: actions.save_cells(draft.pk, [a_value("77")], revision=1, by=a_city().filler, at=CORRECTED),
        lambda: actions.request_signatures(draft.pk, by=a_city().filler, at=CORRECTED),
        lambda: actions.request_correction(
            accepted.return_filed_id, ["total_pay"], "原始凭证补登", by=a_city(ZUNYI).filler, at=REVIEWED
        ),
    ]
    for step in steps:
        before = everything()
        with pytest.raises(Interrupted), connection.execute_wrapper(Interruption(late=late)):
            step()
        assert everything() == before


class Interrupted(Exception):
    pass


class Interruption:
    """Fails as soon as the audit row is to be written, or right after it was."""

    def __init__(self, *, late: bool) -> None:
        self._late = late

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        is_record = sql.startswith('INSERT INTO "audit_entry"')
        if is_record and not self._late:
            raise Interrupted
        result = execute(sql, params, many, context)
        if is_record:
            raise Interrupted
        return result


def everything() -> tuple[list[Any], ...]:
    return (
        list(Version.objects.order_by("pk").values_list("pk", "state", "revision")),
        list(Cell.objects.order_by("pk").values_list("pk", "condition", "value")),
        list(Entry.objects.order_by("pk").values_list("pk", flat=True)),
    )
