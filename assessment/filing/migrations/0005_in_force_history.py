"""Which version counted when, for the returns that were accepted before this was kept."""

from itertools import pairwise

from django.db import migrations


def fill(apps, schema_editor):
    alias = schema_editor.connection.alias
    Version = apps.get_model("filing", "Version")
    InForce = apps.get_model("filing", "InForce")
    accepted = Version.objects.using(alias).filter(state__in=["accepted", "locked"], decided_at__isnull=False)
    spans: dict[int, list] = {}
    for version in accepted.order_by("return_filed_id", "decided_at", "id"):
        spans.setdefault(version.return_filed_id, []).append(version)
    for versions in spans.values():
        for version, following in pairwise([*versions, None]):
            until = None if following is None else following.decided_at
            InForce.objects.using(alias).create(
                return_filed_id=version.return_filed_id, version=version, since=version.decided_at, until=until
            )


class Migration(migrations.Migration):
    dependencies = [("filing", "0004_corrections")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
