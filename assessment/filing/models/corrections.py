"""更正申请: what a unit asks to correct in an accepted version, and what the bureau decided."""

from django.db import models
from django.db.models import Q

from assessment.filing.models.returns import Return, Version
from assessment.people.models import User


class Correction(models.Model):
    """A numbered request, decided on its merits; once granted, only its items may change in one next version.

    It holds no figure and no effect: what the correction does to anything is worked out after the decision.
    """

    class State(models.TextChoices):
        REQUESTED = "requested"
        GRANTED = "granted"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"
        BEGUN = "begun"
        SETTLED = "settled"

    number = models.CharField(max_length=20, unique=True, help_text="G2021-0001: the year, and the serial of that year")
    return_filed = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="corrections")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+", help_text="the one to correct")
    items = models.JSONField(help_text="codes of the items that are to change")
    reason = models.TextField()
    state = models.CharField(max_length=12, choices=State, default=State.REQUESTED)
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.TextField(blank=True, default="")
    reopened_until = models.DateTimeField(null=True, help_text="after the lock of the collection, for this unit alone")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["return_filed"],
                condition=Q(state__in=["requested", "granted", "begun"]),
                name="filing_one_open_correction",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["requested", "withdrawn"])
                | (Q(decided_by__isnull=False) & Q(decided_at__isnull=False) & ~Q(decision_reason="")),
                name="filing_correction_decided_with_reason",
            ),
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.number} {self.state}"


class CorrectionYear(models.Model):
    """The last serial given in a year; its row is locked while a request takes the next one."""

    year = models.PositiveSmallIntegerField(unique=True)
    last_serial = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year} {self.last_serial}"
