"""What happened to each cell of a draft, with the figures the audit does not hold."""

from django.db import models

from assessment.filing.models.returns import Cell, Version


class CellEdit(models.Model):
    """One change of one cell: what stood there, what was put there, who and when. Rows are only ever added."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="edits")
    item = models.CharField(max_length=60)
    basis = models.CharField(max_length=30, choices=Cell.Basis)
    revision = models.PositiveIntegerField(help_text="revision of the version that this change made")
    old_condition = models.CharField(max_length=20, choices=Cell.Condition)
    old_value = models.DecimalField(max_digits=30, decimal_places=8, null=True)
    old_reason = models.CharField(max_length=500, blank=True, default="")
    new_condition = models.CharField(max_length=20, choices=Cell.Condition)
    new_value = models.DecimalField(max_digits=30, decimal_places=8, null=True)
    new_reason = models.CharField(max_length=500, blank=True, default="")
    source = models.CharField(max_length=200, blank=True, default="")
    changed_by = models.CharField(max_length=60)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "item", "basis", "revision"], name="filing_edit_once"),
        ]
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.version_id} {self.item} {self.basis} r{self.revision}"
