"""Who may do what now: grants, the permission check, and the walls between regions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from assessment.people.errors import PermissionRefused, UserUnknown
from assessment.people.models import InsiderEntry, RoleGrant, User
from assessment.people.permissions import PERMISSIONS, REGIONAL_ROLES, Action
from assessment.people.roles import Role
from assessment.territory.models import Region


def grants_in_force(user: User, *, at: datetime) -> QuerySet[RoleGrant]:
    """The grants that count at `at`; a disabled account has none."""
    if not user.is_active:
        return RoleGrant.objects.none()
    return (
        RoleGrant.objects.filter(user=user, valid_from__lte=at)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gt=at))
        .select_related("region", "deputy_of")
        .order_by("id")
    )


def roles_in_force(user: User, *, at: datetime) -> frozenset[Role]:
    return frozenset(Role(role) for role in grants_in_force(user, at=at).values_list("role", flat=True))


def one_person_with(user: User, *, at: datetime) -> frozenset[int]:
    """Ids of the accounts that count as one person with `user` at `at`: the own, its principals and its deputies.

    While somebody stands in for somebody, whatever two people have to do is not done by these two.
    """
    lent = RoleGrant.objects.filter(Q(user=user) | Q(deputy_of=user), deputy_of__isnull=False)
    now = lent.filter(valid_from__lte=at, valid_until__gt=at)
    return frozenset({user.pk, *(pk for pair in now.values_list("user", "deputy_of") for pk in pair if pk)})


def may(user: User, action: Action, *, at: datetime, region: Region | None = None) -> bool:
    """Whether a grant in force gives `action`, in `region` where one is named."""
    if not _in_scope(user, action):
        return False
    if region is None:
        return bool(PERMISSIONS[action] & roles_in_force(user, at=at))
    return any(
        Role(grant.role) in PERMISSIONS[action] and _covers(grant, region) for grant in grants_in_force(user, at=at)
    )


def actions_open_to(user: User, *, at: datetime, region: Region | None = None) -> frozenset[Action]:
    """Everything `user` may do, in `region` where one is named: one question for a page with many buttons."""
    roles = {Role(grant.role) for grant in grants_in_force(user, at=at) if _covers(grant, region)}
    return frozenset(action for action, allowed in PERMISSIONS.items() if allowed & roles and _in_scope(user, action))


def require(user: User, action: Action, *, at: datetime, region: Region | None = None) -> None:
    """Raise `PermissionRefused` unless `may`."""
    if not may(user, action, at=at, region=region):
        raise PermissionRefused(action=action.value)


@dataclass(frozen=True)
class Reach:
    """How far an action of somebody reaches: `regions`, and whether this is the whole province."""

    regions: QuerySet[Region]
    provincial: bool


def reach_of(user: User, action: Action, *, at: datetime) -> Reach:
    """All regions for a provincial role, its own and below for a city role, none for an enterprise.

    An enterprise belongs to a region and opens nothing of it: its wall is its own reporting unit.
    """
    return _reach(_grants_of(user, action, at=at))


def require_reach(user: User, action: Action, *, at: datetime) -> Reach:
    """`require` and `reach_of` by one question: how far `action` reaches for whoever may do it at all."""
    grants = _grants_of(user, action, at=at)
    if not grants:
        raise PermissionRefused(action=action.value)
    return _reach(grants)


def _grants_of(user: User, action: Action, *, at: datetime) -> list[RoleGrant]:
    if not _in_scope(user, action):
        return []
    grants = grants_in_force(user, at=at).select_related(None)
    return [grant for grant in grants if Role(grant.role) in PERMISSIONS[action]]


def _reach(grants: Sequence[RoleGrant]) -> Reach:
    if any(Role(g.role) not in REGIONAL_ROLES for g in grants):
        return Reach(Region.objects.all(), provincial=True)
    own = [g.region_id for g in grants if g.region_id is not None and Role(g.role) is not Role.ENTERPRISE]
    open_here = Q(id__in=own) | Q(parent_id__in=own) | Q(parent__parent_id__in=own)
    return Reach(Region.objects.filter(open_here), provincial=False)


def regions_open_to(user: User, action: Action, *, at: datetime) -> QuerySet[Region]:
    """The regions in which `user` may do `action`."""
    return reach_of(user, action, at=at).regions


def people_of(region: Region, *roles: Role, at: datetime) -> list[User]:
    """Who holds one of `roles` in `region` itself now: its officers and signers, by name of the account."""
    return _holders(RoleGrant.objects.filter(region=region), roles, at=at)


def people_in_role(*roles: Role, at: datetime) -> list[User]:
    """Who holds one of `roles` now, wherever, by name of the account: the reviewers, the audit administrators."""
    return _holders(RoleGrant.objects.all(), roles, at=at)


def people_of_organisations(codes: Iterable[str]) -> list[User]:
    """The open accounts of these organisations, such as enterprises, by name of the account."""
    return list(User.objects.filter(is_active=True, organisation__code__in=list(codes)).order_by("username"))


def _holders(grants: QuerySet[RoleGrant], roles: Iterable[Role], *, at: datetime) -> list[User]:
    held = grants.filter(role__in=[role.value for role in roles], valid_from__lte=at)
    in_force = held.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=at))
    people = User.objects.filter(is_active=True, pk__in=in_force.values("user")).select_related("organisation")
    return list(people.order_by("username"))


def on_insider_list(user: User, subject: str, *, at: datetime) -> bool:
    """Whether `user` stands on the 知悉人员名单 of `subject` (a period code) at `at`."""
    return insider_subjects(user, at=at).filter(subject=subject).exists()


def insider_subjects(user: User, *, at: datetime) -> QuerySet[InsiderEntry]:
    return InsiderEntry.objects.filter(user=user, valid_from__lte=at).filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=at)
    )


def display_names(usernames: Iterable[str]) -> dict[str, str]:
    """The names of accounts by username, in one question; whoever has no account is left out."""
    return dict(User.objects.filter(username__in=set(usernames)).values_list("username", "display_name"))


def user_named(username: str) -> User:
    """The account of that name; `UserUnknown` otherwise."""
    user = User.objects.select_related("organisation").filter(username=username).first()
    if user is None:
        raise UserUnknown(username=username)
    return user


def _in_scope(user: User, action: Action) -> bool:
    """A token narrows what its owner may do; without one everything of the owner's counts."""
    return user.token_scope is None or action.value in user.token_scope


def _covers(grant: RoleGrant, region: Region | None) -> bool:
    if Role(grant.role) not in REGIONAL_ROLES or region is None:
        return True
    lineage = {region.id, region.parent_id}
    if region.parent_id is not None and region.parent is not None:
        lineage.add(region.parent.parent_id)
    return grant.region_id in lineage
