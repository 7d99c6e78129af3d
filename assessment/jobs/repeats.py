"""Answering a repeated request as the first one was answered."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from assessment.audit.actions import Actor
from assessment.jobs.actions import recall, remember
from assessment.jobs.models import IdempotencyKey
from assessment.methodology.canonical import digest

LONGEST_KEY = 80


@dataclass(frozen=True)
class Repeatable:
    """A request with the key its sender gave it; without a key it is simply carried out."""

    key: str
    method: str
    path: str
    body: str

    @property
    def stored_key(self) -> str:
        return self.key if len(self.key) <= LONGEST_KEY else hashlib.sha256(self.key.encode()).hexdigest()

    @property
    def document(self) -> dict[str, str]:
        return {"method": self.method, "path": self.path, "body": self.body}


def once(act: Callable[[], int], request: Repeatable, *, object_type: str, by: Actor, at: datetime) -> int:
    """The id of what `act` made, or made the first time. `KeyUsedForOther` when the key belongs to another request.

    The key is written before `act` runs: a twin sent at the same moment waits for the outcome instead of acting too.
    """
    if not request.key:
        return act()
    earlier = _recalled(request, by=by)
    if earlier is not None:
        return earlier
    try:
        with transaction.atomic():
            row = IdempotencyKey(
                user=by.username,
                key=request.stored_key,
                request_digest=digest(request.document),
                object_type=object_type,
                created_at=at,
            )
            remember(row)
            row.object_id = str(act())
            row.save(update_fields=["object_id"])
    except IntegrityError:
        earlier = _recalled(request, by=by)
        if earlier is None:
            raise
        return earlier
    return int(row.object_id)


def _recalled(request: Repeatable, *, by: Actor) -> int | None:
    found = recall(user=by.username, key=request.stored_key, request=request.document)
    return None if found is None else int(found.object_id)
