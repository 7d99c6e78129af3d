"""What the check of laid-out figures tells people: the body that a unit disputes, the unit that it is answered."""

from collections.abc import Collection as Items
from datetime import datetime
from typing import Final

from django.urls import reverse

from assessment.filing.models import FigureCheck, Version
from assessment.messages.actions import notify
from assessment.methodology.errors import N_
from assessment.people.queries import people_in_role, people_of
from assessment.people.roles import Role

DISPUTED = N_("{unit} disputes figures of {form}, {period} ({count}). Answer each, or deliver the figure anew.")
ANSWERED = N_("{form}, {period}: {department} has answered your dispute over “{item}”.")
# The word on the form for a source department -> who answers for it.
ANSWERS: Final = {
    "省统计局": Role.STATISTICS_BUREAU,
    "省通信管理局": Role.COMMUNICATIONS_ADMINISTRATION,
    "测算机构": Role.MEASURING_INSTITUTE,
}


def tell_disputed(version: Version, disputed: Items[str], *, at: datetime) -> None:
    """One notice to each body, of its own items alone."""
    filed = version.return_filed
    items = filed.collection.form_version.items.filter(code__in=disputed).values_list("source_department", flat=True)
    unit = filed.reporting_unit.name_zh
    of_body = sorted(items)
    for department in sorted(set(of_body) & set(ANSWERS)):
        facts = {**_about(version), "unit_zh": unit, "count": str(of_body.count(department))}
        told = people_in_role(ANSWERS[department], at=at)
        notify(told, topic="laid_out", text=DISPUTED, facts=facts, link=reverse("filing:deliveries"), at=at)


def tell_answered(check: FigureCheck, *, at: datetime) -> None:
    filed = check.version.return_filed
    item = filed.collection.form_version.items.get(code=check.item)
    names = {"item_zh": item.label_zh, "item_en": item.label_en, "department_zh": item.source_department}
    link = reverse("filing:figure-check", args=[check.version_id])
    told = people_of(filed.reporting_unit.region, Role.FILLER, at=at)
    notify(told, topic="laid_out", text=ANSWERED, facts={**_about(check.version), **names}, link=link, at=at)


def _about(version: Version) -> dict[str, str]:
    collection = version.return_filed.collection
    form = collection.form_version.form
    return {"form_zh": form.name_zh, "form_en": form.name_en, "period": collection.period}
