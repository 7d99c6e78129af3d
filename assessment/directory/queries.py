"""Reads over the directory: who is listed where on a day, claims, links. The walls between cities are here."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q, QuerySet

from assessment.catalogue.models import Collection
from assessment.directory.models import Claim, Enterprise, LifeEvent, Link, Listing
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import reach_of, regions_open_to, require
from assessment.territory.models import Organisation, Region

ENTERPRISE_FORM = "SW-Q-E"


def listings_on(day: date) -> QuerySet[Listing]:
    """Who is listed on `day`, by 行政区划 order and code."""
    return (
        Listing.objects.filter(valid_from__lte=day)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day))
        .select_related("enterprise", "region")
        .order_by("region__position", "enterprise__code")
    )


def listings_visible_to(user: User, *, at: datetime, day: date) -> QuerySet[Listing]:
    """The lists of the regions open to `user`, as they are on `day`."""
    require(user, Action.ENTERPRISE_VIEW, at=at)
    return listings_on(day).filter(region__in=regions_open_to(user, Action.ENTERPRISE_VIEW, at=at))


def filing_regions() -> list[Region]:
    """Every region that keeps a list: those that file the software return."""
    regions = Region.objects.filter(reporting_units__kind="region", valid_until__isnull=True)
    return list(regions.order_by("position", "code").distinct())


def list_regions(user: User, *, at: datetime) -> list[Region]:
    """The regions whose lists `user` may see: those that file the software return."""
    require(user, Action.ENTERPRISE_VIEW, at=at)
    regions = regions_open_to(user, Action.ENTERPRISE_VIEW, at=at)
    filing = regions.filter(reporting_units__kind="region", valid_until__isnull=True)
    return list(filing.order_by("position", "code").distinct())


def enterprise_collections() -> list[Collection]:
    """The opened collections of the enterprises' form, newest deadline first."""
    collections = Collection.objects.filter(form_version__form__code=ENTERPRISE_FORM, opened_at__isnull=False)
    return list(collections.select_related("form_version__form").order_by("-on_time_until"))


def listing_held(code: str, action: Action, *, by: User, at: datetime) -> Listing:
    """The open listing of an enterprise in a region where `by` may do `action`; `NotFound` beyond the wall."""
    regions = regions_open_to(by, action, at=at)
    listing = (
        Listing.objects.select_for_update(of=("self",))
        .select_related("enterprise", "region")
        .filter(enterprise__code=code, valid_until__isnull=True, region__in=regions)
        .first()
    )
    if listing is None:
        raise NotFound
    return listing


def enterprise_coded(code: str) -> Enterprise | None:
    return Enterprise.objects.filter(code=code).first()


def claims_visible_to(user: User, *, at: datetime) -> QuerySet[Claim]:
    """Claims by or against the regions open to `user`, open ones first."""
    require(user, Action.ENTERPRISE_VIEW, at=at)
    reach = reach_of(user, Action.ENTERPRISE_VIEW, at=at)
    claims = Claim.objects.select_related("enterprise", "holder", "claimant").order_by(
        "decided_at", "-claimed_at", "id"
    )
    if reach.provincial:
        return claims
    return claims.filter(Q(holder__in=reach.regions) | Q(claimant__in=reach.regions))


def events_visible_to(user: User, *, at: datetime) -> QuerySet[LifeEvent]:
    """Life events that touch the regions open to `user`, newest first."""
    require(user, Action.ENTERPRISE_VIEW, at=at)
    reach = reach_of(user, Action.ENTERPRISE_VIEW, at=at)
    events = LifeEvent.objects.select_related("enterprise", "counterpart", "from_region", "to_region").order_by(
        "-day", "-id"
    )
    if reach.provincial:
        return events
    return events.filter(Q(from_region__in=reach.regions) | Q(to_region__in=reach.regions))


def events_between(after: date, until: date) -> list[LifeEvent]:
    """The events after `after` up to and with `until`, in the order they happened."""
    events = LifeEvent.objects.filter(day__gt=after, day__lte=until)
    return list(events.select_related("enterprise", "counterpart", "from_region", "to_region").order_by("day", "id"))


def links_of(collection: Collection, codes: Iterable[str]) -> dict[str, Link]:
    """The link of each enterprise that has not been taken back, by its code."""
    links = Link.objects.filter(collection=collection, enterprise__code__in=list(codes), revoked_at__isnull=True)
    return {link.enterprise.code: link for link in links.select_related("enterprise")}


def link_alive(link_id: int, user: User, *, at: datetime) -> Link | None:
    """The used link behind a session of `user`, while it is neither taken back nor run out."""
    return Link.objects.filter(
        pk=link_id,
        enterprise__code=user.organisation.code,
        used_at__isnull=False,
        revoked_at__isnull=True,
        expires_at__gt=at,
    ).first()


def is_enterprise(user: User) -> bool:
    """Whether the account is an enterprise's own, which only a link opens."""
    return user.organisation.kind == Organisation.Kind.ENTERPRISE
