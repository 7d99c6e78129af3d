"""What moves a deadline or speaks of it: extensions, the vetting of late returns, reminders, letters of request."""

from django.db import models
from django.db.models import F, Q

from assessment.catalogue.models import Collection
from assessment.filing.models.returns import Version
from assessment.people.models import User
from assessment.territory.models import Organisation, ReportingUnit


class Extension(models.Model):
    """延期 for one unit and collection: on time until `on_time_until`, open until `expires_at`.

    Asked for by the unit with a reason, or granted without being asked. The newest granted one counts.
    """

    class State(models.TextChoices):
        ASKED = "asked"
        GRANTED = "granted"
        REFUSED = "refused"

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="extensions")
    reporting_unit = models.ForeignKey(ReportingUnit, on_delete=models.PROTECT, related_name="extensions")
    state = models.CharField(max_length=10, choices=State)
    reason = models.CharField(max_length=500)
    asked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(null=True)
    wanted_until = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_note = models.CharField(max_length=500, blank=True, default="")
    on_time_until = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["collection", "reporting_unit"], condition=Q(state="asked"), name="filing_extension_asked_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="granted")
                | Q(on_time_until__isnull=False, expires_at__gte=F("on_time_until"), decided_by__isnull=False),
                name="filing_extension_granted_until",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="filing_extension_reason"),
        ]
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.collection_id} {self.reporting_unit_id} {self.state}"


class LateVetting(models.Model):
    """The explicit word of the reviewer that a late return may be accepted all the same."""

    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="late_vetting")
    note = models.CharField(max_length=500)
    vetted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    vetted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.version_id} vetted"


class Reminder(models.Model):
    """催报, at most one a day for a unit and collection."""

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="reminders")
    reporting_unit = models.ForeignKey(ReportingUnit, on_delete=models.PROTECT, related_name="reminders")
    day = models.DateField(help_text="in Beijing")
    level = models.PositiveSmallIntegerField(help_text="0 filler, 1 head of statistics too, 2 head of the unit too")
    sent_at = models.DateTimeField()
    sent_by = models.CharField(max_length=60)
    reached = models.PositiveSmallIntegerField(default=0, help_text="how many people")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["collection", "reporting_unit", "day"], name="filing_reminder_once_a_day"),
        ]
        ordering = ["-sent_at"]

    def __str__(self) -> str:
        return f"{self.collection_id} {self.reporting_unit_id} {self.day}"


class Letter(models.Model):
    """商请函 to a body that is asked, not reminded; numbered within its year, with the reply beside it."""

    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="letters")
    period = models.CharField(max_length=10)
    asked_for = models.TextField(help_text="one line for each table or figure")
    purpose = models.CharField(max_length=500)
    reply_by = models.DateField()
    contact = models.CharField(max_length=200)
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    reply = models.TextField(blank=True, default="")
    replied_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    replied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "serial"], name="filing_letter_number"),
            models.UniqueConstraint(
                fields=["organisation", "period", "asked_for"],
                condition=Q(replied_at__isnull=True),
                name="filing_letter_asked_once",
            ),
        ]
        ordering = ["-year", "-serial"]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """数字经济考核商请〔2021〕3号."""
        return f"数字经济考核商请〔{self.year}〕{self.serial}号"
