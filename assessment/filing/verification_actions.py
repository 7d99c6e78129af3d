"""What the clock does each night about 验真: what was altered is recorded, and the audit administrators are told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from assessment.audit.actions import SYSTEM, record_all
from assessment.filing.locking import fact
from assessment.filing.verification import Altered, altered_versions
from assessment.messages.actions import notify
from assessment.methodology.errors import N_
from assessment.people.permissions import Action
from assessment.people.queries import people_in_role
from assessment.people.roles import Role

ALTERED = "return.altered"
TOLD = N_("{count} submitted returns no longer agree with their receipts: {named}. See the record of each.")
FIRST_NAMED = 5


def report_altered(*, at: datetime) -> int:
    """Recompute every digest; one entry for each version that was altered and one notice for all. Returns how many."""
    altered = list(altered_versions())
    if not altered:
        return 0
    with transaction.atomic():
        record_all(
            [replace(fact(Action.RETURN_VIEW, one.version, items=list(one.items)), action=ALTERED) for one in altered],
            by=SYSTEM,
            at=at,
        )
        facts = {"count": str(len(altered)), "named": _named(altered)}
        people = people_in_role(Role.AUDIT_ADMINISTRATOR, at=at)
        notify(people, topic="altered", text=TOLD, facts=facts, link="/", at=at)
    return len(altered)


def _named(altered: Sequence[Altered]) -> str:
    """Form, unit, period and version of the first ones; never a figure."""
    names = []
    for one in altered[:FIRST_NAMED]:
        filed = one.version.return_filed
        parts = (filed.collection.form_version.form.code, filed.reporting_unit.name_zh, filed.collection.period)
        names.append(f"{' '.join(parts)} v{one.version.number}")
    return "、".join(names)
