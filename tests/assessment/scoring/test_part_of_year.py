"""A measurement of January to November is scored only where the scheme declares it, and every figure then says so.

The simple years of the situations, as figures of eleven months: the same shares, growth and scores as of the years.
"""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from assessment.catalogue.actions import freeze_scheme
from assessment.catalogue.models import SchemeVersion
from assessment.catalogue.queries import stored_scheme_digest
from assessment.measurement.actions import confirm_batch, request_batch, submit_batch
from assessment.measurement.batch_inputs import Choice
from assessment.measurement.models import BaseTable, Batch
from assessment.measurement.revenue_actions import load_revenues
from assessment.measurement.revenue_files import read_revenues
from assessment.measurement.table_actions import load_digitalisation, load_gdp, load_industry_accounts
from assessment.methodology.withheld_figures import NOTHING_WITHHELD
from assessment.scoring.actions import start_run
from assessment.scoring.errors.runs import (
    MeasurementNotConfirmed,
    MonthsCoverMore,
    MonthsNeverScore,
    SameMonthsNotConfirmed,
)
from assessment.scoring.models import Run
from assessment.scoring.queries import indicators_of
from assessment.scoring.ranking_view import ranking_view
from assessment.scoring.staleness import is_stale
from reporting.queries import ranking_report_for
from reporting.workbook.ranking import write_ranking_workbook
from tests.situations.catalogue import a_commission_officer, a_draft_scheme, moment
from tests.situations.measurement import (
    CITIES,
    DELIVERED,
    DIGITALISATION_2021,
    INDUSTRIES,
    MEASURED,
    a_confirmed_batch,
    accounts_of,
    figures_of,
    the_confirmer,
    the_institute,
    the_statistics_bureau,
    work_off,
)
from tests.situations.people import guizhou
from tests.situations.scoring import YEAR_SCORED, on_the_insider_list, the_officer

pytestmark = pytest.mark.django_db
MONTHS = "months_01_11"


def the_scheme(*, scores: bool = True) -> SchemeVersion:
    """The annual scheme, frozen with or without the switch."""
    draft = a_draft_scheme("annual")
    if scores:
        draft.text += "part_of_year: score\n"
        draft.digest = stored_scheme_digest(draft)
        draft.save(update_fields=["text", "digest"])
    return freeze_scheme(draft.pk, by=a_commission_officer(), at=moment("2021-01-20 09:00"))


def the_months_of(year: str) -> None:
    guizhou()
    bureau, institute = the_statistics_bureau(), the_institute()
    load_industry_accounts(accounts_of(year, vintage=MONTHS), by=bureau, at=DELIVERED)
    load_gdp(figures_of(year, dict.fromkeys(CITIES, 10000), vintage=MONTHS), by=bureau, at=DELIVERED)
    usual = DIGITALISATION_2021 if year == "2021" else dict.fromkeys(CITIES, 400)
    load_digitalisation(figures_of(year, usual, vintage=MONTHS), by=institute, at=DELIVERED)


def confirmed_months(year: str, *, choice: Choice | None = None) -> Batch:
    batch = request_batch(year, months=11, by=the_institute(), at=MEASURED, choice=choice or Choice())
    work_off(batch.job)
    submit_batch(batch.pk, by=the_institute(), at=MEASURED)
    return confirm_batch(batch.pk, by=the_confirmer(), at=MEASURED)


def a_run_of_months() -> Run:
    the_scheme()
    for year in ("2020", "2021"):
        the_months_of(year)
        confirmed_months(year)
    run = start_run("2021", "annual", by=the_officer(), at=YEAR_SCORED)
    work_off(run.job)
    return Run.objects.get(pk=run.pk)


def test_eleven_months_score_where_the_scheme_says_so_and_every_unit_is_footnoted() -> None:
    """60, seven times 80, 100: as worked by hand for the full years."""
    run = a_run_of_months()
    assert sorted(run.placings.values_list("shown", flat=True)) == [60, *[80] * 7, 100]
    entries = indicators_of(run)["units"]
    assert len(entries) == len(CITIES)
    assert all("extrapolated" in {note["code"] for note in entry["notes"]} for entry in entries)


