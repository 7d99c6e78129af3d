"""Reads of the measurement stage: tables and batches one may see, and what a batch would freeze now."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final, TypeVar

from django.db.models import Count, Q, QuerySet

from assessment.measurement.deliveries import months_of, vintage_rank
from assessment.measurement.errors import NothingToMeasure
from assessment.measurement.models import AccountRow, BaseTable, Batch, RegionFigure
from assessment.methodology.income_approach import ACCOUNT_ITEMS
from assessment.methodology.measurement_additions import INDUSTRY, SECTION_I
from assessment.methodology.run_document import CURRENT_METHOD, MEASUREMENT
from assessment.methodology.run_figures import plain_number
from assessment.methodology.run_measurement import FULL_YEAR_MONTHS
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require
from assessment.territory.models import Region
from assessment.territory.queries import regions_on

_SECTION_OF: Final = {BaseTable.Kind.SECTION_I: SECTION_I, BaseTable.Kind.INDUSTRY: INDUSTRY}
R = TypeVar("R", AccountRow, RegionFigure)


def tables_visible_to(user: User, *, at: datetime) -> QuerySet[BaseTable]:
    """Deliveries with the number of their rows, for the bodies that measure, deliver or confirm."""
    require(user, Action.BASE_TABLE_VIEW, at=at)
    return (
        BaseTable.objects.select_related("loaded_by")
        .annotate(rows=Count("account_rows", distinct=True) + Count("region_figures", distinct=True))
        .order_by("period", "kind", "vintage", "source_department", "number")
    )


def batches_visible_to(user: User, *, at: datetime) -> QuerySet[Batch]:
    require(user, Action.BATCH_VIEW, at=at)
    return (
        Batch.objects.select_related("job", "requested_by", "submitted_by", "confirmed_by")
        .defer("document")
        .order_by("period", "number")
    )


def confirmed_batch(year: str, *, months: int = FULL_YEAR_MONTHS) -> Batch | None:
    """The newest confirmed measurement of a full year; months alone inform and never score (domain §8.6)."""
    confirmed = Batch.objects.filter(period=year, state=Batch.State.CONFIRMED, months=months)
    return confirmed.order_by("-number").first()


def confirmed_in_part(years: Iterable[str]) -> list[str]:
    """Of `years` those of which a batch of a part of the year is confirmed."""
    confirmed = Batch.objects.filter(period__in=years, state=Batch.State.CONFIRMED, months__lt=FULL_YEAR_MONTHS)
    return sorted(set(confirmed.values_list("period", flat=True)))


def confirmed_part(year: str) -> Batch | None:
    """The newest confirmed measurement of a part of the year, of the most months there are."""
    confirmed = Batch.objects.filter(period=year, state=Batch.State.CONFIRMED, months__lt=FULL_YEAR_MONTHS)
    return confirmed.order_by("-months", "-number").first()


def gdp_vintages(year: str) -> list[str]:
    """The vintages in which the GDP of a full year has been delivered, the weightiest first."""
    tables = BaseTable.objects.filter(period=year, kind=BaseTable.Kind.GDP, superseded_at__isnull=True)
    delivered = set(tables.values_list("vintage", flat=True))
    full = [vintage for vintage in delivered if months_of(vintage) == FULL_YEAR_MONTHS]
    return sorted(full, key=vintage_rank, reverse=True)


def units_document(day: date) -> list[dict[str, Any]]:
    """The assessed regions of `day` and what is ranked within them, in administrative order."""
    regions = regions_on(day).filter(Q(assessed=True) | Q(ranked_within__isnull=False))
    return [
        {
            "code": region.code,
            "name": region.short_name_zh,
            "group": "",
            "position": region.position,
            "ranked_within": region.ranked_within.code if region.ranked_within else None,
        }
        for region in regions.select_related("ranked_within").order_by("position", "code")
    ]


def batch_document(
    year: str, *, months: int, parameters: Mapping[str, str], gdp_vintage: str = "", carried_on: bool = False
) -> dict[str, Any]:
    """The tables a measurement of January to `months` of `year` depends on, as they stand now.

    Of each figure the weightiest vintage counts (of GDP the one named, if one is), and of that the last delivery.
    Where accounts are `carried_on` from last year none need be delivered.
    """
    accounts = _newest(_account_rows(year), months=months)
    if not accounts and not carried_on:
        raise NothingToMeasure(year=year, months=months)
    province = Region.objects.get(level=Region.Level.PROVINCE, valid_until__isnull=True)
    return {
        "kind": MEASUREMENT,
        "method_version": CURRENT_METHOD,
        "period": year,
        "months": months,
        "parameters": dict(parameters),
        "units": units_document(date(int(year), 12, 31)),
        "province": province.code,
        "inputs": {
            "accounts": [_account_document(row) for row in accounts],
            "gdp": _figures(year, BaseTable.Kind.GDP, months=months, vintage=gdp_vintage),
            "industrial_digitalisation": _figures(year, BaseTable.Kind.INDUSTRIAL_DIGITALISATION, months=months),
        },
    }


def beside_the_accounts(year: str, *, months: int) -> dict[str, Any]:
    """Price indices and value added of sections as they stand; what was not delivered is left out, never guessed."""
    indices = _figures(year, BaseTable.Kind.DEFLATOR, months=months)
    sections = [
        {**row, "code": code} for kind, code in _SECTION_OF.items() for row in _figures(year, kind, months=months)
    ]
    found = {"deflators": indices, "sections": sections}
    return {name: rows for name, rows in found.items() if rows}


def _account_rows(year: str) -> QuerySet[AccountRow]:
    return AccountRow.objects.filter(table__period=year, table__superseded_at__isnull=True).select_related(
        "table", "region"
    )


def _figures(year: str, kind: BaseTable.Kind, *, months: int, vintage: str = "") -> list[dict[str, Any]]:
    rows = RegionFigure.objects.filter(
        table__period=year, table__kind=kind, table__superseded_at__isnull=True
    ).select_related("table", "region")
    if vintage:
        rows = rows.filter(table__vintage=vintage)
    return [
        {
            "region": row.region.code,
            "value": plain_number(row.value),
            "marker": row.marker,
            "source": row.source,
            "vintage": row.table.vintage,
            "table": str(row.table),
            "table_id": row.table_id,
        }
        for row in _newest(rows, months=months)
    ]


def _newest(rows: Iterable[R], *, months: int) -> list[R]:
    """One row for each region (and industry), in order of their codes."""
    chosen: dict[tuple[str, str], R] = {}
    for row in sorted(rows, key=_weight):
        if months_of(row.table.vintage) == months:
            chosen[row.region.code, getattr(row, "industry", "")] = row
    return [chosen[key] for key in sorted(chosen)]


def _weight(row: R) -> tuple[int, datetime, int]:
    return vintage_rank(row.table.vintage), row.table.loaded_at, row.table.id


def _account_document(row: AccountRow) -> dict[str, Any]:
    return {
        "region": row.region.code,
        "industry": row.industry,
        **{item: plain_number(getattr(row, item)) for item in ACCOUNT_ITEMS},
        "marker": row.marker,
        "source": row.source,
        "vintage": row.table.vintage,
        "table": str(row.table),
        "table_id": row.table_id,
        "last_digit_exponent": row.table.last_digit_exponent,
    }
