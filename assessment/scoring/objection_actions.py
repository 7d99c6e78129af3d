"""Writers of objections: the unit claims, the officer decides on the evidence, a second person confirms.

先定后算: no step here computes anything, and while one is open nothing of the period can be computed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils import timezone

from assessment.catalogue.models import SchemeVersion
from assessment.evidence import actions as evidence
from assessment.evidence.actions import Subject
from assessment.evidence.models import StoredFile
from assessment.methodology.feedback_figures import contestable
from assessment.methodology.rounding import decimals_of
from assessment.methodology.run_document import thaw
from assessment.methodology.run_figures import number
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.scoring.errors.feedback import (
    DecisionReasonsMissing,
    ItemNotContestable,
    ObjectionIncomplete,
    ObjectionTwice,
    SameValue,
)
from assessment.scoring.feedback_records import locked_objection, open_feedback, record_objection
from assessment.scoring.feedback_states import FEEDBACK_STATES, OBJECTION_STATES, FeedbackMove, ObjectionMove
from assessment.scoring.models import CityFeedback, Objection, ObjectionYear
from assessment.scoring.run_records import require_another_person
from assessment.scoring.scoring_files import OBJECTION_FILE
from assessment.scoring.scoring_notices import tell_confirmed, tell_decided, tell_raised, tell_sent_back

FEWEST_CHARACTERS: Final = 5
STORED_DECIMALS, STORED_DIGITS = 8, 22


@dataclass(frozen=True)
class Claim:
    """What a unit holds to be right: a line of its figures, the value in 万元, and why. `files` are its evidence."""

    item: str
    value: Decimal
    reasons: str
    files: Sequence[tuple[str, bytes]] = ()


def raise_objection(feedback_id: int, claim: Claim, *, by: User, at: datetime) -> Objection:
    """异议（复核）申请 against one figure, within the window."""
    with transaction.atomic():
        row = open_feedback(feedback_id, Action.OBJECTION_RAISE, by=by, at=at)
        # A start of the same period waits here, so that none slips in beside the objection.
        SchemeVersion.objects.select_for_update().get(pk=row.run.scheme_version_id)
        row.state = FEEDBACK_STATES.after(row.state, FeedbackMove.OBJECT)
        _require_claim(row, claim)
        objection = Objection.objects.create(
            number=_next_number(at),
            feedback=row,
            item=claim.item,
            claimed_value=claim.value,
            reasons=claim.reasons.strip(),
            raised_by=by,
            raised_at=at,
        )
        row.answered_by, row.answered_at = by, at
        row.save(update_fields=["state", "answered_by", "answered_at"])
        for name, content in claim.files:
            _keep(objection, name, content, by=by, at=at)
        record_objection(Action.OBJECTION_RAISE, objection, by=by, at=at, step=FeedbackMove.OBJECT.value)
        tell_raised(objection, at=at)
    return objection


def add_objection_file(objection_id: int, name: str, content: bytes, *, by: User, at: datetime) -> StoredFile:
    """Put evidence beside an objection until it is decided: it is decided on what lies there."""
    with transaction.atomic():
        objection = locked_objection(objection_id, Action.OBJECTION_RAISE, by=by, at=at)
        objection.state = OBJECTION_STATES.after(objection.state, ObjectionMove.ADD_FILE)
        return _keep(objection, name, content, by=by, at=at)


def withdraw_objection(objection_id: int, *, by: User, at: datetime) -> Objection:
    """The unit no longer contests the figure; with its last objection gone it has yet to answer."""
    with transaction.atomic():
        objection = locked_objection(objection_id, Action.OBJECTION_RAISE, by=by, at=at)
        objection.state = OBJECTION_STATES.after(objection.state, ObjectionMove.WITHDRAW)
        objection.save(update_fields=["state"])
        row = objection.feedback
        if not row.objections.exclude(state=Objection.State.WITHDRAWN).exists():
            row.state = FEEDBACK_STATES.after(row.state, FeedbackMove.RESUME)
            row.answered_by, row.answered_at = None, None
            row.save(update_fields=["state", "answered_by", "answered_at"])
        record_objection(Action.OBJECTION_RAISE, objection, by=by, at=at, step=ObjectionMove.WITHDRAW.value)
    return objection


def decide_objection(objection_id: int, outcome: str, reasons: str, *, by: User, at: datetime) -> Objection:
    """The officer's decision with reasons, on the evidence alone; it counts once a second person has confirmed it."""
    with transaction.atomic():
        objection = locked_objection(objection_id, Action.OBJECTION_DECIDE, by=by, at=at)
        objection.state = OBJECTION_STATES.after(objection.state, ObjectionMove.DECIDE)
        require_another_person(by, objection.raised_by_id, at=at)
        if outcome not in Objection.Outcome.values or len(reasons.strip()) < FEWEST_CHARACTERS:
            raise DecisionReasonsMissing
        objection.outcome, objection.decision_reasons = outcome, reasons.strip()
        objection.decided_by, objection.decided_at = by, at
        objection.save()
        record_objection(Action.OBJECTION_DECIDE, objection, by=by, at=at, step=ObjectionMove.DECIDE.value)
        tell_decided(objection, at=at)
    return objection


