"""Writers of 代理（代行）: a role of one person lent to a colleague for some days, and the end of it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from assessment.audit.actions import SYSTEM_CHAIN, Actor, Fact, record
from assessment.methodology.errors import Phrase
from assessment.people.errors import (
    AccountDisabled,
    AdministratorsMustDiffer,
    DeputyDatesRefused,
    DeputyElsewhere,
    DeputyEnded,
    DeputyHoldsRole,
    DeputyIsPrincipal,
    DeputyReasonMissing,
    DeputyTwice,
    NotFound,
    PrincipalLacksRole,
    UserUnknown,
)
from assessment.people.models import RoleGrant, User
from assessment.people.permissions import Action
from assessment.people.queries import grants_in_force, require
from assessment.people.roles import Role
from assessment.people.wording import ROLE_WORDS

MOST_DAYS: Final = 92


@dataclass(frozen=True)
class WantedDeputy:
    """Who stands in for whom, in which role, from the beginning of `first` to the end of `last`, and why."""

    deputy: str
    principal: str
    role: Role
    first: date
    last: date
    reason: str


def appoint_deputy(wanted: WantedDeputy, *, by: User, at: datetime) -> RoleGrant:
    """Lend a role that the principal holds in the own right to a colleague of the same organisation.

    The deputy stays one person: whoever filled does not sign, whoever started does not approve, for another neither.
    Asked for the same again, hand out the same grant.
    """
    with transaction.atomic():
        require(by, Action.DEPUTY_APPOINT, at=at)
        _require_dates_and_reason(wanted, at=at)
        deputy, principal = _locked_pair(wanted)
        _require_colleagues(deputy, principal)
        own = grants_in_force(principal, at=at).filter(role=wanted.role.value, deputy_of__isnull=True).first()
        begins, ends = max(_beginning_of(wanted.first), at), _beginning_of(wanted.last + timedelta(days=1))
        if own is None or (own.valid_until is not None and own.valid_until < ends):
            raise PrincipalLacksRole(principal=principal.username, role=Phrase(ROLE_WORDS[wanted.role]))
        if deputy.separation_class != own.separation_class:
            raise AdministratorsMustDiffer(
                username=deputy.username, expected=deputy.separation_class, role=wanted.role.value
            )
        same = _standing(own, deputy, begins=begins, ends=ends, wanted=wanted)
        if same is not None:
            return same
        grant = RoleGrant.objects.create(
            user=deputy,
            separation_class=deputy.separation_class,
            role=own.role,
            region=own.region,
            deputy_of=principal,
            reason=wanted.reason.strip(),
            valid_from=begins,
            valid_until=ends,
            granted_by=by.username,
        )
        days = {"first": wanted.first.isoformat(), "last": wanted.last.isoformat()}
        facts = {**_facts(grant), **days, "reason": grant.reason}
        record(Fact(Action.DEPUTY_APPOINT, SYSTEM_CHAIN, "user", deputy.username, facts=facts), by=by, at=at)
    return grant


def end_deputy(grant_id: int, *, by: User, at: datetime) -> RoleGrant:
    """The deputy's grant ends now; one that has not begun never counts. `DeputyEnded` where it has ended before."""
    with transaction.atomic():
        require(by, Action.DEPUTY_END, at=at)
        grants = RoleGrant.objects.select_for_update(of=("self",)).select_related("user", "region", "deputy_of")
        grant = grants.filter(id=grant_id, deputy_of__isnull=False).first()
        if grant is None:
            raise NotFound
        if _ended(grant, at=at):
            raise DeputyEnded
        _end(grant, by=by, at=at)
    return grant


def end_deputies_of(principal: User, *, by: Actor, at: datetime, role: str = "") -> None:
    """Whoever loses a role, or the account, has nothing left that a deputy could stand in for."""
    lent = RoleGrant.objects.select_for_update(of=("self",)).filter(deputy_of=principal, valid_until__gt=at)
    for grant in lent.filter(**({"role": role} if role else {})).select_related("user", "deputy_of"):
        if not _ended(grant, at=at):
            _end(grant, by=by, at=at)


