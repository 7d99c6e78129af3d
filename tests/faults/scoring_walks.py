"""Whoever walks at random over what the scoring stage offers, with ids of what is there and of what is not."""

import json
import random
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.test import Client

from assessment.catalogue.models import SchemeVersion
from assessment.evidence.models import StoredFile
from assessment.jobs.models import Job
from assessment.people.models import User
from assessment.people.roles import Role
from assessment.scoring.models import CityFeedback, Objection, Placing, Run, SchemeVariant
from tests.authorisation.matrix import Row, matrix
from tests.authorisation.places import Target
from tests.authorisation.requests import sent
from tests.situations.catalogue import an_account
from tests.situations.measurement import ZUNYI, work_off
from tests.situations.people import a_user
from tests.situations.scoring import an_accepted_return, on_the_insider_list

NOWHERE = 999_999
# How often an address is drawn: what moves a result on more often than other changes, those more than reads.
READ, CHANGE, MOVE = 1, 2, 30
MOSTLY = 0.8
# Rarely enough that the cities can answer before the next figures come.
CORRECTED = 1 / 300
BACKWARD = ("/cancel/", "/withdraw/", "/send-back/", "/correction/", "/correction/confirm/")
CITY = frozenset({Role.FILLER.value, Role.STATISTICS_HEAD.value, Role.UNIT_HEAD.value, Role.GOVERNMENT_SIGNER.value})
# One account with every grant that a business account of the province may hold at once.
ALL_GRANTS = "all_grants"
PROVINCIAL = (Role.REVIEWER, Role.CONFIRMER, Role.COMMISSION_OFFICER, Role.COMMISSION_APPROVER, Role.COMMISSION_LEADER)
LISTED = frozenset({Role.COMMISSION_OFFICER.value})
SCORING = [row for row in matrix().rows if row.address.startswith("/api/scoring/")]


def a_walker(role: str) -> User:
    found = User.objects.filter(username=f"walker.{role}").first()
    if found is not None:
        return found
    if role == ALL_GRANTS:
        return a_user(f"walker.{role}", *PROVINCIAL, organisation="520000-reform")
    return an_account(f"walker.{role}", Role(role), ZUNYI if role in CITY else None)


class Walk:
    """All rows of the matrix that belong to the stage, whatever the role may do with them."""

    def __init__(self, role: str, seed: int) -> None:
        self.role, self.dice, self.user = role, random.Random(seed), a_walker(role)
        self.client = Client(raise_request_exception=False)
        self.listed = role in LISTED
        if self.listed:
            on_the_insider_list(self.user)
        self.weights = [self._weight(row) for row in SCORING]

    def take(self) -> tuple[Row, Any]:
        # Hours lie between two calls, longer than a session lasts.
        self.client.force_login(self.user)
        [row] = self.dice.choices(SCORING, self.weights)
        return row, sent(row, self.client, Target("here", "any", self._address(row)))

    def _address(self, row: Row) -> Mapping[str, Any]:
        gaps = set(re.findall(r"\{(\w+)\}", f"{row.address} {json.dumps(row.body)} {json.dumps(row.upload)}"))
        pk = self._id(row) if "id" in gaps else NOWHERE
        draft = SchemeVersion.objects.filter(kind="quarterly", frozen_at__isnull=True).first()
        row_of_city = CityFeedback.objects.filter(pk=pk).first()
        values = {
            "id": pk,
            "unit": ZUNYI,
            "digest": row_of_city.digest if row_of_city else "0" * 64,
            "draft": draft.pk if draft else NOWHERE,
            "run": self._one_of(Run, {}),
            "other": self._one_of(Run, {}),
            "text": draft.text if draft else "",
        }
        assert gaps <= set(values), (row.name, gaps - set(values))
        return values

    def _weight(self, row: Row) -> int:
        may = self.role in row.roles or (self.role == ALL_GRANTS and set(PROVINCIAL) & set(row.roles))
        if not row.unsafe or row.address.endswith(BACKWARD) or "trial" in row.name or "laboratory" in row.address:
            return READ
        return MOVE if may else CHANGE

    def _id(self, row: Row) -> int:
        if "/feedback/{id}" in row.address:
            return self._one_of(CityFeedback, {"unit": ZUNYI})
        subjects = {"/objections/{id}": Objection, "/files/{id}": StoredFile, "/laboratory/{id}": SchemeVariant}
        model = next((model for part, model in subjects.items() if part in row.address), Run)
        return self._one_of(model, {"purpose": Run.Purpose.OFFICIAL} if model is Run else {})

    def _one_of(self, model: Any, which: Mapping[str, str]) -> int:
        """Mostly the newest there is; sometimes an old one, one of somebody else, or one that is not there."""
        if self.dice.random() < MOSTLY:
            newest = model.objects.filter(**which).order_by("-pk").values_list("pk", flat=True).first()
            return int(newest or NOWHERE)
        return self.dice.choice([NOWHERE, *model.objects.order_by("pk").values_list("pk", flat=True)])


def let_things_happen(dice: random.Random) -> None:
    """What the scoring stage does not do itself: the worker works, and now and then a figure is corrected."""
    for job in Job.objects.filter(state=Job.State.QUEUED):
        work_off(job)
    if dice.random() < CORRECTED:
        an_accepted_return(ZUNYI, dice.randrange(8_000, 10_000, 50), 6_000)


def secrets_of(run: Run) -> list[bytes]:
    """The totals of a run as shown and in their first digits; 0 and 100 may stand anywhere."""
    found = []
    for placing in Placing.objects.filter(run=run).exclude(shown__in=[Decimal(0), Decimal(100)]):
        found += [f"{placing.shown:.2f}".encode(), f"{placing.score:f}"[:7].encode()]
    return found
