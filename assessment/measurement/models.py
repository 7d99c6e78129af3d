"""Tables of the bureaus, and the measurement batches (测算批次) computed from them."""

from django.db import models
from django.db.models import F, Q

from assessment.evidence.models import StoredFile
from assessment.jobs.models import Job
from assessment.measurement import survey_models  # noqa: F401  # the tables of the survey belong to this app
from assessment.measurement.opinion_models import Dispute, Opinion
from assessment.measurement.revenue_models import RevenueDelivery, RevenueRow, RevenueUpload
from assessment.people.models import User
from assessment.territory.models import Region

__all__ = [
    "AccountRow", "BaseTable", "Batch", "BatchResult", "Dispute", "Opinion", "RegionFigure", "RevenueDelivery",
    "RevenueRow", "RevenueUpload",
]  # fmt: skip


class BaseTable(models.Model):
    """One delivery of a bureau: never edited, only superseded by a later delivery of the same key."""

    class Kind(models.TextChoices):
        INDUSTRY_ACCOUNTS = "industry_accounts"
        GDP = "gdp"
        INDUSTRIAL_DIGITALISATION = "industrial_digitalisation"
        DEFLATOR = "deflator"
        SECTION_I = "section_i_value_added"
        INDUSTRY = "industry_value_added"

    kind = models.CharField(max_length=30, choices=Kind)
    period = models.CharField(max_length=10, help_text="the year, e.g. 2021")
    vintage = models.CharField(
        max_length=30, help_text="preliminary | final | census_revised, or months_01_11 for a part of the year"
    )
    number = models.PositiveSmallIntegerField()
    source_department = models.CharField(max_length=80)
    loaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    loaded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
    last_digit_exponent = models.SmallIntegerField(
        help_text="power of ten, in 万元, of the last printed digit: 0 for whole 万元, 2 for 亿元 with two decimals"
    )
    digest = models.CharField(max_length=64)
    revision_reason = models.CharField(
        max_length=500, blank=True, default="", help_text="why figures were revised, signed by who delivered (V-R1)"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "period", "vintage", "source_department", "number"], name="measurement_table_number"
            ),
            models.UniqueConstraint(
                fields=["kind", "period", "vintage", "source_department"],
                condition=Q(superseded_at__isnull=True),
                name="measurement_table_in_force",
            ),
        ]
        ordering = ["period", "kind", "number"]

    def __str__(self) -> str:
        return f"{self.kind} {self.period} {self.vintage} #{self.number}"


class AccountRow(models.Model):
    """A city's industry by the income approach, 万元; a blank component is null, never zero."""

    table = models.ForeignKey(BaseTable, on_delete=models.PROTECT, related_name="account_rows")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    industry = models.CharField(max_length=20, help_text="C39, I63, I64, I65 of GB/T 4754-2017")
    compensation_of_employees = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    net_taxes_on_production = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    depreciation = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    operating_surplus = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    value_added = models.DecimalField(max_digits=24, decimal_places=4, null=True, help_text="as reported, if it was")
    total_output = models.DecimalField(max_digits=24, decimal_places=4, null=True, help_text="总产出")
    intermediate_consumption = models.DecimalField(max_digits=24, decimal_places=4, null=True, help_text="中间投入")
    value_added_tax = models.DecimalField(
        max_digits=24, decimal_places=4, null=True, help_text="应交增值税, where output is stated without it"
    )
    marker = models.CharField(max_length=20, default="reported")
    source = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table", "region", "industry"], name="measurement_account_once")]
        ordering = ["region__position", "industry"]

    def __str__(self) -> str:
        return f"{self.region_id} {self.industry}"


class OperatorAccount(models.Model):
    """An operator registered elsewhere: its components in the whole province, to be allocated by revenue, 万元."""

    table = models.ForeignKey(BaseTable, on_delete=models.PROTECT, related_name="operators")
    name = models.CharField(max_length=80)
    compensation_of_employees = models.DecimalField(max_digits=24, decimal_places=4)
    net_taxes_on_production = models.DecimalField(max_digits=24, decimal_places=4)
    depreciation = models.DecimalField(max_digits=24, decimal_places=4)
    operating_surplus = models.DecimalField(max_digits=24, decimal_places=4)
    revenue = models.DecimalField(max_digits=24, decimal_places=4, help_text="营业收入 in the whole province")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table", "name"], name="measurement_operator_once")]
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class OperatorRevenue(models.Model):
    """营业收入 of an operator in one city, 万元."""

    operator = models.ForeignKey(OperatorAccount, on_delete=models.PROTECT, related_name="revenue_by_city")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    revenue = models.DecimalField(max_digits=24, decimal_places=4)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["operator", "region"], name="measurement_revenue_once")]
        ordering = ["region__position"]

    def __str__(self) -> str:
        return f"{self.operator_id} {self.region_id}"


