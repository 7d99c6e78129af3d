"""The 呈批 package of a run: its texts in numbered editions that never change, and the previews printed of them."""

from django.db import models

from assessment.evidence.models import StoredFile
from assessment.jobs.models import Job
from assessment.people.models import User
from assessment.scoring.models import Run


class BulletinPackage(models.Model):
    """One a run. Complete while `completed_number` is the number of its last edition."""

    run = models.OneToOneField(Run, on_delete=models.PROTECT, related_name="bulletin_package")
    publicity = models.CharField(
        max_length=12, choices=Run.Publicity, blank=True, default="", help_text="公开属性 as the 签报 proposes it"
    )
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    completed_number = models.PositiveSmallIntegerField(null=True)
    completed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    completed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(completed_number__isnull=True, completed_by__isnull=True, completed_at__isnull=True)
                | models.Q(completed_number__isnull=False, completed_by__isnull=False, completed_at__isnull=False),
                name="reporting_package_completed_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.run_id}"


class BulletinEdition(models.Model):
    """第n稿: all texts of the package at one time; a change makes the next edition."""

    package = models.ForeignKey(BulletinPackage, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField(help_text="from 1, without gaps")
    texts = models.JSONField(help_text="key of the block → text")
    sources = models.JSONField(
        default=dict, help_text="key of the block → part of its text with a number quoted from elsewhere → its source"
    )
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["package", "number"], name="reporting_edition_once")]
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.package_id} {self.number}"


class BulletinPreview(models.Model):
    """An edition printed as PDF for one reader, whose name and time it carries before the issue."""

    edition = models.ForeignKey(BulletinEdition, on_delete=models.PROTECT, related_name="previews")
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    job = models.ForeignKey(Job, null=True, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.requested_by_id}"
