"""A return, its immutable numbered versions, their cells, signatures and receipts."""

from django.db import models
from django.db.models import F, Q

from assessment.catalogue.models import Collection
from assessment.people.models import User
from assessment.territory.models import ReportingUnit


class Return(models.Model):
    """What one reporting unit owes to one collection; `in_force` is the version that counts."""

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="returns")
    reporting_unit = models.ForeignKey(ReportingUnit, on_delete=models.PROTECT, related_name="returns")
    in_force = models.ForeignKey("Version", null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["collection", "reporting_unit"], name="filing_return_once"),
        ]
        ordering = ["collection__period", "reporting_unit__region__position"]

    def __str__(self) -> str:
        return f"{self.collection_id} {self.reporting_unit_id}"


class Version(models.Model):
    """One numbered filing of a return. After submission its cells never change."""

    class State(models.TextChoices):
        DRAFT = "draft"
        AWAITING_SIGNATURE = "awaiting_signature"
        SUBMITTED = "submitted"
        UNDER_REVIEW = "under_review"
        QUERYING = "querying"
        SENT_BACK = "sent_back"
        ACCEPTED = "accepted"
        LOCKED = "locked"
        WITHDRAWN = "withdrawn"

    return_filed = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=0, help_text="raised by each save, for compare-and-set")
    filler = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        related_name="filled_versions",
        help_text="填报人: who began it, then who asked for the signatures and answers for it",
    )
    created_at = models.DateTimeField()
    signatures_requested_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    late = models.BooleanField(default=False)
    reviewer = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="reviewed_versions")
    decided_at = models.DateTimeField(null=True)
    decision_note = models.TextField(blank=True, default="")
    digest = models.CharField(max_length=64, blank=True, default="")
    named_items = models.JSONField(
        null=True, help_text="codes of the only items that may change: sent back, or granted; null where all may"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["return_filed", "number"], name="filing_version_number"),
            models.UniqueConstraint(
                fields=["return_filed"],
                condition=Q(state__in=["draft", "awaiting_signature", "submitted", "under_review", "querying"]),
                name="filing_one_open_version",
            ),
        ]
        ordering = ["return_filed_id", "number"]

    def __str__(self) -> str:
        return f"{self.return_filed_id} v{self.number} {self.state}"


class Cell(models.Model):
    """One figure as filed: a value, or the reason there is none. 0 is a value; empty is a row too."""

    class Condition(models.TextChoices):
        VALUE = "value"
        NOT_APPLICABLE = "not_applicable"
        NOT_AVAILABLE = "not_available"
        EMPTY = "empty"

    class Basis(models.TextChoices):
        CURRENT = "current"
        SAME_PERIOD_LAST_YEAR = "same_period_last_year"

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="cells")
    item = models.CharField(max_length=60)
    basis = models.CharField(max_length=30, choices=Basis)
    condition = models.CharField(max_length=20, choices=Condition)
    value = models.DecimalField(max_digits=30, decimal_places=8, null=True, help_text="in the item's own unit")
    reason = models.CharField(max_length=500, blank=True, default="")
    source = models.CharField(max_length=200, blank=True, default="")
    sent_back_note = models.CharField(max_length=500, blank=True, default="")
    marked = models.BooleanField(default=False, help_text="待核: the filler wants to look at it again")
    changed_revision = models.PositiveIntegerField(default=0, help_text="revision of the version that wrote it")
    changed_by = models.CharField(max_length=60)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "item", "basis"], name="filing_cell_once"),
            models.CheckConstraint(
                condition=Q(condition="value", value__isnull=False) | (~Q(condition="value") & Q(value__isnull=True)),
                name="filing_cell_value_or_none",
            ),
            models.CheckConstraint(
                condition=~Q(condition__in=["not_applicable", "not_available"]) | ~Q(reason=""),
                name="filing_cell_reason",
            ),
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.item} {self.basis} {self.condition}"


class Signature(models.Model):
    """One step of the sign-off chain, by somebody who did not fill the return; a deputy's names whose step it is."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="signatures")
    step = models.PositiveSmallIntegerField()
    title_zh = models.CharField(max_length=60)
    signer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="signatures")
    signed_for = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", help_text="代签: for whom the deputy signed"
    )
    filler = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    digest = models.CharField(max_length=64, help_text="of the cells that were signed")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "step"], name="filing_signature_step"),
            models.UniqueConstraint(fields=["version", "signer"], name="filing_signature_person"),
            models.CheckConstraint(condition=~Q(signer=F("filler")), name="filing_signer_is_not_filler"),
            models.CheckConstraint(
                condition=Q(signed_for__isnull=True) | (~Q(signed_for=F("filler")) & ~Q(signed_for=F("signer"))),
                name="filing_signed_for_neither_filler_nor_self",
            ),
        ]
        ordering = ["step"]

    def __str__(self) -> str:
        return f"{self.version_id} {self.title_zh}"


class Receipt(models.Model):
    """回执: number, server time and digest of what was submitted; one per version."""

    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="receipt")
    number = models.CharField(max_length=40, unique=True)
    issued_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    chain_head = models.CharField(max_length=64, help_text="head of the unit's audit chain at that moment")

    def __str__(self) -> str:
        return self.number


class ReceiptDay(models.Model):
    """The last serial given on a day; its row is locked while a receipt takes the next one."""

    day = models.DateField(unique=True)
    last_serial = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.day} {self.last_serial}"
