"""Tests of robustness: an internal annex (内部测算附件) beside a run, never a part of what is issued."""

from django.db import models

from assessment.jobs.models import Job
from assessment.people.models import User
from assessment.scoring.models.runs import Run


class RobustnessTest(models.Model):
    """One test of a run's ranking under fixed settings and seed; who asks for the same again is given this one."""

    class State(models.TextChoices):
        REQUESTED = "requested"
        DONE = "done"

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="robustness_tests")
    number = models.PositiveSmallIntegerField(help_text="of this run, from 1")
    state = models.CharField(max_length=10, choices=State, default=State.REQUESTED)
    settings = models.TextField(help_text="canonical document: what is uncertain, how often it is drawn, the seed")
    settings_digest = models.CharField(max_length=64)
    result_document = models.TextField(blank=True, default="")
    result_digest = models.CharField(max_length=64, blank=True, default="")
    job = models.ForeignKey(Job, null=True, on_delete=models.PROTECT, related_name="+")
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    tested_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "settings_digest"], name="scoring_robustness_once"),
            models.UniqueConstraint(fields=["run", "number"], name="scoring_robustness_number"),
            models.CheckConstraint(
                condition=models.Q(state="requested", result_digest="")
                | models.Q(state="done", tested_at__isnull=False),
                name="scoring_robustness_done",
            ),
        ]
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.run_id} {self.number} {self.state}"
