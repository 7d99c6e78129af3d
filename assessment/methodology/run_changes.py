"""Which inputs of a run have changed since it froze them: return, measurement, scheme, units or method, by name.

Compares the frozen document with the one that would be frozen now. It knows inputs only: what a change does to a
score is nobody's to see before it is decided.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from assessment.methodology.income_approach import COMPONENT_NAMES
from assessment.methodology.run_document import ANNUAL, Document
from assessment.methodology.run_indicators import LAST_YEAR

RETURN, RETURN_NEW, RETURN_GONE = "return", "return_new", "return_gone"
MEASUREMENT, SCHEME, UNITS, METHOD = "measurement", "scheme", "units", "method"
KINDS: Final = (RETURN, RETURN_NEW, RETURN_GONE, MEASUREMENT, SCHEME, UNITS, METHOD)

CURRENT: Final = "current"
# The tables of a batch with one value a line; what is carried over from other batches is no input of its own.
ACCOUNTS, VALUE = "accounts", "value"
TABLES: Final = ("gdp", "industrial_digitalisation", "deflators", "sections")


@dataclass(frozen=True)
class ChangedFigure:
    """One cell that is another one now: an item of a return (with its suffix where it is last year's), or a figure
    of a table, where `region` is whose and `line` the industry or section.
    """

    item: str
    region: str = ""
    line: str = ""


@dataclass(frozen=True)
class Change:
    """One changed input; `where` holds what its sentence speaks of, `version` the row it was replaced by.

    `figures` are the cells that differ; empty where a newer version has the same figures.
    """

    kind: str
    where: Mapping[str, str] = field(default_factory=dict)
    version: int | None = None
    figures: tuple[ChangedFigure, ...] = ()


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
            changed = _changed(_cells(before[key]), _cells(after[key]))
            yield Change(RETURN, {**where, **numbers}, after[key]["version"], changed)


def _measurements(frozen: Document, now: Document) -> Iterator[Change]:
    before, after = _by_year(frozen), _by_year(now)
    for year in sorted({*before, *after}):
        old, new = before.get(year), after.get(year)
        if old != new:
            figures = _changed(_table_cells(old), _table_cells(new)) if old and new else ()
            where = {"year": year, **_named("before", old), **_named("now", new)}
            yield Change(MEASUREMENT, where, figures=figures)


def _changed(before: Mapping[ChangedFigure, Any], after: Mapping[ChangedFigure, Any]) -> tuple[ChangedFigure, ...]:
    """What differs, was not there or is not there any more, in the order of the newer document."""
    return tuple(one for one in {**after, **before} if before.get(one) != after.get(one))


def _cells(entry: Mapping[str, Any]) -> dict[ChangedFigure, Mapping[str, Any]]:
    """A cell with condition, value, reason and, where one was adopted, the figure filed."""
    return {ChangedFigure(_column(cell)): cell for cell in entry["cells"]}


def _column(cell: Mapping[str, Any]) -> str:
    return str(cell["item"]) + ("" if cell["basis"] == CURRENT else LAST_YEAR)


def _table_cells(measurement: Mapping[str, Any]) -> dict[ChangedFigure, str | None]:
    inputs = measurement["document"]["inputs"]
    accounts = {
        ChangedFigure(component, row["region"], row["industry"]): row.get(component)
        for row in inputs.get(ACCOUNTS, ())
        for component in COMPONENT_NAMES
    }
    figures = {
        ChangedFigure(table, row["region"], row.get("code", "")): row[VALUE]
        for table in TABLES
        for row in inputs.get(table, ())
    }
    return {**accounts, **figures}


def _by_form(document: Document) -> dict[tuple[str, str], Mapping[str, Any]]:
    return {(entry["unit"], entry["form"]): entry for entry in document["inputs"]["returns"]}


def _by_year(document: Document) -> dict[str, Mapping[str, Any]]:
    return {entry["year"]: entry for entry in document["inputs"]["measurements"]}


def _named(which: str, measurement: Mapping[str, Any] | None) -> dict[str, str]:
    """Name and number of a batch; empty where the year has none."""
    known = measurement or {"name": "", "batch": ""}
    return {which: known["name"], f"{which}_number": str(known["batch"])}
