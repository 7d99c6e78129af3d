"""公开属性 of the issued document. What was issued before has none, so only new rows are held to it."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("scoring", "0006_publication_pattern_append_only")]

    operations = [
        migrations.AddField(
            model_name="run",
            name="publicity",
            field=models.CharField(
                blank=True,
                choices=[("open", "Open"), ("on_request", "On Request"), ("closed", "Closed")],
                default="",
                help_text="公开属性 of the issued document",
                max_length=12,
            ),
        ),
        AddConstraintNotValid(
            model_name="run",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "issued"), _negated=True),
                    ("feedback_sent_at__isnull", True),
                    models.Q(("publicity", ""), _negated=True),
                    _connector="OR",
                ),
                name="scoring_issued_with_publicity",
            ),
        ),
    ]