def confirm_decision(objection_id: int, *, by: User, at: datetime) -> Objection:
    """A second person confirms: from now on the decision stands, and the unit hears of it."""
    with transaction.atomic():
        objection = locked_objection(objection_id, Action.OBJECTION_CONFIRM, by=by, at=at)
        objection.state = OBJECTION_STATES.after(objection.state, ObjectionMove.CONFIRM)
        require_another_person(by, objection.decided_by_id, objection.raised_by_id, at=at)
        objection.confirmed_by, objection.confirmed_at = by, at
        objection.save()
        record_objection(Action.OBJECTION_CONFIRM, objection, by=by, at=at, step=ObjectionMove.CONFIRM.value)
        tell_confirmed(objection, at=at)
    return objection


def send_back_decision(objection_id: int, reasons: str, *, by: User, at: datetime) -> Objection:
    """The second person does not agree: the officer decides anew."""
    with transaction.atomic():
        objection = locked_objection(objection_id, Action.OBJECTION_CONFIRM, by=by, at=at)
        objection.state = OBJECTION_STATES.after(objection.state, ObjectionMove.SEND_BACK)
        require_another_person(by, objection.decided_by_id, objection.raised_by_id, at=at)
        if len(reasons.strip()) < FEWEST_CHARACTERS:
            raise DecisionReasonsMissing
        objection.outcome, objection.decision_reasons = "", ""
        objection.decided_by, objection.decided_at = None, None
        objection.save()
        record_objection(Action.OBJECTION_CONFIRM, objection, by=by, at=at, step=ObjectionMove.SEND_BACK.value)
        tell_sent_back(objection, reasons.strip(), at=at)
    return objection


def _require_claim(row: CityFeedback, claim: Claim) -> None:
    """A line that can be contested, another value than the one that was used, reasons, and nothing said twice."""
    document = thaw(row.document)
    known = contestable(document)
    if claim.item not in known:
        raise ItemNotContestable(received=claim.item, known=list(known))
    unreadable = not claim.value.is_finite() or decimals_of(claim.value) > STORED_DECIMALS
    if unreadable or claim.value.adjusted() >= STORED_DIGITS or len(claim.reasons.strip()) < FEWEST_CHARACTERS:
        raise ObjectionIncomplete(fewest=FEWEST_CHARACTERS)
    standing = row.objections.filter(item=claim.item).exclude(state=Objection.State.WITHDRAWN).first()
    if standing is not None:
        raise ObjectionTwice(number=standing.number)
    used = number(next(line["used"] for line in document["lines"] if line["code"] == claim.item))
    if used == claim.value:
        raise SameValue(received=claim.value)


def _keep(objection: Objection, name: str, content: bytes, *, by: User, at: datetime) -> StoredFile:
    subject = Subject(OBJECTION_FILE, str(objection.pk), objection.item, objection.feedback.unit)
    return evidence.store(subject, name=name, content=content, by=by, at=at)


def _next_number(at: datetime) -> str:
    """Y2021-0001: the year in Beijing and the serial of that year, without gaps."""
    year = timezone.localtime(at).year
    ObjectionYear.objects.get_or_create(year=year)
    counter = ObjectionYear.objects.select_for_update().get(year=year)
    counter.last_serial += 1
    counter.save(update_fields=["last_serial"])
    return f"Y{year}-{counter.last_serial:04d}"
