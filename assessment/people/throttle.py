"""Counting failed sign-ins before anything is hashed: per account and source, so that a rival locks out nobody."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.cache import cache

from assessment.people.errors import SignInThrottled

FAILURES_ALLOWED = 5
FAILURES_ALLOWED_PER_SOURCE = 50
WINDOW_SECONDS = 15 * 60

# Hashing is the dearest thing an anonymous client can ask for: no more than this many at once in one process.
_hashing = threading.BoundedSemaphore(int(getattr(settings, "SIGN_IN_CONCURRENT_HASHES", 2)))


def refuse_if_throttled(username: str, source: str) -> None:
    """`SignInThrottled` after 5 failures of an account from one source, or 50 from the source, in 15 minutes."""
    counts = cache.get_many([_pair(username, source), _source(source)])
    failures = counts.get(_pair(username, source), 0)
    from_source = counts.get(_source(source), 0)
    if failures >= FAILURES_ALLOWED or from_source >= FAILURES_ALLOWED_PER_SOURCE:
        raise SignInThrottled(minutes=WINDOW_SECONDS // 60)


def count_failure(username: str, source: str) -> None:
    for key in (_pair(username, source), _source(source)):
        if not cache.add(key, 1, WINDOW_SECONDS):
            cache.incr(key)


def forgive(username: str, source: str) -> None:
    cache.delete(_pair(username, source))


@contextmanager
def room_to_hash() -> Iterator[None]:
    """Wait at most two seconds for a place among the concurrent hashes; `SignInThrottled` when there is none."""
    if not _hashing.acquire(timeout=2):
        raise SignInThrottled(minutes=1)
    try:
        yield
    finally:
        _hashing.release()


def _pair(username: str, source: str) -> str:
    return "sign-in:pair:" + hashlib.sha256(f"{username}\0{source}".encode()).hexdigest()


def _source(source: str) -> str:
    return "sign-in:source:" + hashlib.sha256(source.encode()).hexdigest()
