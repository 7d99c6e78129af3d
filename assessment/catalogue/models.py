"""Dated metadata: forms with their legal marks, check rules, collections, assessment schemes with their 考核办法."""

from django.db import models
from django.db.models import F, Q

from assessment.territory.models import ReportingUnit


class Form(models.Model):
    """A statistical form; what it asks is in its versions."""

    code = models.CharField(max_length=20, unique=True)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=200)
    frequency = models.CharField(max_length=20)
    filed_by = models.CharField(
        max_length=10,
        choices=ReportingUnit.Kind,
        default=ReportingUnit.Kind.REGION,
        help_text="who files it: a region, or the enterprise itself by its one-time link",
    )

    def __str__(self) -> str:
        return self.name_zh


class FormVersion(models.Model):
    """What a form asks from `first_period` on; a version in force is never edited."""

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    first_period = models.CharField(max_length=10)
    last_period = models.CharField(max_length=10, blank=True, default="")
    table_number = models.CharField(max_length=40, help_text="表号")
    maker = models.CharField(max_length=80, help_text="制定机关")
    approver = models.CharField(max_length=80, help_text="批准机关")
    approval_number = models.CharField(max_length=80, help_text="批准文号")
    valid_until = models.DateField(help_text="有效期至")
    illustrative = models.BooleanField(default=False, help_text="legal marks made up for a demonstration")
    scope_zh = models.TextField(blank=True, default="")
    scope_en = models.TextField(blank=True, default="")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "number"], name="catalogue_form_version")]
        ordering = ["form_id", "number"]

    def __str__(self) -> str:
        return f"{self.form_id} v{self.number}"


class Item(models.Model):
    """One figure a form asks for. `unit` is the word printed on the form; `number` its line there (序号)."""

    class NotApplicable(models.TextChoices):
        """What "no such activity" counts as when figures are added up."""

        ZERO = "zero"
        MISSING = "missing"

    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="items")
    code = models.CharField(max_length=60)
    number = models.CharField(max_length=10, blank=True, default="")
    label_zh = models.CharField(max_length=120)
    label_en = models.CharField(max_length=200)
    definition_zh = models.TextField(blank=True)
    definition_en = models.TextField(blank=True)
    unit = models.CharField(max_length=40)
    decimals = models.PositiveSmallIntegerField()
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    of_which = models.BooleanField(default=False, help_text="其中 item: part of its parent, not adding up to it")
    not_applicable = models.CharField(max_length=10, choices=NotApplicable, default=NotApplicable.MISSING)
    laid_out = models.BooleanField(default=False, help_text="filled in before the form opens (最多填一次)")
    bases = models.JSONField(default=list, help_text="current, same_period_last_year")
    source_department = models.CharField(max_length=80, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form_version", "code"], name="catalogue_item_code")]
        ordering = ["position"]

    def __str__(self) -> str:
        return self.label_zh


class SignOffStep(models.Model):
    """One signature in the chain of a form, in order."""

    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="sign_off_steps")
    step = models.PositiveSmallIntegerField()
    title_zh = models.CharField(max_length=60)
    title_en = models.CharField(max_length=120)
    role = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form_version", "step"], name="catalogue_sign_off_step")]
        ordering = ["step"]

    def __str__(self) -> str:
        return self.title_zh


class CheckRule(models.Model):
    """A dated 审核关系 of a form; in force once loaded, and then never edited but for the period it ends with.

    `content` is the rule as read (`methodology.check_reading.check_rule_of`), the columns say where it stands.
    """

    form = models.CharField(max_length=20, help_text="code of the form; the form may be loaded later")
    code = models.CharField(max_length=20)
    first_period = models.CharField(max_length=10)
    last_period = models.CharField(max_length=10, blank=True, default="")
    scope = models.CharField(max_length=10)
    severity = models.CharField(max_length=12)
    position = models.PositiveSmallIntegerField(help_text="place in the rule book")
    content = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form", "code", "first_period"], name="catalogue_check_rule_once")
        ]
        ordering = ["form", "position", "first_period"]

    def __str__(self) -> str:
        return f"{self.form} {self.code} {self.first_period}"


class Collection(models.Model):
    """A form asked for one period: opening, on-time deadline and lock are three moments.

    Until `on_time_until` a return is on time, until `locks_at` it is late, to be vetted; then nothing is taken.
    """

    class Purpose(models.TextChoices):
        """`base` is measured without a ranking, `assessment` is scored."""

        BASE = "base"
        ASSESSMENT = "assessment"

    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="collections")
    period = models.CharField(max_length=10)
    purpose = models.CharField(max_length=12, choices=Purpose, default=Purpose.ASSESSMENT)
    opens_at = models.DateTimeField()
    on_time_until = models.DateTimeField()
    locks_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    opened_by = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["form_version", "period"], name="catalogue_collection_once"),
            models.CheckConstraint(
                condition=Q(opens_at__lt=F("on_time_until")) & Q(on_time_until__lte=F("locks_at")),
                name="catalogue_collection_dates",
            ),
        ]
        ordering = ["period"]

    def __str__(self) -> str:
        return f"{self.form_version_id} {self.period}"


class SchemeVersion(models.Model):
    """An assessment scheme as dated text with its 考核办法; frozen by digest before its period closes."""

    class Kind(models.TextChoices):
        QUARTERLY = "quarterly"
        ANNUAL = "annual"

    code = models.CharField(max_length=60)
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    title_zh = models.CharField(max_length=120)
    title_en = models.CharField(max_length=200)
    first_period = models.CharField(max_length=10)
    last_period = models.CharField(max_length=10)
    document_number = models.CharField(max_length=80, help_text="文号")
    issuer = models.CharField(max_length=80, help_text="印发机关")
    effective_on = models.DateField(help_text="施行日期")
    text = models.TextField(help_text="the scheme file, verbatim")
    labels = models.JSONField(default=dict, help_text="display label, unit and decimals per indicator code")
    digest = models.CharField(max_length=64)
    frozen_at = models.DateTimeField(null=True)
    frozen_by = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "number"], name="catalogue_scheme_version")]
        ordering = ["code", "number"]

    def __str__(self) -> str:
        return self.title_zh


class Obligation(models.Model):
    """Who owes a return to a collection. Written when the collection opens: a unit that is merged or renamed later
    does not rewrite what was owed. `waived_at` frees the unit, with the reason; the row stays.
    """

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="obligations")
    reporting_unit = models.ForeignKey(ReportingUnit, on_delete=models.PROTECT, related_name="obligations")
    since = models.DateTimeField()
    added_by = models.CharField(max_length=60)
    waived_at = models.DateTimeField(null=True)
    waived_by = models.CharField(max_length=60, blank=True, default="")
    waiver_reason = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["collection", "reporting_unit"], name="catalogue_obligation_once"),
            models.CheckConstraint(
                condition=Q(waived_at__isnull=True) | ~Q(waiver_reason=""), name="catalogue_waiver_reason"
            ),
        ]
        ordering = ["collection_id", "reporting_unit_id"]

    def __str__(self) -> str:
        return f"{self.collection_id} {self.reporting_unit_id}"


class CalendarYear(models.Model):
    """A year whose working days are known."""

    year = models.PositiveSmallIntegerField(unique=True)
    source = models.CharField(max_length=200)

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(models.Model):
    """A day that differs from the plain week: off on a weekday, or worked on a weekend (调休)."""

    calendar_year = models.ForeignKey(CalendarYear, on_delete=models.CASCADE, related_name="days")
    day = models.DateField(unique=True)
    working = models.BooleanField()
    reason = models.CharField(max_length=100)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.reason}"
