"""Figures that other bodies lay out for a return, and the unit's check of each (核对)."""

from django.db import models
from django.db.models import Q

from assessment.catalogue.models import Collection
from assessment.filing.models.returns import Cell, Version
from assessment.people.models import User
from assessment.territory.models import ReportingUnit


class LaidOutFigure(models.Model):
    """One figure as a body delivered it. Never edited: a later delivery has the next number and counts from then on."""

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="laid_out_figures")
    reporting_unit = models.ForeignKey(ReportingUnit, on_delete=models.PROTECT, related_name="laid_out_figures")
    item = models.CharField(max_length=60)
    basis = models.CharField(max_length=30, choices=Cell.Basis)
    number = models.PositiveSmallIntegerField(help_text="how many deliveries of this figure, this one included")
    condition = models.CharField(max_length=20, choices=Cell.Condition)
    value = models.DecimalField(max_digits=30, decimal_places=8, null=True, help_text="in the item's own unit")
    reason = models.CharField(max_length=500, blank=True, default="")
    source_department = models.CharField(max_length=80)
    vintage = models.CharField(max_length=80, blank=True, default="", help_text="which state of the accounts, in words")
    delivered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    delivered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["collection", "reporting_unit", "item", "basis", "number"], name="filing_laid_out_number"
            ),
            models.CheckConstraint(
                condition=Q(condition="value", value__isnull=False) | (~Q(condition="value") & Q(value__isnull=True)),
                name="filing_laid_out_value_or_none",
            ),
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.item} {self.basis} #{self.number}"

    @property
    def source_shown(self) -> str:
        """The department and the state of its accounts, as a cell names its source."""
        return f"{self.source_department}（{self.vintage}）" if self.vintage else self.source_department


class FigureCheck(models.Model):
    """What the unit says of a laid-out item: 核对无误, or 有异议 with why; and what the body answered."""

    class Verdict(models.TextChoices):
        AGREED = "agreed"
        DISPUTED = "disputed"

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="figure_checks")
    item = models.CharField(max_length=60)
    verdict = models.CharField(max_length=10, choices=Verdict)
    reason = models.CharField(max_length=500, blank=True, default="")
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()
    answer = models.CharField(max_length=500, blank=True, default="")
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True, help_text="the unit said otherwise, or the figure came anew")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "item"], condition=Q(superseded_at__isnull=True), name="filing_figure_check_once"
            ),
            models.CheckConstraint(
                condition=~Q(verdict="disputed") | ~Q(reason=""), name="filing_figure_dispute_reason"
            ),
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.item} {self.verdict}"
