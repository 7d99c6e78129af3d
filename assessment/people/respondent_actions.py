"""The writer of the accounts of enterprises: no password opens them, only a one-time link does."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from assessment.audit.actions import SYSTEM_CHAIN, Actor, Fact, record
from assessment.people.actions import create_grant
from assessment.people.models import RoleGrant, User
from assessment.people.permissions import Action
from assessment.people.roles import Role, SeparationClass
from assessment.territory.models import Organisation


def settle_respondent(organisation: Organisation, *, by: Actor, at: datetime) -> User:
    """The one account of an enterprise, with its role in the region where it lies now; twice changes nothing."""
    with transaction.atomic():
        user = User.objects.select_for_update(of=("self",)).filter(organisation=organisation).first()
        user = user or _open(organisation, by=by, at=at)
        grants = RoleGrant.objects.select_for_update(of=("self",)).filter(user=user, valid_until__isnull=True)
        if not grants.filter(region=organisation.region).exists():
            for grant in grants.filter(valid_from__lt=at):
                grant.valid_until = at
                grant.save(update_fields=["valid_until"])
            create_grant(user, Role.ENTERPRISE, region=organisation.region, by=by, at=at)
    return user


def _open(organisation: Organisation, *, by: Actor, at: datetime) -> User:
    user = User.objects.create(
        username=organisation.code.lower(),
        display_name=organisation.name_zh[:60],
        organisation=organisation,
        employee_number=organisation.code,
        separation_class=SeparationClass.BUSINESS.value,
        password=make_password(None),
        must_change_password=False,
        created_at=at,
    )
    record(Fact(Action.ACCOUNT_CREATE, SYSTEM_CHAIN, "user", user.username), by=by, at=at)
    return user
