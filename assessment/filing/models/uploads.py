"""A workbook that was uploaded: what was read from it, and what became of it."""

from django.db import models
from django.db.models import Q

from assessment.evidence.models import StoredFile
from assessment.filing.models.returns import Version
from assessment.people.models import User


class Upload(models.Model):
    """The rows of one uploaded workbook. No cell of the return changes before `confirmed`."""

    class State(models.TextChoices):
        """待确认, 已写入, 已放弃, 已过期."""

        PENDING = "pending"
        CONFIRMED = "confirmed"
        DISCARDED = "discarded"
        EXPIRED = "expired"

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="uploads")
    state = models.CharField(max_length=12, choices=State, default=State.PENDING)
    file_name = models.CharField(max_length=200, help_text="as the user called it, made harmless")
    file_digest = models.CharField(max_length=64, help_text="SHA-256 of the file as it came")
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, related_name="+", help_text="as it came, kept as evidence"
    )
    rows = models.JSONField(default=list, help_text="what was read: item, basis, condition, value, reason, cell")
    repairs = models.JSONField(
        default=list, help_text="every silent repair: cell, item, basis, repair, received, read_as"
    )
    problems = models.JSONField(default=list, help_text="what keeps it from being confirmed: cell, message, where")
    ignored = models.JSONField(default=list, help_text="sheets of the user's own that were not read")
    template_number = models.PositiveSmallIntegerField(help_text="version of the return its template was made for")
    template_revision = models.PositiveIntegerField(help_text="revision of the return its template showed")
    revision = models.PositiveIntegerField(help_text="revision of the return the preview was shown against")
    saved_revision = models.PositiveIntegerField(null=True, help_text="revision of the return after the confirmation")
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="uploads")
    uploaded_at = models.DateTimeField()
    decided_by = models.CharField(max_length=60, blank=True, default="")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="pending", decided_at__isnull=True) | ~Q(state="pending"),
                name="filing_upload_decided",
            ),
        ]
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.version_id} {self.file_name} {self.state}"
