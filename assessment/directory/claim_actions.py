"""Writers of claims: a city claims, the bureau decides with a reason before any effect is computed (先定后算)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from assessment.audit.actions import Fact, record
from assessment.directory.errors import ClaimDecided, EventBeforeListing, NotListed, ReasonNeeded
from assessment.directory.models import Claim, LifeEvent, Listing
from assessment.directory.settling import settle
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require
from assessment.territory.models import Region


@dataclass(frozen=True)
class Decision:
    """What the bureau decides: whether the enterprise moves, from which day, and why."""

    granted: bool
    effective_on: date
    reason: str


@dataclass(frozen=True)
class Grounds:
    """Why a city claims the enterprise, and under which industry it would list it."""

    industry: str
    text: str


def open_claim(held: Listing, claimant: Region, grounds: Grounds, *, by: User, at: datetime) -> Claim:
    """A claim on what another city lists, inside the caller's transaction; a claim that is open already stands."""
    claim, new = Claim.objects.get_or_create(
        enterprise=held.enterprise,
        claimant=claimant,
        state=Claim.State.OPEN,
        defaults={
            "holder": held.region,
            "grounds": grounds.text,
            "industry": grounds.industry,
            "claimed_by": by.username,
            "claimed_at": at,
        },
    )
    if new:
        facts = {"enterprise": held.enterprise.code, "holder": held.region.code}
        record(Fact("enterprise.claim", claimant.code, "directory.claim", str(claim.pk), facts=facts), by=by, at=at)
    return claim


def decide_claim(claim_id: int, decision: Decision, *, by: User, at: datetime) -> Claim:
    """Leave the enterprise where it is, or move it from the given day; either with a reason. Both bases then move."""
    with transaction.atomic():
        require(by, Action.ENTERPRISE_CLAIM_DECIDE, at=at)
        claims = Claim.objects.select_for_update(of=("self",)).select_related("enterprise", "holder", "claimant")
        claim = claims.filter(pk=claim_id).first()
        if claim is None:
            raise NotFound
        if claim.state != Claim.State.OPEN:
            raise ClaimDecided
        if not decision.reason.strip():
            raise ReasonNeeded
        if decision.granted:
            _move(claim, decision, by=by, at=at)
        claim.state = Claim.State.GRANTED if decision.granted else Claim.State.REFUSED
        claim.reason, claim.effective_on = decision.reason.strip(), decision.effective_on
        claim.decided_by, claim.decided_at = by.username, at
        claim.save()
        _record(claim, by=by, at=at)
    return claim


def _move(claim: Claim, decision: Decision, *, by: User, at: datetime) -> None:
    held = (
        Listing.objects.select_for_update(of=("self",))
        .filter(enterprise=claim.enterprise, region=claim.holder, valid_until__isnull=True)
        .first()
    )
    day = decision.effective_on
    if held is None:
        raise NotListed(name=claim.enterprise.name_zh, day=day)
    if day < held.valid_from:
        raise EventBeforeListing(name=claim.enterprise.name_zh, valid_from=held.valid_from, day=day)
    held.valid_until = day
    held.save(update_fields=["valid_until"])
    Listing.objects.create(
        enterprise=claim.enterprise,
        region=claim.claimant,
        industry=claim.industry,
        above_threshold=held.above_threshold,
        chip_design=held.chip_design,
        special_field=held.special_field,
        valid_from=day,
        listed_by=by.username,
    )
    LifeEvent.objects.create(
        enterprise=claim.enterprise,
        kind=LifeEvent.Kind.MOVED,
        day=day,
        from_region=claim.holder,
        to_region=claim.claimant,
        reason=decision.reason.strip(),
        entered_by=by.username,
        entered_at=at,
    )
    settle(claim.enterprise, claim.claimant, by=by, at=at)


def _record(claim: Claim, *, by: User, at: datetime) -> None:
    """In the chains of both cities: each finds in its own record what was decided about it."""
    for region in (claim.holder, claim.claimant):
        facts = {
            "enterprise": claim.enterprise.code,
            "holder": claim.holder.code,
            "claimant": claim.claimant.code,
            "decision": claim.state,
        }
        entry = Fact(Action.ENTERPRISE_CLAIM_DECIDE, region.code, "directory.claim", str(claim.pk), facts=facts)
        record(entry, by=by, at=at)