def _require_dates_and_reason(wanted: WantedDeputy, *, at: datetime) -> None:
    if not wanted.reason.strip():
        raise DeputyReasonMissing
    today = timezone.localtime(at).date()
    days = (wanted.last - wanted.first).days + 1
    if wanted.first < today or not 1 <= days <= MOST_DAYS:
        raise DeputyDatesRefused(
            today=today.isoformat(), most=MOST_DAYS, first=wanted.first.isoformat(), last=wanted.last.isoformat()
        )


def _locked_pair(wanted: WantedDeputy) -> tuple[User, User]:
    """Both accounts under their locks, always in the same order; both in use."""
    names = sorted({wanted.deputy, wanted.principal})
    people = User.objects.select_for_update(of=("self",)).select_related("organisation").filter(username__in=names)
    found = {user.username: user for user in people.order_by("username")}
    for name in names:
        if name not in found:
            raise UserUnknown(username=name)
        if not found[name].is_active:
            raise AccountDisabled(username=name)
    return found[wanted.deputy], found[wanted.principal]


def _require_colleagues(deputy: User, principal: User) -> None:
    if deputy.pk == principal.pk:
        raise DeputyIsPrincipal(principal=principal.username)
    if deputy.organisation_id != principal.organisation_id:
        raise DeputyElsewhere(
            deputy=deputy.username,
            of_deputy=deputy.organisation.name_zh,
            principal=principal.username,
            of_principal=principal.organisation.name_zh,
        )


def _standing(
    own: RoleGrant, deputy: User, *, begins: datetime, ends: datetime, wanted: WantedDeputy
) -> RoleGrant | None:
    """The same grant where it was given before; another deputy in these days, or a role of the own, is refused."""
    same_role = RoleGrant.objects.filter(role=own.role, region=own.region, valid_until__gt=begins, valid_from__lt=ends)
    for lent in same_role.filter(deputy_of=own.user_id).select_related("user", "region", "deputy_of").order_by("id"):
        if _ended(lent, at=lent.valid_from):
            continue
        if lent.user_id == deputy.pk and lent.valid_until == ends and lent.reason == wanted.reason.strip():
            return lent
        raise DeputyTwice(
            principal=own.user.username,
            deputy=lent.user.username,
            first=timezone.localtime(lent.valid_from).date().isoformat(),
            last=last_day_of(lent).isoformat(),
        )
    held = RoleGrant.objects.filter(user=deputy, role=own.role, region=own.region, deputy_of__isnull=True)
    if held.filter(valid_until__isnull=True).exists():
        raise DeputyHoldsRole(deputy=deputy.username, role=Phrase(ROLE_WORDS[own.role]))
    return None


def _end(grant: RoleGrant, *, by: Actor, at: datetime) -> None:
    grant.valid_until = max(at, grant.valid_from)
    grant.save(update_fields=["valid_until"])
    record(Fact(Action.DEPUTY_END, SYSTEM_CHAIN, "user", grant.user.username, facts=_facts(grant)), by=by, at=at)


def _facts(grant: RoleGrant) -> dict[str, object]:
    return {
        "deputy_of": grant.deputy_of.username if grant.deputy_of else "",
        "role": grant.role,
        "region": grant.region.code if grant.region else "",
    }


def _ended(grant: RoleGrant, *, at: datetime) -> bool:
    """Also where it was ended before its first day."""
    return grant.valid_until is not None and (grant.valid_until <= at or grant.valid_until <= grant.valid_from)


def last_day_of(grant: RoleGrant) -> date:
    """The last day, in Beijing, on any part of which the grant counts."""
    until = grant.valid_until or grant.valid_from
    return timezone.localtime(until - timedelta(microseconds=1)).date()


def _beginning_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
