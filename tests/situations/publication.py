"""Situations of what an issued result withholds: a year with telecommunications, a quarter with one sole enterprise.

Every figure has digits of its own, so that it is recognised wherever it turns up.
"""

from collections.abc import Mapping
from decimal import Decimal

from assessment.measurement.table_actions import load_digitalisation, load_gdp, load_industry_accounts
from assessment.methodology.income_approach import AccountRow
from assessment.scoring.actions import (
    add_issue_scan,
    approve_run,
    confirm_run,
    issue_run,
    send_feedback,
    start_run,
)
from assessment.scoring.models import Run
from tests.situations.catalogue import the_calendar
from tests.situations.enterprises import an_accepted_row
from tests.situations.files import PDF
from tests.situations.kept_rows import kept
from tests.situations.measurement import (
    CITIES,
    DELIVERED,
    INDUSTRIES,
    ZUNYI,
    a_confirmed_batch,
    accounts_of,
    figures_of,
    moment,
    the_confirmer,
    the_institute,
    the_statistics_bureau,
)
from tests.situations.people import guizhou
from tests.situations.scoring import (
    FIRST_QUARTER_FIGURES,
    YEAR_SCORED,
    agreed_by_all,
    an_approved_run,
    computed,
    publish_unchecked,
    the_approver,
    the_frozen_scheme,
    the_officer,
    the_returns_of_the_first_quarter,
)

YEAR_ISSUED = moment("2022-03-08 09:00")
QUARTER_ISSUED = moment("2021-04-23 09:00")
SOLE_LEVEL, SOLE_BASE = 91_347, 60_517


def account_of(city: str, industry: str) -> AccountRow:
    """Electronics and software large, telecommunications in between, the internet small: as it usually is."""
    number = CITIES.index(city)
    size = {"C39": 70_000, "I63": 40_000, "I64": 6_000, "I65": 30_000}[industry] + 1_713 * number
    return AccountRow(None, *(Decimal(size + part) + Decimal("0.37") for part in (0, 111, 222, 333)))


def value_added_of(city: str, industry: str) -> Decimal:
    return sum((part for part in account_of(city, industry)[1:5] if part is not None), Decimal(0))


@kept
def a_checked_annual_run() -> Run:
    the_frozen_scheme("annual")
    the_calendar()
    guizhou()
    changed = {(city, industry): account_of(city, industry) for city in CITIES for industry in INDUSTRIES}
    for year in ("2020", "2021"):
        load_industry_accounts(accounts_of(year, changed=changed), by=the_statistics_bureau(), at=DELIVERED)
        _beside(year, dict.fromkeys(CITIES, 300_000 if year == "2020" else 390_000))
        a_confirmed_batch(year)
    run = computed(start_run("2021", "annual", by=the_officer(), at=YEAR_SCORED))
    confirm_run(run.pk, by=the_confirmer(), at=YEAR_SCORED)
    send_feedback(run.pk, by=the_officer(), at=YEAR_SCORED)
    return agreed_by_all_in_time(run)


def _beside(year: str, digitalisation: Mapping[str, int]) -> None:
    gdp = {city: 4_000_000 + 10_000 * number for number, city in enumerate(CITIES)}
    load_gdp(figures_of(year, gdp), by=the_statistics_bureau(), at=DELIVERED)
    load_digitalisation(figures_of(year, digitalisation), by=the_institute(), at=DELIVERED)


def agreed_by_all_in_time(run: Run) -> Run:
    return agreed_by_all(run)


@kept
def an_issued_annual_run() -> Run:
    run = a_checked_annual_run()
    approve_run(run.pk, by=the_approver(), at=YEAR_ISSUED)
    publish_unchecked(run, at=YEAR_ISSUED)
    add_issue_scan(run.pk, "印发件.pdf", PDF, by=the_officer(), at=YEAR_ISSUED)
    return issue_run(run.pk, "黔发改数字〔2022〕1号", "closed", by=the_officer(), at=YEAR_ISSUED)


@kept
def an_issued_quarter_with_a_sole_enterprise() -> Run:
    """All software revenue of 遵义市 is that of one enterprise."""
    the_returns_of_the_first_quarter(FIRST_QUARTER_FIGURES | {ZUNYI: (SOLE_LEVEL, SOLE_BASE)})
    an_accepted_row(1, ZUNYI, revenue=str(SOLE_LEVEL), base=str(SOLE_BASE))
    return issue_run(an_approved_run().pk, "黔发改数字〔2021〕1号", "closed", by=the_officer(), at=QUARTER_ISSUED)
