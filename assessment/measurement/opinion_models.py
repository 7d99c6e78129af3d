"""意见 and 争议: what 省统计局 says of a submitted batch, and the figures on which two bureaus differ."""

from django.db import models
from django.db.models import Q

from assessment.people.models import User


class Opinion(models.Model):
    """One opinion on a submitted batch; a later one of the same batch takes its place, none is edited."""

    class Stand(models.TextChoices):
        """同意, 不同意."""

        AGREES = "agrees"
        OBJECTS = "objects"

    batch = models.ForeignKey("measurement.Batch", on_delete=models.PROTECT, related_name="opinions")
    number = models.PositiveSmallIntegerField()
    stand = models.CharField(max_length=10, choices=Stand)
    text = models.TextField(blank=True, default="")
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="measurement_opinion_number"),
            models.CheckConstraint(
                condition=Q(stand="agrees") | ~Q(text=""), name="measurement_objection_states_its_reason"
            ),
        ]
        ordering = ["batch", "number"]

    def __str__(self) -> str:
        return f"{self.batch_id} #{self.number} {self.stand}"


class Dispute(models.Model):
    """One figure on which the bureaus differ: both figures stand until 省发展改革委 decides."""

    class State(models.TextChoices):
        """待裁定, 已裁定, 已撤回."""

        OPEN = "open"
        DECIDED = "decided"
        WITHDRAWN = "withdrawn"

    class Upheld(models.TextChoices):
        """The figure of the measurement, or that of 省统计局."""

        MEASURED = "measured"
        PROPOSED = "proposed"

    opinion = models.ForeignKey(Opinion, on_delete=models.PROTECT, related_name="disputes")
    batch = models.ForeignKey("measurement.Batch", on_delete=models.PROTECT, related_name="disputes")
    region = models.CharField(max_length=12)
    code = models.CharField(max_length=40, help_text="industry or aggregate, as in the results of the batch")
    unit = models.CharField(max_length=20)
    measured_value = models.DecimalField(max_digits=50, decimal_places=20, null=True, help_text="of the batch")
    proposed_value = models.DecimalField(max_digits=24, decimal_places=4, help_text="of 省统计局, in the same unit")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    upheld = models.CharField(max_length=10, choices=Upheld, blank=True, default="")
    document_number = models.CharField(max_length=80, blank=True, default="", help_text="文号 of the decision")
    decision_reasons = models.TextField(blank=True, default="")
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "region", "code"], condition=Q(state="open"), name="measurement_dispute_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="decided")
                | (
                    Q(decided_by__isnull=False, decided_at__isnull=False)
                    & ~Q(upheld="")
                    & ~Q(document_number="")
                    & ~Q(decision_reasons="")
                ),
                name="measurement_decision_is_complete",
            ),
        ]
        ordering = ["batch", "id"]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.region} {self.code} {self.state}"
