"""The ranking report of a stored run, and the workbook handed out."""

from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from openpyxl import load_workbook

from assessment.audit.models import Entry
from assessment.methodology.periods import Period
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.roles import Role
from assessment.scoring.history import previous_places
from assessment.scoring.models import Run
from assessment.scoring.queries import evaluation_of_run
from reporting.downloads import download_ranking, read_ranking
from reporting.queries import ranking_report_for
from tests.situations.catalogue import an_account
from tests.situations.measurement import ZUNYI
from tests.situations.scoring import (
    CONFIRMED,
    ISSUED,
    YEAR_SCORED,
    a_computed_annual_run,
    a_computed_run,
    an_issued_run,
    on_the_insider_list,
    the_officer,
)

pytestmark = pytest.mark.django_db


def an_insider(period: str = "2021c03") -> User:
    return on_the_insider_list(the_officer(), period)


def a_city() -> User:
    return an_account("filler-zunyi", Role.FILLER, "520300")


def test_the_report_says_what_the_database_holds() -> None:
    run = a_computed_run()
    report = ranking_report_for(run, reader=an_insider(), at=CONFIRMED)
    assert (report.title, report.period_name, report.state) == (
        "2021年一季度市（州）软件业务收入考核排名", "2021年一季度", "已测算",
    )  # fmt: skip
    shown = {placing.unit: (placing.shown, placing.rank) for placing in report.evaluation.placings}
    assert shown == {unit: (score, rank) for unit, score, rank in run.placings.values_list("unit", "shown", "rank")}
    assert report.digest == run.result_digest
    assert report.order[0] == "520100"


def test_the_first_year_of_assessment_has_no_movement_and_the_next_moves_from_the_issued_places() -> None:
    run = an_issued_run()
    assert previous_places(Period.parse("2021c03"), "quarterly") is None
    assert previous_places(Period.parse("2021c06"), "quarterly") is None
    moved_from = previous_places(Period.parse("2022c03"), "quarterly")
    assert moved_from == {placing.unit: placing.rank for placing in run.placings.all()}


def test_the_growth_of_the_province_is_that_of_its_total_not_a_mean_of_rates() -> None:
    report = ranking_report_for(a_computed_run(), reader=an_insider(), at=CONFIRMED)
    [total, mean] = report.summary
    # 518 000 against 413 700 (the ten pairs of the situation added up): 25.2115 %.
    growth = total.figures["growth"].value
    assert total.figures["level"].value == Decimal(518_000)
    assert growth is not None
    assert round(growth, 4) == Decimal("25.2115")
    assert set(mean.scores) == {"TOTAL", "SOFTWARE", "level", "growth"}


def test_guian_is_told_apart_and_noted_at_guiyang() -> None:
    report = ranking_report_for(a_computed_run(), reader=an_insider(), at=CONFIRMED)
    assert report.figure_notes[-1] == (
        "贵安新区单列：软件业务收入100,000.00万元，软件业务收入增速25.0%，排名时计入贵阳市。"
    )
    assert report.footnotes["520100"] == ("含贵安新区",)


def test_a_year_brings_its_accounts_and_a_city_gets_them_not() -> None:
    run = a_computed_annual_run()
    report = ranking_report_for(run, reader=an_insider("2021"), at=YEAR_SCORED)
    assert report.accounts is not None
    assert report.accounts.current.industries[ZUNYI, "C39"].compensation_of_employees == 100
    assert report.accounts.base.industrial_digitalisation[ZUNYI] == 400
    Run.objects.filter(pk=run.pk).update(
        state="issued",
        issue_number="1",
        approved_by=a_city(),
        confirmed_by=an_account("x", Role.CONFIRMER),
        issued_by=the_officer(),
        issued_at=YEAR_SCORED,
    )
    assert ranking_report_for(run, reader=a_city(), at=YEAR_SCORED).accounts is None


def test_before_the_issue_a_copy_carries_its_reader_and_the_time_and_afterwards_it_does_not() -> None:
    run = a_computed_run()
    copy = ranking_report_for(run, reader=an_insider(), at=CONFIRMED).copy_for
    assert copy is not None
    assert (copy.name, copy.at) == ("officer", CONFIRMED)


def test_an_issued_report_carries_no_name() -> None:
    assert ranking_report_for(an_issued_run(), reader=a_city(), at=ISSUED).copy_for is None


def test_an_unissued_report_is_not_found_by_a_city_or_by_who_is_not_on_the_list() -> None:
    run = a_computed_run()
    for reader in (a_city(), the_officer()):
        with pytest.raises(NotFound):
            ranking_report_for(run, reader=reader, at=CONFIRMED)


def test_a_download_is_a_workbook_and_an_entry_in_the_chain() -> None:
    run = a_computed_run()
    download = download_ranking(run.pk, by=an_insider(), at=CONFIRMED)
    with ZipFile(BytesIO(download.content)) as book:
        assert "xl/workbook.xml" in book.namelist()
    assert download.file_name.startswith("2021年一季度市（州）软件业务收入考核排名-")
    entry = Entry.objects.get(action="report.download")
    assert (entry.by, entry.object_id, entry.chain) == ("officer", str(run.pk), "province")


def test_the_office_takes_the_copy_with_the_inputs_and_a_city_the_public_one() -> None:
    run = an_issued_run()
    says = {}
    for reader in (the_officer(), a_city()):
        book = load_workbook(BytesIO(download_ranking(run.pk, by=reader, at=ISSUED).content))
        says[reader.username] = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    assert {"内部件（含录入数据）", "软件业务收入（万元）"} <= {
        str(value).replace("\n", "") for value in says["officer"]
    }
    assert "公开件（自指标得分起）" in says["filler-zunyi"]
    [figure] = {row.values["level"].value for row in evaluation_of_run(run).rows if row.unit == ZUNYI}
    assert figure is not None
    assert float(figure) in says["officer"]
    assert float(figure) not in says["filler-zunyi"]


def test_reading_the_page_of_an_unissued_ranking_is_written_down() -> None:
    run = a_computed_run()
    read_ranking(run.pk, by=an_insider(), at=CONFIRMED)
    assert Entry.objects.filter(action="score.view", object_id=str(run.pk)).count() == 1


def test_the_workbook_comes_over_http_as_a_file_and_a_stranger_gets_nothing() -> None:
    run = a_computed_run()
    address = f"/api/reports/runs/{run.pk}/ranking.xlsx"
    client = Client()
    client.force_login(an_insider())
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert b"".join(answer.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]
    client.force_login(a_city())
    assert client.get(address).status_code == 404
