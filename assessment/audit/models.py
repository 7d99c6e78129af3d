"""The append-only record of who did what, in chains; it holds codes and ids as text, no foreign keys."""

from django.db import models


class Entry(models.Model):
    """One link of a chain. The database refuses to change or delete it (trigger and missing grants)."""

    class Outcome(models.TextChoices):
        DONE = "done"
        REFUSED = "refused"

    chain = models.CharField(max_length=20)
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    action = models.CharField(max_length=80)
    object_type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=80)
    changes = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.DONE)
    source_address = models.CharField(max_length=45, blank=True, default="")
    schema = models.PositiveSmallIntegerField()
    key_id = models.CharField(max_length=20)
    previous_mac = models.CharField(max_length=64)
    mac = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "sequence"], name="audit_entry_chain_sequence")]
        indexes = [models.Index(fields=["object_type", "object_id"], name="audit_entry_object")]
        ordering = ["chain", "sequence"]

    def __str__(self) -> str:
        return f"{self.chain}#{self.sequence} {self.action}"


class AnchorRequest(models.Model):
    """The head of a chain after a commit, waiting to be appended to the anchor file outside the database."""

    chain = models.CharField(max_length=20)
    count = models.PositiveBigIntegerField()
    head = models.CharField(max_length=64)
    requested_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="audit_anchor_waiting", condition=models.Q(written_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.chain} {self.count} {self.head[:8]}"
