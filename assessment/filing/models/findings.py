"""What was said of a return's findings, and the findings themselves as they stood when it was submitted."""

from django.db import models

from assessment.filing.models.returns import Return, Version
from assessment.territory.models import ReportingUnit


class Explanation(models.Model):
    """说明 of one finding of a return. It stands while the wording of the rule and the values it looks at stand.

    It belongs to the return, not to a version: a new upload or version with the same values is not asked again.
    """

    return_filed = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="explanations")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+", help_text="in which it was given")
    rule = models.CharField(max_length=40)
    rule_digest = models.CharField(max_length=64)
    place = models.CharField(max_length=100, blank=True, help_text="item.basis of the cell the finding points at")
    cells = models.JSONField(help_text="[[item, basis], …] the rule pointed at")
    values_digest = models.CharField(max_length=64, help_text="of the cells the rule looks at")
    reason = models.CharField(max_length=40)
    text = models.CharField(max_length=500)
    given_by = models.CharField(max_length=60)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["return_filed", "rule", "rule_digest", "values_digest"], name="filing_explanation_once"
            ),
        ]
        indexes = [models.Index(fields=["-given_at"], name="filing_explanation_given")]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.return_filed_id} {self.rule}"


class AcceptedReason(models.Model):
    """A fact the reviewer accepted for a unit and rule. While its premise holds it is not asked for again."""

    reporting_unit = models.ForeignKey(ReportingUnit, on_delete=models.PROTECT, related_name="accepted_reasons")
    form = models.CharField(max_length=20)
    rule = models.CharField(max_length=40)
    rule_digest = models.CharField(max_length=64)
    place = models.CharField(max_length=100, blank=True)
    period = models.CharField(max_length=10, help_text="of the return in which it was accepted")
    reason = models.CharField(max_length=40)
    text = models.CharField(max_length=500)
    expected = models.DecimalField(max_digits=38, decimal_places=12, null=True)
    received = models.DecimalField(max_digits=38, decimal_places=12, null=True)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="accepted_reasons")
    accepted_by = models.CharField(max_length=60)
    accepted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "rule", "place"], name="filing_accepted_reason_once"),
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.reporting_unit_id} {self.rule} {self.period}"


class FrozenFindings(models.Model):
    """The findings and explanations with which a version was submitted: the canonical document and its digest."""

    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="frozen_findings")
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.version_id} {self.digest[:8]}"
