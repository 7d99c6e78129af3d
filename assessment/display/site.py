"""What every page knows: whether this is the demonstration, what the site is called, the server's clock."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext

from assessment.display.kept_input import kept_input


def is_demo() -> bool:
    """Whether the figures of this installation are invented; every title and page then says so."""
    return bool(getattr(settings, "DEMO_DATA", False))


def demo_mark() -> str:
    return gettext(" (demo data)") if is_demo() else ""


def site_name() -> str:
    return gettext("Digital economy assessment") + demo_mark()


def site(request: HttpRequest) -> dict[str, Any]:
    """Context processor."""
    return {
        "demo_mark": demo_mark(),
        "site_name": site_name(),
        "server_time": timezone.now(),
        "here": request.get_full_path(),
        "kept_input": kept_input(request),
    }
