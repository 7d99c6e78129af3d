"""Situations of the catalogue: loaded, a collection open, a scheme frozen."""

from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path

from django.utils import timezone

from assessment.audit.actions import SYSTEM
from assessment.catalogue.actions import freeze_scheme, open_collection
from assessment.catalogue.calendar_actions import load_calendar
from assessment.catalogue.documents import CatalogueDocuments, read_catalogue
from assessment.catalogue.loading import load_catalogue
from assessment.catalogue.models import (
    CalendarDay,
    CalendarYear,
    CheckRule,
    Collection,
    Form,
    FormVersion,
    Item,
    SchemeVersion,
    SignOffStep,
)
from assessment.catalogue.queries import collection_for
from assessment.methodology.periods import Period
from assessment.people.models import User
from assessment.people.roles import Role
from assessment.territory.actions import load_territory
from assessment.territory.models import Region
from tests.situations.kept_rows import put_back
from tests.situations.people import LONG_AGO, TERRITORY_TABLES, a_user, territory_files

FIXTURES = Path(__file__).parents[2] / "fixtures"
FIRST_QUARTER = "2021c03"
CALENDAR = (CalendarYear, CalendarDay)
YEARS_ON_FILE = (2021, 2022)
CATALOGUE = (Form, FormVersion, Item, SignOffStep, CheckRule, Collection, SchemeVersion)


def the_cities() -> None:
    """The province with its cities and bodies; without the counties, which file nothing and take time to load."""
    if not Region.objects.exists():
        put_back("cities", TERRITORY_TABLES, _load_cities)


def _load_cities() -> None:
    files = territory_files()
    regions = tuple(row for row in files.regions if row["level"] != Region.Level.COUNTY)
    load_territory(replace(files, regions=regions), by=SYSTEM, at=LONG_AGO)


def moment(text: str) -> datetime:
    """A moment in Beijing: `2021-04-10 09:00`."""
    return datetime.fromisoformat(f"{text}+08:00")


def an_account(username: str, role: Role, region_code: str | None = None) -> User:
    """The account of that name, opened when it is not there yet."""
    the_cities()
    found = User.objects.select_related("organisation").filter(username=username).first()
    return found or a_user(username, role, region_code=region_code)


def a_reviewer() -> User:
    return an_account("reviewer", Role.REVIEWER)


def a_commission_officer() -> User:
    return an_account("officer", Role.COMMISSION_OFFICER)


@cache
def catalogue_files() -> CatalogueDocuments:
    """The files, read once for all tests."""
    return read_catalogue(FIXTURES)


def the_catalogue() -> None:
    """Guizhou with its forms, planned collections and draft schemes."""
    the_cities()
    if not Form.objects.exists():
        put_back("catalogue", CATALOGUE, lambda: load_catalogue(catalogue_files(), by=SYSTEM, at=LONG_AGO))


def the_calendar() -> None:
    """The working days of the years that tests live in; this year and the next as plain weeks, for pages of today."""
    if not CalendarYear.objects.exists():
        put_back("calendar", CALENDAR, lambda: load_calendar(YEARS_ON_FILE, by=SYSTEM, at=LONG_AGO))
    this_year = timezone.localdate().year
    for year in (this_year, this_year + 1):
        CalendarYear.objects.get_or_create(year=year, defaults={"source": "plain weeks"})


def a_planned_collection(form: str = "SW-Q", period: str = FIRST_QUARTER) -> Collection:
    the_catalogue()
    return collection_for(form, Period.parse(period))


def an_open_collection(form: str = "SW-Q", period: str = FIRST_QUARTER) -> Collection:
    """Opened by the reviewer on its opening day."""
    planned = a_planned_collection(form, period)
    if planned.opened_at is None:
        return open_collection(planned.pk, by=a_reviewer(), at=planned.opens_at)
    return planned


def a_draft_scheme(kind: str = "quarterly") -> SchemeVersion:
    the_catalogue()
    return SchemeVersion.objects.get(kind=kind)


def a_frozen_scheme(kind: str = "quarterly") -> SchemeVersion:
    return freeze_scheme(a_draft_scheme(kind).pk, by=a_commission_officer(), at=moment("2021-01-20 09:00"))
