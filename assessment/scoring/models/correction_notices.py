"""更正通报: the recorded exception by which an issued result is followed by another one."""

from django.db import models
from django.db.models import F, Q

from assessment.people.models import User
from assessment.scoring.models.runs import Run


class CorrectionNotice(models.Model):
    """Why an issued run is corrected, under which number. Both runs stay readable as they stood."""

    corrected = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="correction_notices")
    correcting = models.OneToOneField(Run, on_delete=models.PROTECT, related_name="corrects")
    number = models.CharField(max_length=80, help_text="文号 of the 更正通报")
    reason = models.TextField()
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(corrected=F("correcting")), name="scoring_notice_two_runs"),
            models.CheckConstraint(
                condition=~Q(number="") & ~Q(reason=""), name="scoring_notice_has_number_and_reason"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                name="scoring_notice_two_people",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="scoring_notice_confirmed_by_somebody",
            ),
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.number} {self.corrected_id} {self.correcting_id}"
