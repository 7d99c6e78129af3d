"""Runs: frozen inputs and scheme, the scores they gave, and which run is current."""

from django.db import models
from django.db.models import F, Q

from assessment.catalogue.models import SchemeVersion
from assessment.evidence.models import StoredFile
from assessment.jobs.models import Job
from assessment.measurement.models import Batch
from assessment.people.models import User


class Run(models.Model):
    """One computation of a scheme on frozen inputs; unique by purpose, period, scheme version and input digest.

    A later version of an official run names the one before it in `replaces`.
    """

    class Purpose(models.TextChoices):
        """试算 of the commission alone, which ends when it is computed; 正式测算."""

        TRIAL = "trial"
        OFFICIAL = "official"

    class State(models.TextChoices):
        REQUESTED = "requested"
        COMPUTED = "computed"
        CONFIRMED = "confirmed"
        FEEDBACK = "feedback"
        APPROVED = "approved"
        ISSUED = "issued"
        REPLACED = "replaced"
        CANCELLED = "cancelled"

    class Publicity(models.TextChoices):
        """公开属性 of the issued document: 主动公开, 依申请公开, 不予公开."""

        OPEN = "open"
        ON_REQUEST = "on_request"
        CLOSED = "closed"

    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.OFFICIAL)
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="successors")
    period = models.CharField(max_length=10)
    scheme_version = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, related_name="runs")
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="runs")
    document = models.TextField(help_text="canonical run document: inputs, scheme, method version")
    input_digest = models.CharField(max_length=64)
    result_digest = models.CharField(max_length=64, blank=True, default="")
    method_version = models.CharField(max_length=20)
    state = models.CharField(max_length=12, choices=State, default=State.REQUESTED)
    job = models.ForeignKey(Job, null=True, on_delete=models.PROTECT, related_name="+")
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    computed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    feedback_sent_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    feedback_sent_at = models.DateTimeField(null=True)
    feedback_until = models.DateTimeField(null=True, help_text="end of the window of answers and objections")
    approved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    stale_reason = models.CharField(
        max_length=500, blank=True, default="", help_text="why it was approved although inputs had changed"
    )
    issued_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(null=True)
    issue_number = models.CharField(max_length=80, blank=True, default="", help_text="文号 of the 印发")
    publicity = models.CharField(
        max_length=12, choices=Publicity, blank=True, default="", help_text="公开属性 of the issued document"
    )
    issue_scan = models.ForeignKey(
        StoredFile, null=True, on_delete=models.PROTECT, related_name="+", help_text="scan of the issued document"
    )
    cancelled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            # A cancelled or replaced run makes room: the same inputs may be run again.
            models.UniqueConstraint(
                fields=["purpose", "period", "scheme_version", "input_digest"],
                condition=~Q(state__in=["cancelled", "replaced"]),
                name="scoring_run_once",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("started_by")),
                name="scoring_confirmer_did_not_start",
            ),
            models.CheckConstraint(
                condition=~Q(state="issued") | ~Q(issue_number=""), name="scoring_issued_has_a_number"
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("started_by")),
                name="scoring_approver_did_not_start",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("confirmed_by")),
                name="scoring_approver_did_not_confirm",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "issued"])
                | Q(approved_by__isnull=False, confirmed_by__isnull=False),
                name="scoring_approved_has_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state="issued") | Q(issued_by__isnull=False, approved_by__isnull=False),
                name="scoring_issued_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(issued_by__isnull=True) | ~Q(issued_by=F("approved_by")),
                name="scoring_issuer_did_not_approve",
            ),
            models.CheckConstraint(
                condition=~Q(purpose="trial") | Q(state__in=["requested", "computed", "cancelled"]),
                name="scoring_trial_goes_no_further",
            ),
            models.CheckConstraint(
                condition=~Q(state="feedback")
                | Q(feedback_sent_by__isnull=False, feedback_sent_at__isnull=False, feedback_until__isnull=False),
                name="scoring_feedback_sent_by_somebody",
            ),
            # A result that was fed back is issued with the scan of its document.
            models.CheckConstraint(
                condition=~Q(state="issued") | Q(feedback_sent_at__isnull=True) | Q(issue_scan__isnull=False),
                name="scoring_issued_with_scan",
            ),
            models.CheckConstraint(
                condition=~Q(state="issued") | Q(feedback_sent_at__isnull=True) | ~Q(publicity=""),
                name="scoring_issued_with_publicity",
            ),
        ]
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.period} {self.scheme_version_id} {self.state}"


class StepResult(models.Model):
    """What one step of the chain handed to the next, as a canonical document.

    Of the last step, whose result stands as scores and places, the digest alone; its document would say it twice.
    """

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="step_results")
    name = models.CharField(max_length=40, help_text="value_added | indicators | scores")
    document = models.TextField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "name"], name="scoring_step_once")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.name}"


class Score(models.Model):
    """One node of the tree for one unit, in full precision.

    That its run exists is checked by triggers, once for all rows of a statement: a province of counties writes 160,000
    at once, and a foreign key would look the same run up for each.
    """

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="scores", db_constraint=False)
    unit = models.CharField(max_length=18)
    group = models.CharField(max_length=40, blank=True, default="")
    code = models.CharField(max_length=60)
    level = models.PositiveSmallIntegerField(help_text="0 = indicator, then upwards")
    raw = models.DecimalField(max_digits=60, decimal_places=30, null=True)
    treated = models.DecimalField(max_digits=60, decimal_places=30, null=True)
    normalised = models.DecimalField(max_digits=60, decimal_places=30, null=True)
    weight = models.DecimalField(max_digits=60, decimal_places=30, null=True)
    score = models.DecimalField(max_digits=60, decimal_places=30, null=True)
    marker = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "unit", "code"], name="scoring_score_once")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.unit} {self.code}"


class Placing(models.Model):
    """A unit's total and place in its group."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="placings")
    unit = models.CharField(max_length=18)
    group = models.CharField(max_length=40, blank=True, default="")
    score = models.DecimalField(max_digits=60, decimal_places=30, null=True)
    shown = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    rank = models.DecimalField(max_digits=8, decimal_places=2, null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "unit"], name="scoring_placing_once")]
        ordering = ["group", "rank", "unit"]

    def __str__(self) -> str:
        return f"{self.run_id} {self.unit} {self.rank}"


class CurrentRun(models.Model):
    """Which run counts for a period and kind; switched in one transaction."""

    period = models.CharField(max_length=10)
    kind = models.CharField(max_length=12, choices=SchemeVersion.Kind)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="+")
    switched_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["period", "kind"], name="scoring_current_once")]

    def __str__(self) -> str:
        return f"{self.period} {self.kind}"
