"""Writers of the 核实: asking about single cells, answering, closing, asking again. No figure is touched by any."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from assessment.audit.actions import record
from assessment.filing.errors.review import (
    CellNotOnForm,
    DueDayPast,
    NothingAnswered,
    NothingAsked,
    QueryStillOpen,
    QuestionMissing,
    ReasonForClosingMissing,
)
from assessment.filing.locking import check_reviewer, fact, lock_version, move
from assessment.filing.models import QueryMessage, QuerySheet, QuerySheetDay, QueryThread, Version
from assessment.filing.review_notices import tell_answered, tell_asked
from assessment.filing.states import THREAD_STATES, VERSION_STATES, Move, ThreadMove
from assessment.filing.walls import returns_within
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require

Kind = QueryMessage.Kind
ASKED = QueryThread.State.ASKED
CLOSED = QueryThread.State.CLOSED


@dataclass(frozen=True)
class Question:
    """What the bureau wants to know about one cell, and until which day. `rule` is the check it comes from."""

    item: str
    basis: str
    text: str
    due_on: date
    rule: str = ""
    rule_digest: str = ""


def ask(version_id: int, questions: Sequence[Question], *, by: User, at: datetime) -> list[QueryThread]:
    """Put questions on the unit's 核实单; the return is 核实中 until all of them are answered or closed."""
    with transaction.atomic():
        version = lock_version(version_id, Action.QUERY_ASK, by=by, at=at)
        move(version, Move.QUERY)
        check_reviewer(version, by=by)
        sheet = _sheet_of(version, at=at)
        _check_questions(version, sheet, questions, at=at)
        version.save(update_fields=["state"])
        threads = [_open(sheet, version, question, by=by, at=at) for question in questions]
        asked = [f"{thread.serial} {thread.item}.{thread.basis}" for thread in threads]
        record(fact(Action.QUERY_ASK, version, sheet=sheet.number, asked=asked), by=by, at=at)
        tell_asked(version, threads, at=at)
    return threads


def answer(version_id: int, answers: Mapping[int, str], *, by: User, at: datetime) -> list[QueryThread]:
    """Answer one or several questions of the sheet, by thread id, all or none."""
    with transaction.atomic():
        version = lock_version(version_id, Action.QUERY_ANSWER, by=by, at=at)
        after = VERSION_STATES.after(version.state, Move.ANSWER)
        said = {key: text.strip() for key, text in answers.items() if text.strip()}
        if not said:
            raise NothingAnswered
        threads = list(_threads_of(version).select_for_update().filter(pk__in=said))
        if len(threads) != len(said):
            raise NotFound
        for thread in threads:
            thread.state = THREAD_STATES.after(thread.state, ThreadMove.ANSWER)
            thread.save(update_fields=["state"])
            _say(thread, Kind.ANSWER, said[thread.pk], by=by, at=at)
        _lead_on(version, after)
        answered = [thread.serial for thread in threads]
        record(fact(Action.QUERY_ANSWER, version, answered=answered), by=by, at=at)
        tell_answered(version, threads, at=at)
    return threads


def close_query(thread_id: int, reason: str, *, by: User, at: datetime) -> QueryThread:
    """Close a question with the reason that is accepted, or why it no longer stands."""
    with transaction.atomic():
        version, thread = _lock_thread(thread_id, Action.QUERY_CLOSE, by=by, at=at)
        after = VERSION_STATES.after(version.state, Move.CLOSE_QUERY)
        check_reviewer(version, by=by)
        thread.state = THREAD_STATES.after(thread.state, ThreadMove.CLOSE)
        if not reason.strip():
            raise ReasonForClosingMissing(serial=thread.serial)
        thread.save(update_fields=["state"])
        _say(thread, Kind.CLOSED, reason.strip(), by=by, at=at)
        _lead_on(version, after)
        record(fact(Action.QUERY_CLOSE, version, closed=thread.serial, item=thread.item), by=by, at=at)
    return thread


