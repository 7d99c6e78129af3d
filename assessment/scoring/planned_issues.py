"""The plan of a run's issue: the one that waits, and the last one there was. Nothing is written here."""

from assessment.scoring.errors.runs import IssuePlanned
from assessment.scoring.models import PlannedIssue, Run


def waiting_plan(run: Run) -> PlannedIssue | None:
    return PlannedIssue.objects.filter(run=run, state=PlannedIssue.State.WAITING).first()


def last_plan(run: Run) -> PlannedIssue | None:
    """The newest plan, whatever became of it."""
    plans = PlannedIssue.objects.select_related("planned_by", "ended_by").filter(run=run)
    return plans.order_by("-id").first()


def refuse_while_planned(run: Run) -> None:
    """`IssuePlanned` while an issue of the run waits for its moment: two ways out would race each other."""
    plan = waiting_plan(run)
    if plan is not None:
        raise IssuePlanned(release_at=plan.release_at, number=plan.issue_number)
