"""Each role calls whatever the scoring stage offers, in any order: no illegal state, and nobody issues alone."""

import random
import re
from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from django.db import connection

from assessment.audit.models import Entry
from assessment.people.roles import Role
from assessment.scoring.models import CorrectionNotice, CurrentRun, Placing, Run, Score
from assessment.scoring.states import TRIAL_STATES, states_of
from tests.authorisation.matrix import Row
from tests.faults.scoring_walks import ALL_GRANTS, Walk, let_things_happen, secrets_of
from tests.situations.catalogue import moment, the_calendar
from tests.situations.scoring import (
    a_draft_of_the_quarterly_scheme,
    the_frozen_scheme,
    the_returns_of_the_first_quarter,
)

SEED = 20210421
CALLS, ALL_CALLS = 300, 10_000
BEGIN, STEP = moment("2021-04-20 09:00"), timedelta(minutes=75)
S = Run.State
STANDING = (S.FEEDBACK, S.APPROVED, S.ISSUED)
WORKERS = [
    *(role.value for role in (Role.COMMISSION_OFFICER, Role.COMMISSION_APPROVER, Role.COMMISSION_LEADER)),
    *(role.value for role in (Role.CONFIRMER, Role.REVIEWER, Role.FILLER, Role.UNIT_HEAD)),
    ALL_GRANTS,
]

# Calls at random of what other tests call one by one.
pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]


def the_quarter() -> None:
    the_calendar()
    the_frozen_scheme()
    a_draft_of_the_quarterly_scheme()
    the_returns_of_the_first_quarter()


@pytest.mark.parametrize("role", WORKERS)
def test_one_account_alone_never_gets_a_result_approved_or_issued(role: str) -> None:
    alone(role, CALLS)


@pytest.mark.full
@pytest.mark.parametrize("role", [*(role.value for role in Role if role is not Role.ENTERPRISE), ALL_GRANTS])
def test_ten_thousand_calls_of_one_account_never_get_a_result_issued(role: str) -> None:
    alone(role, ALL_CALLS)


def test_all_roles_together_keep_every_rule_and_get_a_result_issued() -> None:
    assert S.ISSUED in together(CALLS * 2, SEED)


@pytest.mark.full
def test_ten_thousand_calls_of_all_roles_together_keep_every_rule() -> None:
    assert set(S.values) <= together(ALL_CALLS, SEED + 1)


def alone(role: str, calls: int) -> None:
    the_quarter()
    reached = walked([role], calls, SEED)
    assert not reached & {S.APPROVED, S.ISSUED}
    if role in {Role.COMMISSION_OFFICER.value, ALL_GRANTS}:
        assert S.COMPUTED in reached


def together(calls: int, seed: int) -> set[str]:
    the_quarter()
    return walked(WORKERS, calls, seed)


def walked(roles: list[str], calls: int, seed: int) -> set[str]:
    """The states that runs were ever in. Everything is looked at after each call, and the clock goes on."""
    dice = random.Random(seed)
    walks = [Walk(role, seed + turn) for turn, role in enumerate(roles)]
    seen = Seen()
    for call in range(calls):
        walk = dice.choice(walks)
        with time_machine.travel(BEGIN + call * STEP, tick=False):
            let_things_happen(dice)
            seen.look()
            row, response = walk.take()
            connection.run_on_commit.clear()
            seen.heard(walk, row, response)
            seen.look(row)
    return seen.reached


