"""What a quarterly run reads of the filing stage: versions in force, adopted values, how the returns came about."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from operator import attrgetter
from typing import Any, NamedTuple

from assessment.catalogue.models import Obligation
from assessment.filing.models import AdoptedValue, Cell, Extension, Return, Version
from assessment.filing.reporting_quality import reporting_quality_of
from assessment.methodology.periods import Period
from assessment.methodology.run_figures import plain_number

CellKey = tuple[int, str, str]


class Filed(NamedTuple):
    """A cell as it was filed."""

    item: str
    basis: str
    condition: str
    value: Decimal | None
    reason: str


def return_documents(period: Period, items: Sequence[str]) -> list[dict[str, Any]]:
    """The version in force of each return of `period` whose form asks for one of the items, in order of unit and form.

    A confirmed 考核采用值 stands in the place of the filed figure, which is kept beside it.
    """
    versions = _versions_in_force(period, items)
    returns = [one.return_filed_id for one in versions]
    quality, adopted = reporting_quality_of(returns), _adopted(returns, items)
    extended, cells = _extended(versions), _cells(versions, items)
    return [
        {
            **_return_document(one, cells.get(one.pk, ()), adopted),
            **asdict(quality[one.return_filed_id]),
            "extended": one.return_filed_id in extended,
        }
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


def _versions_in_force(period: Period, items: Sequence[str]) -> list[Version]:
    returns = Return.objects.filter(
        collection__period=period.code,
        collection__form_version__items__code__in=items,
        reporting_unit__kind="region",
        in_force__isnull=False,
    )
    return list(
        Version.objects.filter(pk__in=returns.values("in_force"))
        .select_related("return_filed__reporting_unit__region", "return_filed__collection__form_version__form")
        .order_by("return_filed__reporting_unit__code", "return_filed__collection__form_version__form__code")
    )


def _adopted(returns: Sequence[int], items: Sequence[str]) -> dict[CellKey, AdoptedValue]:
    """Of the confirmed records of each cell the newest, unless it withdraws the one before."""
    records = AdoptedValue.objects.filter(
        return_filed__in=returns, item__in=items, state=AdoptedValue.State.CONFIRMED
    ).order_by("number")
    newest = {(one.return_filed_id, one.item, one.basis): one for one in records}
    return {cell: one for cell, one in newest.items() if one.kind == AdoptedValue.Kind.ADOPTED}


def _extended(versions: Sequence[Version]) -> set[int]:
    """The returns whose unit was given more time, and which are on time thanks to it or late even so."""
    granted = Extension.objects.filter(
        collection__in={one.return_filed.collection_id for one in versions}, state=Extension.State.GRANTED
    )
    pairs = set(granted.values_list("collection", "reporting_unit"))
    return {
        one.return_filed_id
        for one in versions
        if (one.return_filed.collection_id, one.return_filed.reporting_unit_id) in pairs
    }


def _cells(versions: Sequence[Version], items: Sequence[str]) -> dict[int, list[Filed]]:
    """The cells of each version in order of item and basis, as plain tuples: of counties there are 150,000."""
    found: dict[int, list[Filed]] = defaultdict(list)
    rows = Cell.objects.filter(version__in=[one.pk for one in versions], item__in=items).order_by()
    for version, item, basis, condition, value, reason in rows.values_list("version", *Filed._fields):
        found[version].append(Filed(item, basis, condition, value, reason))
    return {version: sorted(cells, key=attrgetter("item", "basis")) for version, cells in found.items()}


def _return_document(
    version: Version, cells: Iterable[Filed], adopted: Mapping[CellKey, AdoptedValue]
) -> dict[str, Any]:
    filed = version.return_filed
    return {
        "unit": filed.reporting_unit.region.code,
        "form": filed.collection.form_version.form.code,
        "version": version.pk,
        "number": version.number,
        "digest": version.digest,
        "late": version.late,
        "cells": [_cell(one, adopted.get((filed.pk, one.item, one.basis))) for one in cells],
    }


def _cell(cell: Filed, adopted: AdoptedValue | None) -> dict[str, Any]:
    used = cell if adopted is None else adopted
    document = {
        "item": cell.item,
        "basis": cell.basis,
        "condition": used.condition,
        "value": plain_number(used.value),
        "reason": used.reason,
    }
    if adopted is None:
        return document
    filed = {"condition": cell.condition, "value": plain_number(cell.value), "reason": cell.reason}
    return {**document, "filed": filed, "adopted": {"number": adopted.number, "document": adopted.document}}
