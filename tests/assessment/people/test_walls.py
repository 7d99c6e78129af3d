"""The permission table and the walls between regions."""

from datetime import UTC, datetime, timedelta

import pytest

from assessment.audit.models import Entry
from assessment.people import actions, insider_actions
from assessment.people.errors import InsiderListFull, NotFound, PermissionRefused, ReasonForKnowingMissing
from assessment.people.permissions import PERMISSIONS, Action
from assessment.people.queries import insider_subjects, may, on_insider_list, regions_open_to, require
from assessment.people.roles import Role, SeparationClass, roles_of_class
from assessment.territory.queries import region_coded
from tests.situations.people import a_user

NOW = datetime(2021, 4, 20, 9, 0, tzinfo=UTC)
ADMINISTRATORS = {Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR}
ABOUT_PEOPLE = (
    "account.",
    "role.",
    "deputy.",
    "token.",
    "audit.",
    "insider_list.",
    "notice.",
)  # everybody reads the own messages


def test_every_action_is_in_the_table_and_somebody_may_do_it() -> None:
    assert set(PERMISSIONS) == set(Action)
    assert all(PERMISSIONS.values())


def test_no_administrator_sees_or_changes_business_data() -> None:
    business = [action for action in Action if not action.value.startswith(ABOUT_PEOPLE)]
    assert business
    assert not any(PERMISSIONS[action] & ADMINISTRATORS for action in business)


def test_the_audit_administrator_reads_the_record_and_the_insider_lists_and_changes_nothing() -> None:
    held = [action for action, roles in PERMISSIONS.items() if Role.AUDIT_ADMINISTRATOR in roles]
    assert set(held) == {Action.AUDIT_READ, Action.AUDIT_EXTRACT, Action.NOTICE_READ, Action.INSIDER_LIST_VIEW}


def test_every_role_belongs_to_one_class() -> None:
    assert sorted(role for c in SeparationClass for role in roles_of_class(c)) == sorted(Role)


@pytest.mark.django_db
def test_a_city_officer_fills_the_own_city_and_its_counties_and_no_other() -> None:
    officer = a_user("zunyi.filler", Role.FILLER, region_code="520300")
    assert may(officer, Action.RETURN_FILL, at=NOW, region=region_coded("520300"))
    assert may(officer, Action.RETURN_FILL, at=NOW, region=region_coded("520302"))
    assert not may(officer, Action.RETURN_FILL, at=NOW, region=region_coded("520100"))
    assert not may(officer, Action.RETURN_FILL, at=NOW, region=region_coded("520000"))
    codes = set(regions_open_to(officer, Action.RETURN_FILL, at=NOW).values_list("code", flat=True))
    assert {"520300", "520302"} <= codes
    assert not codes & {"520000", "520100", "520102"}


@pytest.mark.django_db
def test_a_reviewer_sees_the_whole_province_and_fills_nothing() -> None:
    reviewer = a_user("bureau.reviewer", Role.REVIEWER)
    assert regions_open_to(reviewer, Action.RETURN_VIEW, at=NOW).filter(code="520000").exists()
    assert not regions_open_to(reviewer, Action.RETURN_FILL, at=NOW).exists()


@pytest.mark.django_db
def test_a_revoked_role_counts_until_the_moment_it_is_revoked() -> None:
    security = a_user("sec", Role.SECURITY_ADMINISTRATOR)
    officer = a_user("zunyi.filler", Role.FILLER, region_code="520300")
    actions.revoke_role(officer.grants.get().id, by=security, at=NOW)
    assert may(officer, Action.RETURN_FILL, at=NOW - timedelta(seconds=1))
    with pytest.raises(PermissionRefused):
        require(officer, Action.RETURN_FILL, at=NOW)


@pytest.mark.django_db
def test_only_the_security_administrator_grants_and_revokes() -> None:
    officer = a_user("zunyi.filler", Role.FILLER, region_code="520300")
    reviewer = a_user("bureau.reviewer", Role.REVIEWER)
    with pytest.raises(PermissionRefused):
        actions.revoke_role(officer.grants.get().id, by=reviewer, at=NOW)
    with pytest.raises(PermissionRefused):
        actions.grant_role("zunyi.filler", Role.REVIEWER, region=None, by=officer, at=NOW)


@pytest.mark.django_db
def test_the_insider_list_is_kept_by_the_approver_dated_and_recorded() -> None:
    approver, leader = a_user("approver", Role.COMMISSION_APPROVER), a_user("leader", Role.COMMISSION_LEADER)
    insider_actions.add_insider("2021c06", "leader", "听取汇报", by=approver, at=NOW)
    insider_actions.add_insider("2021c06", "leader", "听取汇报", by=approver, at=NOW)
    assert on_insider_list(leader, "2021c06", at=NOW)
    assert not on_insider_list(leader, "2021c09", at=NOW)
    insider_actions.remove_insider("2021c06", "leader", by=approver, at=NOW + timedelta(days=1))
    assert not insider_subjects(leader, at=NOW + timedelta(days=1)).exists()
    assert list(Entry.objects.filter(chain="province").values_list("action", flat=True))[-2:] == [
        "insider_list.add",
        "insider_list.remove",
    ]
    with pytest.raises(NotFound):
        insider_actions.remove_insider("2021c06", "leader", by=approver, at=NOW + timedelta(days=2))


@pytest.mark.django_db
def test_a_leader_cannot_put_anybody_on_the_insider_list() -> None:
    leader = a_user("leader", Role.COMMISSION_LEADER)
    with pytest.raises(PermissionRefused):
        insider_actions.add_insider("2021c06", "leader", "自荐", by=leader, at=NOW)


@pytest.mark.django_db
def test_no_more_than_eight_people_stand_on_a_list() -> None:
    approver = a_user("approver", Role.COMMISSION_APPROVER)
    for number in range(8):
        a_user(f"leader.{number}", Role.COMMISSION_LEADER)
        insider_actions.add_insider("2021c06", f"leader.{number}", "听取汇报", by=approver, at=NOW)
    a_user("leader.8", Role.COMMISSION_LEADER)
    with pytest.raises(InsiderListFull):
        insider_actions.add_insider("2021c06", "leader.8", "听取汇报", by=approver, at=NOW)
    # Whoever stands on it already takes no second place; another period has a list of its own.
    insider_actions.add_insider("2021c06", "leader.3", "听取汇报", by=approver, at=NOW)
    insider_actions.add_insider("2021c09", "leader.8", "听取汇报", by=approver, at=NOW)
    insider_actions.remove_insider("2021c06", "leader.0", by=approver, at=NOW)
    insider_actions.add_insider("2021c06", "leader.8", "听取汇报", by=approver, at=NOW)


@pytest.mark.django_db
def test_nobody_stands_on_the_list_without_a_reason() -> None:
    approver = a_user("approver", Role.COMMISSION_APPROVER)
    with pytest.raises(ReasonForKnowingMissing):
        insider_actions.add_insider("2021c06", "approver", " ", by=approver, at=NOW)
