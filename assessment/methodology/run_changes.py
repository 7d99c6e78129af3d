"""Which inputs of a run have changed since it froze them: return, measurement, scheme, units or method, by name.

Compares the frozen document with the one that would be frozen now. It knows inputs only: what a change does to a
score is nobody's to see before it is decided.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from assessment.methodology.run_document import ANNUAL, Document

RETURN, RETURN_NEW, RETURN_GONE = "return", "return_new", "return_gone"
MEASUREMENT, SCHEME, UNITS, METHOD = "measurement", "scheme", "units", "method"
KINDS: Final = (RETURN, RETURN_NEW, RETURN_GONE, MEASUREMENT, SCHEME, UNITS, METHOD)


@dataclass(frozen=True)
class Change:
    """One changed input; `where` holds what its sentence speaks of, `version` the row it was replaced by."""

    kind: str
    where: Mapping[str, str] = field(default_factory=dict)
    version: int | None = None


def changes_between(frozen: Document, now: Document) -> tuple[Change, ...]:
    """The changed inputs in the order method, scheme, units, returns or measurements; empty where nothing changed.

    Source: trust check 15 — a result is stale as soon as one of its inputs is another one.
    """
    return tuple(_changes(frozen, now))


def _changes(frozen: Document, now: Document) -> Iterator[Change]:
    if frozen["method_version"] != now["method_version"]:
        yield Change(METHOD, {"before": frozen["method_version"], "now": now["method_version"]})
    if frozen["scheme"]["digest"] != now["scheme"]["digest"]:
        yield Change(SCHEME, {"before": frozen["scheme"]["title_zh"], "now": now["scheme"]["title_zh"]})
    if frozen["units"] != now["units"]:
        yield Change(UNITS)
    yield from (_measurements(frozen, now) if frozen["kind"] == ANNUAL else _returns(frozen, now))


def _returns(frozen: Document, now: Document) -> Iterator[Change]:
    names = {unit["code"]: unit["name"] for unit in (*frozen["units"], *now["units"])}
    before, after = _by_form(frozen), _by_form(now)
    for key in sorted({*before, *after}):
        unit, form = key
        where = {"unit": names.get(unit, unit), "form": form}
        if key not in before:
            yield Change(RETURN_NEW, where, after[key]["version"])
        elif key not in after:
            yield Change(RETURN_GONE, where, before[key]["version"])
        elif before[key] != after[key]:
            numbers = {"before": str(before[key]["number"]), "now": str(after[key]["number"])}
            yield Change(RETURN, {**where, **numbers}, after[key]["version"])


def _measurements(frozen: Document, now: Document) -> Iterator[Change]:
    before, after = _by_year(frozen), _by_year(now)
    for year in sorted({*before, *after}):
        old, new = before.get(year), after.get(year)
        if old != new:
            yield Change(MEASUREMENT, {"year": year, "before": _named(old), "now": _named(new)})


def _by_form(document: Document) -> dict[tuple[str, str], Mapping[str, Any]]:
    return {(entry["unit"], entry["form"]): entry for entry in document["inputs"]["returns"]}


def _by_year(document: Document) -> dict[str, Mapping[str, Any]]:
    return {entry["year"]: entry for entry in document["inputs"]["measurements"]}


def _named(measurement: Mapping[str, Any] | None) -> str:
    return f"{measurement['name']} {measurement['batch']}" if measurement else "--"
