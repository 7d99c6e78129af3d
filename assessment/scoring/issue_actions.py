"""Writers of the end: the scan of the issued document, 印发 under a 文号, and 更正通报 as the recorded exception."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from assessment.audit.actions import PROVINCE, Fact, record
from assessment.evidence import actions as evidence
from assessment.evidence.actions import Subject
from assessment.jobs.actions import emit
from assessment.methodology.errors import Phrase
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require
from assessment.scoring.errors.runs import (
    IssuedBefore,
    IssueNumberMissing,
    IssueScanMissing,
    NothingToCorrect,
    NoticeConfirmed,
    NoticeIncomplete,
    PublicityMissing,
    RunHasSuccessor,
    TooEarlyForScan,
)
from assessment.scoring.feedback_queries import has_successor, issued_run_of
from assessment.scoring.models import CorrectionNotice, CurrentRun, Run
from assessment.scoring.planned_issues import refuse_while_planned
from assessment.scoring.publication_actions import store_pattern
from assessment.scoring.run_records import locked_run, record_run, require_another_person
from assessment.scoring.scoring_files import ISSUED_DOCUMENT
from assessment.scoring.scoring_notices import tell_issued
from assessment.scoring.states import STATE_WORDS, Move, states_of

# What follows in a higher stage, by its name: the packs of the cities.
RUN_ISSUED = "scoring.run_issued"


@dataclass(frozen=True)
class IssuedDocument:
    """The scan of the document as it went out, beside its number and its 公开属性."""

    number: str
    publicity: str
    name: str
    content: bytes


def add_issue_scan(run_id: int, name: str, content: bytes, *, by: User, at: datetime) -> Run:
    """Keep the scan of the issued document beside an approved run; a later one takes its place."""
    with transaction.atomic():
        run = locked_run(run_id, Action.RUN_ISSUE, by=by, at=at)
        if run.state != Run.State.APPROVED:
            raise TooEarlyForScan(state=Phrase(STATE_WORDS[run.state]))
        subject = Subject(ISSUED_DOCUMENT, str(run.pk), "", PROVINCE)
        run.issue_scan = evidence.store(subject, name=name, content=content, by=by, at=at)
        run.save(update_fields=["issue_scan"])
    return run


def issue_run(run_id: int, issue_number: str, publicity: str, *, by: User, at: datetime) -> Run:
    """印发 under a 文号: from now on the cities see it, and no later computation takes its place by itself.

    Needs the 公开属性 and the scan of the document; whoever approved does not issue. Of two versions on their way
    the later is issued, or cancelled first. A period that was issued before needs the confirmed 更正通报. Which
    figures stay inside is settled here and kept with the run.
    """
    with transaction.atomic():
        run = locked_run(run_id, Action.RUN_ISSUE, by=by, at=at)
        refuse_while_planned(run)
        notice = require_issuable(run, issue_number, publicity, by=by, at=at)
        run.state = states_of(run).after(run.state, Move.ISSUE)
        run.issue_number, run.publicity = issue_number.strip(), publicity
        run.issued_by, run.issued_at = by, at
        run.save()
        CurrentRun.objects.update_or_create(
            period=run.period, kind=run.scheme_version.kind, defaults={"run": run, "switched_at": at}
        )
        pattern = store_pattern(run, by=by, at=at)
        facts = {
            "issue_number": run.issue_number,
            "publicity": run.publicity,
            "publication_pattern": pattern.digest,
        }
        record_run(Action.RUN_ISSUE, run, by=by, at=at, facts=facts)
        tell_issued(run, corrected=notice.number if notice else "", at=at)
        emit(RUN_ISSUED, {"run": run.pk}, by=by, at=at)
    return run


def require_issuable(run: Run, issue_number: str, publicity: str, *, by: User, at: datetime) -> CorrectionNotice | None:
    """All that an issue needs, asked before it is done or planned; the notice it carries out, where it corrects."""
    states_of(run).after(run.state, Move.ISSUE)
    require_another_person(by, run.approved_by_id, at=at)
    if has_successor(run):
        raise RunHasSuccessor
    if not issue_number.strip():
        raise IssueNumberMissing
    if publicity not in Run.Publicity.values:
        raise PublicityMissing
    if run.issue_scan_id is None:
        raise IssueScanMissing
    return _notice_needed(run)


def issue_with_scan(run_id: int, issued: IssuedDocument, *, by: User, at: datetime) -> Run:
    """The scan and the issue in one step, both or neither."""
    with transaction.atomic():
        add_issue_scan(run_id, issued.name, issued.content, by=by, at=at)
        return issue_run(run_id, issued.number, issued.publicity, by=by, at=at)


def propose_correction(run_id: int, number: str, reason: str, *, by: User, at: datetime) -> CorrectionNotice:
    """更正通报: that an approved run is to follow an issued one of the same period, under which number and why."""
    with transaction.atomic():
        run = locked_run(run_id, Action.CORRECTION_NOTICE_PROPOSE, by=by, at=at)
        corrected = issued_run_of(run)
        if run.state != Run.State.APPROVED or corrected is None or hasattr(run, "corrects"):
            raise NothingToCorrect
        if not number.strip() or not reason.strip():
            raise NoticeIncomplete
        notice = CorrectionNotice.objects.create(
            corrected=corrected,
            correcting=run,
            number=number.strip(),
            reason=reason.strip(),
            proposed_by=by,
            proposed_at=at,
        )
        _record(Action.CORRECTION_NOTICE_PROPOSE, notice, by=by, at=at)
    return notice


def confirm_correction(run_id: int, *, by: User, at: datetime) -> CorrectionNotice:
    """A second person confirms the notice beside the run that corrects; only then can that run be issued."""
    with transaction.atomic():
        require(by, Action.CORRECTION_NOTICE_CONFIRM, at=at)
        notices = CorrectionNotice.objects.select_for_update(of=("self",)).select_related("corrected", "correcting")
        notice = notices.filter(correcting=run_id).first()
        if notice is None:
            raise NotFound
        if notice.confirmed_at is not None:
            raise NoticeConfirmed(number=notice.number)
        if notice.correcting.state != Run.State.APPROVED:
            raise NothingToCorrect
        require_another_person(by, notice.proposed_by_id, at=at)
        notice.confirmed_by, notice.confirmed_at = by, at
        notice.save(update_fields=["confirmed_by", "confirmed_at"])
        _record(Action.CORRECTION_NOTICE_CONFIRM, notice, by=by, at=at)
    return notice


def _notice_needed(run: Run) -> CorrectionNotice | None:
    """The confirmed notice where the period was issued before; `IssuedBefore` without one."""
    before = issued_run_of(run)
    if before is None:
        return None
    notice = CorrectionNotice.objects.filter(correcting=run, corrected=before, confirmed_at__isnull=False).first()
    if notice is None:
        raise IssuedBefore(period=run.period, number=before.issue_number)
    return notice


def _record(action: Action, notice: CorrectionNotice, *, by: User, at: datetime) -> None:
    facts = {"corrected": notice.corrected_id, "correcting": notice.correcting_id, "number": notice.number}
    stated = {**facts, "reason": notice.reason}
    record(Fact(action.value, PROVINCE, "scoring.correction_notice", str(notice.pk), facts=stated), by=by, at=at)
