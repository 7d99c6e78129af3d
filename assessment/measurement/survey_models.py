"""The survey of traditional industries: frame, strata, drawn units, answers on paper, estimations."""

from django.db import models
from django.db.models import F, IntegerField, Q, Value
from django.db.models.functions import Cast
from django.db.models.lookups import LessThanOrEqual

from assessment.catalogue.models import Collection
from assessment.jobs.models import Job
from assessment.people.models import User
from assessment.territory.models import Region

# The import that a transaction writes answers for: COPY fills the column from it, so that no row is touched twice.
PAPER_IMPORT_SETTING = "measurement.paper_import"
LARGEST_SEED = 2**63 - 1


class CurrentSetting(models.Func):
    """A setting of the running transaction, as text."""

    function = "current_setting"
    output_field = models.TextField()


class Survey(models.Model):
    """抽样调查 of the traditional industries of one year, from the frame to its estimates."""

    class State(models.TextChoices):
        FRAME = "frame"
        FROZEN = "frozen"
        DESIGNED = "designed"
        DRAWN = "drawn"

    class ShareMethod(models.TextChoices):
        DIRECT = "direct"
        COST_SHARE = "cost_share"

    period = models.CharField(max_length=10, help_text="the year, e.g. 2021")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.FRAME)
    frame_digest = models.CharField(max_length=64, blank=True, default="")
    pseudonym_key = models.CharField(max_length=40, blank=True, default="", help_text="name of the key of pseudonyms")
    target_cv = models.DecimalField(max_digits=5, decimal_places=4, null=True, help_text="a fraction, 0.05 is 5 %")
    minimum = models.PositiveSmallIntegerField(null=True, help_text="least units drawn from a stratum")
    seed = models.BigIntegerField(null=True)
    share_method = models.CharField(max_length=12, choices=ShareMethod, blank=True, default="")
    certainty_from = models.DecimalField(
        max_digits=24, decimal_places=4, null=True, help_text="units of this value added or more are all drawn, 万元"
    )
    planned_from = models.ForeignKey(
        "SurveyEstimation",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="the estimation whose residuals the sample was planned by; empty: by value added",
    )
    design_digest = models.CharField(max_length=64, blank=True, default="")
    draw_method = models.CharField(max_length=20, blank=True, default="")
    draw_digest = models.CharField(max_length=64, blank=True, default="")
    collection = models.ForeignKey(Collection, null=True, on_delete=models.PROTECT, related_name="surveys")
    imported_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField()
    frozen_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField(null=True)
    designed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    designed_at = models.DateTimeField(null=True)
    drawn_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["period", "number"], name="measurement_survey_number"),
            models.CheckConstraint(
                condition=~Q(state="drawn") | (Q(seed__isnull=False) & ~Q(draw_digest="")),
                name="measurement_survey_replayable",
            ),
        ]
        ordering = ["period", "number"]

    def __str__(self) -> str:
        return f"{self.period} #{self.number}"


class SurveyStratum(models.Model):
    """层: city × division × size class, and the largest of one cut off to be drawn whole. Amounts in 万元."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="strata")
    label = models.CharField(max_length=40)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    industry = models.CharField(max_length=3, help_text="division, e.g. C13")
    size_class = models.CharField(max_length=10)
    position = models.PositiveIntegerField()
    population = models.PositiveIntegerField(help_text="N_h, units of the frame")
    value_added = models.DecimalField(max_digits=24, decimal_places=4, help_text="X_h of last year, 万元")
    deviation = models.FloatField(help_text="S_h of value added, 万元")
    planned_deviation = models.FloatField(null=True, help_text="S_h the design was planned by, 万元")
    take_all = models.BooleanField(default=False, help_text="every unit is drawn")
    allocated = models.PositiveIntegerField(null=True, help_text="n_h, units to draw")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "label"], name="measurement_stratum_once")]
        ordering = ["position"]

    def __str__(self) -> str:
        return self.label


class SurveyUnit(models.Model):
    """A unit of the frame. Code and name are for the bureau alone; everybody else knows it by `pseudonym`."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="units")
    stratum = models.ForeignKey(SurveyStratum, null=True, on_delete=models.PROTECT, related_name="units")
    code = models.CharField(max_length=18)
    name_zh = models.CharField(max_length=120)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    industry = models.CharField(max_length=5, help_text="section and class of GB/T 4754-2017, e.g. C1310")
    size_class = models.CharField(max_length=10)
    employees = models.DecimalField(max_digits=12, decimal_places=0, null=True)
    revenue = models.DecimalField(max_digits=24, decimal_places=4, null=True, help_text="万元")
    assets = models.DecimalField(max_digits=24, decimal_places=4, null=True, help_text="万元")
    value_added = models.DecimalField(max_digits=24, decimal_places=4, help_text="of last year, 万元")
    pseudonym = models.CharField(max_length=12, blank=True, default="")
    drawn = models.BooleanField(default=False)
    reminders = models.PositiveSmallIntegerField(default=0)
    invited_at = models.DateTimeField(null=True, help_text="when the link that stands was issued")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "code"], name="measurement_survey_unit_once"),
            models.UniqueConstraint(
                fields=["survey", "pseudonym"], condition=~Q(pseudonym=""), name="measurement_pseudonym_once"
            ),
        ]
        indexes = [models.Index(fields=["survey", "stratum"], condition=Q(drawn=True), name="measurement_unit_drawn")]
        ordering = ["survey_id", "pseudonym"]

    def __str__(self) -> str:
        return self.pseudonym or str(self.pk)