class Seen:
    """What was there at the last look; each look holds the rules against it."""

    def __init__(self) -> None:
        self.states: dict[int, str] = {}
        self.issued: dict[int, str] = {}
        self.secrets: dict[int, list[bytes]] = {}
        self.reached: set[str] = set()
        self.entries = 0

    def look(self, row: Row | None = None) -> None:
        runs = {run.pk: run for run in Run.objects.defer("document").select_related("scheme_version")}
        self._moves(runs, row)
        for run in runs.values():
            check_hands(run)
            if run.state == S.ISSUED:
                rows = checksum(run) if run.pk not in self.issued or row is None or row.unsafe else ""
                assert not rows or self.issued.setdefault(run.pk, rows) == rows
        check_what_counts(list(runs.values()))

    def _moves(self, runs: Mapping[int, Run], row: Row | None) -> None:
        """Every change of a state is a move of the table, and stands in the record."""
        entries = Entry.objects.filter(object_type="scoring.run").count()
        for run in runs.values():
            before = self.states.get(run.pk, S.REQUESTED)
            if run.state != before:
                assert run.state in destinations(run, before), (run.pk, before, run.state, row and row.name)
                assert entries > self.entries, (before, run.state, row and row.name)
        assert set(self.states) <= set(runs)
        assert set(runs) == set(self.states) or entries > self.entries
        self.states = {run.pk: run.state for run in runs.values()}
        self.reached |= set(self.states.values())
        self.entries = entries

    def heard(self, walk: Walk, row: Row, response: Any) -> None:
        assert response.status_code < 500, (walk.role, row.name, response.status_code)
        if walk.listed or row.unsafe:
            return
        body = b"".join(response.streaming_content) if response.streaming else response.content
        for run in Run.objects.exclude(state__in=[S.ISSUED, S.REQUESTED, S.CANCELLED]).defer("document"):
            if run.pk not in self.secrets:
                self.secrets[run.pk] = secrets_of(run)
            told = [one for one in self.secrets[run.pk] if re.search(rb"(?<![\d.])" + re.escape(one), body)]
            assert not told or self._issued_as_well(told), (walk.role, row.name, run.pk, told)

    def _issued_as_well(self, told: list[bytes]) -> bool:
        """A later version may give a unit the total that was issued before: that one is told to everybody."""
        public = [one for pk in self.issued for one in secrets_of(Run.objects.get(pk=pk))]
        return set(told) <= set(public)


def destinations(run: Run, before: str) -> set[str]:
    """The state that the computation leads to may be passed through between two looks."""
    table = states_of(run)
    return {after for (state, _), after in table.moves.items() if state == before}


def check_hands(run: Run) -> None:
    """The starter, the confirmer and the approver are three people, and whoever approved does not issue."""
    assert run.state in states_of(run).states
    if run.purpose == Run.Purpose.TRIAL:
        assert run.state in {S.REQUESTED, *TRIAL_STATES.moves.values()}
        assert run.confirmed_by_id is None
    hands = [run.started_by_id, run.confirmed_by_id, run.approved_by_id]
    done = [one for one in hands if one is not None]
    assert len(set(done)) == len(done)
    if run.state in (S.APPROVED, S.ISSUED):
        assert None not in hands
    if run.state == S.ISSUED:
        assert run.issued_by_id not in {None, run.approved_by_id}
        assert run.issue_number
        assert run.issue_scan_id


def check_what_counts(runs: list[Run]) -> None:
    """At most one version stands before the cities, one counts, and of two issued ones the later corrects."""
    official = [run for run in runs if run.purpose == Run.Purpose.OFFICIAL]
    assert len([run for run in official if run.state == S.FEEDBACK]) <= 1
    issued = sorted((run for run in official if run.state == S.ISSUED), key=lambda run: run.issued_at or BEGIN)
    for earlier, later in pairwise(issued):
        notice = CorrectionNotice.objects.get(correcting=later)
        assert notice.corrected_id == earlier.pk
        assert notice.confirmed_by_id not in {None, notice.proposed_by_id}
    current = list(CurrentRun.objects.values_list("run", flat=True))
    assert len(current) <= 1
    if issued:
        assert current == [issued[-1].pk]


def checksum(run: Run) -> str:
    kept = [run.result_digest, run.input_digest, run.issue_number]
    for model in (Score, Placing):
        kept += map(str, model.objects.filter(run=run).order_by("pk").values_list())
    kept += run.step_results.order_by("pk").values_list("digest", flat=True)
    return sha256("\n".join(kept).encode()).hexdigest()
