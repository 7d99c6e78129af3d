"""Enterprises of the software return: identity, dated listings in a city, life events, claims, one-time links."""

from django.db import models
from django.db.models import F, Q

from assessment.catalogue.models import Collection
from assessment.territory.models import Region


class Enterprise(models.Model):
    """One legal unit by its 统一社会信用代码; in which city it counts is in its listings."""

    code = models.CharField(max_length=18, unique=True, help_text="统一社会信用代码, check digit verified")
    name_zh = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=60)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name_zh


class Listing(models.Model):
    """An enterprise in the 名录 of one city from `valid_from` until before `valid_until`; a change is a new row.

    The database keeps one open listing an enterprise: two cities never count the same one.
    """

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="listings")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="enterprise_listings")
    industry = models.CharField(max_length=4, help_text="行业代码 of GB/T 4754-2017, four digits")
    above_threshold = models.BooleanField(default=False, help_text="软件规上")
    chip_design = models.BooleanField(default=False, help_text="集成电路设计")
    special_field = models.BooleanField(default=False, help_text="专项领域")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    listed_by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise"], condition=Q(valid_until__isnull=True), name="directory_listing_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="directory_listing_dates",
            ),
        ]
        indexes = [models.Index(fields=["region", "valid_from"], name="directory_listing_region")]
        ordering = ["enterprise__code"]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.region_id}"


class LifeEvent(models.Model):
    """What happened to an enterprise on a day; it moves the comparable base of the cities concerned."""

    class Kind(models.TextChoices):
        NEW_IN_SCOPE = "new_in_scope"
        BIRTH = "birth"
        MOVED = "moved"
        MERGED = "merged"
        SPLIT = "split"
        DROPPED_OUT = "dropped_out"
        CLOSED = "closed"

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20, choices=Kind)
    day = models.DateField()
    counterpart = models.ForeignKey(Enterprise, null=True, on_delete=models.PROTECT, related_name="counterpart_events")
    from_region = models.ForeignKey(Region, null=True, on_delete=models.PROTECT, related_name="+")
    to_region = models.ForeignKey(Region, null=True, on_delete=models.PROTECT, related_name="+")
    amount_10k_yuan = models.DecimalField(
        max_digits=20, decimal_places=2, null=True, help_text="software revenue of last year that goes with it, 万元"
    )
    reason = models.CharField(max_length=300)
    entered_by = models.CharField(max_length=60)
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["day", "id"]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.kind} {self.day}"


class Claim(models.Model):
    """A city claims an enterprise that another city lists; the bureau decides with a reason."""

    class State(models.TextChoices):
        OPEN = "open"
        GRANTED = "granted"
        REFUSED = "refused"

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="claims")
    holder = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", help_text="who lists it now")
    claimant = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+", help_text="who claims it")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    grounds = models.CharField(max_length=300, help_text="why the claimant claims it")
    industry = models.CharField(max_length=4)
    claimed_by = models.CharField(max_length=60)
    claimed_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True, default="", help_text="of the decision")
    effective_on = models.DateField(null=True)
    decided_by = models.CharField(max_length=60, blank=True, default="")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "claimant"], condition=Q(state="open"), name="directory_claim_once"
            ),
            models.CheckConstraint(condition=Q(state="open") | ~Q(reason=""), name="directory_claim_reason"),
        ]
        ordering = ["claimed_at", "id"]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.claimant_id} {self.state}"


class Link(models.Model):
    """A one-time link for one enterprise and one collection. The token itself is nowhere: only its digest is kept."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="links")
    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="enterprise_links")
    token_digest = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=60)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "collection"], condition=Q(revoked_at__isnull=True), name="directory_link_once"
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("issued_at")), name="directory_link_dates"),
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.collection_id}"
