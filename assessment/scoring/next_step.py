"""What comes next for a result and who takes that step, said above its figures to whoever looks at it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext, ngettext

from assessment.display import formats
from assessment.jobs.models import Job
from assessment.methodology.errors import N_
from assessment.people.permissions import Action
from assessment.scoring.feedback_queries import accepted_objections, has_successor, issued_run_of, undecided_objections
from assessment.scoring.models import CityFeedback, CorrectionNotice, Run
from assessment.scoring.planned_issues import waiting_plan
from assessment.scoring.publication_view import pattern_now, undecided_figures
from assessment.scoring.run_view import MOVES
from assessment.scoring.states import Move

State = Run.State
# After each state: the step, and the sentence that names who takes it.
STEPS: dict[str, tuple[Move, str]] = {
    State.COMPUTED: (Move.CONFIRM, N_("The confirmer of the big data bureau looks through the figures and confirms.")),
    State.CONFIRMED: (Move.SEND_FEEDBACK, N_("The officer of the commission sends each city its figures to check.")),
    State.FEEDBACK: (Move.APPROVE, N_("The signatory of the commission approves the results.")),
    State.APPROVED: (
        Move.ISSUE,
        N_("The officer of the commission issues the results with document number and scan."),
    ),
}


@dataclass(frozen=True)
class NextStep:
    """`yours`: the reader takes it. `barred`: the reader could, had the reader not taken an earlier one."""

    sentence: str
    yours: bool = False
    barred: bool = False


def next_step(run: Run, moves: Collection[str], allowed: frozenset[Action], *, at: datetime) -> NextStep | None:
    """None where nothing follows: a trial run, or one that has ended."""
    if run.state == State.REQUESTED and run.job is not None:
        return _computing(run.job, allowed)
    if run.purpose == Run.Purpose.TRIAL or run.state not in STEPS:
        return None
    if has_successor(run):
        return NextStep(gettext("A later version has been started; what follows is done there."))
    waits_for = _waits_for(run, allowed, at=at)
    if waits_for is not None:
        return waits_for
    move, sentence = STEPS[run.state]
    yours = move.value in moves
    return NextStep(gettext(sentence), yours=yours, barred=not yours and MOVES[move] in allowed)


def _computing(job: Job, allowed: frozenset[Action]) -> NextStep:
    if job.state in {Job.State.FAILED, Job.State.CANCELLED}:
        sentence = gettext("The officer of the commission starts the run again, or cancels it.")
        return NextStep(sentence, yours=Action.RUN_START in allowed)
    return NextStep(gettext("The server computes; this page shows the figures once they are there."))


def _waits_for(run: Run, allowed: frozenset[Action], *, at: datetime) -> NextStep | None:
    """What has to happen before anybody can take the step."""
    if run.state == State.FEEDBACK:
        sentence = _objections_open(run) or _answers_awaited(run, at=at)
        return NextStep(sentence) if sentence else None
    if run.state != State.APPROVED:
        return None
    if waiting_plan(run) is not None:
        return NextStep(gettext("The server issues the results at the planned moment; nobody has to do anything."))
    count = len(undecided_figures(run, pattern_now(run)))
    if not count:
        return _notice_awaited(run, allowed)
    sentence = ngettext(
        "Before the issue the officer of the commission decides under “What goes out” on {count} figure.",
        "Before the issue the officer of the commission decides under “What goes out” on {count} figures.",
        count,
    )
    return NextStep(sentence.format(count=count), yours=Action.PUBLICATION_DECIDE in allowed)


def _notice_awaited(run: Run, allowed: frozenset[Action]) -> NextStep | None:
    """更正通报: where the period was issued before, two people record the exception first."""
    before = issued_run_of(run)
    if before is None:
        return None
    notice = CorrectionNotice.objects.filter(correcting=run, corrected=before).first()
    if notice is None:
        sentence = gettext("Issued before: the officer of the commission records a notice of correction.")
        return NextStep(sentence, yours=Action.CORRECTION_NOTICE_PROPOSE in allowed)
    if notice.confirmed_at is None:
        sentence = gettext("The signatory of the commission confirms the notice of correction.")
        return NextStep(sentence, yours=Action.CORRECTION_NOTICE_CONFIRM in allowed)
    return None


def _objections_open(run: Run) -> str:
    undecided = len(undecided_objections(run.period, run.scheme_version.kind))
    if undecided:
        return ngettext(
            "{count} objection is open: the officer of the commission decides and the signatory confirms.",
            "{count} objections are open: the officer of the commission decides and the signatory confirms.",
            undecided,
        ).format(count=undecided)
    if accepted_objections(run.feedback.all()):
        return gettext("An objection is accepted: once the data are corrected the officer starts the next version.")
    return ""


def _answers_awaited(run: Run, *, at: datetime) -> str:
    if run.feedback_until is None or at > run.feedback_until:
        return ""
    awaited = run.feedback.filter(state=CityFeedback.State.AWAITING).count()
    if not awaited:
        return ""
    return ngettext(
        "{count} unit has not answered yet; the window ends on {until}.",
        "{count} units have not answered yet; the window ends on {until}.",
        awaited,
    ).format(count=awaited, until=formats.moment(run.feedback_until))
