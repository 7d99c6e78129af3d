"""A province of two cities, with one account for everybody who takes part in a year."""

from dataclasses import replace

from assessment.audit.actions import SYSTEM
from assessment.measurement.actions import confirm_batch, request_batch, submit_batch
from assessment.measurement.models import Batch
from assessment.measurement.table_actions import load_digitalisation, load_gdp, load_industry_accounts
from assessment.people.models import User
from assessment.people.roles import Role
from assessment.territory.actions import load_territory
from tests.situations.catalogue import the_calendar, the_catalogue
from tests.situations.filing import a_city
from tests.situations.kept_rows import kept, put_back
from tests.situations.laid_out import the_government
from tests.situations.measurement import (
    GUIYANG,
    ZUNYI,
    accounts_of,
    an_official,
    figures_of,
    moment,
    the_communications_administration,
    the_confirmer,
    the_institute,
    the_statistics_bureau,
    work_off,
)
from tests.situations.people import LONG_AGO, TERRITORY_TABLES, territory_files

PROVINCE = "520000"
MEASURED_2020 = moment("2021-03-10 09:00")
REGIONS = (PROVINCE, GUIYANG, ZUNYI)
# Each of them in an account of its own, in its own body.
OFFICIALS: dict[str, tuple[Role, str]] = {
    "statistics": (Role.STATISTICS_BUREAU, "520000-statistics"),
    "communications": (Role.COMMUNICATIONS_ADMINISTRATION, "520000-communications"),
    "institute": (Role.MEASURING_INSTITUTE, "520000-institute"),
    "reviewer": (Role.REVIEWER, "520000-big-data"),
    "confirmer": (Role.CONFIRMER, "520000-big-data"),
    "officer": (Role.COMMISSION_OFFICER, "520000-reform"),
    "approver": (Role.COMMISSION_APPROVER, "520000-reform"),
    "leader": (Role.COMMISSION_LEADER, "520000-reform"),
    "system-administrator": (Role.SYSTEM_ADMINISTRATOR, "520000-administration"),
    "security-administrator": (Role.SECURITY_ADMINISTRATOR, "520000-administration"),
    "audit-administrator": (Role.AUDIT_ADMINISTRATOR, "520000-administration"),
}


@kept
def the_small_province() -> None:
    """The catalogue for 贵阳市 and 遵义市 alone, with the calendar of working days."""
    put_back("two-cities", TERRITORY_TABLES, _load)
    the_catalogue()
    the_calendar()


def _load() -> None:
    files = territory_files()
    load_territory(
        replace(
            files,
            regions=tuple(row for row in files.regions if row["code"] in REGIONS),
            organisations=tuple(row for row in files.organisations if row["region_code"] in REGIONS),
            reporting_units=tuple(row for row in files.reporting_units if row["code"] in REGIONS),
        ),
        by=SYSTEM,
        at=LONG_AGO,
    )


@kept
def the_base_year() -> Batch:
    """2020, measured without a ranking: each industry of a city 150 万元, industrial digitalisation 400, GDP 4 000."""
    cities = (GUIYANG, ZUNYI)
    accounts = accounts_of("2020", cities=cities)
    bodies = {the_statistics_bureau(): ("C39", "I65"), the_communications_administration(): ("I63", "I64")}
    for body, industries in bodies.items():
        own = tuple(entry for entry in accounts.entries if entry.industry in industries)
        load_industry_accounts(replace(accounts, entries=own), by=body, at=MEASURED_2020)
    load_gdp(figures_of("2020", dict.fromkeys(cities, 4_000)), by=the_statistics_bureau(), at=MEASURED_2020)
    load_digitalisation(figures_of("2020", dict.fromkeys(cities, 400)), by=the_institute(), at=MEASURED_2020)
    batch = request_batch("2020", by=the_institute(), at=MEASURED_2020)
    work_off(batch.job)
    submit_batch(batch.pk, by=the_institute(), at=MEASURED_2020)
    return confirm_batch(batch.pk, by=the_confirmer(), at=MEASURED_2020)


def everybody() -> dict[str, User]:
    """All accounts but those of enterprises, which get theirs with the one-time link."""
    people = {name: an_official(name, role, body) for name, (role, body) in OFFICIALS.items()}
    guiyang = a_city(GUIYANG)
    return people | {
        "guiyang.filler": guiyang.filler,
        "guiyang.statistics": guiyang.statistics_head,
        "guiyang.unit": guiyang.unit_head,
        "guiyang.government": the_government(GUIYANG),
        "zunyi.filler": a_city(ZUNYI).filler,
    }
