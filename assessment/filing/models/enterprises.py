"""What an enterprise declares when it files its own row."""

from django.db import models

from assessment.filing.models.returns import Version


class Promise(models.Model):
    """承诺: who in the enterprise filled the row and who answers for it, typed by the enterprise itself."""

    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="promise")
    filler_name = models.CharField(max_length=60, help_text="填报人")
    head_name = models.CharField(max_length=60, help_text="单位负责人")
    promised_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.version_id} {self.head_name}"
