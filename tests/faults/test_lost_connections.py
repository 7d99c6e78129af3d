"""The connection to the database dies at any moment of a step: all of it or nothing, and a repetition completes it."""

import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client

from assessment.audit.models import Entry
from assessment.audit.queries import verify
from assessment.filing.models import Cell, Version
from tests.faults.running_year import a_collection_open_now, a_draft_now
from tests.situations.filing import LIUPANSHUI, a_city

SEED = 20210410

# Nothing is run here that other tests do not run, and count, one by one.
pytestmark = pytest.mark.django_db(transaction=True)


class Executioner:
    """Ends the server's side of our connection around the n-th statement of a step, by a connection of its own."""

    def __init__(self, superuser: psycopg.Connection, *, moment: int, after: bool) -> None:
        self._superuser, self._moment, self._after, self.seen = superuser, moment, after, 0

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Mapping[str, Any]
    ) -> Any:
        self.seen += 1
        if self.seen == self._moment and not self._after:
            self._end()
        result = execute(sql, params, many, context)
        if self.seen == self._moment and self._after:
            self._end()
        return result

    def _end(self) -> None:
        assert connection.connection is not None
        self._superuser.execute("select pg_terminate_backend(%s)", [connection.connection.info.backend_pid])


@contextmanager
def dying(superuser: psycopg.Connection, *, moment: int, after: bool) -> Iterator[Executioner]:
    executioner = Executioner(superuser, moment=moment, after=after)
    with connection.execute_wrapper(executioner):
        yield executioner
    connection.close()


@pytest.fixture
def desk() -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(a_city(LIUPANSHUI).filler)
    return client


def save(desk: Client, version: int, revision: int, number: int) -> Any:
    cells = [
        {"item": item, "basis": "current", "condition": "value", "value": str(number + place)}
        for place, item in enumerate(("software_revenue", "total_pay", "total_profit"))
    ]
    address = f"/api/filing/versions/{version}/cells/"
    return desk.patch(address, {"revision": revision, "cells": cells}, "application/json")


def stored(version: int) -> tuple[int, list[str], int]:
    values = Cell.objects.filter(version=version, condition="value").order_by("item").values_list("value", flat=True)
    entries = Entry.objects.filter(object_id=str(version), facts__has_key="revision").count()
    return Version.objects.get(pk=version).revision, [f"{value:f}" for value in values], entries


def statements_of_a_save(desk: Client, superuser: psycopg.Connection, version: int) -> int:
    with dying(superuser, moment=0, after=False) as executioner:
        assert save(desk, version, 0, 1).status_code == 200
    return executioner.seen


def saves_through_lost_connections(desk: Client, superuser: psycopg.Connection, trials: int) -> set[str]:
    """Each trial loses the connection somewhere; the outcome is all or nothing, and sending it again completes it."""
    version = a_draft_now(LIUPANSHUI).pk
    statements, dice = statements_of_a_save(desk, superuser, version), random.Random(SEED)
    outcomes = set()
    for trial in range(trials):
        before = stored(version)
        moment, after = dice.randint(1, statements), dice.random() < 0.5
        with dying(superuser, moment=moment, after=after):
            told = save(desk, version, before[0], 1000 * (trial + 1)).status_code
        kept = stored(version)
        done = kept[0] == before[0] + 1 and kept[1] != before[1] and kept[2] == before[2] + 1
        assert done or kept == before, (moment, after, before, kept)
        # 400: the reader's own session could not be written at the end of the request.
        assert told in {200, 400} or told >= 500, told
        assert done or told >= 400, "the officer was told that it was saved"
        outcomes.add("done" if done else "nothing")
        again = save(desk, version, before[0], 1000 * (trial + 1))
        assert (again.status_code, again.json()["revision"]) == (200, before[0] + 1)
        assert stored(version)[2] == before[2] + 1
    return outcomes


def test_twenty_saves_are_all_or_nothing(desk: Client, superuser_connection: psycopg.Connection) -> None:
    assert "nothing" in saves_through_lost_connections(desk, superuser_connection, 20)
    assert verify().faults == ()


@pytest.mark.full
def test_two_hundred_saves_are_all_or_nothing(desk: Client, superuser_connection: psycopg.Connection) -> None:
    assert saves_through_lost_connections(desk, superuser_connection, 200) == {"done", "nothing"}
    assert verify().faults == ()


def test_a_beginning_repeated_with_its_key_gives_the_same_version(
    desk: Client, superuser_connection: psycopg.Connection
) -> None:
    collection = a_collection_open_now()
    body = {"collection": collection.pk, "reporting_unit": LIUPANSHUI}

    def begin(key: str) -> Any:
        return desk.post("/api/filing/versions/", body, "application/json", headers={"Idempotency-Key": key})

    dice = random.Random(SEED)
    for trial in range(10):
        with dying(superuser_connection, moment=dice.randint(1, 30), after=bool(trial % 2)):
            begin("the same")
        assert Version.objects.count() <= 1
        assert Cell.objects.count() in {0, Cell.objects.filter(version=Version.objects.first()).count()}
    made = {begin("the same").json()["id"] for _ in range(3)}
    assert made == {Version.objects.get().pk}
