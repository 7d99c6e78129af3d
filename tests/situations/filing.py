"""Situations of a return: in every state of its life, with the people who brought it there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from assessment.filing import actions
from assessment.filing.cells import CellChange
from assessment.filing.models import Correction, QueryThread, Receipt, Version
from assessment.filing.query_actions import Question
from assessment.filing.states import State
from assessment.people.models import User
from assessment.people.roles import Role
from tests.situations.catalogue import FIRST_QUARTER, a_reviewer, an_account, an_open_collection, moment
from tests.situations.kept_rows import kept

LIUPANSHUI = "520200"
ZUNYI = "520300"
FILLED = moment("2021-04-10 09:00")
SIGNED = moment("2021-04-11 09:00")
SUBMITTED = moment("2021-04-12 09:00")
REVIEWED = moment("2021-04-13 09:00")
ASKED = moment("2021-04-14 09:00")
GRANTED = moment("2021-04-15 09:00")
CORRECTED = moment("2021-04-16 09:00")
LOCKED = moment("2021-04-29 19:00")
DUE = date(2021, 4, 16)


@dataclass(frozen=True)
class City:
    """The people of one city who file its return."""

    code: str
    filler: User
    statistics_head: User
    unit_head: User


def a_city(code: str = LIUPANSHUI) -> City:
    return City(
        code,
        an_account(f"filler-{code}", Role.FILLER, code),
        an_account(f"statistics-head-{code}", Role.STATISTICS_HEAD, code),
        an_account(f"unit-head-{code}", Role.UNIT_HEAD, code),
    )


def a_value(number: str, item: str = "software_revenue", **more: str) -> CellChange:
    """A number for an item, in the current period unless said otherwise."""
    return CellChange(item, more.pop("basis", "current"), "value", Decimal(number), **more)


@kept
def a_draft(code: str = LIUPANSHUI, *, period: str = FIRST_QUARTER, at: datetime = FILLED) -> Version:
    """A version just begun: every cell empty, or as in the version before."""
    collection = an_open_collection("SW-Q", period)
    return actions.start_version(collection.pk, code, by=a_city(code).filler, at=at)


@kept
def a_filled_draft(code: str = LIUPANSHUI) -> Version:
    draft = a_draft(code)
    figures = [a_value("1234.5"), a_value("1000", basis="same_period_last_year")]
    return actions.save_cells(draft.pk, figures, revision=0, by=a_city(code).filler, at=FILLED)


@kept
def awaiting_signature(code: str = LIUPANSHUI) -> Version:
    return actions.request_signatures(a_filled_draft(code).pk, by=a_city(code).filler, at=FILLED)


@kept
def a_signed_version(code: str = LIUPANSHUI) -> Version:
    """Complete chain, not yet submitted."""
    version, city = awaiting_signature(code), a_city(code)
    sign_all(version, city)
    return Version.objects.get(pk=version.pk)


def sign_all(version: Version, city: City, *, at: datetime = SIGNED) -> None:
    actions.sign(version.pk, by=city.statistics_head, at=at)
    actions.sign(version.pk, by=city.unit_head, at=at)


@kept
def a_submitted_version(code: str = LIUPANSHUI, *, at: datetime = SUBMITTED) -> Version:
    version = a_signed_version(code)
    actions.submit(version.pk, by=a_city(code).filler, at=at)
    return Version.objects.get(pk=version.pk)


@kept
def a_receipt(code: str = LIUPANSHUI) -> Receipt:
    return Receipt.objects.get(version=a_submitted_version(code))


@kept
def a_version_under_review(code: str = LIUPANSHUI) -> Version:
    return actions.open_review(a_submitted_version(code).pk, by=a_reviewer(), at=REVIEWED)


def a_question(
    item: str = "software_revenue", basis: str = "current", text: str = "增长较快，说明主要企业"
) -> Question:
    return Question(item, basis, text, DUE)


@kept
def a_queried_version(code: str = LIUPANSHUI) -> Version:
    """Under review, one question on software_revenue waiting for the city."""
    version = a_version_under_review(code)
    actions.ask(version.pk, [a_question()], by=a_reviewer(), at=REVIEWED)
    return Version.objects.get(pk=version.pk)


@kept
def an_asked_thread(code: str = LIUPANSHUI) -> QueryThread:
    return QueryThread.objects.get(version=a_queried_version(code))


@kept
def an_answered_thread(code: str = LIUPANSHUI) -> QueryThread:
    thread = an_asked_thread(code)
    said = {thread.pk: "一家企业三月投产，凭证已附"}
    return actions.answer(thread.version_id, said, by=a_city(code).filler, at=REVIEWED)[0]


@kept
def a_closed_thread(code: str = LIUPANSHUI) -> QueryThread:
    return actions.close_query(an_answered_thread(code).pk, "新投产企业，凭证齐全", by=a_reviewer(), at=REVIEWED)


@kept
def a_version_sent_back(code: str = LIUPANSHUI) -> Version:
    """Sent back for one item: software_revenue."""
    version = a_version_under_review(code)
    return actions.send_back(version.pk, {"software_revenue": "请核对原始凭证"}, by=a_reviewer(), at=REVIEWED)


@kept
def an_accepted_version(code: str = LIUPANSHUI) -> Version:
    return actions.accept(a_version_under_review(code).pk, by=a_reviewer(), at=REVIEWED)


@kept
def a_locked_version(code: str = LIUPANSHUI) -> Version:
    return actions.lock(an_accepted_version(code).pk, by=a_reviewer(), at=LOCKED)


@kept
def a_withdrawn_version(code: str = LIUPANSHUI) -> Version:
    return actions.withdraw(a_submitted_version(code).pk, by=a_city(code).filler, at=SUBMITTED)


@kept
def a_requested_correction(code: str = LIUPANSHUI) -> Correction:
    """Asked for one item of an accepted return: software_revenue."""
    accepted = an_accepted_version(code)
    return actions.request_correction(
        accepted.return_filed_id, ["software_revenue"], "原始凭证补登两笔", by=a_city(code).filler, at=ASKED
    )


@kept
def a_granted_correction(code: str = LIUPANSHUI) -> Correction:
    return actions.grant_correction(a_requested_correction(code).pk, "原始凭证齐全", by=a_reviewer(), at=GRANTED)


@kept
def a_refused_correction(code: str = LIUPANSHUI) -> Correction:
    return actions.refuse_correction(a_requested_correction(code).pk, "未附原始凭证", by=a_reviewer(), at=GRANTED)


@kept
def a_withdrawn_correction(code: str = LIUPANSHUI) -> Correction:
    return actions.withdraw_correction(a_requested_correction(code).pk, by=a_city(code).filler, at=ASKED)


@kept
def a_correcting_draft(code: str = LIUPANSHUI) -> Version:
    """The version begun under a granted correction; its only open item is software_revenue."""
    filed = a_granted_correction(code).return_filed
    return actions.start_version(filed.collection_id, code, by=a_city(code).filler, at=CORRECTED)


@kept
def a_begun_correction(code: str = LIUPANSHUI) -> Correction:
    return Correction.objects.get(return_filed=a_correcting_draft(code).return_filed_id)


@kept
def a_settled_correction(code: str = LIUPANSHUI) -> Correction:
    """The corrected version, 1300 in place of 1234.5, is accepted and in force."""
    draft, city = a_correcting_draft(code), a_city(code)
    actions.save_cells(draft.pk, [a_value("1300")], revision=0, by=city.filler, at=CORRECTED)
    through_to_acceptance(draft, city, at=CORRECTED)
    return Correction.objects.get(return_filed=draft.return_filed_id)


def through_to_acceptance(draft: Version, city: City, *, at: datetime) -> Version:
    """From a filled draft to the version in force, all at one moment."""
    actions.request_signatures(draft.pk, by=city.filler, at=at)
    sign_all(draft, city, at=at)
    actions.submit(draft.pk, by=city.filler, at=at)
    submitted = actions.open_review(draft.pk, by=a_reviewer(), at=at)
    if submitted.late:
        actions.vet_late(draft.pk, "系统升级，延后两日", by=a_reviewer(), at=at)
    return actions.accept(draft.pk, by=a_reviewer(), at=at)


CORRECTION_IN_STATE: dict[str, Callable[..., Correction]] = {
    Correction.State.REQUESTED.value: a_requested_correction,
    Correction.State.GRANTED.value: a_granted_correction,
    Correction.State.REFUSED.value: a_refused_correction,
    Correction.State.WITHDRAWN.value: a_withdrawn_correction,
    Correction.State.BEGUN.value: a_begun_correction,
    Correction.State.SETTLED.value: a_settled_correction,
}
IN_STATE: dict[str, Callable[[], Version]] = {
    State.DRAFT.value: a_filled_draft,
    State.AWAITING_SIGNATURE.value: awaiting_signature,
    State.SUBMITTED.value: a_submitted_version,
    State.UNDER_REVIEW.value: a_version_under_review,
    State.QUERYING.value: a_queried_version,
    State.SENT_BACK.value: a_version_sent_back,
    State.ACCEPTED.value: an_accepted_version,
    State.LOCKED.value: a_locked_version,
    State.WITHDRAWN.value: a_withdrawn_version,
}
