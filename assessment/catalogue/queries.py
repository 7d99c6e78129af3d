"""Reads over the catalogue: which version of a form, which collection, which scheme counts."""

import json
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol, TypeVar

from django.db.models import QuerySet

from assessment.catalogue.errors import CollectionMissing, FormUnknown, FormVersionMissing, SchemeMissing
from assessment.catalogue.models import (
    CalendarDay,
    CalendarYear,
    CheckRule,
    Collection,
    Form,
    FormVersion,
    Item,
    SchemeVersion,
)
from assessment.catalogue.states import CollectionState, SchemeState
from assessment.catalogue.stored_schemes import document_of
from assessment.methodology.check_reading import check_rule_of
from assessment.methodology.check_rules import CheckRule as MethodRule
from assessment.methodology.check_rules import fitted, in_force
from assessment.methodology.periods import Period
from assessment.methodology.scheme import Scheme, parse_scheme
from assessment.methodology.working_days import WorkingCalendar
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import may, require


class _Dated(Protocol):
    @property
    def number(self) -> int: ...

    @property
    def first_period(self) -> str: ...

    @property
    def last_period(self) -> str: ...


D = TypeVar("D", bound=_Dated)


def form_named(code: str) -> Form:
    """The form of that code; `FormUnknown` otherwise."""
    form = Form.objects.filter(code=code).first()
    if form is None:
        known = Form.objects.order_by("code").values_list("code", flat=True)
        raise FormUnknown(received=code, expected=", ".join(known) or "-")
    return form


def form_version_for(form_code: str, period: Period) -> FormVersion:
    """The version of the form that covers `period`; of several the latest."""
    form = form_named(form_code)
    version = _latest_covering(form.versions.select_related("form"), period)
    if version is None:
        raise FormVersionMissing(form=form_code, period=period.code)
    return version


def collection_for(form_code: str, period: Period) -> Collection:
    """The collection of the form for `period`; `CollectionMissing` where it is not asked for."""
    collections = Collection.objects.filter(form_version__form=form_named(form_code)).select_related(
        "form_version__form"
    )
    found = [collection for collection in collections if collection.period == period.code]
    if not found:
        expected = ", ".join(sorted(collection.period for collection in collections)) or "-"
        raise CollectionMissing(form=form_code, period=period.code, expected=expected)
    return found[-1]


def items_by_code(version: FormVersion) -> dict[str, Item]:
    """The items of a form version, in the order of the form."""
    return {item.code: item for item in version.items.select_related("parent")}


def rules_for(form_code: str, period: str) -> tuple[MethodRule, ...]:
    """The 审核关系 of the form in force for `period`, fitted to the version of the form that covers it."""
    at = Period.parse(period)
    items = items_by_code(form_version_for(form_code, at)).values()
    rules = [_read(json.dumps(content, sort_keys=True)) for content in _contents_of(form_code)]
    zero = [item.code for item in items if item.not_applicable == Item.NotApplicable.ZERO]
    return fitted(in_force(rules, at), asked=[item.code for item in items], zero_items=zero)


@lru_cache(maxsize=1024)
def _read(content: str) -> MethodRule:
    """The rule of a stored content. The same content is always the same rule, so it is read once in a process."""
    return check_rule_of(json.loads(content))


def _contents_of(form_code: str) -> QuerySet[CheckRule, dict[str, Any]]:
    return CheckRule.objects.filter(form=form_code).order_by("position").values_list("content", flat=True)


def check_rules_visible_to(user: User, *, at: datetime) -> QuerySet[CheckRule]:
    """The rule book (审核关系手册), for whoever may view collections: rules are no secret of whoever files."""
    require(user, Action.COLLECTION_VIEW, at=at)
    return CheckRule.objects.all()


def scheme_in_force(kind: str, period: Period) -> SchemeVersion:
    """The frozen scheme that covers `period`; of several the latest version. `SchemeMissing` otherwise."""
    frozen = SchemeVersion.objects.filter(kind=kind, frozen_at__isnull=False)
    version = _latest_covering(frozen.order_by("number", "id"), period)
    if version is None:
        raise SchemeMissing(kind=kind, period=period.code)
    return version


def scheme_of(version: SchemeVersion) -> Scheme:
    """The scheme a stored version holds as text."""
    return parse_scheme(version.text)


def collections_visible_to(user: User, *, at: datetime) -> QuerySet[Collection]:
    """All collections for whoever may view collections; they hold no figures."""
    require(user, Action.COLLECTION_VIEW, at=at)
    return Collection.objects.select_related("form_version__form")


def form_versions_visible_to(user: User, *, at: datetime) -> QuerySet[FormVersion]:
    require(user, Action.COLLECTION_VIEW, at=at)
    return FormVersion.objects.select_related("form").order_by("form__code", "number")


def schemes_visible_to(user: User, *, at: datetime) -> QuerySet[SchemeVersion]:
    """Frozen schemes for whoever may view schemes; a draft only for the bodies that work on runs."""
    require(user, Action.SCHEME_VIEW, at=at)
    if may(user, Action.RUN_VIEW, at=at):
        return SchemeVersion.objects.all()
    return SchemeVersion.objects.filter(frozen_at__isnull=False)


def stored_scheme_digest(version: SchemeVersion) -> str:
    """The digest of what is stored now; equal to `version.digest` unless somebody edited the row."""
    return document_of(version).digest


def collection_state(collection: Collection) -> CollectionState:
    return CollectionState.PLANNED if collection.opened_at is None else CollectionState.OPEN


def scheme_state(version: SchemeVersion) -> SchemeState:
    return SchemeState.DRAFT if version.frozen_at is None else SchemeState.FROZEN


def _latest_covering(versions: Iterable[D], period: Period) -> D | None:
    """Period codes do not sort as text (2021 closes after 2021c12), so the comparison is between periods."""
    covering = [
        version
        for version in versions
        if Period.parse(version.first_period) <= period
        and (not version.last_period or period <= Period.parse(version.last_period))
    ]
    return max(covering, key=lambda version: version.number, default=None)


def working_calendar() -> WorkingCalendar:
    """The working days that are on file."""
    days = dict(CalendarDay.objects.values_list("day", "working"))
    return WorkingCalendar(
        years=frozenset(CalendarYear.objects.values_list("year", flat=True)),
        days_off=frozenset(day for day, working in days.items() if not working),
        days_worked=frozenset(day for day, working in days.items() if working),
    )