def ask_again(thread_id: int, text: str, due_on: date, *, by: User, at: datetime) -> QueryThread:
    """Open an answered or closed question again with a further one and a new due date."""
    with transaction.atomic():
        version, thread = _lock_thread(thread_id, Action.QUERY_ASK, by=by, at=at)
        move(version, Move.QUERY)
        check_reviewer(version, by=by)
        thread.state = THREAD_STATES.after(thread.state, ThreadMove.REOPEN)
        _check_question(Question(thread.item, thread.basis, text, due_on), at=at)
        thread.due_on = due_on
        thread.save(update_fields=["state", "due_on"])
        version.save(update_fields=["state"])
        _say(thread, Kind.QUESTION, text.strip(), by=by, at=at)
        record(fact(Action.QUERY_ASK, version, again=thread.serial, item=thread.item), by=by, at=at)
        tell_asked(version, [thread], at=at)
    return thread


def _threads_of(version: Version) -> QuerySet[QueryThread]:
    return QueryThread.objects.filter(sheet__return_filed=version.return_filed_id)


def _lock_thread(thread_id: int, action: Action, *, by: User, at: datetime) -> tuple[Version, QueryThread]:
    """The newest version of the thread's return, and the thread, both locked, in this order as everywhere."""
    require(by, action, at=at)
    within = returns_within(by, action, at=at, path="sheet__return_filed__")
    seen = QueryThread.objects.filter(within, pk=thread_id)
    newest = Version.objects.filter(return_filed__query_sheet__threads__in=seen).order_by("-number").first()
    if newest is None:
        raise NotFound
    version = lock_version(newest.pk, action, by=by, at=at)
    return version, QueryThread.objects.select_for_update().get(pk=thread_id)


def _check_questions(version: Version, sheet: QuerySheet, questions: Sequence[Question], *, at: datetime) -> None:
    if not questions:
        raise NothingAsked
    known = set(version.cells.values_list("item", "basis"))
    waiting = {(one.item, one.basis): one.serial for one in sheet.threads.exclude(state=CLOSED)}
    for question in questions:
        cell = (question.item, question.basis)
        if cell not in known:
            raise CellNotOnForm(item=question.item, basis=question.basis)
        if cell in waiting:
            raise QueryStillOpen(item=question.item, serial=waiting[cell])
        _check_question(question, at=at)
        waiting[cell] = max(waiting.values(), default=0) + 1


def _check_question(question: Question, *, at: datetime) -> None:
    if not question.text.strip():
        raise QuestionMissing(item=question.item)
    today = timezone.localtime(at).date()
    if question.due_on < today:
        raise DueDayPast(item=question.item, received=str(question.due_on), today=str(today))


def _open(sheet: QuerySheet, version: Version, question: Question, *, by: User, at: datetime) -> QueryThread:
    """The version's lock keeps serials of a sheet without gaps."""
    thread = QueryThread.objects.create(
        sheet=sheet,
        version=version,
        serial=sheet.threads.count() + 1,
        item=question.item,
        basis=question.basis,
        rule=question.rule,
        rule_digest=question.rule_digest,
        due_on=question.due_on,
    )
    _say(thread, Kind.QUESTION, question.text.strip(), by=by, at=at)
    return thread


def _say(thread: QueryThread, kind: str, text: str, *, by: User, at: datetime) -> None:
    QueryMessage.objects.create(thread=thread, kind=kind, text=text, by=by, at=at)


def _lead_on(version: Version, after: str) -> None:
    """Into the state after, once no question of the sheet waits for the unit."""
    if not _threads_of(version).filter(state=ASKED).exists():
        version.state = after
        version.save(update_fields=["state"])


def _sheet_of(version: Version, *, at: datetime) -> QuerySheet:
    found = QuerySheet.objects.filter(return_filed=version.return_filed_id).first()
    if found is not None:
        return found
    return QuerySheet.objects.create(return_filed=version.return_filed, number=_next_number(at), opened_at=at)


def _next_number(at: datetime) -> str:
    """H20210413-0001: the day in Beijing and the serial of that day, without gaps."""
    day = timezone.localtime(at).date()
    QuerySheetDay.objects.get_or_create(day=day)
    counter = QuerySheetDay.objects.select_for_update().get(day=day)
    counter.last_serial += 1
    counter.save(update_fields=["last_serial"])
    return f"H{day:%Y%m%d}-{counter.last_serial:04d}"
