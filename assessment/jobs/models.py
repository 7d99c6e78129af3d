"""Work that must not be lost: events in an outbox, jobs with a lease, answers by idempotency key."""

from django.db import models
from django.db.models import Q


class OutboxEvent(models.Model):
    """Something that happened, written in the transaction that made it happen; holds ids only."""

    name = models.CharField(max_length=80)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=60)
    dispatched_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["id"], name="jobs_outbox_waiting", condition=Q(dispatched_at__isnull=True))]

    def __str__(self) -> str:
        return f"{self.name} {self.payload}"


class Job(models.Model):
    """A chain of Celery tasks under lease. The row is the truth; the broker's message is only a hint."""

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    event = models.OneToOneField(OutboxEvent, on_delete=models.PROTECT, related_name="job")
    name = models.CharField(max_length=80)
    steps = models.JSONField(help_text="Celery task names, in order")
    step = models.PositiveSmallIntegerField(default=0)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempt = models.PositiveSmallIntegerField(default=0)
    lease_owner = models.CharField(max_length=64, blank=True, default="")
    lease_until = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    message_sent_at = models.DateTimeField(null=True)
    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    cancel_requested_at = models.DateTimeField(null=True)
    requested_by = models.CharField(max_length=60)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    error_code = models.CharField(max_length=80, blank=True, default="")
    error_text = models.TextField(blank=True, default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["state", "lease_until"],
                name="jobs_job_open",
                condition=Q(state__in=["queued", "running"]),
            )
        ]
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.name} {self.state}"


class IdempotencyKey(models.Model):
    """The answer given to a request, so that a repeated request gets the same answer."""

    user = models.CharField(max_length=60)
    key = models.CharField(max_length=80)
    request_digest = models.CharField(max_length=64)
    object_type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=80)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="jobs_idempotency_once")]

    def __str__(self) -> str:
        return self.key
