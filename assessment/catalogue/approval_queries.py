"""Reads about the approval of forms: its marks, what is wrong with one, and which collections a new one would open."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessment.catalogue.errors import FormExpired, LegalMarksMissing
from assessment.catalogue.models import Collection, Form, FormVersion
from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.periods import Period

LEGAL_MARKS = {
    "table_number": _("table number"),
    "maker": _("maker"),
    "approver": _("approver"),
    "approval_number": _("approval number"),
}
MARKS: Final[Mapping[str, str]] = {
    "table_number": N_("table number"),
    "approver": N_("approver"),
    "approval_number": N_("approval number"),
}
"""What an approving body gives, besides the day it ends with."""
LONGEST: Final[Mapping[str, int]] = {"table_number": 40, "approver": 80, "approval_number": 80}


def longest(mark: str) -> int:
    """How many characters the column of a mark takes."""
    return LONGEST[mark]


def approval_trouble(form: FormVersion, *, at: datetime) -> AssessmentError | None:
    """Why the form opens no collection at that moment; None while its approval is whole and holds."""
    missing = [name for mark, name in LEGAL_MARKS.items() if not str(getattr(form, mark)).strip()]
    if missing:
        return LegalMarksMissing(form=form.form.code, missing=missing)
    day = timezone.localtime(at).date()
    if day <= form.valid_until:
        return None
    return FormExpired(
        table_number=form.table_number,
        approval_number=form.approval_number,
        valid_until=form.valid_until.isoformat(),
        day=day.isoformat(),
    )


def collections_to_approve(form: Form) -> list[Collection]:
    """The planned collections of a form after the last period that was opened, in the order of their periods."""
    rows = Collection.objects.filter(form_version__form=form).select_related("form_version__form")
    collections = sorted(rows, key=lambda one: Period.parse(one.period))
    opened = [Period.parse(one.period) for one in collections if one.opened_at is not None]
    return [
        one for one in collections if one.opened_at is None and (not opened or max(opened) < Period.parse(one.period))
    ]
