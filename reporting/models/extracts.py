"""审计摘录 as it was asked for: which part of the record, by whom, and the file made of it while it is kept."""

from django.db import models

from assessment.jobs.models import Job
from assessment.people.models import User


class AuditExtract(models.Model):
    """One request. The file is there between `made_at` and `expires_at`; its digest stays for ever."""

    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    asked = models.JSONField(help_text="what narrows the record: since, until, actor, unit, action, object, number")
    last = models.PositiveBigIntegerField(help_text="number of the newest entry there was when it was asked for")
    job = models.ForeignKey(Job, null=True, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=255, blank=True, default="")
    storage_name = models.CharField(max_length=64, blank=True, default="", help_text="blank once the file is removed")
    size = models.PositiveBigIntegerField(null=True, help_text="bytes")
    rows = models.PositiveBigIntegerField(null=True)
    digest = models.CharField(max_length=64, blank=True, default="", help_text="SHA-256 of the file")
    made_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["requested_by", "-id"], name="reporting_extract_of_person")]

    def __str__(self) -> str:
        return f"{self.pk} {self.requested_by_id}"
