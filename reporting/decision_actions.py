"""The only writer of 批示: recorded by the officer from the paper, with its scan; read by who reads the package."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from assessment.audit.actions import PROVINCE, Fact, record
from assessment.evidence import actions as evidence
from assessment.evidence.actions import Subject
from assessment.evidence.models import StoredFile
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from reporting.bulletin_queries import is_complete, last_edition, package_seen, run_of_package
from reporting.errors.decision import DecisionDayWrong, DecisionIncomplete, DecisionNeedsFinalText
from reporting.models import BulletinDecision, BulletinPackage

SCAN_KIND = "reporting.decision"
LONGEST_LEADER, LONGEST_TEXT, LONGEST_DAY = 60, 2000, 10


@dataclass(frozen=True)
class Decision:
    """As typed: `leader` with the post, `day` like 2021-04-25, the words, the scan with its name."""

    leader: str
    day: str
    outcome: str
    text: str
    name: str
    content: bytes


def record_decision(run_id: int, given: Decision, *, by: User, at: datetime) -> BulletinDecision:
    """Write down a 批示 on the final edition of the package, as it stands on the paper whose scan is kept."""
    with transaction.atomic():
        run = run_of_package(run_id, Action.BULLETIN_RECORD_DECISION, by=by, at=at)
        package = BulletinPackage.objects.select_for_update(of=("self",)).get(pk=package_seen(run).pk)
        edition = last_edition(package)
        if not is_complete(package, edition):
            raise DecisionNeedsFinalText
        leader, text = " ".join(given.leader.split()), given.text.strip()
        complete = 0 < len(leader) <= LONGEST_LEADER and 0 < len(text) <= LONGEST_TEXT
        if not complete or given.outcome not in BulletinDecision.Outcome.values:
            raise DecisionIncomplete
        scan = evidence.store(
            Subject(SCAN_KIND, str(package.pk), "", PROVINCE), name=given.name, content=given.content, by=by, at=at
        )
        decision = BulletinDecision.objects.create(
            package=package,
            edition_number=edition.number,
            leader=leader,
            decided_on=_day(given.day, package, at=at),
            outcome=given.outcome,
            text=text,
            scan=scan,
            recorded_by=by,
            recorded_at=at,
        )
        facts = {"run": run.pk, "number": edition.number, "outcome": given.outcome, "scan": scan.digest}
        action = Action.BULLETIN_RECORD_DECISION.value
        record(Fact(action, PROVINCE, "reporting.decision", str(decision.pk), facts=facts), by=by, at=at)
    return decision


def read_decision_scan(run_id: int, decision_id: int, *, by: User, at: datetime) -> tuple[StoredFile, bytes]:
    """The scan, for whoever may read the package; who took it is written down."""
    run = run_of_package(run_id, Action.BULLETIN_VIEW, by=by, at=at)
    decisions = BulletinDecision.objects.select_related("scan")
    decision = decisions.filter(pk=decision_id, package=package_seen(run)).first()
    if decision is None:
        raise NotFound
    return decision.scan, evidence.hand_out(decision.scan, by=by, at=at)


def _day(typed: str, package: BulletinPackage, *, at: datetime) -> date:
    try:
        day = date.fromisoformat(typed.strip())
    except ValueError:
        raise DecisionDayWrong(received=typed[:LONGEST_DAY]) from None
    if not timezone.localdate(package.made_at) <= day <= timezone.localdate(at):
        raise DecisionDayWrong(received=typed[:LONGEST_DAY])
    return day
