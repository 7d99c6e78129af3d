"""Lives of made-up calls: somebody, an operation of the matrix, an object; after each call every rule is looked at.

Hypothesis draws them, the same each time, undoes each life, and of one that breaks a rule shows the shortest that does.
"""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

import time_machine
from django.db import connection, transaction
from django.db.models import Model
from django.test import Client
from hypothesis import HealthCheck, Phase, note, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from assessment.audit.models import Entry
from assessment.people.models import User
from tests.authorisation.matrix import Row, matrix
from tests.authorisation.places import Target
from tests.authorisation.requests import sent

NOWHERE = 999_999
# How often an operation is drawn: what moves a life on more often than other changes, those more than reads.
READ, CHANGE, MOVE = 1, 2, 30
# Mostly the newest there is, sometimes an old one or one of somebody else, or one that is not there.
WHICH = (*["newest"] * 9, "oldest", "second", "nowhere")
HOURS = (*[0] * 5, 1, 12)
SIGNED_IN_FOR = timedelta(minutes=10)
NOTHING = "nothing"
ROWS = {row.name: row for row in matrix().rows}


class Stage(ABC):
    """What there is to call in one life, and the rules that hold whatever is called."""

    tables: ClassVar[Sequence[type[Model]]]
    beginnings: ClassVar[Sequence[str]]
    # What happens between two calls without any of the callers.
    meanwhile: ClassVar[Sequence[str]] = (NOTHING,)

    def __init__(self, accounts: Mapping[str, User]) -> None:
        self.accounts = accounts
        self.reached: set[str] = set()

    @classmethod
    @abstractmethod
    def weight(cls, who: str, row: Row) -> int:
        """How often `who` draws this operation; 0 for one that lies outside."""

    @abstractmethod
    def begin(self, beginning: str) -> datetime:
        """Bring about what others did before; the moment after it."""

    @abstractmethod
    def address(self, who: str, row: Row, which: str) -> Mapping[str, Any]:
        """What fills the gaps of the address and of the body."""

    @abstractmethod
    def happen(self, what: str) -> None:
        """One of `meanwhile`."""

    @abstractmethod
    def look(self) -> None:
        """Hold every rule against what is there."""

    @abstractmethod
    def heard(self, who: str, row: Row, response: Any) -> None:
        """Hold an answer against what `who` may know."""


@dataclass(frozen=True)
class Size:
    """So many calls at least, in lives of so many calls."""

    calls: int
    of_a_life: int


class Life(RuleBasedStateMachine):
    """One life, undone at its end."""

    stage_of: ClassVar[type[Stage]]
    accounts: ClassVar[Mapping[str, User]]
    calls: ClassVar[Counter[str]]
    reached: ClassVar[set[str]]

    def __init__(self) -> None:
        super().__init__()
        self.books = transaction.atomic()
        self.books.__enter__()
        self.stage = self.stage_of(self.accounts)
        self.clients: dict[str, tuple[Client, datetime]] = {}
        self.entries, self.rows_written = 0, ""

    def teardown(self) -> None:
        self.reached.update(self.stage.reached)
        transaction.set_rollback(True)
        self.books.__exit__(None, None, None)

    def start(self, beginning: str) -> None:
        self.now = self.stage.begin(beginning)
        self.entries, self.rows_written = Entry.objects.count(), self.written()
        self.stage.look()

    def request(self, call: tuple[str, str], which: str, hours: int, meanwhile: str) -> None:
        """What happens by itself first, then one request."""
        self.now += timedelta(hours=hours)
        with time_machine.travel(self.now, tick=False):
            if meanwhile != NOTHING:
                self.stage.happen(meanwhile)
                self.look_again()
            who, row = call[0], ROWS[call[1]]
            address = self.stage.address(who, row, which)
            response = sent(row, self.client_of(who), Target("here", "any", address))
            connection.run_on_commit.clear()
            note(f"{who}: {row.name} of {address['id']} → {response.status_code}")
            self.calls[who] += 1
            assert response.status_code < 500, response.content
            changed = self.look_again()
            assert not changed or (row.unsafe and response.status_code < 400), "a refusal or a read changed something"
            self.stage.heard(who, row, response)

    def look_again(self) -> bool:
        """Whether anything is written since the last look; where it is, every rule is held against what is there."""
        before, self.rows_written = self.rows_written, self.written()
        if self.rows_written == before:
            return False
        entries, self.entries = self.entries, Entry.objects.count()
        assert self.entries > entries, "something is changed, and nothing of it stands in the record"
        self.stage.look()
        return True

    def written(self) -> str:
        """Changes with every row that is written, were it with the same values, and not with one that is undone."""
        tables = [model._meta.db_table for model in self.stage.tables]
        rows = " UNION ALL ".join(f"SELECT '{table}' AS name, id, ctid FROM {table}" for table in tables)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT md5(string_agg(name || id || ctid::text, ',' ORDER BY name, id)) FROM ({rows}) AS found"
            )
            return str(cursor.fetchone())

    def client_of(self, who: str) -> Client:
        """Signed in anew where hours lie between two calls, longer than a session lasts."""
        client, until = self.clients.get(who, (None, self.now))
        if client is None or until <= self.now:
            client = Client(raise_request_exception=False)
            client.force_login(self.accounts[who])
            self.clients[who] = client, self.now + SIGNED_IN_FOR
        return client


def picked(model: Any, which: str, **only: Any) -> int:
    """The key of the newest, the oldest or the second of these; that of nothing where there is none."""
    if which == "nowhere":
        return NOWHERE
    found = model._default_manager.filter(**only)
    if which == "newest":
        return int(found.order_by("-pk").values_list("pk", flat=True).first() or NOWHERE)
    position = 0 if which == "oldest" else 1
    return int(next(iter(found.order_by("pk").values_list("pk", flat=True)[position : position + 1]), NOWHERE))


def lived(
    stage: type[Stage], people: Sequence[str], accounts: Mapping[str, User], size: Size, number: int
) -> type[Life]:
    """Let Hypothesis draw lives of calls by these people, the same ones for the same `number`.

    Whoever is named twice is drawn twice as often.
    """
    drawn = st.sampled_from(people).flatmap(lambda who: st.tuples(st.just(who), _operations(stage, who)))
    steps = {
        "begin": initialize(beginning=st.sampled_from(stage.beginnings))(Life.start),
        "call": rule(
            call=drawn,
            which=st.sampled_from(WHICH),
            hours=st.sampled_from(HOURS),
            meanwhile=st.sampled_from(stage.meanwhile),
        )(Life.request),
    }
    about = {"stage_of": stage, "accounts": accounts, "calls": Counter(), "reached": set()}
    made = type("Life", (Life,), {**steps, **about})
    while (left := size.calls - made.calls.total()) > 0:
        run_state_machine_as_test(
            seed(number)(made),
            settings=settings(
                max_examples=-(-left // size.of_a_life),
                stateful_step_count=size.of_a_life + 1,
                deadline=None,
                derandomize=True,
                database=None,
                phases=(Phase.generate, Phase.shrink),
                suppress_health_check=list(HealthCheck),
            ),
        )
        # Hypothesis may stop earlier than it was asked to.
        number += 1
    return made


def _operations(stage: type[Stage], who: str) -> st.SearchStrategy[str]:
    """The names of the rows, each as often as its weight."""
    return st.sampled_from([name for name, row in ROWS.items() for _ in range(stage.weight(who, row))])
