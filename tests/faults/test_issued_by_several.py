"""Whoever does two deeds in the life of one result: which two may be one person's, and that no person does all."""

from collections.abc import Mapping
from datetime import date
from itertools import combinations
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from assessment.audit.models import Entry
from assessment.people.deputy_actions import WantedDeputy, appoint_deputy
from assessment.people.models import User
from assessment.people.roles import Role
from assessment.scoring.models import Run
from tests.authorisation.province import undone
from tests.situations.catalogue import moment, the_calendar
from tests.situations.measurement import work_off
from tests.situations.people import a_user
from tests.situations.scoring import the_frozen_scheme, the_returns_of_the_first_quarter

DEEDS: Mapping[str, Role] = {
    "start": Role.COMMISSION_OFFICER,
    "confirm": Role.CONFIRMER,
    "feedback": Role.COMMISSION_OFFICER,
    "approve": Role.COMMISSION_APPROVER,
    "publication/decisions": Role.COMMISSION_OFFICER,
    "issued-document": Role.COMMISSION_OFFICER,
    "issue": Role.COMMISSION_OFFICER,
}
# 经办、确认、审定 are three people, and whoever approved does not issue. The officer may carry a result through.
NEVER_ONE_PERSON = {("start", "confirm"), ("start", "approve"), ("confirm", "approve"), ("approve", "issue")}
BODIES: Mapping[str, Mapping[str, Any]] = {
    "start": {"period": "2021c03", "kind": "quarterly"},
    "confirm": {},
    "feedback": {"working_days": 1},
    "approve": {"stale_reason": ""},
    "publication/decisions": {
        "figures": [{"period": "2021c03", "code": "software_revenue"}],
        "choice": "publish",
        "reason": "各市（州）单位数均在十家以上",
    },
    "issue": {"issue_number": "黔发改数字〔2021〕9号", "publicity": "closed"},
}
# The window of one working day is over when it is approved.
MOMENTS = dict(zip(DEEDS, ("20 09", "20 10", "20 11", "26 09", "26 10", "26 11", "26 12"), strict=True))
PAIRS = list(combinations(DEEDS, 2))

# Each deed by each role is tested, and counted, by itself.
pytestmark = pytest.mark.django_db


def everything(username: str) -> User:
    return a_user(username, *dict.fromkeys(DEEDS.values()), organisation="520000-reform")


def stands_in(deputy: User, principal: User, *roles: Role, last: str = "2021-04-30") -> None:
    """`deputy` holds these roles of `principal` as well, from the first of the month to `last`."""
    security = User.objects.filter(username="security").first() or a_user("security", Role.SECURITY_ADMINISTRATOR)
    for role in roles:
        days = date(2021, 4, 1), date.fromisoformat(last)
        wanted = WantedDeputy(deputy.username, principal.username, role, *days, "休假")
        appoint_deputy(wanted, by=security, at=moment("2021-04-01 09:00"))


def a_deputy(username: str) -> User:
    """An officer who stands in for the confirmer and for the approver."""
    user = a_user(username, Role.COMMISSION_OFFICER, organisation="520000-reform")
    for role in (Role.CONFIRMER, Role.COMMISSION_APPROVER):
        stands_in(user, a_user(f"the.{role.value}", role, organisation="520000-reform"), role)
    return user


def brought_about(hands: Mapping[str, User]) -> tuple[str, Run]:
    """The deeds one after another, each over HTTP by its own hand; which one was refused, and where the run is left."""
    for deed, user in hands.items():
        with time_machine.travel(moment(f"2021-04-{MOMENTS[deed]}:00"), tick=False):
            response = done(deed, user)
            if response.status_code == 409 and response.json()["error"]["code"] == "same_person":
                return deed, Run.objects.get()
            assert response.status_code in {200, 201}, (deed, response.content)
            if deed == "start":
                work_off(Run.objects.get().job)
    return "", Run.objects.get()


def done(deed: str, user: User) -> Any:
    client = Client()
    client.force_login(user)
    if deed == "start":
        return client.post("/api/scoring/runs/", BODIES[deed], "application/json")
    address = f"/api/scoring/runs/{Run.objects.get().pk}/{deed}/"
    if deed == "issued-document":
        return client.post(address, {"file": SimpleUploadedFile("印发件.pdf", b"%PDF-1.4 scan")})
    return client.post(address, BODIES[deed], "application/json")


def hands_in_the_record(run: Run) -> dict[str, str]:
    """Which account took which step, as the record says, which nobody can change afterwards."""
    return dict(Entry.objects.filter(object_type="scoring.run", object_id=str(run.pk)).values_list("action", "by"))


