"""The survey quality sheet: official words, figures by city, text that is never a formula, printed by LibreOffice."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from assessment.audit.models import Entry
from assessment.measurement.questionnaire_actions import enter_paper_answers
from assessment.measurement.survey_models import Survey
from assessment.people.models import User
from reporting.api import XLSX
from tests.recalculation import Office
from tests.situations.catalogue import a_commission_officer
from tests.situations.measurement import the_institute
from tests.situations.survey import (
    ANSWERED,
    a_drawn_survey,
    a_requested_estimation,
    a_survey_on_paper,
    an_estimated_survey,
    paper_file,
    paper_line,
)

pytestmark = pytest.mark.django_db


def taken(estimation_id: int, by: User | None = None) -> Any:
    client = Client()
    client.force_login(by or the_institute())
    return client.get(f"/surveys/estimations/{estimation_id}/quality.xlsx")


def book_of(estimation_id: int) -> Any:
    response = taken(estimation_id)
    assert response.status_code == 200
    return load_workbook(BytesIO(b"".join(response.streaming_content)))


def half_answered() -> Survey:
    survey = a_drawn_survey()
    lines = [paper_line(unit) for unit in list(survey.units.order_by("code"))[::2]]
    enter_paper_answers(survey.pk, paper_file(lines), name="paper.csv", by=the_institute(), at=ANSWERED)
    return survey


def test_the_sheet_says_by_city_what_may_be_published(audit_files: None) -> None:
    book = book_of(an_estimated_survey().pk)
    assert book.sheetnames == ["调查质量表", "分层情况", "质量审核"]
    lines = [[cell.value for cell in row] for row in book["调查质量表"].iter_rows(min_row=4, max_row=9)]
    # 贵阳市 10 % of 0.61 亿元, 遵义市 of 0.136 亿元; nothing was left to chance.
    assert lines[0][:3] == ["贵阳市", "联合比率估计", 10]
    assert lines[0][7:] == [10, "可发布", 0.61, 0.061]
    assert lines[2][0], lines[2][10] == ("遵义市", 0.0136)
    assert lines[4][0] == "全部市（州）"
    strata = [[cell.value for cell in row][:4] for row in book["分层情况"].iter_rows(min_row=4)]
    assert ["贵阳市 C13 中型", 4, 4, 4] in strata
    assert Entry.objects.filter(action="survey.download").count() == 1


def test_a_collapse_stands_on_the_sheet_with_its_reason_which_is_never_a_formula(audit_files: None) -> None:
    book = book_of(an_estimated_survey(half_answered(), collapse_reason="=1+1 回答不足").pk)
    notes = [cell.value for row in book["调查质量表"].iter_rows() for cell in row if isinstance(cell.value, str)]
    assert any("=1+1 回答不足" in note and "贵阳市 C13 中型＋贵阳市 C13 小型" in note for note in notes)
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    found = [row[0].value for row in book["质量审核"].iter_rows(min_row=4)]
    assert "回答率偏低" in found


def test_it_prints_on_one_page_for_each_sheet(office: Office, tmp_path: Path, audit_files: None) -> None:
    response = taken(an_estimated_survey(half_answered()).pk)
    path = tmp_path / "quality.xlsx"
    path.write_bytes(b"".join(response.streaming_content))
    printed = office.printed(path, into=tmp_path)
    assert printed.read_bytes().count(b"/Type/Page/") + printed.read_bytes().count(b"/Type /Page\n") <= 4
    assert printed.stat().st_size > 10_000


def test_who_may_not_see_the_survey_gets_no_sheet_and_an_unfinished_one_has_none(audit_files: None) -> None:
    survey = a_survey_on_paper()
    unfinished = a_requested_estimation(survey)
    assert taken(unfinished.pk).status_code == 409
    assert taken(unfinished.pk, a_commission_officer()).status_code == 403


def test_the_sheet_is_handed_out_over_http_as_well_and_each_download_is_recorded() -> None:
    estimation, waiting = an_estimated_survey(), a_requested_estimation(a_survey_on_paper())
    client = Client()
    client.force_login(the_institute())
    address = "/api/reports/estimations/{}/quality.xlsx"
    response = client.get(address.format(estimation.pk))
    assert (response.status_code, response.headers["Content-Type"]) == (200, XLSX)
    assert load_workbook(BytesIO(b"".join(response.streaming_content))).sheetnames[0] == "调查质量表"
    entry = Entry.objects.get(action="survey.download")
    assert (entry.by, entry.object_id) == ("institute", str(estimation.pk))
    assert client.get(address.format(waiting.pk)).status_code == 409
