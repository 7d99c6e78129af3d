"""核实: asking about single cells, the numbered sheet of a city, answers, closing with a reason, asking again."""

from datetime import date

import pytest

from assessment.audit.errors import WrongState
from assessment.audit.models import Entry
from assessment.filing import actions
from assessment.filing.errors.returns import ReviewerTookPart
from assessment.filing.errors.review import (
    CellNotOnForm,
    DueDayPast,
    NothingAnswered,
    NothingAsked,
    QueriesOpen,
    QueryStillOpen,
    QuestionMissing,
    ReasonForClosingMissing,
)
from assessment.filing.models import QueryMessage, QuerySheet, QueryThread, Version
from assessment.filing.query_actions import Question
from assessment.filing.states import THREAD_STATES, State
from assessment.people.errors import NotFound
from tests.situations.catalogue import a_reviewer
from tests.situations.filing import (
    DUE,
    REVIEWED,
    ZUNYI,
    a_city,
    a_closed_thread,
    a_queried_version,
    a_question,
    a_version_under_review,
    an_answered_thread,
    an_asked_thread,
)

pytestmark = pytest.mark.django_db


def state_of(version: Version) -> str:
    return Version.objects.get(pk=version.pk).state


def test_a_question_opens_the_numbered_sheet_of_the_city_and_the_return_waits() -> None:
    version = a_queried_version()
    sheet = QuerySheet.objects.get(return_filed=version.return_filed_id)
    assert sheet.number == "H20210413-0001"
    assert version.state == State.QUERYING
    thread = sheet.threads.get()
    assert (thread.serial, thread.item, thread.basis, thread.due_on) == (1, "software_revenue", "current", DUE)
    assert list(thread.messages.values_list("kind", "text")) == [("question", "增长较快，说明主要企业")]


def test_numbers_of_sheets_have_no_gap_and_each_city_has_one_sheet() -> None:
    first, second = a_queried_version(), a_queried_version(ZUNYI)
    actions.ask(first.pk, [a_question("total_pay"), a_question("total_profit")], by=a_reviewer(), at=REVIEWED)
    numbers = QuerySheet.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == ["H20210413-0001", "H20210413-0002"]
    assert [thread.serial for thread in first.query_threads.all()] == [1, 2, 3]
    assert [thread.serial for thread in second.query_threads.all()] == [1]


def test_the_review_goes_on_when_the_last_question_is_answered() -> None:
    version = a_queried_version()
    more = actions.ask(version.pk, [a_question("total_pay")], by=a_reviewer(), at=REVIEWED)[0]
    first = version.query_threads.get(serial=1)
    filler = a_city().filler
    actions.answer(version.pk, {first.pk: "一家企业三月投产"}, by=filler, at=REVIEWED)
    assert state_of(version) == State.QUERYING
    actions.answer(version.pk, {more.pk: "年终奖在一季度发放"}, by=filler, at=REVIEWED)
    assert state_of(version) == State.UNDER_REVIEW
    with pytest.raises(WrongState):
        actions.answer(version.pk, {more.pk: "再答"}, by=filler, at=REVIEWED)


def test_a_question_that_no_longer_stands_is_closed_unanswered() -> None:
    thread = an_asked_thread()
    actions.close_query(thread.pk, "口径已另行说明", by=a_reviewer(), at=REVIEWED)
    assert state_of(thread.version) == State.UNDER_REVIEW
    said = QueryMessage.objects.filter(thread=thread).values_list("kind", "text")
    assert list(said)[-1] == ("closed", "口径已另行说明")


def test_an_answered_or_closed_question_is_asked_again_with_a_new_day() -> None:
    thread = a_closed_thread()
    later = date(2021, 4, 20)
    actions.ask_again(thread.pk, "凭证缺第二页", later, by=a_reviewer(), at=REVIEWED)
    thread.refresh_from_db()
    assert (thread.state, thread.due_on, state_of(thread.version)) == ("asked", later, State.QUERYING)
    kinds = thread.messages.values_list("kind", flat=True)
    assert list(kinds) == ["question", "answer", "closed", "question"]


def test_nothing_is_accepted_while_a_question_is_open() -> None:
    thread = an_answered_thread()
    with pytest.raises(QueriesOpen) as refused:
        actions.accept(thread.version_id, by=a_reviewer(), at=REVIEWED)
    assert refused.value.where == {"count": 1, "serials": "1"}
    actions.close_query(thread.pk, "凭证齐全", by=a_reviewer(), at=REVIEWED)
    assert actions.accept(thread.version_id, by=a_reviewer(), at=REVIEWED).state == State.ACCEPTED