def the_quarter() -> None:
    the_calendar()
    the_frozen_scheme()
    the_returns_of_the_first_quarter()


def test_of_two_deeds_of_one_person_among_others_the_second_is_refused_where_two_people_are_needed() -> None:
    the_quarter()
    both, others = everything("the.one"), {deed: everything(f"another.{deed}") for deed in DEEDS}
    outcomes = {}
    for pair in PAIRS:
        with undone():
            refused, run = brought_about({deed: both if deed in pair else others[deed] for deed in DEEDS})
            outcomes[pair] = refused, run.state == Run.State.ISSUED
            recorded = hands_in_the_record(run)
            assert not refused or "run.issue" not in recorded
            assert refused or len({recorded[step] for step in ("run.start", "run.confirm", "run.approve")}) == 3
            assert refused or recorded["run.issue"] != recorded["run.approve"]
    expected = {pair: (pair[1], False) if pair in NEVER_ONE_PERSON else ("", True) for pair in PAIRS}
    assert len(outcomes) == 21
    assert outcomes == expected


def test_one_person_with_every_grant_gets_no_further_than_a_computed_run_and_one_other_is_not_enough() -> None:
    the_quarter()
    one, other = everything("the.one"), everything("the.other")
    outcomes = {}
    for another in ("", *DEEDS):
        with undone():
            refused, run = brought_about({deed: other if deed == another else one for deed in DEEDS})
            outcomes[another] = refused, run.state
    computed, checked = Run.State.COMPUTED, Run.State.FEEDBACK
    assert outcomes == {
        "": ("confirm", computed),
        "start": ("approve", checked),
        "confirm": ("approve", checked),
        "feedback": ("confirm", computed),
        "approve": ("confirm", computed),
        "publication/decisions": ("confirm", computed),
        "issued-document": ("confirm", computed),
        "issue": ("confirm", computed),
    }


def test_a_deputy_who_approves_for_another_did_not_start_or_confirm() -> None:
    """Each of the deeds that only a third person may do, by the deputy who did an earlier one in the own name."""
    the_quarter()
    deputy = a_deputy("the.deputy")
    hands = {deed: deputy if deed in {"start", "approve"} else everything(f"another.{deed}") for deed in DEEDS}
    refused, run = brought_about(hands)
    assert (refused, run.state) == ("approve", Run.State.FEEDBACK)


def test_a_deputy_stands_in_for_others_and_stays_one_person() -> None:
    the_quarter()
    deputy = a_deputy("the.deputy")
    refused, run = brought_about(dict.fromkeys(DEEDS, deputy))
    assert (refused, run.state) == ("confirm", Run.State.COMPUTED)


def test_a_deputy_does_not_approve_what_the_principal_started_and_not_the_other_way_round() -> None:
    """While one stands in for the other they count as one person; when it is over, as two."""
    the_quarter()
    principal = everything("the.principal")
    deputy = a_user("the.deputy", Role.COMMISSION_OFFICER, organisation="520000-reform")
    stands_in(deputy, principal, Role.COMMISSION_APPROVER)
    others = {deed: everything(f"another.{deed}") for deed in DEEDS}
    outcomes = {}
    for name, hands in {
        "deputy approves": {"start": principal, "approve": deputy},
        "principal approves": {"start": deputy, "approve": principal},
        "principal issues": {"approve": deputy, "issue": principal},
        "strangers": {},
    }.items():
        with undone():
            outcomes[name] = brought_about({**others, **hands})[0]
    assert outcomes == {
        "deputy approves": "approve",
        "principal approves": "approve",
        "principal issues": "issue",
        "strangers": "",
    }


def test_the_principal_is_a_person_apart_again_once_the_days_are_over() -> None:
    the_quarter()
    principal = everything("the.principal")
    deputy = a_user("the.deputy", Role.COMMISSION_OFFICER, organisation="520000-reform")
    stands_in(deputy, principal, Role.COMMISSION_APPROVER, last="2021-04-21")
    hands = {deed: everything(f"another.{deed}") for deed in DEEDS} | {"start": deputy, "approve": principal}
    assert brought_about(hands)[0] == ""


def test_two_people_of_whom_one_stands_in_for_the_other_get_no_further_than_one() -> None:
    the_quarter()
    principal = everything("the.principal")
    deputy = a_user("the.deputy", Role.COMMISSION_LEADER, organisation="520000-reform")
    stands_in(deputy, principal, *dict.fromkeys(DEEDS.values()))
    for confirming, starting in ((principal, deputy), (deputy, principal)):
        hands = {deed: confirming if deed == "confirm" else starting for deed in DEEDS}
        with undone():
            refused, run = brought_about(hands)
            assert (refused, run.state) == ("confirm", Run.State.COMPUTED)
