"""方案比选: what a draft of a scheme would make of the inputs of a run. Copies only: a run and its scores stay."""

from django.db import models

from assessment.catalogue.models import SchemeVersion
from assessment.people.models import User
from assessment.scoring.models.runs import Run


class SchemeVariant(models.Model):
    """A named variant of a draft scheme on the frozen inputs of one run; its result is worked out when it is read."""

    draft = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, related_name="variants")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="variants", help_text="whose inputs it reads")
    name = models.CharField(max_length=80)
    scheme_text = models.TextField(help_text="the scheme file of the variant, verbatim")
    scheme_digest = models.CharField(max_length=64)
    result_digest = models.CharField(max_length=64, help_text="of its result when it was saved")
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "name"], name="scoring_variant_name"),
            models.CheckConstraint(condition=~models.Q(name=""), name="scoring_variant_has_a_name"),
        ]
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name