class RegionFigure(models.Model):
    """One figure of a region in a table of one column: 万元, or a price index (last year = 100)."""

    table = models.ForeignKey(BaseTable, on_delete=models.PROTECT, related_name="region_figures")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    value = models.DecimalField(max_digits=24, decimal_places=4)
    marker = models.CharField(max_length=20, default="reported", help_text="published | illustrative | reported …")
    source = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table", "region"], name="measurement_region_figure_once")]
        ordering = ["region__position"]

    def __str__(self) -> str:
        return f"{self.region_id} {self.value}"


class TableUpload(models.Model):
    """A delivery as a file, read and waiting for who sent it: no table changes before it is confirmed."""

    class State(models.TextChoices):
        """待确认, 已写入, 已放弃, 已过期."""

        PENDING = "pending"
        CONFIRMED = "confirmed"
        DISCARDED = "discarded"
        EXPIRED = "expired"

    kind = models.CharField(max_length=30, choices=BaseTable.Kind)
    period = models.CharField(max_length=10)
    vintage = models.CharField(max_length=30)
    source_department = models.CharField(max_length=80)
    state = models.CharField(max_length=12, choices=State, default=State.PENDING)
    file_name = models.CharField(max_length=200, help_text="as the user called it, made harmless")
    file_digest = models.CharField(max_length=64, help_text="SHA-256 of the file as it came")
    file = models.ForeignKey(
        StoredFile, null=True, on_delete=models.PROTECT, related_name="+", help_text="a workbook, kept as evidence"
    )
    text = models.TextField(blank=True, default="", help_text="a CSV as it came, kept as evidence")
    document = models.JSONField(default=dict, help_text="what was read, in the unit of the file")
    repairs = models.JSONField(default=list, help_text="every silent repair: where, repair, received, read_as")
    problems = models.JSONField(default=list, help_text="what keeps it from being confirmed")
    compared_with = models.ForeignKey(
        BaseTable, null=True, on_delete=models.PROTECT, related_name="+", help_text="in force when it was compared"
    )
    table = models.ForeignKey(BaseTable, null=True, on_delete=models.PROTECT, related_name="uploads")
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    decided_by = models.CharField(max_length=60, blank=True, default="")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="pending", decided_at__isnull=True) | ~Q(state="pending"),
                name="measurement_upload_decided",
            ),
        ]
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.period} {self.vintage} {self.file_name}"


class Batch(models.Model):
    """测算批次: one measurement with its frozen inputs, method version and parameters."""

    class State(models.TextChoices):
        REQUESTED = "requested"
        MEASURED = "measured"
        SUBMITTED = "submitted"
        CONFIRMED = "confirmed"
        RETURNED = "returned"

    period = models.CharField(max_length=10, help_text="the year, e.g. 2021")
    number = models.PositiveSmallIntegerField()
    name_zh = models.CharField(max_length=60, help_text="2021年全年, 2021年1—11月")
    months = models.PositiveSmallIntegerField(default=12)
    method_version = models.CharField(max_length=20)
    parameters = models.JSONField(default=dict)
    parameter_set = models.CharField(max_length=40, blank=True, default="", help_text="identifier of the set chosen")
    gdp_vintage = models.CharField(
        max_length=30, blank=True, default="", help_text="the vintage chosen; empty: the weightiest there is"
    )
    state = models.CharField(max_length=12, choices=State, default=State.REQUESTED)
    document = models.TextField(help_text="canonical run document with all inputs")
    input_digest = models.CharField(max_length=64)
    result_document = models.TextField(blank=True, default="", help_text="what the method gave, canonical")
    result_digest = models.CharField(max_length=64, blank=True, default="")
    job = models.ForeignKey(Job, null=True, on_delete=models.PROTECT, related_name="+")
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    measured_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    decision_note = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["period", "number"], name="measurement_batch_number"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | (~Q(confirmed_by=F("requested_by")) & ~Q(confirmed_by=F("submitted_by"))),
                name="measurement_confirmer_is_another_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(confirmed_by__isnull=False, submitted_by__isnull=False),
                name="measurement_confirmed_by_somebody",
            ),
            models.CheckConstraint(condition=Q(months__gte=1, months__lte=12), name="measurement_months"),
        ]
        ordering = ["period", "number"]

    def __str__(self) -> str:
        return self.name_zh


class BatchResult(models.Model):
    """One measured figure of a batch with how it came about."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="results")
    region = models.CharField(max_length=12)
    code = models.CharField(max_length=40, help_text="industry or aggregate, e.g. C39, DIGITAL_ECONOMY, SHARE_OF_GDP")
    value = models.DecimalField(max_digits=50, decimal_places=20, null=True)
    unit = models.CharField(max_length=20)
    marker = models.CharField(max_length=20)
    method_version = models.CharField(max_length=20, blank=True, default="")
    parameter_set = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "region", "code"], name="measurement_result_once")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.region} {self.code}"
