"""The inbox, and what still has to leave the house by other ways."""

from django.db import models
from django.db.models import Q

from assessment.people.models import User


class Notice(models.Model):
    """One message to one person. `text` is a message id; it is rendered with `facts` in the reader's language."""

    to = models.ForeignKey(User, on_delete=models.PROTECT, related_name="notices")
    topic = models.CharField(max_length=40)
    text = models.TextField()
    facts = models.JSONField(default=dict)
    link = models.CharField(max_length=200, blank=True, default="", help_text="address on this site")
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["to", "-id"], name="messages_inbox"),
            models.Index(fields=["to"], name="messages_unread", condition=Q(read_at__isnull=True)),
        ]
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.to_id} {self.topic}"


class Delivery(models.Model):
    """One message on its way by one sender: a notice, or the digest of a day where there is no notice."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        FAILED = "failed"

    to = models.ForeignKey(User, on_delete=models.PROTECT, related_name="deliveries")
    notice = models.ForeignKey(Notice, null=True, on_delete=models.PROTECT, related_name="deliveries")
    digest_of = models.DateField(null=True)
    sender = models.CharField(max_length=40, help_text="a name of MESSAGE_SENDERS")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["next_attempt_at"], name="messages_waiting", condition=Q(state="waiting")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["notice", "sender"], name="messages_notice_once"),
            models.UniqueConstraint(fields=["to", "digest_of", "sender"], name="messages_digest_once"),
            models.CheckConstraint(
                condition=Q(notice__isnull=False, digest_of__isnull=True)
                | Q(notice__isnull=True, digest_of__isnull=False),
                name="messages_notice_or_digest",
            ),
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.sender} {self.state}"
