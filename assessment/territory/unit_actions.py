"""The writer of enterprises as bodies and reporting units; those of regions come from the files."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from assessment.audit.actions import Actor, Fact, record
from assessment.territory.models import Organisation, Region, ReportingUnit


@dataclass(frozen=True)
class EnterpriseUnit:
    """An enterprise as it is called, and forms it files; those it was told to file before stay."""

    code: str
    name_zh: str
    forms: tuple[str, ...]


def settle_enterprise(told: EnterpriseUnit, *, region: Region, by: Actor, at: datetime) -> Organisation:
    """The body and the reporting unit of an enterprise as it is called and where it lies now; twice changes nothing."""
    with transaction.atomic():
        wanted = {"name_zh": told.name_zh, "region": region}
        unit, new = ReportingUnit.objects.select_for_update(of=("self",)).get_or_create(
            code=told.code, kind=ReportingUnit.Kind.ENTERPRISE, defaults={**wanted, "forms": list(told.forms)}
        )
        forms = [*unit.forms, *(form for form in told.forms if form not in unit.forms)]
        body, _ = Organisation.objects.get_or_create(
            code=told.code, kind=Organisation.Kind.ENTERPRISE, defaults={**wanted, "name_en": told.name_zh}
        )
        if new or (unit.name_zh, unit.region_id, unit.forms) != (told.name_zh, region.pk, forms):
            ReportingUnit.objects.filter(pk=unit.pk).update(**wanted, forms=forms)
            Organisation.objects.filter(pk=body.pk).update(**wanted)
            verb, facts = "add" if new else "change", {"name": told.name_zh}
            record(Fact(f"territory.{verb}", region.code, "reportingunit", told.code, facts=facts), by=by, at=at)
            body.refresh_from_db()
    return body
