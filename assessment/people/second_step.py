"""The second step of signing in: a code of a device the account holds, where the installation knows devices."""

from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from assessment.people import throttle
from assessment.people.errors import CodeRefused
from assessment.people.models import User


class Device(Protocol):
    """Something only its owner holds. `accepts` takes each code once."""

    def accepts(self, code: str, *, at: datetime) -> bool: ...


def device_of(user: User) -> Device | None:
    """The device that must confirm a sign-in of `user`; None where the account has none.

    `SIGN_IN_DEVICES` names the function that knows; without it no account has a device.
    """
    name: str = getattr(settings, "SIGN_IN_DEVICES", "")
    return import_string(name)(user) if name else None


def confirm(user: User, code: str, *, source: str, at: datetime) -> None:
    """Check a code; raises `CodeRefused`, or `SignInThrottled` after five wrong ones in fifteen minutes."""
    counted_as = f"{user.username} code"
    throttle.refuse_if_throttled(counted_as, source)
    device = device_of(user)
    if device is None or not device.accepts(code, at=at):
        throttle.count_failure(counted_as, source)
        raise CodeRefused
    throttle.forgive(counted_as, source)
