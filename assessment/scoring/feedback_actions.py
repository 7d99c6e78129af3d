"""Writers of 反馈核对: the commission sends figures to the units, each unit answers for itself, silence is recorded."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from assessment.audit.actions import Actor, Fact, record
from assessment.catalogue.queries import working_calendar
from assessment.display.formats import CHECK_CODE_DIGITS, check_code
from assessment.evidence import actions as evidence
from assessment.evidence.actions import Subject
from assessment.methodology.feedback_figures import feedback_of, same_figures
from assessment.methodology.run_document import freeze, text_digest, thaw
from assessment.methodology.working_days import add_working_days
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.scoring.errors.feedback import (
    FeedbackOutstanding,
    FormDiffers,
    ObjectionUnsettled,
    StampedFormMissing,
    WindowNotPossible,
)
from assessment.scoring.feedback_queries import accepted_objections, predecessor_of, require_none_undecided
from assessment.scoring.feedback_records import open_feedback, record_feedback
from assessment.scoring.feedback_states import FEEDBACK_STATES, FeedbackMove
from assessment.scoring.models import CityFeedback, Run
from assessment.scoring.names import region_names
from assessment.scoring.queries import document_of, indicators_of
from assessment.scoring.run_records import locked_run, record_run
from assessment.scoring.scoring_files import STAMPED_FORM
from assessment.scoring.scoring_notices import tell_sent
from assessment.scoring.states import RUN_STATES, Move, states_of

USUAL_WINDOW: Final = 5
LEAST_WINDOW, LONGEST_WINDOW = 1, 30
END_OF_WORK = time(18)
ANSWERED: Final = (CityFeedback.State.AGREED, CityFeedback.State.OBJECTED, CityFeedback.State.DEEMED)


@dataclass(frozen=True)
class Scan:
    """A stamped form as it was sent back, with the check code that is printed at its foot."""

    name: str
    content: bytes
    check_code: str


def send_feedback(run_id: int, *, by: User, at: datetime, working_days: int = USUAL_WINDOW) -> Run:
    """Send each unit its own figures, with a window of working days for answers and objections.

    A later version takes the place of the one before: whoever is shown the same figures as then has answered.
    """
    if not LEAST_WINDOW <= working_days <= LONGEST_WINDOW:
        raise WindowNotPossible(least=LEAST_WINDOW, most=LONGEST_WINDOW, received=working_days)
    with transaction.atomic():
        run = locked_run(run_id, Action.FEEDBACK_SEND, by=by, at=at)
        run.state = states_of(run).after(run.state, Move.SEND_FEEDBACK)
        before = _locked_predecessor(run)
        require_none_undecided(run.period, run.scheme_version.kind)
        run.replaces = before
        run.feedback_sent_by, run.feedback_sent_at = by, at
        run.feedback_until = _end_of_window(working_days, at=at)
        run.save()
        rows = CityFeedback.objects.bulk_create(_rows(run, before))
        if before is not None and before.state == Run.State.FEEDBACK:
            before.state = RUN_STATES.after(before.state, Move.REPLACE)
            before.save(update_fields=["state"])
        awaited = [row for row in rows if row.state == CityFeedback.State.AWAITING]
        facts = {"until": run.feedback_until.isoformat(), "units": len(awaited), "replaces": run.replaces_id}
        record_run(Action.FEEDBACK_SEND, run, by=by, at=at, facts=facts)
        tell_sent(awaited, run, at=at)
    return run


def return_form(feedback_id: int, scan: Scan, *, by: User, at: datetime) -> CityFeedback:
    """Keep the scan of the stamped 数据核对确认表 of exactly these figures; a later one takes its place."""
    with transaction.atomic():
        row = open_feedback(feedback_id, Action.FEEDBACK_ANSWER, by=by, at=at)
        row.state = FEEDBACK_STATES.after(row.state, FeedbackMove.RETURN_FORM)
        _require_form_of(row, scan.check_code)
        subject = Subject(STAMPED_FORM, str(row.pk), "", row.unit)
        row.stamped_form = evidence.store(subject, name=scan.name, content=scan.content, by=by, at=at)
        row.save(update_fields=["state", "stamped_form"])
        record_feedback(Action.FEEDBACK_ANSWER, row, by=by, at=at, step=FeedbackMove.RETURN_FORM.value)
    return row


def agree(feedback_id: int, *, by: User, at: datetime) -> CityFeedback:
    """核对无误: the unit confirms its figures, with the stamped form beside them."""
    with transaction.atomic():
        row = open_feedback(feedback_id, Action.FEEDBACK_ANSWER, by=by, at=at)
        row.state = FEEDBACK_STATES.after(row.state, FeedbackMove.AGREE)
        if row.stamped_form_id is None:
            raise StampedFormMissing
        row.answered_by, row.answered_at = by, at
        row.save(update_fields=["state", "answered_by", "answered_at"])
        record_feedback(Action.FEEDBACK_ANSWER, row, by=by, at=at, step=FeedbackMove.AGREE.value)
    return row


def agree_with_form(feedback_id: int, scan: Scan, *, by: User, at: datetime) -> CityFeedback:
    """The stamped form and the agreement in one step, both or neither."""
    with transaction.atomic():
        return_form(feedback_id, scan, by=by, at=at)
        return agree(feedback_id, by=by, at=at)


def deem_unanswered(run: Run, *, by: Actor, at: datetime) -> None:
    """视同无异议: whoever kept silent to the end of the window. `FeedbackOutstanding` before that end.

    The run is locked by the step that asks; nothing is passed over without a record.
    """
    silent = list(run.feedback.select_for_update().filter(state=CityFeedback.State.AWAITING))
    if not silent:
        return
    if run.feedback_until is not None and at <= run.feedback_until:
        names = region_names(row.unit for row in silent)
        raise FeedbackOutstanding(units=[names.get(row.unit, row.unit) for row in silent], until=run.feedback_until)
    for row in silent:
        row.state = FEEDBACK_STATES.after(row.state, FeedbackMove.DEEM)
        row.save(update_fields=["state"])
        facts = {"run": run.pk, "unit": row.unit, "until": run.feedback_until.isoformat() if run.feedback_until else ""}
        record(Fact("feedback.deemed", row.unit, "scoring.feedback", str(row.pk), facts=facts), by=by, at=at)


def _locked_predecessor(run: Run) -> Run | None:
    """An objection to it that is being raised waits for this lock, or is seen once it is held."""
    before = predecessor_of(run.period, run.scheme_version.kind, other_than=run.pk)
    return None if before is None else Run.objects.select_for_update(of=("self",)).get(pk=before.pk)


def _end_of_window(working_days: int, *, at: datetime) -> datetime:
    """18:00 of the last working day; the day of the sending does not count."""
    last = add_working_days(working_calendar(), timezone.localtime(at).date(), working_days)
    return timezone.make_aware(datetime.combine(last, END_OF_WORK))


def _rows(run: Run, before: Run | None) -> list[CityFeedback]:
    shown = feedback_of(document_of(run), indicators_of(run))
    earlier = {row.unit: row for row in before.feedback.all()} if before is not None else {}
    unchanged = {
        unit: row for unit, row in earlier.items() if unit in shown and same_figures(shown[unit], thaw(row.document))
    }
    _require_effect(unchanged.values())
    return [_row(run, unit, document, unchanged.get(unit)) for unit, document in shown.items()]


def _row(run: Run, unit: str, document: dict[str, Any], before: CityFeedback | None) -> CityFeedback:
    text = freeze(document)
    row = CityFeedback(run=run, unit=unit, document=text, digest=text_digest(text))
    if before is not None and before.state in ANSWERED:
        row.state, row.carried_from = before.state, before
        row.answered_by, row.answered_at = before.answered_by, before.answered_at
        row.stamped_form = before.stamped_form
    return row


def _require_effect(unchanged: Iterable[CityFeedback]) -> None:
    """An accepted objection whose unit is shown the same figures again has not been carried out."""
    numbers = [objection.number for objection in accepted_objections(unchanged)]
    if numbers:
        raise ObjectionUnsettled(numbers=numbers)


def _require_form_of(row: CityFeedback, claimed: str) -> None:
    plain = "".join(character for character in claimed.lower() if character.isalnum())
    if plain not in {row.digest, row.digest[:CHECK_CODE_DIGITS]}:
        raise FormDiffers(received=claimed or "--", expected=check_code(row.digest))
