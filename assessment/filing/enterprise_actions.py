"""Writers of enterprise rows: the enterprise signs and files at once, the bureau accepts many at once."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from assessment.audit.actions import record
from assessment.filing.errors.enterprises import NamesMissing, NotARow, PromiseMissing
from assessment.filing.locking import fact, lock_version
from assessment.filing.models import Promise, Receipt, Version
from assessment.filing.review_actions import AcceptedTogether, accept_many
from assessment.filing.signing_actions import request_signatures, submit
from assessment.filing.states import RECEIPT_STANDS, State
from assessment.filing.version_document import figures_digest
from assessment.methodology.errors import AssessmentError
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require
from assessment.territory.models import ReportingUnit


@dataclass(frozen=True)
class Statement:
    """The two names as typed, and whether 承诺 is ticked."""

    filler_name: str
    head_name: str
    promised: bool


@dataclass(frozen=True)
class BulkAccepted:
    """Rows accepted now, and those left, each with the refusal that kept it."""

    accepted: tuple[int, ...]
    left: tuple[tuple[int, AssessmentError], ...]


def sign_and_submit(version_id: int, statement: Statement, *, by: User, at: datetime) -> Receipt:
    """The enterprise files its own row: names, promise and submission in one; asked again, the same receipt."""
    with transaction.atomic():
        version = lock_version(version_id, Action.RETURN_SUBMIT, by=by, at=at)
        unit = version.return_filed.reporting_unit
        if unit.kind != ReportingUnit.Kind.ENTERPRISE:
            raise NotARow(unit=unit.name_zh)
        if version.state in RECEIPT_STANDS:
            return submit(version_id, by=by, at=at)
        filler, head = statement.filler_name.strip(), statement.head_name.strip()
        if not filler or not head:
            raise NamesMissing
        if not statement.promised:
            raise PromiseMissing
        if version.state != State.AWAITING_SIGNATURE:
            request_signatures(version_id, by=by, at=at)
        names = {"filler_name": filler, "head_name": head, "promised_at": at}
        Promise.objects.update_or_create(version=version, defaults=names)
        # Before the receipt: the head of the chain that the receipt carries covers who promised which figures.
        told = fact(Action.RETURN_SUBMIT, version, promised=True, filler=filler, head=head)
        record(
            replace(told, action="return.promise", facts={**told.facts, "digest": figures_digest(version)}),
            by=by,
            at=at,
        )
        return submit(version_id, by=by, at=at)


def accept_rows(version_ids: Iterable[int], *, by: User, at: datetime) -> BulkAccepted:
    """审核通过 of many enterprise rows that were filed, as returns are accepted together; what is refused is left."""
    require(by, Action.RETURN_ACCEPT, at=at)
    rows = Version.objects.filter(pk__in=list(version_ids), return_filed__reporting_unit__kind="enterprise")
    chosen = list(rows.order_by("pk").values_list("pk", flat=True))
    outcome = accept_many(chosen, by=by, at=at) if chosen else AcceptedTogether((), ())
    return BulkAccepted(
        tuple(version.pk for version in outcome.accepted),
        tuple((refused.version_id, refused.error) for refused in outcome.refused),
    )