def test_the_ranking_on_the_page_and_in_the_workbook_says_that_the_months_are_not_the_year() -> None:
    run = a_run_of_months()
    assert "数据不足全年，按方案规定计分。" in [sentence for _, sentence in ranking_view(run, NOTHING_WITHHELD).notes]
    report = ranking_report_for(run, reader=on_the_insider_list(the_officer(), "2021"), at=YEAR_SCORED)
    assert all(any("不足全年" in said for said in report.footnotes[city]) for city in CITIES)
    assert report.accounts is not None
    assert (report.accounts.current.label, report.accounts.base.label) == ("2021年1—11月", "2020年1—11月")
    written = BytesIO()
    write_ranking_workbook(report, written)
    cells = [cell.value for sheet in load_workbook(written) for row in sheet.iter_rows() for cell in row]
    assert "不足全年批次" in cells


def test_a_full_year_takes_the_place_of_the_months_as_soon_as_it_is_confirmed() -> None:
    run = a_run_of_months()
    assert not is_stale(run)
    for year in ("2020", "2021"):
        a_full_year(year)
    assert is_stale(run)


def a_full_year(year: str) -> Batch:
    load_industry_accounts(accounts_of(year), by=the_statistics_bureau(), at=DELIVERED)
    load_gdp(figures_of(year, dict.fromkeys(CITIES, 10000)), by=the_statistics_bureau(), at=DELIVERED)
    load_digitalisation(figures_of(year, dict.fromkeys(CITIES, 400)), by=the_institute(), at=DELIVERED)
    return a_confirmed_batch(year)


def test_without_the_switch_the_months_are_refused_as_ever() -> None:
    the_scheme(scores=False)
    for year in ("2020", "2021"):
        the_months_of(year)
        confirmed_months(year)
    with pytest.raises(MonthsNeverScore):
        start_run("2021", "annual", by=the_officer(), at=YEAR_SCORED)


def test_the_months_are_compared_with_the_same_months_alone() -> None:
    the_scheme()
    a_confirmed_batch("2020")
    with pytest.raises(MeasurementNotConfirmed):
        start_run("2021", "annual", by=the_officer(), at=YEAR_SCORED)
    the_months_of("2021")
    confirmed_months("2021")
    with pytest.raises(SameMonthsNotConfirmed) as refused:
        start_run("2021", "annual", by=the_officer(), at=YEAR_SCORED)
    assert refused.value.where["year"] == "2020"


HEADER = "region,year,months,industry,revenue,revenue_same_months_last_year,revenue_last_year,unit,source\n"


def test_accounts_carried_on_to_twelve_months_are_not_scored_beside_a_gdp_of_eleven() -> None:
    """By relative speed an account stands for twelve months, by the rate of value added for the eleven observed."""
    the_scheme()
    a_confirmed_batch("2020")
    the_months_of("2020")
    confirmed_months("2020")
    the_months_of("2021")
    BaseTable.objects.filter(period="2021", kind="industry_accounts").update(superseded_at=MEASURED)
    rows = [f"{city},2021,11,{industry},660,550,600,万元,快报\n" for city in CITIES for industry in INDUSTRIES]
    load_revenues(read_revenues(HEADER + "".join(rows)), by=the_statistics_bureau(), at=DELIVERED)
    confirmed_months("2021")
    with pytest.raises(MonthsCoverMore) as refused:
        start_run("2021", "annual", by=the_officer(), at=YEAR_SCORED)
    assert (refused.value.where["received"], refused.value.where["expected"]) == (12, 11)
    confirmed_months("2021", choice=Choice(parameter_set="2020-1-rate"))
    assert start_run("2021", "annual", by=the_officer(), at=YEAR_SCORED).period == "2021"
