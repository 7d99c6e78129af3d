"""The bureaus' tables and the measurement batches of the demo year."""

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from assessment.catalogue.actions import open_collection
from assessment.catalogue.models import Collection
from assessment.filing.actions import check_figures, start_version
from assessment.filing.laid_out_actions import Said
from assessment.filing.models import Cell, Version
from assessment.measurement.actions import confirm_batch, request_batch, submit_batch
from assessment.measurement.delivery_files import read_accounts, read_deflators, read_figures
from assessment.measurement.models import Batch
from assessment.measurement.opinion_actions import Statement, give_opinion
from assessment.measurement.opinion_models import Opinion
from assessment.measurement.table_actions import (
    load_all,
    load_deflators,
    load_digitalisation,
    load_gdp,
    load_industry,
    load_industry_accounts,
    load_section_i,
)
from assessment.methodology.income_approach import nominal_growth_percent, share_of_gdp_percent
from assessment.methodology.rounding import exact_context
from assessment.methodology.run_measurement import DIGITAL_ECONOMY, FULL_YEAR_MONTHS, GDP
from assessment.people.models import User
from assessment.territory.models import ReportingUnit
from deploy.demo.accounts import Demo
from deploy.demo.desks import DESKS
from deploy.demo.waiting import wait_for
from reporting.batch_queries import accounts_report, comparison_report
from reporting.workbook.batch_accounts import write_accounts_workbook
from reporting.workbook.batch_comparison import write_comparison_workbook

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "demo"
FORM = "DE-A"
_UNIT = "return_filed__reporting_unit__code"
# C39 and I65 are the statistics bureau's, I63 and I64 the communications administration's.
AGREED = "与统计核算数据核对一致（演示数据）"
INDUSTRIES = {"statistics.bureau": ("C39", "I65"), "communications.bureau": ("I63", "I64")}


def deliver_tables(demo: Demo, year: str, *, at: datetime) -> None:
    """Accounts, GDP, industrial digitalisation, indices and sections of one year; delivering twice changes nothing.

    What the bureaus deliver is laid out in the annual return of the cities, and nowhere delivered a second time.
    """
    accounts = _text(f"accounts_{year}.csv")
    for username, industries in INDUSTRIES.items():
        file = read_accounts(accounts, year=year, industries=industries)
        load_all(file.deliveries, load_industry_accounts, by=demo[username], at=at)
    gdp = read_figures(_text("gdp.csv"), year=year)
    load_all(gdp.deliveries, load_gdp, by=demo["statistics.bureau"], at=at)
    digital = read_figures(_text("industrial_digitalisation.csv"), year=year)
    load_all(digital.deliveries, load_digitalisation, by=demo["institute"], at=at)
    by = demo["statistics.bureau"]
    load_all(read_deflators(_text("deflators.csv"), year=year).deliveries, load_deflators, by=by, at=at)
    load_all(read_figures(_text("section_i.csv"), year=year).deliveries, load_section_i, by=by, at=at)
    load_all(read_figures(_text("industry.csv"), year=year).deliveries, load_industry, by=by, at=at)


def check_tables(demo: Demo, year: str, *, at: datetime) -> int:
    """市（州）核对: each city agrees with what is laid out so far; returns how many began their annual return now."""
    collection = Collection.objects.get(form_version__form__code=FORM, period=year)
    if collection.opened_at is None:
        open_collection(collection.pk, by=demo["bureau.reviewer"], at=collection.opens_at)
    begun = set(Version.objects.filter(return_filed__collection=collection).values_list(_UNIT, flat=True))
    waiting = [unit for unit in ReportingUnit.objects.filter(forms__contains=[FORM]) if unit.code not in begun]
    for unit in waiting:
        filler = demo[f"{DESKS[unit.code]}.filler"]
        version = start_version(collection.pk, unit.code, by=filler, at=at)
        agree_with_the_rest(version, by=filler, at=at)
    return len(waiting)


def agree_with_the_rest(version: Version, *, by: User, at: datetime) -> None:
    """核对无误 for every item that is there and not yet checked."""
    there = set(version.cells.exclude(condition=Cell.Condition.EMPTY).values_list("item", flat=True))
    empty = set(version.cells.filter(condition=Cell.Condition.EMPTY).values_list("item", flat=True))
    said = set(version.figure_checks.filter(superseded_at__isnull=True).values_list("item", flat=True))
    check_figures(version.pk, [Said(item, "agreed") for item in sorted(there - empty - said)], by=by, at=at)


def deliver_months(demo: Demo, *, at: datetime) -> None:
    """Accounts of January to November 2021, industry by industry from its own body."""
    accounts = _text("accounts_2021_months_01_11.csv")
    for username, industries in INDUSTRIES.items():
        file = read_accounts(accounts, year="2021", industries=industries)
        load_all(file.deliveries, load_industry_accounts, by=demo[username], at=at)


def measure_batch(demo: Demo, year: str, *, at: datetime, months: int = 12) -> Batch:
    """测算批次: measured by the institute, looked at by 省统计局, confirmed by 省大数据局, each by its own account."""
    alive = Batch.objects.filter(period=year, months=months, state=Batch.State.CONFIRMED)
    confirmed = alive.order_by("number").last()
    if confirmed is not None:
        return confirmed
    batch = request_batch(year, months=months, by=demo["institute"], at=at)
    wait_for(batch.job)
    batch.refresh_from_db()
    if batch.state == Batch.State.MEASURED:
        submit_batch(batch.id, by=demo["institute"], at=at)
    if not batch.opinions.exists():
        agreed = Statement(Opinion.Stand.AGREES, AGREED)
        give_opinion(batch.id, agreed, by=demo["statistics.bureau"], at=at)
    return confirm_batch(batch.id, by=demo["bureau.confirmer"], at=at)


def anchors_of(batch: Batch, base: Batch) -> tuple[Decimal, Decimal]:
    """Share of GDP and nominal growth of all cities together, per cent: what the illustrative inputs were made for."""
    economy, gdp, before = _sum(batch, DIGITAL_ECONOMY), _sum(batch, GDP), _sum(base, DIGITAL_ECONOMY)
    growth = nominal_growth_percent(economy, before).rate_percent
    return share_of_gdp_percent(economy, gdp), growth or Decimal(0)


def write_batch_workbooks(batches: Sequence[Batch], *, at: datetime) -> list[Path]:
    """增加值核算表 of each batch, and the last two full years compared."""
    books = [(f"{batch.name_zh}增加值核算表", partial(_write_accounts, batch, at)) for batch in batches]
    base, year = (batch for batch in batches if batch.months == FULL_YEAR_MONTHS)
    books.append(("测算批次对比表-2020年与2021年", partial(_write_comparison, base, year, at)))
    return [_written(name, write) for name, write in books]


def _write_accounts(batch: Batch, at: datetime, target: BinaryIO) -> None:
    write_accounts_workbook(accounts_report(batch, at=at), target)


def _write_comparison(base: Batch, year: Batch, at: datetime, target: BinaryIO) -> None:
    write_comparison_workbook(comparison_report(base, year, at=at), target)


def _written(name: str, write: Callable[[BinaryIO], None]) -> Path:
    path = Path(settings.REPORTS_DIR) / f"{name}（演示数据）.xlsx"
    draft = path.with_suffix(".part")
    with draft.open("wb") as target:
        write(target)
    draft.replace(path)
    return path


def _sum(batch: Batch, code: str) -> Decimal:
    with exact_context():
        values = batch.results.filter(code=code, value__isnull=False).values_list("value", flat=True)
        return sum((value for value in values if value is not None), Decimal(0))


def _text(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")
