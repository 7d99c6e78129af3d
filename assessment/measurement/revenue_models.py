"""营业收入 by city and industry of a part of the year: what value added of last year is carried on with."""

from django.db import models
from django.db.models import Q

from assessment.people.models import User
from assessment.territory.models import Region


class RevenueDelivery(models.Model):
    """One delivery of a bureau: never edited, only superseded by a later one of the same year and months."""

    period = models.CharField(max_length=10, help_text="the year, e.g. 2021")
    months = models.PositiveSmallIntegerField(help_text="January to this month")
    number = models.PositiveSmallIntegerField()
    source_department = models.CharField(max_length=80)
    loaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    loaded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["period", "months", "source_department", "number"], name="measurement_revenue_number"
            ),
            models.UniqueConstraint(
                fields=["period", "months", "source_department"],
                condition=Q(superseded_at__isnull=True),
                name="measurement_revenue_in_force",
            ),
            models.CheckConstraint(condition=Q(months__gte=1, months__lte=11), name="measurement_revenue_months"),
        ]
        ordering = ["period", "months", "number"]

    def __str__(self) -> str:
        return f"revenue {self.period} 1-{self.months} #{self.number}"


class RevenueRow(models.Model):
    """A city's industry, 万元."""

    delivery = models.ForeignKey(RevenueDelivery, on_delete=models.PROTECT, related_name="rows")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    industry = models.CharField(max_length=20)
    revenue = models.DecimalField(max_digits=24, decimal_places=4)
    revenue_same_months_last_year = models.DecimalField(max_digits=24, decimal_places=4)
    revenue_last_year = models.DecimalField(max_digits=24, decimal_places=4)
    source = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["delivery", "region", "industry"], name="measurement_revenue_row_once")
        ]
        ordering = ["region__position", "industry"]

    def __str__(self) -> str:
        return f"{self.region_id} {self.industry}"


class RevenueUpload(models.Model):
    """A CSV of revenues, read and waiting for who sent it: no delivery changes before it is confirmed."""

    class State(models.TextChoices):
        """待确认, 已写入, 已放弃, 已过期."""

        PENDING = "pending"
        CONFIRMED = "confirmed"
        DISCARDED = "discarded"
        EXPIRED = "expired"

    period = models.CharField(max_length=10, help_text="the year; empty where the file names none")
    months = models.PositiveSmallIntegerField(help_text="January to this month; 0 where the file names none")
    source_department = models.CharField(max_length=80)
    state = models.CharField(max_length=12, choices=State, default=State.PENDING)
    file_name = models.CharField(max_length=200, help_text="as the user called it, made harmless")
    file_digest = models.CharField(max_length=64, help_text="SHA-256 of the file as it came")
    text = models.TextField(help_text="the CSV as it came, kept as evidence")
    repairs = models.JSONField(default=list, help_text="every silent repair: row, column, repair")
    problems = models.JSONField(default=list, help_text="what keeps it from being confirmed")
    delivery = models.ForeignKey(RevenueDelivery, null=True, on_delete=models.PROTECT, related_name="uploads")
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    decided_by = models.CharField(max_length=60, blank=True, default="")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="pending", decided_at__isnull=True) | ~Q(state="pending"),
                name="measurement_revenue_upload_decided",
            ),
        ]
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"revenue {self.period} 1-{self.months} {self.file_name}"
