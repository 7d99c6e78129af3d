"""What a quarterly run reads of the filing stage: versions in force, adopted values, how the returns came about."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import F, Func, TextField

from assessment.catalogue.models import Obligation
from assessment.filing.models import AdoptedValue, Cell, Extension, Return, Version
from assessment.filing.reporting_quality import reporting_quality_of
from assessment.methodology.canonical import list_text, object_text, text_of
from assessment.methodology.periods import Period
from assessment.methodology.run_figures import plain_number

CellKey = tuple[int, str, str]


class Filed(NamedTuple):
    """A cell as it was filed; its value in plain digits."""

    item: str
    basis: str
    condition: str
    reason: str
    value: str | None


class InForce(NamedTuple):
    """The version of a return that counts, and whose return it is."""

    version: int
    filed: int
    collection: int
    reporting_unit: int
    unit: str
    form: str
    number: int
    digest: str
    late: bool


_NAMED = {
    "version": "pk",
    "filed": "return_filed",
    "collection": "return_filed__collection",
    "reporting_unit": "return_filed__reporting_unit",
    "unit": "return_filed__reporting_unit__region__code",
    "form": "return_filed__collection__form_version__form__code",
}


def return_texts(period: Period, items: Sequence[str]) -> list[str]:
    """The version in force of each return of `period` whose form asks for one of the items, in order of unit and form.

    Each as the canonical text of its document. A confirmed 考核采用值 stands in the place of the filed figure, which
    is kept beside it.
    """
    versions = _versions_in_force(period, items)
    returns = [one.filed for one in versions]
    quality, adopted = reporting_quality_of(returns), _adopted(returns, items)
    extended, cells = _extended(versions), _cells(versions, items)
    writer = _CellWriter(adopted)
    return [
        _return_text(
            {
                "unit": one.unit,
                "form": one.form,
                "version": one.version,
                "number": one.number,
                "digest": one.digest,
                "late": one.late,
                **asdict(quality[one.filed]),
                "extended": one.filed in extended,
            },
            [writer.text(one.filed, cell) for cell in cells.get(one.version, ())],
        )
        for one in versions
    ]


def waived_units(period: Period, items: Sequence[str]) -> list[str]:
    """Codes of the units that were freed from a return of `period` that asks for one of the items."""
    waived = Obligation.objects.filter(
        collection__period=period.code,
        collection__form_version__items__code__in=items,
        reporting_unit__kind="region",
        waived_at__isnull=False,
    )
    return sorted(set(waived.values_list("reporting_unit__code", flat=True)))


def _versions_in_force(period: Period, items: Sequence[str]) -> list[InForce]:
    returns = Return.objects.filter(
        collection__period=period.code,
        collection__form_version__items__code__in=items,
        reporting_unit__kind="region",
        in_force__isnull=False,
    )
    rows = (
        Version.objects.filter(pk__in=returns.values("in_force"))
        .order_by("return_filed__reporting_unit__code", "return_filed__collection__form_version__form__code")
        .values_list(*(_NAMED.get(name, name) for name in InForce._fields))
    )
    return [InForce(*row) for row in rows]


def _adopted(returns: Sequence[int], items: Sequence[str]) -> dict[CellKey, AdoptedValue]:
    """Of the confirmed records of each cell the newest, unless it withdraws the one before."""
    records = AdoptedValue.objects.filter(
        return_filed__in=returns, item__in=items, state=AdoptedValue.State.CONFIRMED
    ).order_by("number")
    newest = {(one.return_filed_id, one.item, one.basis): one for one in records}
    return {cell: one for cell, one in newest.items() if one.kind == AdoptedValue.Kind.ADOPTED}


def _extended(versions: Sequence[InForce]) -> set[int]:
    """The returns whose unit was given more time, and which are on time thanks to it or late even so."""
    granted = Extension.objects.filter(
        collection__in={one.collection for one in versions}, state=Extension.State.GRANTED
    )
    pairs = set(granted.values_list("collection", "reporting_unit"))
    return {one.filed for one in versions if (one.collection, one.reporting_unit) in pairs}


def _cells(versions: Sequence[InForce], items: Sequence[str]) -> dict[int, list[Filed]]:
    """The cells of each version in order of item and basis, as plain tuples: of counties there are 150,000.

    The server writes the values: the digits of a number without the zeros that its column adds.
    """
    found: dict[int, list[Filed]] = defaultdict(list)
    digits = Func(F("value"), template="trim_scale(%(expressions)s)::text", output_field=TextField())
    rows = Cell.objects.filter(version__in=[one.version for one in versions], item__in=items).order_by()
    for version, *cell in rows.values_list("version", "item", "basis", "condition", "reason", digits):
        found[version].append(Filed._make(cell))
    return {version: sorted(cells, key=itemgetter(0, 1)) for version, cells in found.items()}


def _return_text(document: Mapping[str, Any], cells: Iterable[str]) -> str:
    parts = {name: text_of(value) for name, value in document.items()}
    return object_text({**parts, "cells": list_text(cells)})


class _CellWriter:
    """Writes cells one after another; all but the value is the same again and again."""

    def __init__(self, adopted: Mapping[CellKey, AdoptedValue]) -> None:
        self._adopted = adopted
        self._starts: dict[tuple[str, str, str, str], str] = {}

    def text(self, filed: int, cell: Filed) -> str:
        """The canonical text of a cell of the return with this number."""
        adopted = self._adopted.get((filed, cell.item, cell.basis)) if self._adopted else None
        if adopted is not None:
            return text_of(_adopted_cell(cell, adopted))
        start = self._starts.get(cell[:4]) or self._start(cell)
        return f"{start}null}}" if cell.value is None else f'{start}"{cell.value}"}}'

    def _start(self, cell: Filed) -> str:
        """All that stands before the value, which comes last in the order of the names."""
        names = {"item": cell.item, "basis": cell.basis, "condition": cell.condition, "reason": cell.reason}
        start = self._starts[cell[:4]] = f'{text_of(names)[:-1]},"value":'
        return start


def _adopted_cell(cell: Filed, adopted: AdoptedValue) -> dict[str, Any]:
    return {
        "item": cell.item,
        "basis": cell.basis,
        "condition": adopted.condition,
        "value": plain_number(adopted.value),
        "reason": adopted.reason,
        "filed": {"condition": cell.condition, "value": cell.value, "reason": cell.reason},
        "adopted": {"number": adopted.number, "document": adopted.document},
    }
