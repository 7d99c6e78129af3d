"""The head of every page: who is signed in, and the places this person's permissions lead to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext

from assessment.people.models import User
from assessment.people.permissions import PERMISSIONS, Action
from assessment.people.queries import roles_in_force
from assessment.territory.models import Organisation


@dataclass(frozen=True)
class Place:
    """A place of the navigation: shown to whoever may do one of `actions`, to everybody where none is named.

    `also` are the beginnings of other addresses that belong to it.
    """

    text: str
    address_name: str
    actions: tuple[Action, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    text: str
    address: str
    current: bool


def head(request: HttpRequest) -> dict[str, Any]:
    """Context processor. An account that must first change its password, or an enterprise, is led nowhere else."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"viewer": None, "navigation": []}
    led_nowhere = user.must_change_password or user.organisation.kind == Organisation.Kind.ENTERPRISE
    return {"viewer": user, "navigation": [] if led_nowhere else _shown(user, request.path)}


def links_open(places: Sequence[Place], allowed: frozenset[Action]) -> list[Shown]:
    """The links at the head of a page to the places that belong to it."""
    return [
        Shown(gettext(place.text), reverse(place.address_name), current=False)
        for place in places
        if not place.actions or allowed & set(place.actions)
    ]


def _shown(user: User, path: str) -> list[Shown]:
    places: Sequence[Place] = import_string(settings.NAVIGATION)
    roles = roles_in_force(user, at=timezone.now())
    open_places = [
        (place, reverse(place.address_name))
        for place in places
        if not place.actions or any(PERMISSIONS[action] & roles for action in place.actions)
    ]
    covered = [(start, address) for place, address in open_places for start in (address, *place.also)]
    _, here = max((one for one in covered if path.startswith(one[0])), key=_closeness, default=("", ""))
    return [Shown(gettext(place.text), address, address == here) for place, address in open_places]


def _closeness(covered: tuple[str, str]) -> tuple[int, bool]:
    """The longer beginning is closer; of two alike, the one that is the place's own address."""
    start, address = covered
    return len(start), start == address
