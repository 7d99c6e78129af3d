"""Reads over the bureaus' tables: what counts now of a year, deliveries of one key, uploads, 核对 of the cities."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db.models import QuerySet

from assessment.measurement.deliveries import months_of, vintage_rank
from assessment.measurement.models import AccountRow, BaseTable, RegionFigure, TableUpload
from assessment.measurement.queries import tables_visible_to
from assessment.measurement.table_keys import TableKey
from assessment.methodology import income_approach
from assessment.methodology.income_approach import ACCOUNT_ITEMS
from assessment.methodology.run_measurement import FULL_YEAR_MONTHS, GDP
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require
from assessment.territory.models import Region

PROVINCE_ZH: Final = "全省"


def assessed_regions() -> tuple[tuple[str, str], ...]:
    """The cities of the tables in administrative order, by code and short name."""
    regions = Region.objects.filter(assessed=True, valid_until__isnull=True).order_by("position", "code")
    return tuple((region.code, region.short_name_zh or region.name_zh) for region in regions)


def known_region_codes() -> frozenset[str]:
    """Regions of which a table may carry a row: those that exist now."""
    return frozenset(Region.objects.filter(valid_until__isnull=True).values_list("code", flat=True))


def the_province() -> tuple[str, str]:
    province = Region.objects.get(level=Region.Level.PROVINCE, valid_until__isnull=True)
    return province.code, PROVINCE_ZH


def in_force_of(key: TableKey, department: str) -> BaseTable | None:
    """The delivery that counts of one table of one body."""
    return BaseTable.objects.filter(**key.fields, source_department=department, superseded_at__isnull=True).first()


def in_force_with_rows(key: TableKey, department: str) -> BaseTable | None:
    """The same with rows and regions, to be compared cell by cell."""
    rows = ("account_rows__region", "region_figures__region")
    tables = BaseTable.objects.filter(**key.fields, source_department=department, superseded_at__isnull=True)
    return tables.prefetch_related(*rows).first()


def table_seen(table_id: int, *, by: User, at: datetime) -> BaseTable:
    """One delivery for whoever may see base tables."""
    tables = tables_visible_to(by, at=at).select_related("loaded_by__organisation")
    table = tables.prefetch_related("account_rows__region", "region_figures__region").filter(pk=table_id).first()
    if table is None:
        raise NotFound
    return table


def uploads_visible_to(user: User, *, at: datetime) -> QuerySet[TableUpload]:
    """The uploads of the own body."""
    require(user, Action.BASE_TABLE_DELIVER, at=at)
    return TableUpload.objects.filter(source_department=user.organisation.name_zh).select_related(
        "uploaded_by", "compared_with__loaded_by", "table"
    )


def upload_seen(upload_id: int, *, by: User, at: datetime) -> TableUpload:
    upload = uploads_visible_to(by, at=at).filter(pk=upload_id).first()
    if upload is None:
        raise NotFound
    return upload


@dataclass(frozen=True)
class CountedLevel:
    """The level of a region and industry (or GDP) that counts now, 万元, and the vintage it is of."""

    value: Decimal
    vintage: str


def amounts_of(row: AccountRow) -> income_approach.AccountRow:
    return income_approach.AccountRow(*(getattr(row, item) for item in ACCOUNT_ITEMS))


def value_added_of(row: AccountRow) -> Decimal | None:
    """Σ components, with one blank derived; None where it cannot be formed."""
    completed = income_approach.complete(amounts_of(row))
    return None if completed is None else income_approach.value_added(completed.components)


def levels_of(year: str, department: str) -> dict[tuple[str, str], CountedLevel]:
    """What counts of one department's tables of a full year, by region and industry; the weightiest vintage wins."""
    in_force = {
        "table__period": year,
        "table__source_department": department,
        "table__superseded_at__isnull": True,
    }
    found: dict[tuple[str, str], CountedLevel] = {}
    accounts = AccountRow.objects.filter(**in_force).select_related("table", "region")
    for row in sorted(accounts, key=_weight):
        value = value_added_of(row)
        if months_of(row.table.vintage) == FULL_YEAR_MONTHS and value is not None:
            found[row.region.code, row.industry] = CountedLevel(value, row.table.vintage)
    figures = RegionFigure.objects.filter(**in_force, table__kind=BaseTable.Kind.GDP).select_related("table", "region")
    for figure in sorted(figures, key=_weight):
        if months_of(figure.table.vintage) == FULL_YEAR_MONTHS:
            found[figure.region.code, GDP] = CountedLevel(figure.value, figure.table.vintage)
    return found


def _weight(row: AccountRow | RegionFigure) -> tuple[int, datetime, int]:
    return vintage_rank(row.table.vintage), row.table.loaded_at, row.table.id
