"""三员分立: no person holds two of the three administrators, or one of them beside business."""

from itertools import product

import pytest
from django.db import IntegrityError, transaction

from assessment.audit.actions import SYSTEM
from assessment.people.actions import create_grant
from assessment.people.errors import AdministratorsMustDiffer, RegionRequired
from assessment.people.models import RoleGrant
from assessment.people.roles import Role, SeparationClass, class_of_role
from tests.situations.people import LONG_AGO, a_user

FORBIDDEN = [
    (held, added)
    for held, added in product(
        [Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR, Role.REVIEWER], Role
    )
    if class_of_role(held) is not class_of_role(added)
]


@pytest.mark.django_db
@pytest.mark.parametrize(("held", "added"), FORBIDDEN)
def test_a_second_class_of_role_is_refused_with_a_sentence(held: Role, added: Role) -> None:
    user = a_user("somebody", held)
    with pytest.raises(AdministratorsMustDiffer):
        create_grant(user, added, region=None, by=SYSTEM, at=LONG_AGO)


@pytest.mark.django_db
@pytest.mark.parametrize("added", [Role.SECURITY_ADMINISTRATOR, Role.REVIEWER])
@pytest.mark.parametrize("claimed", list(SeparationClass))
def test_the_database_refuses_it_too_whatever_class_the_row_claims(added: Role, claimed: SeparationClass) -> None:
    user = a_user("somebody", Role.SYSTEM_ADMINISTRATOR)
    row = RoleGrant(
        user=user, separation_class=claimed.value, role=added.value, valid_from=LONG_AGO, granted_by="nobody"
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.django_db
def test_the_class_of_an_account_cannot_be_changed_under_its_grants() -> None:
    user = a_user("somebody", Role.SYSTEM_ADMINISTRATOR)
    user.separation_class = SeparationClass.BUSINESS.value
    with pytest.raises(IntegrityError), transaction.atomic():
        user.save()


@pytest.mark.django_db
def test_a_city_role_needs_a_city() -> None:
    user = a_user("somebody", Role.REVIEWER)
    with pytest.raises(RegionRequired):
        create_grant(user, Role.FILLER, region=None, by=SYSTEM, at=LONG_AGO)
