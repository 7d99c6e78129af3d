"""The writer of approvals of forms (批准文号). A version that carries one is never edited: the new one has its own."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from assessment.audit.actions import PROVINCE, Fact, record
from assessment.catalogue.approval_queries import MARKS, collections_to_approve, longest
from assessment.catalogue.errors import (
    ApprovalMarkMissing,
    ApprovalMarkTooLong,
    ApprovalOver,
    ApprovalPeriodWrong,
    ApprovalRecordedAlready,
)
from assessment.catalogue.form_copy_actions import copy_form
from assessment.catalogue.models import Collection, Form, FormVersion
from assessment.methodology.canonical import digest
from assessment.methodology.errors import Phrase
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require


@dataclass(frozen=True)
class Approval:
    """What the approving body gave a form, and the first period it holds for; empty is the first one planned."""

    table_number: str
    approver: str
    approval_number: str
    valid_until: date
    first_period: str = ""

    @property
    def marks(self) -> dict[str, str]:
        return {name: " ".join(str(getattr(self, name)).split()) for name in MARKS}


def record_approval(version_id: int, approval: Approval, *, by: User, at: datetime) -> FormVersion:
    """Give a form the approval that was granted anew.

    A copy that has none yet gets it. Beside a version that carries one a new version is made from the first period
    on, with the same items and signatures, and the collections planned from there on go by it; the old version
    stays as it is, with everything that was filed under it.
    """
    with transaction.atomic():
        require(by, Action.FORM_APPROVAL_RECORD, at=at)
        version = FormVersion.objects.select_related("form").filter(pk=version_id).first()
        if version is None:
            raise NotFound
        Form.objects.select_for_update().get(pk=version.form_id)
        version.refresh_from_db()
        _check(approval, at=at)
        made = _renewed(version, approval) if version.approval_number.strip() else _first(version, approval)
        record(_recorded(made, before=version), by=by, at=at)
    return made


def _first(version: FormVersion, approval: Approval) -> FormVersion:
    fields = {**approval.marks, "valid_until": approval.valid_until}
    for name, value in fields.items():
        setattr(version, name, value)
    version.digest = digest({"copied_from": version.digest, **fields})
    version.save(update_fields=[*fields, "digest"])
    return version


def _renewed(version: FormVersion, approval: Approval) -> FormVersion:
    planned = collections_to_approve(version.form)
    codes = [one.period for one in planned]
    first = approval.first_period or next(iter(codes), "")
    if first not in codes:
        raise ApprovalPeriodWrong(field="first_period", received=first or "-", expected=codes or "-")
    fields = {**approval.marks, "valid_until": approval.valid_until}
    if all(getattr(version, name) == value for name, value in fields.items()):
        raise ApprovalRecordedAlready(field="approval_number", approval_number=version.approval_number)
    following = planned[codes.index(first) :]
    number = max(version.form.versions.values_list("number", flat=True)) + 1
    made = copy_form(following[0].form_version, {**fields, "number": number, "first_period": first, "last_period": ""})
    Collection.objects.filter(pk__in=[one.pk for one in following]).update(form_version=made)
    return made


def _check(approval: Approval, *, at: datetime) -> None:
    for field, text in approval.marks.items():
        if not text:
            raise ApprovalMarkMissing(field=field, mark=Phrase(MARKS[field]))
        if len(text) > longest(field):
            raise ApprovalMarkTooLong(field=field, mark=Phrase(MARKS[field]), most=longest(field))
    day = timezone.localtime(at).date()
    if approval.valid_until < day:
        raise ApprovalOver(field="valid_until", valid_until=approval.valid_until.isoformat(), day=day.isoformat())


def _recorded(made: FormVersion, *, before: FormVersion) -> Fact:
    return Fact(
        Action.FORM_APPROVAL_RECORD.value,
        PROVINCE,
        "catalogue.form",
        str(made.pk),
        facts={
            "form": made.form.code,
            "version": made.number,
            "beside": before.number,
            "first_period": made.first_period,
            "approval_number": made.approval_number,
            "valid_until": made.valid_until.isoformat(),
        },
    )
