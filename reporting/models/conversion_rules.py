"""折算办法: how a total becomes points of the 市县高质量发展绩效评价, from a period on."""

from django.db import models
from django.db.models import Q

from assessment.catalogue.models import SchemeVersion
from assessment.people.models import User


class ConversionRule(models.Model):
    """One rule in force from `first_period` on. It is never edited: a later one takes its place from its own period."""

    class Method(models.TextChoices):
        """按得分比例, 按最高得分比例, 按位次递减: see methodology/score_conversion."""

        PROPORTION = "proportion"
        PROPORTION_OF_BEST = "proportion_of_best"
        RANK_LADDER = "rank_ladder"

    kind = models.CharField(max_length=12, choices=SchemeVersion.Kind)
    first_period = models.CharField(max_length=10)
    method = models.CharField(max_length=20, choices=Method)
    full_points = models.DecimalField(max_digits=8, decimal_places=4)
    step = models.DecimalField(max_digits=8, decimal_places=4, null=True, help_text="points less for each place")
    floor = models.DecimalField(max_digits=8, decimal_places=4, null=True, help_text="points of the last places")
    digits = models.PositiveSmallIntegerField(default=2)
    document_number = models.CharField(max_length=80, help_text="文号 of the rule of the evaluation")
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "first_period"], name="reporting_conversion_once"),
            models.CheckConstraint(condition=Q(full_points__gt=0), name="reporting_conversion_points"),
            models.CheckConstraint(
                condition=Q(method="rank_ladder", step__gt=0, floor__gte=0)
                | Q(~Q(method="rank_ladder"), step__isnull=True, floor__isnull=True),
                name="reporting_conversion_ladder",
            ),
        ]
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.first_period} {self.method}"
