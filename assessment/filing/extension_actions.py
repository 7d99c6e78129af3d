"""Writers of extensions and of the vetting of late returns."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from assessment.audit.actions import Fact, record
from assessment.catalogue.models import Collection, Obligation
from assessment.display.formats import moment
from assessment.filing.deadlines import deadlines_of
from assessment.filing.errors.calendar import (
    ExtensionAskedAlready,
    ExtensionDatesWrong,
    ExtensionReasonMissing,
    NothingOwed,
    NotLate,
    VettedAlready,
    VettingNoteMissing,
)
from assessment.filing.extension_states import EXTENSION_STATES, ExtensionMove
from assessment.filing.locking import fact, lock_version
from assessment.filing.models import Extension, LateVetting
from assessment.filing.walls import returns_within
from assessment.messages.actions import notify
from assessment.methodology.errors import N_
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import people_of, require
from assessment.people.roles import Role

GRANTED = N_("{form} ({period}), {unit}: extension granted, on time until {until}; after {expires} nothing is taken.")
REFUSED = N_("{form} ({period}), {unit}: the extension is refused. {note}")


@dataclass(frozen=True)
class Until:
    """The moments an extension gives: on time, and the end of filing."""

    on_time: datetime
    expires: datetime


def ask_extension(
    obligation_id: int, reason: str, *, wanted_until: datetime | None, by: User, at: datetime
) -> Extension:  # fmt: skip
    """The unit asks for more time, with its reason; one open request at a time."""
    with transaction.atomic():
        obligation = _locked(obligation_id, Action.EXTENSION_ASK, by=by, at=at)
        if not reason.strip():
            raise ExtensionReasonMissing
        if _extensions(obligation).filter(state=Extension.State.ASKED).exists():
            raise ExtensionAskedAlready(**_named(obligation))
        extension = Extension.objects.create(
            collection=obligation.collection,
            reporting_unit=obligation.reporting_unit,
            state=Extension.State.ASKED,
            reason=reason.strip(),
            asked_by=by,
            asked_at=at,
            wanted_until=wanted_until,
        )
        record(_fact(Action.EXTENSION_ASK, extension, obligation), by=by, at=at)
    return extension


def grant_extension(obligation_id: int, reason: str, until: Until, *, by: User, at: datetime) -> Extension:
    """Give one unit more time without being asked, or in answer to its open request."""
    with transaction.atomic():
        obligation = _locked(obligation_id, Action.EXTENSION_GRANT, by=by, at=at)
        asked = _extensions(obligation).select_for_update().filter(state=Extension.State.ASKED).first()
        wanted = reason.strip() or (asked.reason if asked else "")
        if not wanted:
            raise ExtensionReasonMissing
        _check_dates(obligation, until, at=at)
        extension = asked or Extension(
            collection=obligation.collection, reporting_unit=obligation.reporting_unit, reason=wanted
        )
        extension.state = (
            EXTENSION_STATES.after(asked.state, ExtensionMove.GRANT) if asked else Extension.State.GRANTED.value
        )
        extension.decided_by, extension.decided_at, extension.decision_note = by, at, reason.strip()
        extension.on_time_until, extension.expires_at = until.on_time, until.expires
        extension.save()
        record(_fact(Action.EXTENSION_GRANT, extension, obligation), by=by, at=at)
        _tell(obligation, GRANTED, until=until.on_time.isoformat(), expires=until.expires.isoformat(), at=at)
    return extension


def refuse_extension(extension_id: int, note: str, *, by: User, at: datetime) -> Extension:
    """Decline a request, with the reason."""
    with transaction.atomic():
        require(by, Action.EXTENSION_GRANT, at=at)
        extension = Extension.objects.select_for_update().filter(pk=extension_id).first()
        if extension is None:
            raise NotFound
        extension.state = EXTENSION_STATES.after(extension.state, ExtensionMove.REFUSE)
        if not note.strip():
            raise ExtensionReasonMissing
        extension.decided_by, extension.decided_at, extension.decision_note = by, at, note.strip()
        extension.save()
        obligation = _obligations().get(
            collection=extension.collection_id, reporting_unit=extension.reporting_unit_id
        )  # fmt: skip
        record(_fact(Action.EXTENSION_GRANT, extension, obligation), by=by, at=at)
        _tell(obligation, REFUSED, note=note.strip(), at=at)
    return extension


def vet_late(version_id: int, note: str, *, by: User, at: datetime) -> LateVetting:
    """Say that a late return may be accepted, and why. Without it no late return is."""
    with transaction.atomic():
        version = lock_version(version_id, Action.RETURN_VET_LATE, by=by, at=at)
        if not version.late:
            raise NotLate
        earlier = LateVetting.objects.select_related("vetted_by").filter(version=version).first()
        if earlier is not None:
            raise VettedAlready(name=earlier.vetted_by.display_name)
        if not note.strip():
            raise VettingNoteMissing
        vetting = LateVetting.objects.create(version=version, note=note.strip(), vetted_by=by, vetted_at=at)
        record(fact(Action.RETURN_VET_LATE, version, note=vetting.note), by=by, at=at)
    return vetting


def _locked(obligation_id: int, action: Action, *, by: User, at: datetime) -> Obligation:
    """The line of the register under lock, behind the wall of `action`; a waived one owes nothing."""
    require(by, action, at=at)
    obligations = _obligations().select_for_update(of=("self",))
    obligation = obligations.filter(returns_within(by, action, at=at), pk=obligation_id).first()
    if obligation is None:
        raise NotFound
    if obligation.waived_at is not None:
        raise NothingOwed(unit=obligation.reporting_unit.name_zh)
    return obligation


def _obligations() -> QuerySet[Obligation]:
    return Obligation.objects.select_related("collection__form_version__form", "reporting_unit__region")


def _extensions(obligation: Obligation) -> QuerySet[Extension]:
    return Extension.objects.filter(collection=obligation.collection_id, reporting_unit=obligation.reporting_unit_id)


def _check_dates(obligation: Obligation, until: Until, *, at: datetime) -> None:
    deadline = deadlines_of(obligation.collection, obligation.reporting_unit, at=at).on_time_until
    if not (until.on_time > at and until.on_time > deadline and until.expires >= until.on_time):
        raise ExtensionDatesWrong(
            now=moment(at),
            deadline=moment(deadline),
            on_time_until=moment(until.on_time),
            expires_at=moment(until.expires),
        )


def _named(obligation: Obligation) -> dict[str, str]:
    collection: Collection = obligation.collection
    return {
        "unit": obligation.reporting_unit.name_zh,
        "form": collection.form_version.form.code,
        "period": collection.period,
    }


def _tell(obligation: Obligation, text: str, *, at: datetime, **facts: str) -> None:
    form = obligation.collection.form_version.form
    told = people_of(obligation.reporting_unit.region, Role.FILLER, Role.STATISTICS_HEAD, at=at)
    named = {**_named(obligation), "form_zh": form.name_zh, "form_en": form.name_en}
    notify(told, topic="extension", text=text, facts={**named, **facts}, link="/", at=at)


def _fact(action: Action, extension: Extension, obligation: Obligation) -> Fact:
    until = {
        name: value.isoformat()
        for name, value in (("on_time_until", extension.on_time_until), ("expires_at", extension.expires_at))
        if value is not None
    }
    return Fact(
        action.value,
        obligation.reporting_unit.region.code,
        "filing.extension",
        str(extension.pk),
        facts={**_named(obligation), "state": extension.state, "reason": extension.reason, **until},
    )
