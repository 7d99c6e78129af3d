"""The writer of life events: what happened, when, and what it does to the lists."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from assessment.audit.actions import Fact, record
from assessment.directory.errors import EventBeforeListing, EventIncomplete, ReasonNeeded
from assessment.directory.models import Enterprise, LifeEvent, Listing
from assessment.directory.queries import enterprise_coded, listing_held
from assessment.directory.settling import settle
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require
from assessment.territory.models import Region
from assessment.territory.queries import region_coded

Kind = LifeEvent.Kind
LEAVES = frozenset({Kind.MOVED.value, Kind.MERGED.value, Kind.DROPPED_OUT.value, Kind.CLOSED.value})
NEEDS_COUNTERPART = frozenset({Kind.MERGED.value, Kind.SPLIT.value})
NEEDS_AMOUNT = frozenset({Kind.NEW_IN_SCOPE.value, Kind.SPLIT.value})


@dataclass(frozen=True)
class EventEntry:
    """An event as the officer of the city that lists the enterprise enters it.

    `counterpart` is the code of who remains (merged) or of the new unit (split), `to_region` where it moves,
    `amount_10k_yuan` last year's software revenue that goes with it (new in scope, split).
    """

    code: str
    kind: str
    day: date
    reason: str
    counterpart: str = ""
    to_region: str = ""
    amount_10k_yuan: Decimal | None = None


def enter_event(entry: EventEntry, *, by: User, at: datetime) -> LifeEvent:
    """Record an event of an enterprise in the actor's own list; whoever leaves the list leaves it on that day."""
    with transaction.atomic():
        require(by, Action.ENTERPRISE_LIST, at=at)
        held = listing_held(entry.code, Action.ENTERPRISE_LIST, by=by, at=at)
        counterpart = _counterpart(entry)
        _check(entry, held, counterpart)
        to_region = _to_region(entry, held, counterpart)
        event = LifeEvent.objects.create(
            enterprise=held.enterprise,
            kind=entry.kind,
            day=entry.day,
            counterpart=counterpart,
            from_region=held.region,
            to_region=to_region,
            amount_10k_yuan=entry.amount_10k_yuan if entry.kind in NEEDS_AMOUNT else None,
            reason=entry.reason.strip(),
            entered_by=by.username,
            entered_at=at,
        )
        if entry.kind in LEAVES:
            _leave(held, entry, to_region, by=by, at=at)
        _record(event, held.region, to_region, by=by, at=at)
    return event


def _check(entry: EventEntry, held: Listing, counterpart: Enterprise | None) -> None:
    if not entry.reason.strip():
        raise ReasonNeeded
    missing = []
    if entry.kind not in Kind.values:
        missing.append(_("one of the kinds of events"))
    if entry.kind in NEEDS_COUNTERPART and counterpart is None:
        missing.append(_("the code of the other enterprise, which is in a list"))
    if entry.kind == Kind.MOVED and entry.to_region in {"", held.region.code}:
        missing.append(_("the city it moves to"))
    if entry.kind in NEEDS_AMOUNT and entry.amount_10k_yuan is None:
        missing.append(_("software revenue of last year that goes with it"))
    if missing:
        raise EventIncomplete(missing=missing)
    if entry.day < held.valid_from:
        raise EventBeforeListing(name=held.enterprise.name_zh, valid_from=held.valid_from, day=entry.day)


def _counterpart(entry: EventEntry) -> Enterprise | None:
    if entry.kind not in NEEDS_COUNTERPART or entry.counterpart == entry.code:
        return None
    found = enterprise_coded(entry.counterpart)
    return found if found and found.listings.filter(valid_until__isnull=True).exists() else None


def _to_region(entry: EventEntry, held: Listing, counterpart: Enterprise | None) -> Region | None:
    """Where the base goes: the city moved to, the city of the counterpart, its own; nowhere for who leaves."""
    if entry.kind == Kind.MOVED:
        return region_coded(entry.to_region)
    if counterpart is not None:
        return counterpart.listings.select_related("region").get(valid_until__isnull=True).region
    return None if entry.kind in LEAVES else held.region


def _leave(held: Listing, entry: EventEntry, to_region: Region | None, *, by: User, at: datetime) -> None:
    held.valid_until = entry.day
    held.save(update_fields=["valid_until"])
    if entry.kind != Kind.MOVED or to_region is None:
        return
    Listing.objects.create(
        enterprise=held.enterprise,
        region=to_region,
        industry=held.industry,
        above_threshold=held.above_threshold,
        chip_design=held.chip_design,
        special_field=held.special_field,
        valid_from=entry.day,
        listed_by=by.username,
    )
    settle(held.enterprise, to_region, by=by, at=at)


def _record(event: LifeEvent, here: Region, there: Region | None, *, by: User, at: datetime) -> None:
    """In the chain of each city whose base it moves."""
    facts = {"enterprise": event.enterprise.code, "kind": event.kind, "day": event.day.isoformat()}
    for region in {here.code: here, **({there.code: there} if there else {})}.values():
        record(Fact("enterprise.event", region.code, "directory.event", str(event.pk), facts=facts), by=by, at=at)
