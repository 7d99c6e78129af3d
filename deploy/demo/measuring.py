"""The bureaus' tables and the measurement batches of the demo year."""

from datetime import datetime
from pathlib import Path

from django.conf import settings

from assessment.measurement.actions import confirm_batch, request_batch, submit_batch
from assessment.measurement.delivery_files import read_accounts, read_figures
from assessment.measurement.models import Batch
from assessment.measurement.table_actions import load_all, load_digitalisation, load_gdp, load_industry_accounts
from deploy.demo.accounts import Demo
from deploy.demo.waiting import wait_for

FOLDER = Path(settings.BASE_DIR) / "fixtures" / "demo"
# C39 and I65 are the statistics bureau's, I63 and I64 the communications administration's.
INDUSTRIES = {"statistics.bureau": ("C39", "I65"), "communications.bureau": ("I63", "I64")}


def deliver_tables(demo: Demo, year: str, *, at: datetime) -> None:
    """Accounts, GDP and confirmed industrial digitalisation of one year; delivering twice changes nothing."""
    accounts = _text(f"accounts_{year}.csv")
    for username, industries in INDUSTRIES.items():
        file = read_accounts(accounts, year=year, industries=industries)
        load_all(file.deliveries, load_industry_accounts, by=demo[username], at=at)
    gdp = read_figures(_text("gdp.csv"), year=year)
    load_all(gdp.deliveries, load_gdp, by=demo["statistics.bureau"], at=at)
    digital = read_figures(_text("industrial_digitalisation.csv"), year=year)
    load_all(digital.deliveries, load_digitalisation, by=demo["institute"], at=at)


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
