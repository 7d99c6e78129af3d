"""定时印发: an issue that everybody has prepared and the server's clock carries out."""

from django.db import models
from django.db.models import F, Q

from assessment.people.models import User
from assessment.scoring.models.runs import Run


class PlannedIssue(models.Model):
    """Under which number an approved run is issued, and when; until then it is as hidden as before.

    At most one of a run waits. What became of it stays on record: carried out, withdrawn by somebody, or failed.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        CARRIED_OUT = "carried_out"
        WITHDRAWN = "withdrawn"
        FAILED = "failed"

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="planned_issues")
    issue_number = models.CharField(max_length=80, help_text="文号 of the 印发")
    publicity = models.CharField(max_length=12, choices=Run.Publicity)
    release_at = models.DateTimeField(help_text="the moment before which nobody off the list sees anything")
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    planned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    failure = models.JSONField(null=True, help_text="code and text of the refusal, when the issue failed")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run"], condition=Q(state="waiting"), name="scoring_one_planned_issue"),
            models.CheckConstraint(condition=Q(release_at__gt=F("planned_at")), name="scoring_planned_ahead"),
            models.CheckConstraint(
                condition=~Q(issue_number="") & ~Q(publicity=""), name="scoring_planned_with_number_and_publicity"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at__isnull=True) | (~Q(state="waiting") & Q(ended_at__isnull=False)),
                name="scoring_planned_ended_at",
            ),
            # The clock ends what is carried out or fails; somebody ends what is withdrawn.
            models.CheckConstraint(
                condition=Q(state="withdrawn", ended_by__isnull=False)
                | (~Q(state="withdrawn") & Q(ended_by__isnull=True)),
                name="scoring_planned_withdrawn_by_somebody",
            ),
        ]
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.run_id} {self.release_at:%Y-%m-%d %H:%M} {self.state}"
