"""Mass assignment: a field that a request must not set is refused or has no effect, whatever it is called."""

from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from django.db import models

from assessment.catalogue.models import Collection, SchemeVersion
from assessment.filing.models import (
    Cell,
    Correction,
    FigureCheck,
    InForce,
    LaidOutFigure,
    Receipt,
    Return,
    Signature,
    Version,
)
from assessment.measurement.models import AccountRow, BaseTable, Batch, Dispute, Opinion, RegionFigure
from assessment.people.models import InsiderEntry, RoleGrant, User
from assessment.scoring.models import CurrentRun, Run
from tests.authorisation.matrix import Row, body_fields, matrix
from tests.authorisation.places import Province
from tests.authorisation.province import undone
from tests.authorisation.requests import at_moment, sent
from tests.authorisation.test_matrix import named, one_allowed

WATCHED: tuple[type[models.Model], ...] = (
    User, RoleGrant, InsiderEntry, Collection, SchemeVersion, Return, Version, Cell, Signature, Receipt, BaseTable,
    Correction, InForce, LaidOutFigure, FigureCheck, AccountRow, RegionFigure, Batch, Opinion, Dispute, Run, CurrentRun,
)  # fmt: skip
# Drawn at random, or bound to the audit entry of the request.
NEVER_THE_SAME = {"id", "password", "chain_head"}
UNSAFE_ROWS = [row for row in matrix().rows if row.unsafe and row.records]
Rows = dict[str, list[dict[str, Any]]]


def smuggled(row: Row, province: Province) -> dict[str, Any]:
    """Every field of every table that matters, with a value that would do harm; the request's own fields are left."""
    intruder = province.users["commission_officer"].pk
    wanted = {
        name: _harmful(field, intruder)
        for model in WATCHED
        for field in model._meta.concrete_fields
        for name in {field.name, field.attname}
    }
    extra = {"is_staff": True, "is_superuser": True, "permissions": ["*"], "roles": ["commission_approver"]}
    return {name: value for name, value in {**wanted, **extra}.items() if name not in body_fields(row.operation)}


def _harmful(field: "models.Field[Any, Any]", intruder: int) -> Any:
    if isinstance(field, models.ForeignKey):
        return intruder
    if field.choices:
        return list(field.choices)[-1][0]
    if isinstance(field, models.BooleanField):
        return not field.get_default()
    if isinstance(field, models.DateTimeField | models.DateField):
        return "2020-01-01T00:00:00+08:00"
    if isinstance(field, models.IntegerField | models.DecimalField):
        return 99
    return {} if isinstance(field, models.JSONField) else "smuggled"


def rows_after(row: Row, province: Province, extra: Mapping[str, Any]) -> tuple[int, Rows]:
    """What the tables hold after the request, with the numbers of new rows made alike."""
    role, target = one_allowed(row, province)
    with undone():
        before = {model: set(model._default_manager.values_list("pk", flat=True)) for model in WATCHED}
        with at_moment(row):
            status = sent(row, province.clients[role], target, extra=extra).status_code
        return status, {model.__name__: list(_plain(model, before)) for model in WATCHED}
    raise AssertionError("unreachable")


def _plain(model: type[models.Model], before: Mapping[type[models.Model], set[Any]]) -> Iterable[dict[str, Any]]:
    references = {
        field.attname: field.related_model
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
    }
    for stored in model._default_manager.order_by("pk").values():
        for name, other in references.items():
            if stored[name] not in before.get(other, set()):
                stored[name] = "none or new"
        yield {name: value for name, value in stored.items() if name not in NEVER_THE_SAME}


def test_there_is_something_to_smuggle(province: Province) -> None:
    names = set(smuggled(UNSAFE_ROWS[0], province))
    assert {"state", "number", "approved_by", "approved_by_id", "is_active", "in_force", "issued_at", "late"} <= names


@pytest.mark.parametrize("row", UNSAFE_ROWS, ids=named)
def test_a_field_that_is_not_asked_for_changes_nothing(row: Row, province: Province) -> None:
    extra = smuggled(row, province)
    status, usual = rows_after(row, province, {})
    assert 200 <= status < 300
    status_then, then = rows_after(row, province, {name: value for name, value in extra.items() if _fits(row, value)})
    assert status_then in {status, 400}
    if status_then == status:
        for table, rows in usual.items():
            assert then[table] == rows, table


def _fits(row: Row, value: Any) -> bool:
    """A form carries plain values only."""
    return not row.upload or not isinstance(value, dict | list)
