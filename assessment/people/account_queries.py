"""What administrators and the keepers of the 知悉人员名单 may read: accounts, grants, lists, the record."""

from datetime import datetime

from django.db.models import Prefetch, QuerySet

from assessment.audit.models import Entry
from assessment.audit.queries import Verification, verify
from assessment.people.errors import NotFound, OrganisationUnknown
from assessment.people.models import InsiderEntry, RoleGrant, User
from assessment.people.permissions import Action
from assessment.people.queries import require
from assessment.people.roles import SeparationClass
from assessment.territory.models import Organisation


def accounts_visible_to(user: User, *, at: datetime) -> QuerySet[User]:
    """Every account with its grants, past ones too, for the administrators who open accounts and who grant."""
    require(user, Action.ACCOUNT_VIEW, at=at)
    grants = Prefetch("grants", queryset=RoleGrant.objects.select_related("region", "deputy_of").order_by("id"))
    return User.objects.select_related("organisation").prefetch_related(grants).order_by("username")


def account_seen(username: str, *, by: User, at: datetime) -> User:
    """One account; `NotFound` where there is none of that name."""
    account = accounts_visible_to(by, at=at).filter(username=username).first()
    if account is None:
        raise NotFound
    return account


def deputies_visible_to(user: User, *, at: datetime) -> QuerySet[RoleGrant]:
    """Every grant of a deputy, past ones too, the last to end first."""
    require(user, Action.DEPUTY_VIEW, at=at)
    lent = RoleGrant.objects.filter(deputy_of__isnull=False)
    return lent.select_related("user__organisation", "deputy_of", "region").order_by("-valid_until", "-id")


def colleagues_for(user: User, *, at: datetime) -> QuerySet[User]:
    """Open accounts with a business role, by organisation: who may stand in for whom."""
    require(user, Action.DEPUTY_VIEW, at=at)
    business = User.objects.filter(is_active=True, separation_class=SeparationClass.BUSINESS.value)
    people = business.exclude(organisation__kind=Organisation.Kind.ENTERPRISE)
    return people.select_related("organisation").order_by("organisation__code", "username")


def insiders_visible_to(user: User, subject: str, *, at: datetime) -> QuerySet[InsiderEntry]:
    """Who stands or stood on the 知悉人员名单 of a period, in the order of coming."""
    require(user, Action.INSIDER_LIST_VIEW, at=at)
    return InsiderEntry.objects.filter(subject=subject).select_related("user__organisation").order_by("id")


def entries_visible_to(user: User, *, at: datetime) -> QuerySet[Entry]:
    """The record of all chains, newest first, for the audit administrator alone."""
    require(user, Action.AUDIT_READ, at=at)
    return Entry.objects.order_by("-at", "-id")


def verification_for(user: User, *, at: datetime) -> Verification:
    """Every link and every anchor checked now; takes as long as the record is."""
    require(user, Action.AUDIT_READ, at=at)
    return verify()


def organisation_coded(code: str) -> Organisation:
    """The organisation of that code; `OrganisationUnknown` otherwise."""
    organisation = Organisation.objects.filter(code=code).first()
    if organisation is None:
        raise OrganisationUnknown(code=code)
    return organisation
