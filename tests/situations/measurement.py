"""Situations of the measurement: tables of two simple years, batches in every state.

2020: each of the four industries of each city is 100 + 20 + 20 + 10 = 150, the four together 600; industrial
digitalisation 400; digital economy 1 000; GDP 10 000. 2021: the four unchanged, industrial digitalisation 900
(六盘水市 400, 黔南州 1 400), so the digital economy is 1 500 (1 000, 2 000), 15 % of GDP (10 %, 20 %), and has
grown by 50 % (0 %, 100 %). All in 万元.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from functools import cache

from celery import current_app

from assessment.jobs.models import Job
from assessment.measurement.actions import confirm_batch, request_batch, return_batch, submit_batch
from assessment.measurement.deliveries import AccountEntry, AccountsDelivery, FigureEntry, FiguresDelivery
from assessment.measurement.models import BaseTable, Batch
from assessment.measurement.opinion_actions import Decision, OtherFigure, Statement, decide_dispute, give_opinion
from assessment.measurement.opinion_models import Dispute, Opinion
from assessment.measurement.table_actions import load_digitalisation, load_gdp, load_industry_accounts
from assessment.methodology.income_approach import AccountRow
from assessment.methodology.units import Unit
from assessment.people.models import User
from assessment.people.roles import Role
from tests.situations.kept_rows import kept
from tests.situations.people import a_user, guizhou

GUIYANG, LIUPANSHUI, ZUNYI, QIANNAN = "520100", "520200", "520300", "522700"
CITIES = ("520100", "520200", "520300", "520400", "520500", "520600", "522300", "522600", "522700")
INDUSTRIES = ("C39", "I63", "I64", "I65")
DIGITALISATION_2021 = dict.fromkeys(CITIES, 900) | {LIUPANSHUI: 400, QIANNAN: 1400}


def moment(text: str) -> datetime:
    """A moment in Beijing: `2022-02-10 09:00`."""
    return datetime.fromisoformat(f"{text}+08:00")


DELIVERED = moment("2022-02-01 09:00")
MEASURED = moment("2022-02-10 09:00")


def an_official(username: str, role: Role, organisation: str) -> User:
    """The account of that name in that body, opened when it is not there yet."""
    found = User.objects.select_related("organisation").filter(username=username).first()
    return found or a_user(username, role, organisation=organisation)


def the_statistics_bureau() -> User:
    return an_official("statistics", Role.STATISTICS_BUREAU, "520000-statistics")


def the_communications_administration() -> User:
    return an_official("communications", Role.COMMUNICATIONS_ADMINISTRATION, "520000-communications")


def the_institute() -> User:
    return an_official("institute", Role.MEASURING_INSTITUTE, "520000-institute")


def the_confirmer() -> User:
    return an_official("confirmer", Role.CONFIRMER, "520000-big-data")


def accounts_of(
    year: str,
    *,
    changed: Mapping[tuple[str, str], AccountRow] | None = None,
    vintage: str = "final",
    cities: Iterable[str] = CITIES,
) -> AccountsDelivery:
    """150 万元 for each industry of each city, without a printed total; `changed` replaces single accounts."""
    usual = AccountRow(None, *(Decimal(amount) for amount in (100, 20, 20, 10)))
    keys = [(city, industry) for city in cities for industry in INDUSTRIES]
    entries = [
        AccountEntry(row, city, industry, (changed or {}).get((city, industry), usual), "reported", "test")
        for row, (city, industry) in enumerate(keys, 2)
    ]
    return AccountsDelivery(year, vintage, Unit.TEN_THOUSAND_YUAN, tuple(entries))


def figures_of(
    year: str, values: Mapping[str, int], *, unit: Unit = Unit.TEN_THOUSAND_YUAN, vintage: str = "final"
) -> FiguresDelivery:
    entries = [
        FigureEntry(row, city, Decimal(value), "reported", "test")
        for row, (city, value) in enumerate(values.items(), 2)
    ]
    return FiguresDelivery(year, vintage, unit, tuple(entries))


@kept
def the_tables_of(year: str, digitalisation: Mapping[str, int] | None = None) -> None:
    """Accounts, GDP and industrial digitalisation of a year, each loaded by its own body."""
    guizhou()
    load_industry_accounts(accounts_of(year), by=the_statistics_bureau(), at=DELIVERED)
    load_gdp(figures_of(year, dict.fromkeys(CITIES, 10000)), by=the_statistics_bureau(), at=DELIVERED)
    usual = DIGITALISATION_2021 if year == "2021" else dict.fromkeys(CITIES, 400)
    load_digitalisation(figures_of(year, digitalisation or usual), by=the_institute(), at=DELIVERED)


@cache
def know_all_tasks() -> None:
    """Once in a process: it also looks at every model."""
    current_app.loader.import_default_modules()


def work_off(job: Job | None) -> Job:
    """Carry out the steps of a job one after another, as the worker would."""
    assert job is not None
    know_all_tasks()
    for step in job.steps:
        current_app.tasks[step].run(job.pk)
    return Job.objects.get(pk=job.pk)


@kept
def a_requested_batch(year: str = "2021", *, months: int = 12) -> Batch:
    if not BaseTable.objects.filter(period=year).exists():
        the_tables_of(year)
    return request_batch(year, months=months, by=the_institute(), at=MEASURED)


@kept
def a_measured_batch(year: str = "2021") -> Batch:
    batch = a_requested_batch(year)
    assert work_off(batch.job).state == Job.State.DONE
    return Batch.objects.get(pk=batch.pk)


@kept
def a_submitted_batch(year: str = "2021") -> Batch:
    return submit_batch(a_measured_batch(year).pk, by=the_institute(), at=MEASURED)


@kept
def a_confirmed_batch(year: str = "2021") -> Batch:
    return confirm_batch(a_submitted_batch(year).pk, by=the_confirmer(), at=MEASURED)


@kept
def a_returned_batch(year: str = "2021") -> Batch:
    return return_batch(a_submitted_batch(year).pk, "贵阳市 C39 请核对", by=the_confirmer(), at=MEASURED)


def the_commission_officer() -> User:
    return an_official("commission-officer", Role.COMMISSION_OFFICER, "520000-reform")


def an_objection(batch: Batch, *, value: str = "1600") -> Opinion:
    """省统计局 has 1 600 万元 for the digital economy of 贵阳市 where 1 500 were measured."""
    figures = (OtherFigure(GUIYANG, "DIGITAL_ECONOMY", Decimal(value)),)
    said = Statement(Opinion.Stand.OBJECTS, "贵阳市软件业漏报一户，见统计局函〔2022〕1号", figures)
    return give_opinion(batch.pk, said, by=the_statistics_bureau(), at=MEASURED)


@kept
def an_open_dispute() -> Dispute:
    return an_objection(a_submitted_batch()).disputes.get()


@kept
def a_decided_dispute(upheld: str = Dispute.Upheld.PROPOSED) -> Dispute:
    decision = Decision(upheld, "黔发改数字〔2022〕8号", "以经核实的企业报表为准")
    return decide_dispute(an_open_dispute().pk, decision, by=the_commission_officer(), at=MEASURED)


@kept
def a_withdrawn_dispute() -> Dispute:
    dispute = an_open_dispute()
    give_opinion(dispute.batch_id, Statement(Opinion.Stand.AGREES), by=the_statistics_bureau(), at=MEASURED)
    return Dispute.objects.get(pk=dispute.pk)


DISPUTE_IN_STATE: dict[str, Callable[[], Dispute]] = {
    Dispute.State.OPEN: an_open_dispute,
    Dispute.State.DECIDED: a_decided_dispute,
    Dispute.State.WITHDRAWN: a_withdrawn_dispute,
}
IN_STATE: dict[str, Callable[[], Batch]] = {
    Batch.State.REQUESTED: a_requested_batch,
    Batch.State.MEASURED: a_measured_batch,
    Batch.State.SUBMITTED: a_submitted_batch,
    Batch.State.CONFIRMED: a_confirmed_batch,
    Batch.State.RETURNED: a_returned_batch,
}
