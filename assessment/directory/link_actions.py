"""Writers of one-time links: issuing, taking back, and the one sign-in a link is good for."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db import transaction

from assessment.audit.actions import SYSTEM_CHAIN, Fact, record
from assessment.audit.models import Entry
from assessment.catalogue.closing_days import closes_on
from assessment.catalogue.models import Collection
from assessment.directory.errors import (
    CollectionNotForEnterprises,
    LinkExpired,
    LinkRevoked,
    LinkRevokedBefore,
    LinkTooLate,
    LinkUnknown,
    LinkUsed,
)
from assessment.directory.models import Enterprise, Link, Listing
from assessment.directory.queries import ENTERPRISE_FORM, listing_held, listings_on
from assessment.directory.settling import settle
from assessment.methodology.errors import AssessmentError
from assessment.methodology.periods import Period
from assessment.people import throttle
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import regions_open_to, require
from assessment.territory.models import Region, ReportingUnit

TOKEN_BYTES = 32


@dataclass(frozen=True)
class Issued:
    """A link and its token. The token exists here and in the hand of the enterprise, nowhere else."""

    link: Link
    token: str


@dataclass(frozen=True)
class Opened:
    """A link that was just used, and the account it opens."""

    link: Link
    user: User


class Addressee(Protocol):
    """Whom a link is for: an enterprise where it counts, listed by its city or drawn into a sample."""

    @property
    def enterprise(self) -> Enterprise: ...

    @property
    def region(self) -> Region: ...


@dataclass(frozen=True)
class _Holder:
    username: str
    source_address: str


def issue_link(code: str, collection_id: int, *, by: User, at: datetime, expires_at: datetime | None = None) -> Issued:
    """A new link for one enterprise and one collection; an earlier one is taken back with every session it opened.

    It runs out when the collection locks, unless an earlier or, after an extension, a later moment is named.
    """
    with transaction.atomic():
        require(by, Action.ENTERPRISE_LINK_ISSUE, at=at)
        held = listing_held(code, Action.ENTERPRISE_LINK_ISSUE, by=by, at=at)
        collection = _collection(collection_id)
        settle(held.enterprise, held.region, by=by, at=at)
        return issue_to(held, collection, by=by, at=at, expires_at=expires_at)


def issue_links(region_code: str, collection_id: int, *, by: User, at: datetime) -> Sequence[Issued]:
    """A link for every enterprise of a city's present list that holds none; those it has stay good."""
    with transaction.atomic():
        require(by, Action.ENTERPRISE_LINK_ISSUE, at=at)
        region = regions_open_to(by, Action.ENTERPRISE_LINK_ISSUE, at=at).filter(code=region_code).first()
        collection = _collection(collection_id)
        if region is None:
            raise NotFound
        without = _without_link(region, collection, at=at)
        for held in without:
            settle(held.enterprise, held.region, by=by, at=at)
        return [issue_to(held, collection, by=by, at=at) for held in without]


def revoke_link(link_id: int, *, by: User, at: datetime) -> Link:
    """Take a link back; the session it opened ends with its next request."""
    with transaction.atomic():
        require(by, Action.ENTERPRISE_LINK_REVOKE, at=at)
        link = Link.objects.select_for_update(of=("self",)).select_related("enterprise").filter(pk=link_id).first()
        if link is None:
            raise NotFound
        held = listing_held(link.enterprise.code, Action.ENTERPRISE_LINK_REVOKE, by=by, at=at)
        if link.revoked_at is not None:
            raise LinkRevokedBefore
        _revoke(link, held, by=by, at=at)
    return link


def use_link(token: str, *, source: str, at: datetime) -> Opened:
    """Sign in by a link: once. Of two who come at the same moment one is signed in and the other refused.

    Throttled by source; every refusal of a known link is recorded in the chain of its city.
    """
    digest = digest_of(token)
    throttle.refuse_if_throttled(digest, source)
    with transaction.atomic():
        links = Link.objects.select_for_update(of=("self",)).select_related("enterprise", "collection")
        link = links.filter(token_digest=digest).first()
        trouble = LinkUnknown() if link is None else _trouble(link, at=at)
        if link is None or trouble is not None:
            throttle.count_failure(digest, source)
        _record_use(link, trouble, source=source, at=at)
        if link is not None and trouble is None:
            link.used_at = at
            link.save(update_fields=["used_at"])
    if link is None or trouble is not None:
        raise trouble or LinkUnknown
    user = User.objects.select_related("organisation").get(organisation__code=link.enterprise.code)
    user.collection_open = link.collection_id
    return Opened(link, user)