class PaperImport(models.Model):
    """One file of answers on paper, entered by the institute: who, when, what file."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="paper_imports")
    number = models.PositiveSmallIntegerField()
    file_name = models.CharField(max_length=200)
    file_digest = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "number"], name="measurement_paper_number")]
        ordering = ["survey_id", "number"]

    def __str__(self) -> str:
        return f"{self.survey_id} #{self.number}"


class PlainNumber(models.DecimalField):  # type: ignore[type-arg]  # the class takes no type at run time
    """A number exactly as it was written: the database keeps its decimals and rounds none away."""

    def db_type(self, connection: object) -> str:
        return "numeric"


def _amount() -> PlainNumber:
    return PlainNumber(max_digits=24, decimal_places=4, null=True)


ANSWERS = (
    "output",
    "value_added",
    "output_increase",
    "total_cost",
    "ict_depreciation",
    "digital_services",
    "digital_staff_pay",
)
# Everything but value added, which a loss may turn negative.
NOT_NEGATIVE = tuple(name for name in ANSWERS if name != "value_added")
_BOUND = 10**18


def _readable() -> Q:
    """Numbers of at most four decimals, parts within their whole; a blank cell refuses nothing.

    NaN and the infinities sort beyond every bound.
    """
    asked = Q()
    for name in ANSWERS:
        decimals = models.Func(F(name), function="min_scale", output_field=IntegerField())
        least = {f"{name}__gte": 0} if name in NOT_NEGATIVE else {f"{name}__gt": -_BOUND}
        asked &= Q(**{f"{name}__lt": _BOUND}, **least) & Q(LessThanOrEqual(decimals, 4))
    costs = F("ict_depreciation") + F("digital_services") + F("digital_staff_pay")
    return asked & Q(output__gte=F("output_increase")) & Q(total_cost__gte=costs)


class PaperAnswer(models.Model):
    """纸质问卷: one unit's answers in 万元, written by COPY alone. A later import counts before an earlier one.

    Neither key is checked row by row: both are checked for the whole file in the transaction that writes it.
    """

    paper_import = models.ForeignKey(
        PaperImport,
        on_delete=models.PROTECT,
        related_name="answers",
        db_constraint=False,
        db_index=False,
        db_default=Cast(CurrentSetting(Value(PAPER_IMPORT_SETTING)), IntegerField()),
    )
    pseudonym = models.CharField(max_length=12)
    output = _amount()
    value_added = _amount()
    output_increase = _amount()
    total_cost = _amount()
    ict_depreciation = _amount()
    digital_services = _amount()
    digital_staff_pay = _amount()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["paper_import", "pseudonym"], name="measurement_paper_answer_once"),
            models.CheckConstraint(condition=_readable(), name="measurement_paper_readable"),
        ]

    def __str__(self) -> str:
        return self.pseudonym


class SurveyEstimation(models.Model):
    """One estimation with the answers it froze; strata are collapsed only with a recorded reason."""

    class State(models.TextChoices):
        REQUESTED = "requested"
        DONE = "done"

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="estimations")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.REQUESTED)
    collapse_reason = models.CharField(max_length=500, blank=True, default="")
    document = models.TextField(help_text="canonical, with all answers under their pseudonyms")
    input_digest = models.CharField(max_length=64)
    result_document = models.TextField(blank=True, default="")
    result_digest = models.CharField(max_length=64, blank=True, default="")
    job = models.ForeignKey(Job, null=True, on_delete=models.PROTECT, related_name="+")
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    estimated_at = models.DateTimeField(null=True)
    delivered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "number"], name="measurement_estimation_number")]
        ordering = ["survey_id", "number"]

    def __str__(self) -> str:
        return f"{self.survey_id} #{self.number}"
