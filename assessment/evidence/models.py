"""Files kept beside what they prove: a scan, a statement, a stamped page. A row is never deleted."""

from django.db import models
from django.db.models import Q

from assessment.people.models import User


class StoredFile(models.Model):
    """One file. `kind`, `key` and `item` name what it belongs to; the owner of that thing decides who may read it.

    The name on disk is made by us; `original_name` is what the reader is shown and gets on download.
    """

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=60)
    item = models.CharField(max_length=60, blank=True, default="")
    chain = models.CharField(max_length=60, help_text="audit chain that records what happens to the file")
    storage_name = models.CharField(max_length=64, unique=True)
    original_name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(help_text="bytes")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the content")
    stored_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="stored_files")
    stored_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "key"], name="evidence_of_a_subject")]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="evidence_withdrawn_by_somebody",
            )
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return self.original_name
