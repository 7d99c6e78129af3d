"""The workbooks of a batch, filled from what is stored: inputs, results, disputes; the comparison is computed anew."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings

from assessment.measurement.amounts import shown_value
from assessment.measurement.comparison_view import compared, place_of_figure
from assessment.measurement.models import BaseTable, Batch
from assessment.measurement.opinion_queries import contested_figures
from assessment.measurement.parameter_sets import set_named
from assessment.measurement.queries import batches_visible_to
from assessment.measurement.wording import figure_name, marker_text, vintage_name
from assessment.methodology.batch_comparison import FigureComparison
from assessment.methodology.deflation import deflator_of
from assessment.methodology.income_approach import COMPONENT_NAMES, Components
from assessment.methodology.measurement_additions import deflator_indices, figures_by_region
from assessment.methodology.run_document import thaw
from assessment.methodology.run_figures import number
from assessment.methodology.run_measurement import DIGITAL_ECONOMY, FULL_YEAR_MONTHS, GDP, INDUSTRIAL_DIGITALISATION
from assessment.methodology.units import Unit, parse_unit
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.territory.models import Region
from reporting import batch_terms as terms
from reporting.batch_reports import (
    AccountLine,
    AccountsReport,
    BatchHead,
    ComparedRow,
    ComparisonReport,
    EconomyLine,
)


def measured_batch(batch_id: int, *, by: User, at: datetime) -> Batch:
    """A batch with figures, for whoever may see batches."""
    batch = batches_visible_to(by, at=at).exclude(result_document="").filter(pk=batch_id).first()
    if batch is None:
        raise NotFound
    return batch


def accounts_report(batch: Batch, *, at: datetime) -> AccountsReport:
    """City × industry × components, and the digital economy of each city, 万元 in full."""
    document, result = thaw(batch.document), thaw(batch.result_document)
    inputs, indices = document["inputs"], deflator_indices(document["inputs"])
    departments = _departments(inputs)
    last_year = figures_by_region(inputs.get("previous", []))
    accounts: list[AccountLine] = []
    economies: list[EconomyLine] = []
    for region in result["regions"]:
        first = len(accounts)
        accounts += [_account(region, account, departments) for account in region["industries"]]
        before = last_year.get(region["region"], {}).get(DIGITAL_ECONOMY)
        economy = _economy(region, range(first, len(accounts)), before)
        index = deflator_of(region["region"], indices, province=document["province"])
        economies.append(economy if index is None else replace(economy, deflator=index.index))
    return AccountsReport(
        head=_head(batch),
        accounts=tuple(accounts),
        economies=tuple(economies),
        contested=_contested(batch),
        deflator=indices.get(document["province"]),
        made_at=at,
        demo=settings.DEMO_DATA,
    )


def comparison_report(first: Batch, second: Batch, *, at: datetime) -> ComparisonReport:
    """Every figure of two batches in administrative order, amounts in 亿元."""
    regions = {region.code: region for region in Region.objects.filter(valid_until__isnull=True)}
    figures = sorted(
        compared(first, second).figures,
        key=lambda one: (regions[one.region].position, one.region, place_of_figure(one.code)),
    )
    return ComparisonReport(
        first=_head(first),
        second=_head(second),
        rows=tuple(_row(one, regions[one.region]) for one in figures),
        made_at=at,
        demo=settings.DEMO_DATA,
    )


def _head(batch: Batch) -> BatchHead:
    return BatchHead(
        name=batch.name_zh,
        number=batch.number,
        state=terms.STATES[batch.state],
        method_version=batch.method_version,
        parameter_set=set_named(batch.parameter_set),
        gdp_vintage=vintage_name(batch.gdp_vintage) or terms.NEWEST_GDP,
        input_digest=batch.input_digest,
        result_digest=batch.result_digest,
        extrapolated=batch.months != FULL_YEAR_MONTHS,
    )


def _departments(inputs: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    wanted = {row["table_id"] for row in inputs["accounts"] if "table_id" in row}
    tables = BaseTable.objects.in_bulk(wanted)
    return {
        (row["region"], row["industry"]): tables[row["table_id"]].source_department
        for row in inputs["accounts"]
        if row.get("table_id") in tables
    }


def _account(
    region: Mapping[str, Any], account: Mapping[str, Any], departments: Mapping[tuple[str, str], str]
) -> AccountLine:
    amounts = [number(account[name]) for name in COMPONENT_NAMES]
    known = [amount for amount in amounts if amount is not None]
    figure = region["figures"][account["industry"]]
    return AccountLine(
        region=region["name"],
        industry=figure_name(account["industry"]),
        components=Components(*known) if len(known) == len(amounts) else None,
        mark=marker_text(figure["marker"]),
        department=departments.get((region["region"], account["industry"]), account["source"]),
    )


def _economy(region: Mapping[str, Any], industries: range, last_year: Decimal | None) -> EconomyLine:
    figures = region["figures"]
    return EconomyLine(
        region=region["name"],
        industries=industries,
        digitalisation=number(figures[INDUSTRIAL_DIGITALISATION]["value"]),
        gdp=number(figures[GDP]["value"]),
        last_year=last_year,
        mark=marker_text(figures[DIGITAL_ECONOMY]["marker"]),
    )


def _contested(batch: Batch) -> tuple[str, ...]:
    names = {region.code: region.short_name_zh for region in Region.objects.filter(valid_until__isnull=True)}
    return tuple(f"{names.get(region, region)}{figure_name(code)}" for region, code in sorted(contested_figures(batch)))


def _row(one: FigureComparison, region: Region) -> ComparedRow:
    def shown(value: Decimal | None) -> Decimal | None:
        return None if value is None else shown_value(value, one.unit)

    parts = None if one.parts is None else {name: shown_value(part, one.unit) for name, part in one.parts.items()}
    return ComparedRow(
        region=region.short_name_zh or region.name_zh,
        figure=figure_name(one.code),
        unit="%" if parse_unit(one.unit) is Unit.PERCENT else Unit.HUNDRED_MILLION_YUAN.name_zh,
        first=shown(one.first),
        second=shown(one.second),
        parts=parts,
    )
