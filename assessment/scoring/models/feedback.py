"""反馈核对: what each unit of a run is shown of its own figures, and what it answers. No score and no place."""

from django.db import models
from django.db.models import Q

from assessment.evidence.models import StoredFile
from assessment.people.models import User
from assessment.scoring.models.runs import Run


class CityFeedback(models.Model):
    """The figures of one unit as the run used them, frozen when they were sent, and the unit's answer."""

    class State(models.TextChoices):
        """待核对, 核对无误, 提出异议, 视同无异议."""

        AWAITING = "awaiting"
        AGREED = "agreed"
        OBJECTED = "objected"
        DEEMED = "deemed"

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="feedback")
    unit = models.CharField(max_length=18, help_text="code of the region")
    document = models.TextField(help_text="canonical: the figures shown to the unit; never a score, never a place")
    digest = models.CharField(max_length=64, help_text="of the document; printed on the 数据核对确认表")
    state = models.CharField(max_length=10, choices=State, default=State.AWAITING)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    stamped_form = models.ForeignKey(
        StoredFile, null=True, on_delete=models.PROTECT, related_name="+", help_text="scan of the 数据核对确认表"
    )
    carried_from = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="+", help_text="answer on the same figures before"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "unit"], name="scoring_feedback_once"),
            models.CheckConstraint(
                condition=Q(state__in=["awaiting", "deemed"]) | Q(answered_by__isnull=False, answered_at__isnull=False),
                name="scoring_feedback_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="agreed") | Q(stamped_form__isnull=False),
                name="scoring_feedback_agreed_with_stamped_form",
            ),
        ]
        ordering = ["run", "unit"]

    def __str__(self) -> str:
        return f"{self.run_id} {self.unit} {self.state}"
