"""The accounts of the seeded province: one for each role, and those the administrators handle."""

from datetime import date, datetime, timedelta

from django.test import Client

from assessment.audit.actions import SYSTEM
from assessment.people.actions import create_grant
from assessment.people.deputy_actions import WantedDeputy, appoint_deputy
from assessment.people.insider_actions import add_insider
from assessment.people.models import InsiderEntry
from assessment.people.permissions import Action
from assessment.people.roles import Role
from assessment.people.token_actions import MOST_DAYS, WantedToken, create_token, revoke_token
from assessment.territory.queries import region_coded
from tests.authorisation.matrix import matrix
from tests.authorisation.places import ANY, NOWHERE, OWN_REGION, PERIOD, Province
from tests.situations.people import LONG_AGO, PASSWORD, a_user

MADE = LONG_AGO + timedelta(days=400)
ORGANISATIONS = {
    Role.STATISTICS_BUREAU: "520000-statistics",
    Role.COMMUNICATIONS_ADMINISTRATION: "520000-communications",
    Role.MEASURING_INSTITUTE: "520000-institute",
    Role.COMMISSION_OFFICER: "520000-reform",
    Role.COMMISSION_APPROVER: "520000-reform",
    Role.COMMISSION_LEADER: "520000-reform",
}


def accounts_of(province: Province) -> None:
    for role in [role for role in Role if role is not Role.ENTERPRISE]:
        region = OWN_REGION if role.value in matrix().sets["regional"] else None
        organisation = ORGANISATIONS.get(role, "520000-big-data")
        user = a_user(f"the.{role.value}", role, region_code=region, organisation=organisation)
        province.users[role.value] = user
        province.clients[role.value] = Client()
        province.clients[role.value].force_login(user)
    active, disabled = a_user("account.active", Role.REVIEWER), a_user("account.disabled", Role.REVIEWER)
    disabled.is_active = False
    disabled.save()
    province.add("account", "active", username=active.username)
    province.add("account", "disabled", username=disabled.username)
    province.missing["account"] = {"username": "nobody"}
    ended = create_grant(active, Role.FILLER, region=region_coded(OWN_REGION), by=SYSTEM, at=LONG_AGO)
    ended.valid_until = LONG_AGO + timedelta(days=1)
    ended.save()
    province.add("grant", "in_force", id=active.grants.get(role="reviewer").pk)
    province.add("grant", "ended", id=ended.pk)
    province.missing["grant"] = {"id": NOWHERE}
    _deputies(province)
    _tokens(province)
    _insiders(province)


def _deputies(province: Province) -> None:
    """Stretches far apart, so that each state has one of its own; none reaches a role of somebody who is asked."""
    security, principal = province.users["security_administrator"], a_user("deputy.principal", Role.REVIEWER)
    stand_in = a_user("deputy.stand.in", Role.CONFIRMER)
    stretches = {"ended": date(2021, 1, 4), "in_force": date(2021, 4, 20), "planned": date(2021, 6, 1)}
    for state, first in stretches.items():
        wanted = WantedDeputy(
            stand_in.username, principal.username, Role.REVIEWER, first, first + timedelta(days=10), "休假"
        )
        at = datetime.fromisoformat(f"{first.isoformat()} 00:00+08:00")
        province.add("deputy", state, id=appoint_deputy(wanted, by=security, at=at).pk)
    province.missing["deputy"] = {"id": NOWHERE}


def _tokens(province: Province) -> None:
    owner = province.users["commission_leader"]
    for state in ("in_force", "revoked"):
        wanted = WantedToken("数据交换", frozenset({Action.SCORE_VIEW}), MOST_DAYS)
        token, _ = create_token(wanted, PASSWORD, by=owner, at=MADE)
        if state == "revoked":
            revoke_token(token.pk, by=owner, at=MADE)
        province.add("token", state, id=token.pk)
    province.missing["token"] = {"id": NOWHERE}


def _insiders(province: Province) -> None:
    """The list of another period than that of the runs, so that nobody here is an insider of theirs."""
    approver = province.users["commission_approver"]
    for state in ("listed", "taken_off"):
        person = a_user(f"insider.{state}".replace("_", "."), Role.COMMISSION_LEADER)
        entry = add_insider("2021c06", person.username, "承办", by=approver, at=LONG_AGO)
        if state == "taken_off":
            entry.valid_until = LONG_AGO + timedelta(days=1)
            entry.save()
        province.add("insider", state, period="2021c06", username=person.username)
    province.missing["insider"] = {"period": "2021c06", "username": "nobody"}
    # A list is there for every period, empty until somebody is put on it.
    province.add("insider_list", ANY, period="2021c06")


def put_on_the_list(province: Province) -> None:
    """Everybody on the 知悉人员名单 of the period."""
    since = datetime.fromisoformat("2021-01-01 00:00+08:00")
    InsiderEntry.objects.bulk_create(
        InsiderEntry(subject=PERIOD, user=user, reason="承办", valid_from=since, added_by="approver")
        for user in province.users.values()
    )
