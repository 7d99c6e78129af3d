"""What a quarterly run reads of the filing stage: versions in force, adopted values, how the returns came about."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from assessment.catalogue.models import Obligation
from assessment.filing.models import AdoptedValue, Cell, Extension, Return, Version
from assessment.filing.reporting_quality import reporting_quality_of
from assessment.methodology.periods import Period
from assessment.methodology.run_figures import plain_number

CellKey = tuple[int, str, str]


def return_documents(period: Period, items: Sequence[str]) -> list[dict[str, Any]]:
    """The version in force of each return of `period` whose form asks for one of the items, in order of unit and form.

    A confirmed 考核采用值 stands in the place of the filed figure, which is kept beside it.
    """
    versions = _versions_in_force(period, items)
    returns = [one.return_filed_id for one in versions]
    quality, adopted = reporting_quality_of(returns), _adopted(returns, items)
    extended = _extended(versions)
    return [
        {
            **_return_document(one, items, adopted),
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
        .prefetch_related("cells")
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


def _return_document(version: Version, items: Sequence[str], adopted: Mapping[CellKey, AdoptedValue]) -> dict[str, Any]:
    filed = version.return_filed
    cells = sorted((one for one in version.cells.all() if one.item in items), key=lambda one: (one.item, one.basis))
    return {
        "unit": filed.reporting_unit.region.code,
        "form": filed.collection.form_version.form.code,
        "version": version.pk,
        "number": version.number,
        "digest": version.digest,
        "late": version.late,
        "cells": [_cell(one, adopted.get((version.return_filed_id, one.item, one.basis))) for one in cells],
    }


def _cell(cell: Cell, adopted: AdoptedValue | None) -> dict[str, Any]:
    used = cell if adopted is None else adopted
    document = {"item": cell.item, "basis": cell.basis, **_figure(used)}
    if adopted is None:
        return document
    return {**document, "filed": _figure(cell), "adopted": {"number": adopted.number, "document": adopted.document}}


def _figure(figure: Cell | AdoptedValue) -> dict[str, Any]:
    return {"condition": figure.condition, "value": plain_number(figure.value), "reason": figure.reason}
