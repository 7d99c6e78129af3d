"""What every endpoint asks of its request and of what it looked up."""

from typing import TypeVar, cast

from rest_framework.request import Request

from assessment.people.errors import NotFound
from assessment.people.models import User

T = TypeVar("T")


def by_of(request: Request) -> User:
    """The signed-in account; the default permission has let nobody else in."""
    return cast(User, request.user)


def found(row: T | None) -> T:
    """The row, or the answer for what does not exist or is not to be seen."""
    if row is None:
        raise NotFound
    return row
