"""The number of unread messages in the head of every page: one question to the database."""

from typing import Any

from django.http import HttpRequest

from assessment.messages.queries import unread_count
from assessment.people.models import User


def unread(request: HttpRequest) -> dict[str, Any]:
    """Context processor; `unread_messages` is None where nobody is signed in."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) or user.must_change_password:
        return {"unread_messages": None}
    return {"unread_messages": unread_count(user)}
