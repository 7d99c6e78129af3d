"""历史导入: figures of the office's past workbooks. They are never a filed return and never scored."""

from django.db import models

from assessment.evidence.models import StoredFile
from assessment.people.models import User
from assessment.territory.models import ReportingUnit


class HistoryMapping(models.Model):
    """How a unit's workbooks of one layout are read; remembered by the signature of the layout."""

    reporting_unit = models.ForeignKey(ReportingUnit, on_delete=models.PROTECT, related_name="history_mappings")
    signature = models.CharField(max_length=64, help_text="digest of the headings of the sheet")
    mapping = models.JSONField(help_text="sheet, header row, orientation, what each column or row holds")
    saved_by = models.CharField(max_length=60)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reporting_unit", "signature"], name="filing_history_mapping_once"),
        ]

    def __str__(self) -> str:
        return f"{self.reporting_unit_id} {self.signature[:8]}"


class HistoryFile(models.Model):
    """One past workbook while it is being mapped, and after its figures were taken over."""

    class State(models.TextChoices):
        """待确认, 已导入, 已放弃."""

        PENDING = "pending"
        CONFIRMED = "confirmed"
        DISCARDED = "discarded"

    reporting_unit = models.ForeignKey(ReportingUnit, on_delete=models.PROTECT, related_name="history_files")
    form = models.CharField(max_length=20)
    state = models.CharField(max_length=12, choices=State, default=State.PENDING)
    file_name = models.CharField(max_length=200)
    file_digest = models.CharField(max_length=64)
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, related_name="+", help_text="as it came, kept as evidence"
    )
    sheets = models.JSONField(default=list, help_text="name and size of each sheet")
    mapping = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="history_files")
    uploaded_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.reporting_unit_id} {self.file_name}"


class HistoryFigure(models.Model):
    """One figure of the past, in the item's own unit, with the cell it was taken from."""

    reporting_unit = models.ForeignKey(ReportingUnit, on_delete=models.PROTECT, related_name="history_figures")
    form = models.CharField(max_length=20)
    period = models.CharField(max_length=10)
    item = models.CharField(max_length=60)
    basis = models.CharField(max_length=30)
    value = models.DecimalField(max_digits=30, decimal_places=8)
    source_file = models.ForeignKey(HistoryFile, on_delete=models.PROTECT, related_name="figures")
    source_cell = models.CharField(max_length=120, help_text="sheet and cell")
    imported_by = models.CharField(max_length=60)
    imported_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reporting_unit", "form", "period", "item", "basis"], name="filing_history_figure_once"
            ),
        ]
        ordering = ["form", "period", "id"]

    def __str__(self) -> str:
        return f"{self.reporting_unit_id} {self.form} {self.period} {self.item}"
