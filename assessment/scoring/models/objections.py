"""异议（复核）申请: what a unit says against one of its figures, and what was decided before any effect was known."""

from django.db import models
from django.db.models import F, Q

from assessment.people.models import User
from assessment.scoring.models.feedback import CityFeedback


class Objection(models.Model):
    """One figure that a unit contests. It holds no effect: nothing is scored with it before the decision stands.

    The officer decides, a second person confirms; an accepted one is carried out by the owner of the figure and
    counts once another version of the run has taken the place of this one.
    """

    class State(models.TextChoices):
        """已受理, 已作出决定, 决定已确认, 已撤回."""

        RECEIVED = "received"
        DECIDED = "decided"
        CONFIRMED = "confirmed"
        WITHDRAWN = "withdrawn"

    class Outcome(models.TextChoices):
        """采纳, 不予采纳."""

        ACCEPTED = "accepted"
        REJECTED = "rejected"

    number = models.CharField(max_length=20, unique=True, help_text="Y2021-0001: the year, and its serial")
    feedback = models.ForeignKey(CityFeedback, on_delete=models.PROTECT, related_name="objections")
    item = models.CharField(max_length=60, help_text="column of the feedback: software_revenue")
    claimed_value = models.DecimalField(max_digits=30, decimal_places=8, help_text="of the unit, in the same unit")
    reasons = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, default="")
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_reasons = models.TextField(blank=True, default="")
    confirmed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["feedback", "item"],
                condition=~Q(state="withdrawn"),
                name="scoring_objection_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["decided", "confirmed"])
                | (Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(outcome="") & ~Q(decision_reasons="")),
                name="scoring_objection_decided_with_reasons",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="scoring_objection_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("decided_by")),
                name="scoring_objection_two_people",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("raised_by")),
                name="scoring_objection_decider_did_not_raise",
            ),
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.number} {self.state}"


class ObjectionYear(models.Model):
    """The last serial given in a year; its row is locked while an objection takes the next one."""

    year = models.PositiveSmallIntegerField(unique=True)
    last_serial = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year} {self.last_serial}"
