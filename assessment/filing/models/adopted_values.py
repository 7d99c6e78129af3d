"""考核采用值: what the assessment uses in the place of a filed figure. The figure of the city stays as filed."""

from django.db import models
from django.db.models import F, Q

from assessment.filing.models.returns import Cell, Return
from assessment.people.models import User


class AdoptedValue(models.Model):
    """One numbered record for one cell of a return; of the confirmed ones the newest counts.

    It is never edited: another value, or none any more (`withdrawn`), is a new record with its own second person.
    """

    class Kind(models.TextChoices):
        ADOPTED = "adopted"
        WITHDRAWN = "withdrawn"

    class State(models.TextChoices):
        PROPOSED = "proposed"
        CONFIRMED = "confirmed"
        REJECTED = "rejected"

    return_filed = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="adopted_values")
    item = models.CharField(max_length=60)
    basis = models.CharField(max_length=30, choices=Cell.Basis)
    number = models.PositiveSmallIntegerField(help_text="of this cell, from 1")
    kind = models.CharField(max_length=10, choices=Kind)
    condition = models.CharField(max_length=20, choices=Cell.Condition, default=Cell.Condition.EMPTY)
    value = models.DecimalField(max_digits=30, decimal_places=8, null=True, help_text="in the item's own unit")
    reason = models.CharField(max_length=500)
    document = models.CharField(max_length=200, help_text="依据: the document it rests on")
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_note = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["return_filed", "item", "basis", "number"], name="filing_adopted_number"),
            models.UniqueConstraint(
                fields=["return_filed", "item", "basis"],
                condition=Q(state="proposed"),
                name="filing_adopted_one_proposal",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="filing_adopted_second_person",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by__isnull=True) | Q(decided_by__isnull=False),
                name="filing_adopted_decided",
            ),
            models.CheckConstraint(
                condition=Q(condition="value", value__isnull=False) | (~Q(condition="value") & Q(value__isnull=True)),
                name="filing_adopted_value_or_none",
            ),
        ]
        ordering = ["return_filed_id", "item", "basis", "number"]

    def __str__(self) -> str:
        return f"{self.return_filed_id} {self.item} {self.basis} {self.number}"
