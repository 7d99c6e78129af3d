"""结果反馈包: what one city was given of an issued result, kept byte by byte as it was given."""

from django.db import models
from django.db.models import Q

from assessment.scoring.models import Run
from assessment.territory.models import Region


class CityPack(models.Model):
    """One city's pack of one issued run. A row is written once and never changed.

    `version` counts the issued results of the same period and kind: a 更正通报 brings the next one. `document` is what
    page, API, workbook and 情况说明 are all made from; `digest` is its SHA-256.
    """

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="city_packs")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="city_packs")
    version = models.PositiveSmallIntegerField()
    document = models.TextField(help_text="canonical: everything the pack says")
    digest = models.CharField(max_length=64)
    workbook = models.BinaryField(help_text="结果反馈表 (.xlsx)")
    note = models.BinaryField(help_text="情况说明 (.docx)")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "region"], name="reporting_pack_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="reporting_pack_version"),
        ]
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.run_id} {self.region_id} {self.version}"
