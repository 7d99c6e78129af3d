"""Each role calls whatever the interface offers, in any order: no illegal state, and nobody gets there alone."""

import random
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client

from assessment.audit.models import Entry
from assessment.filing.models import Cell, Correction, InForce, Receipt, Return, Signature, Version
from assessment.filing.states import VERSION_STATES
from assessment.people.roles import Role
from tests.authorisation.matrix import Row, matrix
from tests.authorisation.requests import _filled
from tests.situations.catalogue import a_reviewer, an_account, an_open_collection, moment
from tests.situations.filing import LIUPANSHUI, ZUNYI, a_city

SEED = 20210425
CALLS, ALL_CALLS = 300, 10_000
NOW = moment("2021-04-14 10:00")
STATES = VERSION_STATES.reachable_from("draft")
# How often an address is drawn: what moves a version on more often than other changes, these more than reads.
READ, CHANGE, MOVE = 1, 2, 40
MOSTLY = 0.8
ONWARD = ("/versions/", "/{id}/cells/", "/request-signatures/", "/sign/", "/submit/", "/open-review/", "/accept/")

# Calls at random of what other tests call one by one.
pytestmark = pytest.mark.django_db


KNOWN = {"id", "collection", "unit", "code"}


def within_reach(row: Row) -> bool:
    """Whether the walk can name everything that the address and the body of the row leave open."""
    return set(re.findall(r"\{(\w+)\}", f"{row.address} {row.body}")) <= KNOWN


class Walk:
    """Filing addresses of the matrix, with ids drawn from what is there, and from what is not."""

    def __init__(self, role: str, seed: int) -> None:
        self.dice = random.Random(seed)
        people = {"filler": a_city().filler, "statistics_head": a_city().statistics_head}
        people |= {"unit_head": a_city().unit_head, "reviewer": a_reviewer()}
        self.user = people.get(role) or an_account(f"walker-{role}", Role(role))
        self.client = Client(raise_request_exception=False)
        self.client.force_login(self.user)
        self.rows = [row for row in matrix().rows if row.address.startswith("/api/filing/") and within_reach(row)]
        self.weights = [self._weight(row, role) for row in self.rows]

    def take(self) -> tuple[Row, int]:
        row = self.dice.choices(self.rows, self.weights)[0]
        address = {
            "id": self._id(row.address),
            "collection": an_open_collection().pk,
            "unit": self.dice.choice([LIUPANSHUI, ZUNYI]),
        }
        send = getattr(self.client, row.method.lower())
        path = row.address.format(**{**address, "code": LIUPANSHUI})
        body = self._body(row, address)
        response = send(path, body, "application/json") if row.unsafe else send(path)
        return row, int(response.status_code)

    def _body(self, row: Row, address: Mapping[str, str | int]) -> Any:
        """As in the matrix; a save stands on an early revision and holds another pair of numbers each time."""
        body = _filled(row.body, address)
        if "cells" not in body:
            return body
        number = str(self.dice.randint(1, 9999))
        # The pair of the total, without growth: what no return may lack and no check asks about.
        bases = ("current", "same_period_last_year")
        cells = [{**cell, "basis": basis, "value": number} for cell in body["cells"] for basis in bases]
        return {"revision": self.dice.randint(0, 1), "cells": cells}

    def _weight(self, row: Row, role: str) -> int:
        if not row.unsafe or row.address.endswith("/withdraw/"):
            return READ
        return MOVE if role in row.roles and row.address.endswith(ONWARD) else CHANGE

    def _id(self, address: str) -> int:
        """Mostly the newest there is; sometimes an old one, or one that is not there."""
        model = Return if "/returns/" in address else Correction if "/corrections/" in address else Version
        known = [999_999, *model._default_manager.order_by("pk").values_list("pk", flat=True)]
        return known[-1] if self.dice.random() < MOSTLY else self.dice.choice(known)


def walked(role: str, calls: int, seed: int) -> Iterator[tuple[Row, int]]:
    """Calls of one role against a return that others brought half-way; everything is looked at after each."""
    walk = Walk(role, seed)
    for _ in range(calls):
        with transaction.atomic():
            yield walk.take()
        connection.run_on_commit.clear()


def check_everything() -> None:
    versions = list(Version.objects.select_related("return_filed"))
    assert {version.state for version in versions} <= STATES
    submitted = {version.pk for version in versions if version.submitted_at}
    assert set(Receipt.objects.values_list("version_id", flat=True)) == submitted
    for filed in Return.objects.select_related("in_force"):
        open_ones = [one for one in versions if one.return_filed_id == filed.pk and one.state in OPEN]
        assert len(open_ones) <= 1
        standing = InForce.objects.filter(return_filed=filed, until__isnull=True).values_list("version_id", flat=True)
        assert list(standing) == ([filed.in_force_id] if filed.in_force_id else [])
        if filed.in_force is not None:
            check_many_hands(filed.in_force)
    assert Correction.objects.filter(state__in=["granted", "begun", "settled"], decided_by=None).count() == 0


OPEN = {"draft", "awaiting_signature", "submitted", "under_review"}


def check_many_hands(version: Version) -> None:
    """An accepted return went through the filler, each signer and the reviewer, all of them different people."""
    assert version.state in {"accepted", "locked"}
    signers = list(Signature.objects.filter(version=version).values_list("signer_id", flat=True))
    hands = [version.filler_id, *signers, version.reviewer_id]
    assert len(signers) == 2
    assert None not in hands
    assert len(set(hands)) == len(hands)


@pytest.mark.parametrize("role", ["filler", "statistics_head", "unit_head", "reviewer", "commission_officer"])
def test_one_role_alone_never_gets_a_return_accepted(role: str) -> None:
    alone(role, CALLS // 5, SEED)


@pytest.mark.full
@pytest.mark.parametrize("role", [role.value for role in Role if role is not Role.ENTERPRISE])
def test_ten_thousand_calls_of_one_role_never_get_a_return_accepted(role: str) -> None:
    alone(role, ALL_CALLS, SEED)


def alone(role: str, calls: int, seed: int) -> None:
    an_open_collection()
    with time_machine.travel(NOW, tick=False):
        statuses = set()
        for _, status in walked(role, calls, seed):
            statuses.add(status)
            assert not Return.objects.filter(in_force__isnull=False).exists()
        assert 500 not in statuses
        check_everything()


def test_all_roles_together_keep_every_rule_and_every_change_is_recorded() -> None:
    together(CALLS, SEED)


@pytest.mark.full
def test_ten_thousand_calls_of_all_roles_together_keep_every_rule() -> None:
    together(ALL_CALLS, SEED + 1)


def together(calls: int, seed: int) -> None:
    """Roles take turns at random; a step is tried on what the one before left behind."""
    an_open_collection()
    dice = random.Random(seed)
    walks = [
        Walk(role, seed + turn) for turn, role in enumerate(("filler", "statistics_head", "unit_head", "reviewer"))
    ]
    reached = set()
    with time_machine.travel(NOW, tick=False):
        for _ in range(calls):
            before, entries = figures(), Entry.objects.count()
            row, status = dice.choice(walks).take()
            assert status < 500, (row.name, status)
            if figures() != before:
                assert Entry.objects.count() > entries, row.name
                assert 200 <= status < 300, (row.name, status)
            reached |= set(Version.objects.values_list("state", flat=True))
            check_everything()
    assert {"draft", "awaiting_signature", "submitted"} <= reached


def figures() -> list[Any]:
    cells = Cell.objects.order_by("pk").values_list("pk", "condition", "value", "sent_back_note")
    return [*cells, *Version.objects.order_by("pk").values_list("pk", "state")]
