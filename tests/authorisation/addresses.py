"""Every address of the URL table, with a value in each gap."""

import re
from collections.abc import Iterator, Mapping, Sequence

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

GAP = re.compile(r"(?P<before>[\w-]*)/<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
SAMPLES = {"int": "1", "str": "2021c03", "slug": "sign"}


def addresses(values: Mapping[str, str] | None = None) -> list[str]:
    """All addresses. A gap takes its value by its name, by the word before it, or by its kind."""
    found = sorted({_filled(route, values or {}) for route in _walk(get_resolver().url_patterns, "/")})
    assert len(found) > 40
    assert not any("<" in address for address in found)
    return found


def _walk(patterns: Sequence[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for entry in patterns:
        assert isinstance(entry.pattern, RoutePattern), f"{entry.pattern}: only plain routes are understood here"
        if isinstance(entry, URLResolver):
            yield from _walk(entry.url_patterns, before + str(entry.pattern))
        else:
            yield before + str(entry.pattern)


def _filled(route: str, values: Mapping[str, str]) -> str:
    def fill(gap: re.Match[str]) -> str:
        before, kind, name = gap["before"], gap["kind"] or "str", gap["name"]
        return f"{before}/{values.get(name) or values.get(before) or SAMPLES[kind]}"

    while "<" in route:
        route = GAP.sub(fill, route, count=1)
    return route
