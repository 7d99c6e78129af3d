"""Regions with dates, the bodies that take part, and the units that report."""

from django.db import models
from django.db.models import F, Q


class Region(models.Model):
    """A region as it was from `valid_from` until before `valid_until`; a rename or merge is a new row."""

    class Level(models.TextChoices):
        PROVINCE = "province"
        PREFECTURE = "prefecture"
        COUNTY = "county"
        SPECIAL_UNIT = "special_unit"

    code = models.CharField(max_length=12, help_text="GB/T 2260 code, or our own where in_gb2260 is false")
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=120)
    short_name_zh = models.CharField(max_length=30)
    short_name_en = models.CharField(max_length=60)
    level = models.CharField(max_length=20, choices=Level)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    ranked_within = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="ranked_parts")
    position = models.PositiveIntegerField(help_text="行政区划 order among the children of one parent")
    in_gb2260 = models.BooleanField(default=True)
    assessed = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    successors = models.JSONField(default=list, help_text="codes that take over after a rename, merger or split")
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="territory_region_code_from"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_until__isnull=True), name="territory_region_code_now"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="territory_region_dates",
            ),
        ]
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name_zh


class RegionGroup(models.Model):
    """Regions ranked among themselves, e.g. 贵阳 apart or counties in classes."""

    code = models.CharField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=60)
    name_en = models.CharField(max_length=120)
    regions = models.ManyToManyField(Region, related_name="groups")

    def __str__(self) -> str:
        return self.name_zh


class Organisation(models.Model):
    """A body that takes part; what it may do follows from its people's roles."""

    class Kind(models.TextChoices):
        ENTERPRISE = "enterprise"
        CITY_OFFICER = "city_officer"
        CITY_SIGN_OFF = "city_sign_off"
        STATISTICS_BUREAU = "statistics_bureau"
        COMMUNICATIONS_ADMINISTRATION = "communications_administration"
        MEASURING_INSTITUTE = "measuring_institute"
        BIG_DATA_BUREAU = "big_data_bureau"
        REFORM_COMMISSION = "reform_commission"
        ADMINISTRATION = "administration"

    code = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=40, choices=Kind)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=200)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="organisations")

    def __str__(self) -> str:
        return self.name_zh


class ReportingUnit(models.Model):
    """Whoever owes a return: a region, or an enterprise by its 统一社会信用代码."""

    class Kind(models.TextChoices):
        REGION = "region"
        ENTERPRISE = "enterprise"

    code = models.CharField(max_length=18, unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    name_zh = models.CharField(max_length=120)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="reporting_units")
    forms = models.JSONField(default=list, help_text="codes of the forms it files")

    class Meta:
        ordering = ["region__position", "code"]

    def __str__(self) -> str:
        return self.name_zh
