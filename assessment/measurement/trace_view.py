"""数据来源 of a figure: city → industry → component → the delivery of a bureau, with who delivered it when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from assessment.measurement.amounts import amount_text
from assessment.measurement.models import BaseTable, Batch, BatchResult
from assessment.measurement.wording import COMPONENTS, figure_name, marker_text, rule_text, vintage_name
from assessment.methodology.run_document import thaw
from assessment.methodology.run_measurement import DIGITAL_INDUSTRIES, GDP, INDUSTRIAL_DIGITALISATION
from assessment.methodology.units import Unit
from assessment.people.errors import NotFound


@dataclass(frozen=True)
class Component:
    """One of the four components, 万元; `derived` where it was blank and follows from the total."""

    code: str
    name: str
    value: Decimal | None
    text: str
    derived: bool


@dataclass(frozen=True)
class Delivery:
    """The delivery a figure was taken from. `department` is empty where an old batch names its table as text only."""

    table: str
    department: str
    vintage: str
    number: int | None
    delivered_by: str
    delivered_at: datetime | None
    source: str


@dataclass(frozen=True)
class Traced:
    """An industry, or a figure of one column, with what it is made of."""

    code: str
    name: str
    value: Decimal | None
    text: str
    marker: str
    components: tuple[Component, ...]
    delivery: Delivery | None


@dataclass(frozen=True)
class Trace:
    region: str
    totals: tuple[Traced, ...]
    figures: tuple[Traced, ...]


def trace_of(batch: Batch, region: str) -> Trace:
    """Everything the figures of one city rest on. `NotFound` where the batch has no such city."""
    results = {one.code: one for one in BatchResult.objects.filter(batch=batch, region=region)}
    if not results:
        raise NotFound
    inputs = thaw(batch.document)["inputs"]
    measured = next(one for one in thaw(batch.result_document)["regions"] if one["region"] == region)
    tables = _tables(inputs, region)
    accounts = {account["industry"]: account for account in measured["industries"]}
    carried = {row["industry"]: row for row in inputs["accounts"] if row["region"] == region}
    industries = [
        _traced(results[code], _components(accounts[code]), _delivery(carried.get(code), tables, accounts[code]))
        for code in DIGITAL_INDUSTRIES
        if code in accounts and code in results
    ]
    columns = [
        _traced(results[code], (), _delivery(row, tables, row))
        for code, name in ((INDUSTRIAL_DIGITALISATION, "industrial_digitalisation"), (GDP, "gdp"))
        if code in results and (row := _row(inputs[name], region)) is not None
    ]
    below = {one.code for one in (*industries, *columns)}
    totals = [_traced(one, (), None) for code, one in results.items() if code not in below]
    return Trace(measured["name"] or region, tuple(totals), (*industries, *columns))


def _row(rows: list[dict[str, Any]], region: str) -> Mapping[str, Any] | None:
    return next((row for row in rows if row["region"] == region), None)


def _tables(inputs: Mapping[str, Any], region: str) -> dict[int, BaseTable]:
    rows = [*inputs["accounts"], *inputs["industrial_digitalisation"], *inputs["gdp"]]
    wanted = {row["table_id"] for row in rows if row["region"] == region and "table_id" in row}
    return BaseTable.objects.select_related("loaded_by").in_bulk(wanted)


def _traced(result: BatchResult, components: tuple[Component, ...], delivery: Delivery | None) -> Traced:
    return Traced(
        code=result.code,
        name=figure_name(result.code),
        value=result.value,
        text=amount_text(result.value, result.unit),
        marker=marker_text(result.marker),
        components=components,
        delivery=delivery,
    )


def _components(account: Mapping[str, Any]) -> tuple[Component, ...]:
    amounts = {code: account[code] for code in COMPONENTS}
    return tuple(
        Component(
            code=code,
            name=gettext(COMPONENTS[code]),
            value=None if text is None else Decimal(text),
            text=amount_text(None if text is None else Decimal(text), Unit.TEN_THOUSAND_YUAN),
            derived=account["derived_item"] == code,
        )
        for code, text in amounts.items()
    )


def _delivery(
    row: Mapping[str, Any] | None, tables: Mapping[int, BaseTable], measured: Mapping[str, Any]
) -> Delivery | None:
    """Of an account that was carried on there is no delivery: the rule stands in the place of the table."""
    table = tables.get(row.get("table_id", 0)) if row is not None else None
    if table is None:
        return Delivery(rule_text(measured["table"]), "", "", None, "", None, measured["source"])
    return Delivery(
        table=table.kind,
        department=table.source_department,
        vintage=vintage_name(table.vintage),
        number=table.number,
        delivered_by=table.loaded_by.display_name,
        delivered_at=table.loaded_at,
        source=measured["source"],
    )
