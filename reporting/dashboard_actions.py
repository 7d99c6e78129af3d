"""Opening a result on 一张图: reading one that is not issued is written down, for each page of it."""

from datetime import datetime

from django.db import transaction

from assessment.audit.actions import PROVINCE, Fact, record
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require
from assessment.scoring.models import Run
from assessment.scoring.queries import run_with_scores_seen


def read_run(run_id: int, *, by: User, at: datetime) -> Run:
    """A run for the pages of 一张图; `NotFound` where its scores are not open to `by`."""
    with transaction.atomic():
        require(by, Action.DASHBOARD_VIEW, at=at)
        run = run_with_scores_seen(run_id, by=by, at=at)
        if run.state != Run.State.ISSUED:
            facts = {"period": run.period, "state": run.state, "result_digest": run.result_digest}
            fact = Fact(Action.SCORE_VIEW.value, PROVINCE, "scoring.run", str(run.pk), facts=facts)
            record(fact, by=by, at=at)
    return run
