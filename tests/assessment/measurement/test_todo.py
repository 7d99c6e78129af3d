"""What of the measurement waits on “My tasks”: for the institute, the bureaus, the cities and the enterprises."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from assessment.catalogue.models import Collection
from assessment.display.todo import ToDo
from assessment.filing import actions as filing
from assessment.filing.laid_out_actions import Said
from assessment.filing.todo import figures_to_check
from assessment.jobs.models import Job
from assessment.measurement.estimation_actions import deliver_estimates
from assessment.measurement.models import BaseTable
from assessment.measurement.survey_todo import estimations_waiting, surveys_waiting
from assessment.measurement.table_keys import TableKey
from assessment.measurement.table_todo import tables_due, uploads_waiting
from assessment.measurement.todo import batches_waiting
from assessment.measurement.upload_actions import confirm_table, discard_table
from assessment.measurement.upload_states import KEPT
from assessment.people.models import User
from assessment.people.queries import actions_open_to
from reporting.my_tasks import my_tasks
from tests.situations.base_tables import DELIVERED, uploaded, usual_gdp
from tests.situations.catalogue import a_reviewer, an_open_collection
from tests.situations.filing import LIUPANSHUI, a_city
from tests.situations.laid_out import CHECKED, GDP, a_laid_out_draft
from tests.situations.measurement import (
    MEASURED,
    a_measured_batch,
    a_requested_batch,
    a_returned_batch,
    a_submitted_batch,
    the_communications_administration,
    the_confirmer,
    the_institute,
    the_statistics_bureau,
    the_tables_of,
)
from tests.situations.people import guizhou
from tests.situations.survey import (
    ANSWERED,
    ESTIMATED,
    SENT,
    a_designed_survey,
    a_drawn_survey,
    a_frozen_frame,
    a_requested_estimation,
    a_survey_on_paper,
    account_of,
    an_asked_survey,
    an_estimated_survey,
    an_imported_frame,
)

pytestmark = pytest.mark.django_db
Waiting = Callable[..., list[ToDo]]
KEY = TableKey(BaseTable.Kind.GDP, "2021", "preliminary")


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def verbs(waiting: Waiting, user: User, *, at: datetime = MEASURED) -> list[str]:
    return [one.verb for one in waiting(user, actions_open_to(user, at=at), at=at)]


def test_a_returned_batch_waits_for_the_institute_until_another_one_is_requested() -> None:
    returned = a_returned_batch()
    assert verbs(batches_waiting, the_institute()) == ["Measure again"]
    assert verbs(batches_waiting, the_confirmer()) == []
    again = a_requested_batch()
    assert again.pk != returned.pk
    assert verbs(batches_waiting, the_institute()) == []


def test_a_batch_whose_job_failed_waits_for_the_institute() -> None:
    batch = a_requested_batch()
    assert verbs(batches_waiting, the_institute()) == []
    Job.objects.filter(pk=batch.job_id).update(state=Job.State.FAILED)
    assert verbs(batches_waiting, the_institute()) == ["Measure again"]


def test_a_submitted_batch_waits_for_the_confirmer_alone() -> None:
    a_submitted_batch()
    assert verbs(batches_waiting, the_confirmer()) == ["Confirm"]
    assert verbs(batches_waiting, the_institute()) == []


@pytest.mark.parametrize(
    ("build", "reviewer", "institute"),
    [
        (an_imported_frame, ["Freeze the frame"], []),
        (a_frozen_frame, [], ["Fix the design"]),
        (a_designed_survey, [], ["Draw the sample"]),
        (a_drawn_survey, ["Send the questionnaires"], []),
        (a_survey_on_paper, [], ["Estimate"]),
    ],
)
def test_each_step_of_a_survey_waits_for_who_takes_it(
    build: Callable[[], object], reviewer: list[str], institute: list[str]
) -> None:
    build()
    assert verbs(surveys_waiting, a_reviewer()) == reviewer
    assert verbs(surveys_waiting, the_institute()) == institute
    assert verbs(surveys_waiting, the_confirmer()) == []


def test_questionnaires_that_were_sent_wait_to_be_estimated_once_the_time_to_answer_is_over() -> None:
    survey, _ = an_asked_survey()
    assert verbs(surveys_waiting, a_reviewer(), at=SENT) == []
    assert verbs(surveys_waiting, the_institute(), at=SENT) == []
    collection = Collection.objects.get(surveys=survey)
    closed = collection.on_time_until + timedelta(minutes=1)
    assert verbs(surveys_waiting, the_institute(), at=closed) == ["Estimate"]
    assert verbs(surveys_waiting, a_reviewer(), at=closed) == []


def test_what_was_estimated_waits_until_it_is_delivered() -> None:
    estimation = an_estimated_survey()
    assert verbs(surveys_waiting, the_institute(), at=ESTIMATED) == []
    assert verbs(estimations_waiting, the_institute(), at=ESTIMATED) == ["Deliver to the batches"]
    assert verbs(estimations_waiting, a_reviewer(), at=ESTIMATED) == []
    deliver_estimates(estimation.pk, by=the_institute(), at=ESTIMATED)
    assert verbs(estimations_waiting, the_institute(), at=ESTIMATED) == []


def test_an_estimation_whose_job_failed_waits_to_be_asked_for_again() -> None:
    estimation = a_requested_estimation()
    assert verbs(estimations_waiting, the_institute(), at=ESTIMATED) == []
    Job.objects.filter(pk=estimation.job_id).update(state=Job.State.FAILED)
    assert verbs(estimations_waiting, the_institute(), at=ESTIMATED) == ["Estimate again"]


def test_an_upload_waits_for_its_own_body_until_it_is_settled_or_lapses() -> None:
    guizhou()
    upload = uploaded(KEY, usual_gdp())
    assert verbs(uploads_waiting, the_statistics_bureau(), at=DELIVERED) == ["Compare and confirm"]
    assert verbs(uploads_waiting, the_communications_administration(), at=DELIVERED) == []
    assert verbs(uploads_waiting, the_statistics_bureau(), at=DELIVERED + KEPT + timedelta(seconds=1)) == []
    discard_table(upload.pk, by=the_statistics_bureau(), at=DELIVERED)
    assert verbs(uploads_waiting, the_statistics_bureau(), at=DELIVERED) == []


def test_an_upload_with_bad_cells_waits_to_be_corrected() -> None:
    guizhou()
    uploaded(KEY, {**usual_gdp(), "C6": "abc"})
    assert verbs(uploads_waiting, the_statistics_bureau(), at=DELIVERED) == ["Correct"]


def test_tables_are_due_once_the_annual_return_is_open_and_until_they_are_delivered() -> None:
    guizhou()
    assert verbs(tables_due, the_statistics_bureau()) == []
    an_open_collection("DE-A", "2021")
    due = tables_due(the_statistics_bureau(), actions_open_to(the_statistics_bureau(), at=MEASURED), at=MEASURED)
    assert [(one.what, one.period, one.verb) for one in due] == [
        ("Value added by city and industry", "2021", "Deliver a table"),
        ("GDP by city", "2021", "Deliver a table"),
    ]
    assert due[1].address == "/tables/deliver/?kind=gdp&period=2021&vintage=preliminary"
    upload = uploaded(KEY, usual_gdp())
    confirm_table(upload.pk, compared_with=None, by=the_statistics_bureau(), at=DELIVERED)
    left = tables_due(the_statistics_bureau(), actions_open_to(the_statistics_bureau(), at=MEASURED), at=MEASURED)
    assert [one.what for one in left] == ["Value added by city and industry"]
    assert verbs(tables_due, the_confirmer()) == []


def test_a_table_of_a_part_of_the_year_leaves_the_one_of_the_year_due() -> None:
    the_tables_of("2021")
    BaseTable.objects.filter(kind="gdp").update(vintage="months_01_11")
    an_open_collection("DE-A", "2021")
    assert verbs(tables_due, the_statistics_bureau()) == ["Deliver a table"]


def test_laid_out_figures_wait_for_the_city_until_each_is_checked() -> None:
    draft = a_laid_out_draft()
    filler = a_city(LIUPANSHUI).filler
    (waiting,) = figures_to_check(filler, actions_open_to(filler, at=CHECKED), at=CHECKED)
    assert waiting.light.text == "8 figures to check"
    items = list(draft.return_filed.collection.form_version.items.filter(laid_out=True).values_list("code", flat=True))
    filing.check_figures(draft.pk, [Said(GDP, "agreed")], by=filler, at=CHECKED)
    (waiting,) = figures_to_check(filler, actions_open_to(filler, at=CHECKED), at=CHECKED)
    assert waiting.light.text == "7 figures to check"
    filing.check_figures(draft.pk, [Said(one, "agreed") for one in items], by=filler, at=CHECKED)
    assert figures_to_check(filler, actions_open_to(filler, at=CHECKED), at=CHECKED) == []
    head = a_city(LIUPANSHUI).statistics_head
    assert figures_to_check(head, actions_open_to(head, at=CHECKED), at=CHECKED) == []


def test_an_enterprise_finds_its_questionnaire_among_its_returns() -> None:
    _, sent = an_asked_survey()
    user = account_of(sent[0])
    tasks = my_tasks(user, at=ANSWERED)
    assert tasks.returns is not None
    assert [(line.owed.collection.form_version.form.code, line.unfinished) for line in tasks.returns] == [
        ("DS-Q", True)
    ]
    assert tasks.todos == []


def test_the_first_page_of_the_institute_asks_a_fixed_number_of_questions(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    a_returned_batch("2021")
    an_estimated_survey()
    client.force_login(the_institute())
    client.get("/")
    with django_assert_num_queries(20):
        assert len(client.get("/").context["tasks"].todos) == 2
    a_measured_batch("2020")
    a_frozen_frame()
    with django_assert_num_queries(20):
        assert len(client.get("/").context["tasks"].todos) == 4
