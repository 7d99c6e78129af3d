"""What an issued result withholds from whoever has the publication view."""

from django.db import models

from assessment.people.models import User
from assessment.scoring.models.runs import Run


class PublicationPattern(models.Model):
    """The withheld figures of one run with their reasons, as computed when it was issued; never changed afterwards."""

    run = models.OneToOneField(Run, on_delete=models.PROTECT, related_name="publication_pattern")
    document = models.TextField(help_text="canonical: keys and reasons; no figure, no contributor")
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.run_id} {self.digest[:8]}"
