"""Pages and API of the survey: pinned questions to the database, and no name behind a pseudonym for the institute."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from assessment.audit.models import Entry
from assessment.measurement.questionnaire_actions import enter_paper_answers
from assessment.measurement.survey_strip import strip_of
from assessment.people.models import User
from tests.situations.catalogue import a_reviewer
from tests.situations.measurement import the_institute, the_statistics_bureau
from tests.situations.survey import (
    ANSWERED,
    a_drawn_survey,
    a_filed_questionnaire,
    a_frozen_frame,
    a_requested_estimation,
    a_survey_on_paper,
    an_asked_survey,
    an_estimated_survey,
    paper_file,
    paper_line,
)

pytestmark = pytest.mark.django_db
# Session, account, the touch of the session in its savepoint, then what the page asks; whatever the number of rows.
QUERIES = {
    "/surveys/": 10,
    "/surveys/{pk}/": 17,
    "/surveys/{pk}/design/": 11,
    "/surveys/{pk}/questionnaires/": 15,
    "/api/measurement/surveys/": 8,
    "/api/measurement/surveys/{pk}/questionnaires/": 9,
    "/api/measurement/surveys/{pk}/estimations/": 10,
}


def read(address: str, by: User | None = None) -> Any:
    client = Client()
    client.force_login(by or the_institute())
    return client.get(address)


@pytest.mark.parametrize("address", QUERIES)
def test_a_page_asks_a_fixed_number_of_questions(
    address: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    survey = a_survey_on_paper()
    an_estimated_survey(survey)
    client = Client()
    client.force_login(the_institute())
    with django_assert_num_queries(QUERIES[address]):
        assert client.get(address.format(pk=survey.pk)).status_code == 200
    # A second survey with as many units again asks no more.
    a_frozen_frame()
    with django_assert_num_queries(QUERIES[address]):
        assert client.get(address.format(pk=survey.pk)).status_code == 200


def test_the_institute_reads_no_code_and_no_name_anywhere() -> None:
    survey, sent = an_asked_survey()
    a_filed_questionnaire(sent[0])
    unit = sent[0].unit
    addresses = (
        "/surveys/",
        f"/surveys/{survey.pk}/",
        f"/surveys/{survey.pk}/questionnaires/",
        f"/api/measurement/surveys/{survey.pk}/",
        f"/api/measurement/surveys/{survey.pk}/questionnaires/",
    )
    for address in addresses:
        content = read(address).content.decode()
        assert unit.code not in content
        assert unit.name_zh not in content
    assert read(f"/surveys/{survey.pk}/units/{unit.pseudonym}/").status_code == 403
    assert unit.name_zh in read(f"/surveys/{survey.pk}/units/{unit.pseudonym}/", a_reviewer()).content.decode()


def test_a_unit_that_was_not_drawn_or_does_not_exist_is_not_found() -> None:
    survey = a_frozen_frame()
    unit = survey.units.all()[0]
    assert read(f"/surveys/{survey.pk}/units/{unit.pseudonym}/", a_reviewer()).status_code == 404
    assert read("/surveys/999999/").status_code == 404


def test_questionnaires_are_narrowed_to_a_city_and_a_state() -> None:
    survey, sent = an_asked_survey()
    a_filed_questionnaire(sent[0])
    lines = read(f"/surveys/{survey.pk}/questionnaires/?city=520300&state=missing").context["page"]
    assert {line.city for line in lines} == {"遵义市"}
    filed = read(f"/surveys/{survey.pk}/questionnaires/?state=online").context["page"]
    assert [line.unit.pseudonym for line in filed] == [sent[0].unit.pseudonym]


def test_links_are_handed_out_as_a_file_once_and_a_formula_stays_text() -> None:
    survey, sent = an_asked_survey()
    client = Client()
    client.force_login(a_reviewer())
    again = client.post(f"/surveys/{survey.pk}/send/")
    assert again.status_code == 302
    assert Entry.objects.filter(action="survey.invite").count() == 2
    assert len(sent) == 18


@pytest.mark.parametrize("name", ["frame", "paper"])
def test_a_template_is_for_whoever_uploads_it(name: str) -> None:
    user = a_reviewer() if name == "frame" else the_institute()
    assert read(f"/surveys/{name}-template.csv", user).content.startswith("\ufeff".encode())
    assert read(f"/surveys/{name}-template.csv", the_statistics_bureau()).status_code == 403


@pytest.mark.parametrize(("cv", "minimum"), [("viel", "5"), ("5", "x"), ("NaN", "5"), ("0", "5")])
def test_a_design_that_cannot_be_planned_says_why(cv: str, minimum: str) -> None:
    survey = a_frozen_frame()
    page = read(f"/surveys/{survey.pk}/design/?cv={cv}&minimum={minimum}")
    assert page.status_code == 200
    assert page.context["trouble"]


def test_a_seed_that_is_no_number_fixes_nothing() -> None:
    survey = a_frozen_frame()
    client = Client()
    client.force_login(the_institute())
    typed = {"cv": "5", "minimum": "2", "share_method": "direct", "seed": "abc"}
    assert client.post(f"/surveys/{survey.pk}/design/fix/", typed).status_code == 302
    survey.refresh_from_db()
    assert survey.state == "frozen"


def test_the_dashboard_draws_the_variation_of_each_stratum_and_says_it_in_a_table() -> None:
    """Of 遵义市 one of 8 small units answered, of 贵阳市 all: one stratum cannot be told, two vary by nothing."""
    survey = a_drawn_survey()
    units = list(survey.units.order_by("code"))
    lines = [paper_line(unit) for unit in units[:11]]
    enter_paper_answers(survey.pk, paper_file(lines), name="paper.csv", by=the_institute(), at=ANSWERED)
    estimation = an_estimated_survey(survey)
    strip = strip_of(estimation)
    assert strip is not None
    assert strip.marks == ((100, "15%"), (200, "30%"))
    guiyang, zunyi = strip.cities
    assert (guiyang.name, guiyang.counts, guiyang.untold) == ("贵阳市", (2, 0, 0), 0)
    assert [dot.x for dot in guiyang.dots] == [0, 0]
    assert (zunyi.counts, zunyi.untold, zunyi.strata[0].cv) == ((0, 0, 0), 1, "--")
    page = read(f"/surveys/{survey.pk}/").content.decode()
    assert page.count("<circle") == 2
    assert "各层数据表" in page


def test_a_dot_stands_where_its_cv_is_and_has_the_tone_of_its_class() -> None:
    """Small units of 贵阳市 answer a share of 0.1 but for one of 0.5: CVs beyond 15 % are not drawn as good."""
    survey = a_drawn_survey()
    units = list(survey.units.order_by("code"))
    changed = [paper_line(unit, ict_depreciation=360 if unit == units[0] else 40) for unit in units if unit != units[1]]
    enter_paper_answers(survey.pk, paper_file(changed), name="paper.csv", by=the_institute(), at=ANSWERED)
    strip = strip_of(an_estimated_survey(survey))
    assert strip is not None
    tones = {line.name: (line.cv, line.light.tone if line.light else "") for line in strip.cities[0].strata}
    assert tones["贵阳市 C13 中型"] == ("0.00", "good")
    cv, tone = tones["贵阳市 C13 小型"]
    assert tone == ("good" if Decimal(cv) <= 15 else "warn" if Decimal(cv) <= 30 else "bad")
    (dot,) = [dot for dot in strip.cities[0].dots if cv in dot.label]
    assert abs(dot.x - min(Decimal(cv) / 45, Decimal(1)) * 300) <= 1


def test_before_it_is_done_an_estimation_has_no_strip() -> None:
    assert strip_of(a_requested_estimation()) is None
