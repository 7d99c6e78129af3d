"""Whether this process answers, and whether what it depends on does."""

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from redis.exceptions import RedisError


def live(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


def ready(request: HttpRequest) -> HttpResponse:
    """Database and Redis answer too; else 503 and the name of what does not."""
    missing = [name for name, answers in (("database", _database), ("redis", _redis)) if not answers()]
    return HttpResponse(", ".join(missing) or "ok", status=503 if missing else 200, content_type="text/plain")


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except DatabaseError:
        return False
    return True


def _redis() -> bool:
    try:
        cache.get("health")
    except RedisError:
        return False
    return True
