"""批示 on the package: what a leader decided on the papers that went up, with the scan that proves it."""

from django.db import models

from assessment.evidence.models import StoredFile
from assessment.people.models import User
from reporting.models.bulletin import BulletinPackage


class BulletinDecision(models.Model):
    """One 批示, as written on the paper. Rows are only added: what was recorded wrongly is followed by another one."""

    class Outcome(models.TextChoices):
        AGREED = "agreed"
        AGREED_WITH_CHANGES = "agreed_with_changes"
        SENT_BACK = "sent_back"
        NOTED = "noted"

    package = models.ForeignKey(BulletinPackage, on_delete=models.PROTECT, related_name="decisions")
    edition_number = models.PositiveSmallIntegerField(help_text="number of the final edition that went up")
    leader = models.CharField(max_length=60, help_text="name and post as on the paper")
    decided_on = models.DateField()
    outcome = models.CharField(max_length=24, choices=Outcome)
    text = models.TextField(help_text="the words of the 批示")
    scan = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.package_id} {self.leader} {self.decided_on}"
