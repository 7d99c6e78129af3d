"""What every endpoint takes from its request: who acts, and how a repetition is recognised."""

import json

from rest_framework.request import Request

from assessment.jobs.repeats import Repeatable
from assessment.people.api_requests import by_of, found

__all__ = ["by_of", "found", "repeatable"]


def repeatable(request: Request) -> Repeatable:
    """The request as the idempotency key covers it."""
    return Repeatable(
        key=request.headers.get("Idempotency-Key", ""),
        method=request.method or "",
        path=request.path,
        body=json.dumps(request.data, sort_keys=True, default=str),
    )
