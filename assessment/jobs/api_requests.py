"""What every endpoint takes from its request: who acts, and how a repetition is recognised."""

import json
from typing import TypeVar, cast

from rest_framework.request import Request

from assessment.jobs.repeats import Repeatable
from assessment.people.errors import NotFound
from assessment.people.models import User

T = TypeVar("T")


def by_of(request: Request) -> User:
    """The signed-in account; the default permission has let nobody else in."""
    return cast(User, request.user)


def repeatable(request: Request) -> Repeatable:
    """The request as the idempotency key covers it."""
    return Repeatable(
        key=request.headers.get("Idempotency-Key", ""),
        method=request.method or "",
        path=request.path,
        body=json.dumps(request.data, sort_keys=True, default=str),
    )


def found(row: T | None) -> T:
    """The row, or the answer for what does not exist or is not to be seen."""
    if row is None:
        raise NotFound
    return row