def digest_of(token: str) -> str:
    """256 random bits need no slow hash: nobody can try them all."""
    return hashlib.sha256(token.strip().encode()).hexdigest()


def issue_to(
    held: Addressee, collection: Collection, *, by: User, at: datetime, expires_at: datetime | None = None
) -> Issued:
    """The link itself; who may issue it, and to whom, was asked before."""
    until = expires_at or collection.locks_at
    if until <= at:
        form = collection.form_version.form.code
        raise LinkTooLate(form=form, period=collection.period, locks_at=until)
    earlier = Link.objects.select_for_update().filter(
        enterprise=held.enterprise, collection=collection, revoked_at__isnull=True
    )
    for link in earlier:
        _revoke(link, held, by=by, at=at)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link = Link.objects.create(
        enterprise=held.enterprise,
        collection=collection,
        token_digest=digest_of(token),
        issued_at=at,
        issued_by=by.username,
        expires_at=until,
    )
    record(_fact(Action.ENTERPRISE_LINK_ISSUE, link, held.region.code, period=collection.period), by=by, at=at)
    return Issued(link, token)


def _revoke(link: Link, held: Addressee, *, by: User, at: datetime) -> None:
    link.revoked_at, link.revoked_by = at, by.username
    link.save(update_fields=["revoked_at", "revoked_by"])
    record(_fact(Action.ENTERPRISE_LINK_REVOKE, link, held.region.code), by=by, at=at)


def _without_link(region: Region, collection: Collection, *, at: datetime) -> list[Listing]:
    served = Link.objects.filter(collection=collection, revoked_at__isnull=True, expires_at__gt=at)
    listings = listings_on(closes_on(Period.parse(collection.period))).filter(region=region, valid_until__isnull=True)
    return list(listings.exclude(enterprise__in=served.values("enterprise")))


def _collection(collection_id: int) -> Collection:
    collection = Collection.objects.select_related("form_version__form").filter(pk=collection_id).first()
    if collection is None:
        raise NotFound
    if collection.form_version.form.code != ENTERPRISE_FORM:
        raise CollectionNotForEnterprises(form=collection.form_version.form.code)
    return collection


def _trouble(link: Link, *, at: datetime) -> AssessmentError | None:
    if link.revoked_at is not None:
        return LinkRevoked()
    if link.expires_at <= at:
        return LinkExpired(expires_at=link.expires_at)
    return LinkUsed() if link.used_at is not None else None


def _record_use(link: Link | None, trouble: AssessmentError | None, *, source: str, at: datetime) -> None:
    outcome = Entry.Outcome.REFUSED if trouble else Entry.Outcome.DONE
    if link is None:
        # What was typed is not written down: it may be a part of a real link.
        entry = Fact(Action.ENTERPRISE_LINK_USE, SYSTEM_CHAIN, "directory.link", "?", outcome=outcome)
        record(entry, by=_Holder("?", source), at=at)
        return
    unit = ReportingUnit.objects.select_related("region").filter(code=link.enterprise.code).first()
    chain = unit.region.code if unit else SYSTEM_CHAIN
    because = trouble.code if trouble else ""
    entry = _fact(Action.ENTERPRISE_LINK_USE, link, chain, outcome=outcome, because=because)
    record(entry, by=_Holder(link.enterprise.code.lower(), source), at=at)


def _fact(action: Action, link: Link, chain: str, *, outcome: str = Entry.Outcome.DONE, **facts: object) -> Fact:
    told = {"enterprise": link.enterprise.code, "collection": link.collection_id, **facts}
    return Fact(action, chain, "directory.link", str(link.pk), facts=told, outcome=outcome)
