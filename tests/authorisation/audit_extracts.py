"""Audit extracts of the seeded province: one that waits and one that is made, both of the audit administrator."""

from reporting.extract_actions import request_extract
from reporting.operations.audit_extract import Asked
from tests.authorisation.places import NOWHERE, OWN_REGION, Province
from tests.situations.catalogue import moment
from tests.situations.measurement import work_off

ASKED_FOR = moment("2021-04-25 09:00")


def audit_extracts_of(province: Province) -> None:
    auditor = province.users["audit_administrator"]
    waiting = request_extract(Asked(unit=OWN_REGION), by=auditor, at=ASKED_FOR)
    made = request_extract(Asked(unit=OWN_REGION, action="return.accept"), by=auditor, at=ASKED_FOR)
    work_off(made.job)
    made.refresh_from_db()
    # Kept beyond the moment of the requests, whatever the clock of the worker says.
    made.expires_at = moment("2099-01-01 00:00")
    made.save(update_fields=["expires_at"])
    province.add("audit_extract", "waiting", id=waiting.pk)
    province.add("audit_extract", "made", id=made.pk)
    province.missing["audit_extract"] = {"id": NOWHERE}
