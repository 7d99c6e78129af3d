"""The bureaus' tables and the measurement batches of the demo year."""

from datetime import datetime
from pathlib import Path

from django.conf import settings

from assessment.catalogue.actions import open_collection
from assessment.catalogue.models import Collection
from assessment.filing.actions import check_figures, start_version
from assessment.filing.laid_out_actions import Said
from assessment.filing.models import Cell, Version
from assessment.measurement.actions import confirm_batch, request_batch, submit_batch
from assessment.measurement.delivery_files import read_accounts, read_figures
from assessment.measurement.models import Batch
from assessment.measurement.table_actions import load_all, load_digitalisation, load_gdp, load_industry_accounts
from assessment.people.models import User
from assessment.territory.models import ReportingUnit
from deploy.demo.accounts import Demo
from deploy.demo.desks import DESKS
from deploy.demo.waiting import wait_for

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "demo"
FORM = "DE-A"
_UNIT = "return_filed__reporting_unit__code"
# C39 and I65 are the statistics bureau's, I63 and I64 the communications administration's.
INDUSTRIES = {"statistics.bureau": ("C39", "I65"), "communications.bureau": ("I63", "I64")}


def deliver_tables(demo: Demo, year: str, *, at: datetime) -> None:
    """Accounts, GDP and industrial digitalisation of one year; delivering twice changes nothing.

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


def measure_year(demo: Demo, year: str, *, at: datetime) -> Batch:
    """测算批次 of the full year: measured by the institute, confirmed by the bureau."""
    confirmed = Batch.objects.filter(period=year, months=12, state=Batch.State.CONFIRMED).order_by("number").last()
    if confirmed is not None:
        return confirmed
    batch = request_batch(year, by=demo["institute"], at=at)
    wait_for(batch.job)
    batch.refresh_from_db()
    if batch.state == Batch.State.MEASURED:
        submit_batch(batch.id, by=demo["institute"], at=at)
    return confirm_batch(batch.id, by=demo["bureau.confirmer"], at=at)


def _text(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")
