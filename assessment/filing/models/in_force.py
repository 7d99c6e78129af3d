"""Which version counted when."""

from django.db import models
from django.db.models import F, Q

from assessment.filing.models.returns import Return, Version


class InForce(models.Model):
    """A version counted from `since` until before `until`; the one that counts now has no end."""

    return_filed = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="in_force_history")
    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="in_force_span")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["return_filed"], condition=Q(until__isnull=True), name="filing_one_version_in_force"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="filing_in_force_span"
            ),
        ]
        ordering = ["since", "id"]

    def __str__(self) -> str:
        return f"{self.version_id} {self.since} {self.until}"
