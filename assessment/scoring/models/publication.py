"""What an issued result withholds from whoever has the publication view."""

from django.db import models

from assessment.people.models import User
from assessment.scoring.models.runs import Run


class PublicationPattern(models.Model):
    """The withheld figures of one run with their reasons, as computed when it was issued; never changed afterwards."""

    run = models.OneToOneField(Run, on_delete=models.PROTECT, related_name="publication_pattern")
    document = models.TextField(help_text="canonical: keys and reasons; no figure, no contributor")
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.run_id} {self.digest[:8]}"


class UncheckedDecision(models.Model):
    """What becomes of a figure of a run whose contributors are not known: it goes out or stays inside, and why."""

    class Choice(models.TextChoices):
        PUBLISH = "publish"
        WITHHOLD = "withhold"

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="unchecked_decisions")
    period = models.CharField(max_length=10)
    code = models.CharField(max_length=60)
    choice = models.CharField(max_length=10, choices=Choice)
    reason = models.TextField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "period", "code"], name="scoring_unchecked_decision_once"),
            models.CheckConstraint(
                condition=models.Q(choice__in=["publish", "withhold"]), name="scoring_unchecked_decision_known_choice"
            ),
        ]
        ordering = ["period", "code"]

    def __str__(self) -> str:
        return f"{self.run_id} {self.period} {self.code} {self.choice}"
