"""What a batch freezes beside the bureaus' tables: last year's confirmed figures, a part of the year before it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from assessment.measurement.errors import GdpVintageNotDelivered, NothingToMeasure
from assessment.measurement.models import Batch, BatchResult
from assessment.measurement.parameter_sets import parameter_set
from assessment.measurement.queries import batch_document, beside_the_accounts, confirmed_batch, gdp_vintages
from assessment.measurement.revenue_files import REVENUES
from assessment.measurement.revenue_models import RevenueRow
from assessment.measurement.revisions import revisions_document
from assessment.measurement.statement_inputs import ON, SWITCH, statement_rows
from assessment.measurement.survey_document import sample_quality
from assessment.measurement.survey_models import SurveyEstimation
from assessment.methodology.income_approach import COMPONENT_NAMES
from assessment.methodology.run_document import thaw
from assessment.methodology.run_figures import plain_number
from assessment.methodology.run_measurement import FULL_YEAR_MONTHS

_COMPARED_WITH_THE_YEAR: Final = 11
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Choice:
    """What the institute chooses for a batch; empty is what holds by default."""

    parameter_set: str = ""
    gdp_vintage: str = ""


BY_DEFAULT: Final = Choice()


def document_to_freeze(year: str, *, months: int, choice: Choice = BY_DEFAULT) -> dict[str, Any]:
    """Everything a measurement of January to `months` of `year` depends on, as it stands now."""
    chosen = parameter_set(choice.parameter_set, year=year)
    vintages = gdp_vintages(year)
    if choice.gdp_vintage and choice.gdp_vintage not in vintages:
        raise GdpVintageNotDelivered(year=year, received=choice.gdp_vintage, known=vintages)
    carried_on, use_statements = _extrapolations(year, months=months), chosen.values.get(SWITCH) == ON
    document = batch_document(
        year,
        months=months,
        parameters=chosen.frozen,
        gdp_vintage=choice.gdp_vintage,
        carried_on=bool(carried_on) or use_statements,
    )
    beside = {
        **_previous(year, months=months),
        **_part_of_year(year, months=months),
        **_revisions(year, months=months),
        **_sample(year, months=months),
        **beside_the_accounts(year, months=months),
        **carried_on,
    }
    inputs = {**document["inputs"], **beside}
    if use_statements and months == FULL_YEAR_MONTHS:
        inputs["accounts"] = _with_statements(year, inputs["accounts"])
    return {**document, "inputs": inputs}


def _with_statements(year: str, accounts: Rows) -> Rows:
    """The delivered accounts, and where one is lacking that of the statements, in order of their codes."""
    delivered = [(row["region"], row["industry"]) for row in accounts]
    rows = [*accounts, *statement_rows(year, delivered)]
    if not rows:
        raise NothingToMeasure(year=year, months=FULL_YEAR_MONTHS)
    return sorted(rows, key=lambda row: (row["region"], row["industry"]))


def previous_figures(year: str, *, months: int) -> Rows:
    """The figures of last year's measurement as it is confirmed now, for the same months."""
    before = confirmed_batch(str(int(year) - 1), months=months)
    return [] if before is None else _figures(before.results.all())


def _previous(year: str, *, months: int) -> dict[str, Any]:
    rows = previous_figures(year, months=months)
    return {"previous": rows} if rows else {}


def _revisions(year: str, *, months: int) -> dict[str, Any]:
    """A full year states the revisions of GDP that stand, where there are any, with their signed reasons (V-R1)."""
    rows = revisions_document(year) if months == FULL_YEAR_MONTHS else []
    return {"revisions": rows} if rows else {}


def _sample(year: str, *, months: int) -> dict[str, Any]:
    """How good the survey is whose estimates were delivered last for the year, where they were (V-Q1)."""
    delivered = SurveyEstimation.objects.filter(survey__period=year, delivered_at__isnull=False)
    newest = delivered.order_by("-delivered_at").first() if months == FULL_YEAR_MONTHS else None
    if newest is None:
        return {}
    return {"sample": sample_quality(thaw(newest.document), thaw(newest.result_document))}


def _part_of_year(year: str, *, months: int) -> dict[str, Any]:
    """January to November of the same year where it was measured and nothing of it was carried on (V-A9)."""
    if months != FULL_YEAR_MONTHS:
        return {}
    measured = Batch.objects.filter(period=year, months=_COMPARED_WITH_THE_YEAR).exclude(
        state__in=[Batch.State.REQUESTED, Batch.State.RETURNED]
    )
    part = measured.order_by("-number").first()
    if part is None or thaw(part.result_document).get("extrapolations"):
        return {}
    return {"part_of_year": _figures(part.results.all())}


def _extrapolations(year: str, *, months: int) -> dict[str, Any]:
    """Last year's confirmed accounts with the revenues they are carried on with; the method takes those it lacks."""
    before = confirmed_batch(str(int(year) - 1))
    if months == FULL_YEAR_MONTHS or before is None:
        return {}
    delivered = RevenueRow.objects.filter(
        delivery__period=year, delivery__months=months, delivery__superseded_at__isnull=True
    ).select_related("region", "delivery")
    accounts = {
        (region["region"], account["industry"]): account
        for region in thaw(before.result_document)["regions"]
        for account in region["industries"]
        if account["value_added"] is not None
    }
    latest = {(row.region.code, row.industry): row for row in delivered.order_by("delivery__loaded_at", "pk")}
    rows = [_extrapolation(latest[key], accounts[key]) for key in sorted(latest) if key in accounts]
    return {"extrapolations": rows} if rows else {}


def _extrapolation(row: RevenueRow, account: dict[str, Any]) -> dict[str, Any]:
    return {
        "region": row.region.code,
        "industry": row.industry,
        **{name: account[name] for name in COMPONENT_NAMES},
        **{name: plain_number(getattr(row, name)) for name in REVENUES},
        "months": FULL_YEAR_MONTHS,
        "source": f"{row.delivery.source_department} {row.source}".strip(),
        "revenue_delivery": row.delivery_id,
    }


def _figures(results: Iterable[BatchResult]) -> Rows:
    ordered = sorted(results, key=lambda result: (result.region, result.code))
    return [{"region": one.region, "code": one.code, "value": plain_number(one.value)} for one in ordered]
