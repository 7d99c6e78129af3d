"""Two people at the same step of a result at the same moment: one has done it, the other is told the state."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from assessment.audit.models import Entry
from assessment.methodology.errors import AssessmentError
from assessment.people.models import User
from assessment.people.roles import Role
from assessment.scoring.actions import (
    approve_run,
    confirm_decision,
    decide_objection,
    issue_run,
    send_back_decision,
    start_run,
)
from assessment.scoring.models import Objection, Run
from tests.situations import scoring
from tests.situations.catalogue import an_account
from tests.situations.measurement import ZUNYI

REASONS = "依据所附资料逐户核对。"
Step = Callable[[User], object]

# Nothing is run here that other tests do not run, and count, one by one.
pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*steps: tuple[Step, User]) -> list[str]:
    """How each of the steps came out: nothing, or the code of its refusal; in alphabetical order."""
    gate = Barrier(len(steps))

    def take(step: tuple[Step, User]) -> str:
        gate.wait()
        try:
            step[0](step[1])
        except AssessmentError as error:
            return error.code
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(len(steps)) as people:
        return sorted(people.map(take, steps))


def entries(action: str) -> int:
    return Entry.objects.filter(action=action).count()


def test_of_two_approvals_of_two_issues_and_of_two_starts_at_once_one_counts() -> None:
    run, at = scoring.a_checked_run(), scoring.APPROVED
    approvers = scoring.the_approver(), an_account("approver.2", Role.COMMISSION_APPROVER)
    assert at_once(*((lambda by: approve_run(run.pk, by=by, at=at), by) for by in approvers)) == ["", "wrong_state"]
    assert entries("run.approve") == 1
    officers = scoring.the_officer(), an_account("officer.2", Role.COMMISSION_OFFICER)
    scoring.publish_unchecked(Run.objects.get(pk=run.pk), at=at)
    scoring.add_issue_scan(run.pk, "印发件.pdf", scoring.PDF, by=officers[0], at=at)
    issues = [
        (lambda by, number=number: issue_run(run.pk, number, "closed", by=by, at=scoring.ISSUED), by)
        for number, by in zip(("黔发改数字〔2021〕1号", "黔发改数字〔2021〕2号"), officers, strict=True)
    ]
    assert at_once(*issues) == ["", "wrong_state"]
    assert entries("run.issue") == 1
    scoring.an_accepted_return(ZUNYI, 9_400, 6_000)
    starts = [(lambda by: start_run(run.period, "quarterly", by=by, at=scoring.ISSUED), by) for by in officers]
    assert at_once(*starts) == ["", ""]
    assert Run.objects.count() == 2


def test_an_objection_is_decided_once_and_not_both_confirmed_and_sent_back() -> None:
    objection, at = scoring.an_objection(), scoring.ANSWERED
    officers = scoring.the_officer(), an_account("officer.2", Role.COMMISSION_OFFICER)
    outcomes = dict(zip(officers, ("accepted", "rejected"), strict=True))
    decide = lambda by: decide_objection(objection.pk, outcomes[by], REASONS, by=by, at=at)  # noqa: E731 - one of two
    assert at_once(*((decide, by) for by in officers)) == ["", "wrong_state"]
    assert entries("objection.decide") == 1
    approvers = scoring.the_approver(), an_account("approver.2", Role.COMMISSION_APPROVER)
    confirm = lambda by: confirm_decision(objection.pk, by=by, at=at)  # noqa: E731 - one of two
    send_back = lambda by: send_back_decision(objection.pk, REASONS, by=by, at=at)  # noqa: E731 - one of two
    assert at_once((confirm, approvers[0]), (send_back, approvers[1])) == ["", "wrong_state"]
    assert entries("objection.confirm") == 1
    assert Objection.objects.get().state in {Objection.State.CONFIRMED, Objection.State.RECEIVED}