@pytest.mark.parametrize(
    ("question", "refusal"),
    [
        (a_question(text="  "), QuestionMissing),
        (Question("software_revenue", "current", "说明", date(2021, 4, 12)), DueDayPast),
        (a_question("hardware_revenue"), CellNotOnForm),
        (a_question(basis="last_decade"), CellNotOnForm),
    ],
)
def test_a_question_names_a_cell_of_the_form_says_something_and_leaves_time(
    question: Question, refusal: type[Exception]
) -> None:
    version = a_version_under_review()
    with pytest.raises(refusal):
        actions.ask(version.pk, [a_question("total_pay"), question], by=a_reviewer(), at=REVIEWED)
    assert (state_of(version), QuerySheet.objects.count()) == (State.UNDER_REVIEW, 0)


def test_one_cell_is_asked_about_once_at_a_time() -> None:
    version = a_queried_version()
    with pytest.raises(QueryStillOpen):
        actions.ask(version.pk, [a_question()], by=a_reviewer(), at=REVIEWED)
    twice = [a_question("total_pay"), a_question("total_pay")]
    with pytest.raises(QueryStillOpen):
        actions.ask(version.pk, twice, by=a_reviewer(), at=REVIEWED)
    actions.ask(version.pk, [a_question(basis="same_period_last_year")], by=a_reviewer(), at=REVIEWED)
    assert version.query_threads.count() == 2


def test_empty_words_are_refused() -> None:
    thread = an_asked_thread()
    with pytest.raises(NothingAsked):
        actions.ask(thread.version_id, [], by=a_reviewer(), at=REVIEWED)
    with pytest.raises(NothingAnswered):
        actions.answer(thread.version_id, {thread.pk: " "}, by=a_city().filler, at=REVIEWED)
    with pytest.raises(ReasonForClosingMissing):
        actions.close_query(thread.pk, " ", by=a_reviewer(), at=REVIEWED)
    assert state_of(thread.version) == State.QUERYING


def test_a_thread_of_another_city_is_as_if_it_did_not_exist() -> None:
    own, foreign = an_asked_thread(), an_asked_thread(ZUNYI)
    with pytest.raises(NotFound):
        actions.answer(own.version_id, {foreign.pk: "不是本市的"}, by=a_city().filler, at=REVIEWED)
    with pytest.raises(NotFound):
        actions.answer(foreign.version_id, {foreign.pk: "不是本市的"}, by=a_city().filler, at=REVIEWED)
    assert not QueryMessage.objects.filter(kind="answer").exists()


def test_whoever_filled_the_return_does_not_ask_about_it() -> None:
    version = a_version_under_review()
    version.cells.filter(item="total_pay").update(changed_by=a_reviewer().username)
    with pytest.raises(ReviewerTookPart):
        actions.ask(version.pk, [a_question()], by=a_reviewer(), at=REVIEWED)


def test_a_query_changes_no_figure_and_leaves_its_entries() -> None:
    version = a_version_under_review()
    before = list(version.cells.order_by("id").values())
    thread = actions.ask(version.pk, [a_question()], by=a_reviewer(), at=REVIEWED)[0]
    actions.answer(version.pk, {thread.pk: "已附凭证"}, by=a_city().filler, at=REVIEWED)
    actions.ask_again(thread.pk, "缺第二页", DUE, by=a_reviewer(), at=REVIEWED)
    actions.close_query(thread.pk, "凭证齐全", by=a_reviewer(), at=REVIEWED)
    assert list(version.cells.order_by("id").values()) == before
    entries = Entry.objects.filter(action__startswith="query.").order_by("sequence")
    assert [entry.action for entry in entries] == ["query.ask", "query.answer", "query.ask", "query.close"]


def test_a_thread_ends_closed_and_every_state_of_it_is_reached() -> None:
    assert THREAD_STATES.reachable_from("asked") == set(QueryThread.State.values)
    refused = set(THREAD_STATES.complement())
    assert refused == {
        ("asked", "reopen"),
        ("answered", "answer_one"),
        ("closed", "answer_one"),
        ("closed", "close"),
    }


def test_a_closed_question_is_neither_answered_nor_closed_again() -> None:
    thread = a_closed_thread()
    with pytest.raises(WrongState):
        actions.close_query(thread.pk, "再次", by=a_reviewer(), at=REVIEWED)
