"""What was typed into a form whose step was refused: kept for the next page alone, so that nobody types it twice.

The next page carries it in a template element, and display/site.js puts it back into the form it came from. Files
cannot be put back: a browser lets nobody but its user choose one.
"""

from typing import Any

from django.http import HttpRequest

KEY = "kept_input"
MOST_CHARACTERS = 60_000
NEVER_KEPT = frozenset({"csrfmiddlewaretoken"})


def keep_input(request: HttpRequest) -> None:
    """Remember the fields of this request for the next page; what is too long for a session is not kept."""
    fields = [(name, value) for name in request.POST if name not in NEVER_KEPT for value in request.POST.getlist(name)]
    if sum(len(str(value)) for _, value in fields) <= MOST_CHARACTERS:
        request.session[KEY] = {"form": request.path, "fields": fields, "files": bool(request.FILES)}


def kept_input(request: HttpRequest) -> dict[str, Any] | None:
    """What was kept, once."""
    session = getattr(request, "session", None)
    return session.pop(KEY, None) if session is not None and KEY in session else None
