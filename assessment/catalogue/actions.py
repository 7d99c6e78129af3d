"""The writers of the catalogue after loading: opening a collection, freezing a scheme."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessment.audit.actions import PROVINCE, Fact, record
from assessment.catalogue.approval_queries import approval_trouble
from assessment.catalogue.calendar_actions import register_obligations
from assessment.catalogue.closing_days import closes_on
from assessment.catalogue.errors import (
    FrozenTooLate,
    OfficeMarksMissing,
    OpeningTooLateToChange,
    PeriodTaken,
    PlanDatesWrong,
    PlannedAlready,
    SchemeAltered,
)
from assessment.catalogue.models import Collection, SchemeVersion
from assessment.catalogue.queries import (
    collection_state,
    form_version_for,
    scheme_of,
    scheme_state,
    stored_scheme_digest,
)
from assessment.catalogue.states import COLLECTION_STATES, SCHEME_STATES, CollectionMove, SchemeMove
from assessment.methodology.periods import Period
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require

OFFICE_MARKS = {"document_number": _("document number"), "issuer": _("issuer")}


def open_collection(collection_id: int, *, by: User, at: datetime) -> Collection:
    """Let the units fill the form for its period.

    Refused without all legal marks (`LegalMarksMissing`) and once the approval has run out (`FormExpired`;
    the day of validity itself still counts): 统计法实施条例 asks for both on every form.
    """
    with transaction.atomic():
        require(by, Action.COLLECTION_OPEN, at=at)
        collections = Collection.objects.select_for_update(of=("self",)).select_related("form_version__form")
        collection = collections.filter(id=collection_id).first()
        if collection is None:
            raise NotFound
        COLLECTION_STATES.after(collection_state(collection), CollectionMove.OPEN)
        trouble = approval_trouble(collection.form_version, at=at)
        if trouble is not None:
            raise trouble
        collection.opened_at, collection.opened_by = at, by.username
        collection.save(update_fields=["opened_at", "opened_by"])
        register_obligations(collection, by=by, at=at)
        record(_opened(collection), by=by, at=at)
    return collection


@dataclass(frozen=True)
class Plan:
    """The three moments of a collection."""

    opens_at: datetime
    on_time_until: datetime
    locks_at: datetime


def plan_collection(form: str, period: str, plan: Plan, *, by: User, at: datetime) -> Collection:
    """Plan a form for a period that is not collected yet, on the form version that covers it."""
    with transaction.atomic():
        require(by, Action.COLLECTION_PLAN, at=at)
        version = form_version_for(form, Period.parse(period))
        if Collection.objects.filter(form_version__form=version.form, period=period).exists():
            raise PlannedAlready(form=form, period=period)
        _check_plan(plan)
        collection = Collection.objects.create(form_version=version, period=period, **vars(plan))
        record(_planned(collection), by=by, at=at)
    return collection


def change_plan(collection_id: int, plan: Plan, *, by: User, at: datetime) -> Collection:
    """Move the moments of a collection that is not open yet; once it is open only extensions move them."""
    with transaction.atomic():
        require(by, Action.COLLECTION_PLAN, at=at)
        collections = Collection.objects.select_for_update(of=("self",)).select_related("form_version__form")
        collection = collections.filter(id=collection_id).first()
        if collection is None:
            raise NotFound
        if collection.opened_at is not None:
            raise OpeningTooLateToChange
        _check_plan(plan)
        for name, moment in vars(plan).items():
            setattr(collection, name, moment)
        collection.save(update_fields=list(vars(plan)))
        record(_planned(collection), by=by, at=at)
    return collection


def freeze_scheme(scheme_version_id: int, *, by: User, at: datetime) -> SchemeVersion:
    """Put a scheme in force for good, before its first period closes (`FrozenTooLate` after that day).

    先定后算: the rules stand before the figures are known.
    """
    with transaction.atomic():
        require(by, Action.SCHEME_FREEZE, at=at)
        version = SchemeVersion.objects.select_for_update().filter(id=scheme_version_id).first()
        if version is None:
            raise NotFound
        SCHEME_STATES.after(scheme_state(version), SchemeMove.FREEZE)
        _check_scheme(version, at=at)
        version.frozen_at, version.frozen_by = at, by.username
        version.save(update_fields=["frozen_at", "frozen_by"])
        record(_frozen(version), by=by, at=at)
    return version


def _check_plan(plan: Plan) -> None:
    if not plan.opens_at < plan.on_time_until <= plan.locks_at:
        raise PlanDatesWrong(**vars(plan))


def _check_scheme(version: SchemeVersion, *, at: datetime) -> None:
    last_day = closes_on(Period.parse(version.first_period))
    if timezone.localtime(at).date() > last_day:
        raise FrozenTooLate(title=version.title_zh, period=version.first_period, closes_on=last_day.isoformat())
    missing = [name for mark, name in OFFICE_MARKS.items() if not str(getattr(version, mark)).strip()]
    if missing:
        raise OfficeMarksMissing(title=version.title_zh, missing=missing)
    scheme_of(version)
    if stored_scheme_digest(version) != version.digest:
        raise SchemeAltered(title=version.title_zh)
    _check_period_free(version)


def _check_period_free(version: SchemeVersion) -> None:
    """One kind of assessment has one scheme in a period; a later version of the same scheme takes its place."""
    first, last = Period.parse(version.first_period), Period.parse(version.last_period)
    for other in SchemeVersion.objects.filter(kind=version.kind, frozen_at__isnull=False).exclude(code=version.code):
        begins = max(first, Period.parse(other.first_period))
        if begins <= min(last, Period.parse(other.last_period)):
            raise PeriodTaken(other=other.title_zh, period=begins.code)


def _planned(collection: Collection) -> Fact:
    moments = {name: getattr(collection, name).isoformat() for name in ("opens_at", "on_time_until", "locks_at")}
    return Fact(
        Action.COLLECTION_PLAN.value,
        PROVINCE,
        "catalogue.collection",
        str(collection.pk),
        facts={"form": collection.form_version.form.code, "period": collection.period, **moments},
    )


def _opened(collection: Collection) -> Fact:
    form = collection.form_version
    return Fact(
        Action.COLLECTION_OPEN.value,
        PROVINCE,
        "catalogue.collection",
        str(collection.pk),
        facts={
            "form": form.form.code,
            "version": form.number,
            "period": collection.period,
            "approval_number": form.approval_number,
        },
    )


def _frozen(version: SchemeVersion) -> Fact:
    return Fact(
        Action.SCHEME_FREEZE.value,
        PROVINCE,
        "catalogue.scheme",
        str(version.pk),
        facts={"code": version.code, "version": version.number, "digest": version.digest},
    )
