"""The only writers of tests of robustness: request one, store what the method gave."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from assessment.audit.actions import PROVINCE, SYSTEM, Actor, Fact, record
from assessment.jobs.actions import emit, retry
from assessment.jobs.leases import Lease
from assessment.jobs.models import Job
from assessment.methodology.canonical import digest
from assessment.methodology.robustness import robustness_of_run
from assessment.methodology.robustness_document import robustness_document, settings_document
from assessment.methodology.robustness_settings import settings_of
from assessment.methodology.run_document import freeze, text_digest, thaw
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.scoring.models import RobustnessTest
from assessment.scoring.queries import run_with_scores_seen
from assessment.scoring.run_records import locked_run

ROBUSTNESS_REQUESTED = "scoring.robustness_requested"


def request_robustness(run_id: int, settings: Mapping[str, Any], *, by: User, at: datetime) -> RobustnessTest:
    """Have the ranking of a run tested under plain `settings` (decimals as text, a seed among them).

    The same settings again give the test that exists; one whose job failed is tried again. Who may not read the
    scores of the run finds no run here.
    """
    with transaction.atomic():
        run = locked_run(run_id, Action.ROBUSTNESS_REQUEST, by=by, at=at)
        run_with_scores_seen(run_id, by=by, at=at)
        text = freeze(settings_document(settings_of(settings)))
        same = run.robustness_tests.select_related("job").filter(settings_digest=text_digest(text)).first()
        if same is not None:
            return _tried_again(same, by=by, at=at)
        last = run.robustness_tests.aggregate(last=Max("number"))["last"] or 0
        test = RobustnessTest.objects.create(
            run=run,
            number=last + 1,
            settings=text,
            settings_digest=text_digest(text),
            requested_by=by,
            requested_at=at,
        )
        test.job = emit(ROBUSTNESS_REQUESTED, {"robustness_test": test.pk}, by=by, at=at).job
        test.save(update_fields=["job"])
        _record(Action.ROBUSTNESS_REQUEST, test, by=by, at=at)
    return test


def store_robustness(lease: Lease, *, at: datetime) -> None:
    """Test what a job names and keep the result; a second delivery of the same job finds it done."""
    test = RobustnessTest.objects.select_related("run").get(pk=int(lease.arguments["robustness_test"]))
    if test.state != RobustnessTest.State.REQUESTED:
        return
    result = robustness_document(robustness_of_run(thaw(test.run.document), thaw(test.settings)))
    with transaction.atomic():
        lease.hold()
        test = RobustnessTest.objects.select_for_update(of=("self",)).select_related("run").get(pk=test.pk)
        if test.state != RobustnessTest.State.REQUESTED:
            return
        test.state = RobustnessTest.State.DONE
        test.result_document, test.result_digest, test.tested_at = freeze(result), digest(result), at
        test.save()
        _record("robustness.tested", test, by=SYSTEM, at=at)


def _tried_again(test: RobustnessTest, *, by: Actor, at: datetime) -> RobustnessTest:
    if test.state == RobustnessTest.State.REQUESTED and test.job and test.job.state == Job.State.FAILED:
        test.job = retry(test.job.pk, by=by, at=at)
    return test


def _record(action: str, test: RobustnessTest, *, by: Actor, at: datetime) -> None:
    """The step in the chain of the province: settings and digests, no score and no place."""
    facts = {
        "run": test.run_id,
        "period": test.run.period,
        "number": test.number,
        "settings_digest": test.settings_digest,
        "result_digest": test.result_digest,
    }
    record(Fact(action, PROVINCE, "scoring.robustness_test", str(test.pk), facts=facts), by=by, at=at)
