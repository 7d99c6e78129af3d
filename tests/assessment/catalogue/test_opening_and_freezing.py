"""Opening a collection and freezing a scheme: who may, when, and what is recorded."""

from datetime import date

import pytest

from assessment.audit.errors import WrongState
from assessment.audit.models import Entry
from assessment.catalogue import actions
from assessment.catalogue.closing_days import closes_on
from assessment.catalogue.errors import (
    CollectionMissing,
    FormExpired,
    FormUnknown,
    FormVersionMissing,
    FrozenTooLate,
    LegalMarksMissing,
    SchemeAltered,
    SchemeMissing,
)
from assessment.catalogue.models import Collection, FormVersion, SchemeVersion
from assessment.catalogue.queries import collection_for, form_version_for, scheme_in_force, scheme_of
from assessment.catalogue.states import COLLECTION_STATES, SCHEME_STATES, CollectionState, SchemeState
from assessment.display.wording import say
from assessment.methodology.periods import Period
from assessment.people.errors import NotFound, PermissionRefused
from assessment.people.roles import Role
from tests.situations.catalogue import (
    a_commission_officer,
    a_draft_scheme,
    a_frozen_scheme,
    a_planned_collection,
    a_reviewer,
    an_account,
    an_open_collection,
    moment,
    the_catalogue,
)

pytestmark = pytest.mark.django_db
OPENING = moment("2021-04-01 08:00")
JANUARY = moment("2021-01-20 09:00")


def test_neither_life_has_a_way_back() -> None:
    assert COLLECTION_STATES.reachable_from(CollectionState.PLANNED) == {"planned", "open"}
    assert COLLECTION_STATES.reachable_from(CollectionState.OPEN) == {"open"}
    assert SCHEME_STATES.reachable_from(SchemeState.DRAFT) == {"draft", "frozen"}
    assert SCHEME_STATES.reachable_from(SchemeState.FROZEN) == {"frozen"}
    assert COLLECTION_STATES.complement() == [("open", "open")]
    assert SCHEME_STATES.complement() == [("frozen", "change"), ("frozen", "freeze"), ("frozen", "delete")]


def test_the_reviewer_opens_a_collection_once_and_it_is_recorded() -> None:
    collection = an_open_collection()
    assert (collection.opened_at, collection.opened_by) == (OPENING, "reviewer")
    entry = Entry.objects.get(action="collection.open")
    assert (entry.chain, entry.by, entry.object_id) == ("province", "reviewer", str(collection.pk))
    assert entry.facts["period"] == "2021c03"
    with pytest.raises(WrongState):
        actions.open_collection(collection.pk, by=a_reviewer(), at=OPENING)


@pytest.mark.parametrize("role", [Role.FILLER, Role.CONFIRMER, Role.COMMISSION_OFFICER, Role.SYSTEM_ADMINISTRATOR])
def test_nobody_else_opens_a_collection(role: Role) -> None:
    planned = a_planned_collection()
    stranger = an_account("stranger", role, "520200" if role is Role.FILLER else None)
    with pytest.raises(PermissionRefused):
        actions.open_collection(planned.pk, by=stranger, at=OPENING)
    assert Collection.objects.get(pk=planned.pk).opened_at is None


def test_a_collection_that_does_not_exist_is_not_found() -> None:
    the_catalogue()
    with pytest.raises(NotFound):
        actions.open_collection(0, by=a_reviewer(), at=OPENING)


def test_a_form_opens_on_the_last_day_of_its_approval_and_not_the_day_after() -> None:
    planned = a_planned_collection()
    FormVersion.objects.filter(pk=planned.form_version_id).update(valid_until=date(2021, 4, 1))
    with pytest.raises(FormExpired) as refused:
        actions.open_collection(planned.pk, by=a_reviewer(), at=moment("2021-04-02 00:00"))
    assert refused.value.where["valid_until"] == "2021-04-01"
    assert actions.open_collection(planned.pk, by=a_reviewer(), at=moment("2021-04-01 23:59")).opened_at


def test_a_form_without_its_legal_marks_opens_nothing() -> None:
    planned = a_planned_collection()
    FormVersion.objects.filter(pk=planned.form_version_id).update(approval_number="", approver=" ")
    with pytest.raises(LegalMarksMissing) as refused:
        actions.open_collection(planned.pk, by=a_reviewer(), at=OPENING)
    assert "批准机关、批准文号未填写" in say(refused.value)


def test_the_commission_freezes_a_scheme_once_and_it_is_recorded() -> None:
    frozen = a_frozen_scheme()
    assert (frozen.frozen_at, frozen.frozen_by) == (JANUARY, "officer")
    entry = Entry.objects.get(action="scheme.freeze")
    assert entry.facts == {"code": "guizhou-2021-quarterly", "version": 1, "digest": frozen.digest}
    with pytest.raises(WrongState):
        actions.freeze_scheme(frozen.pk, by=a_commission_officer(), at=JANUARY)


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.COMMISSION_APPROVER, Role.MEASURING_INSTITUTE])
def test_nobody_else_freezes_a_scheme(role: Role) -> None:
    draft = a_draft_scheme()
    with pytest.raises(PermissionRefused):
        actions.freeze_scheme(draft.pk, by=an_account("stranger", role), at=JANUARY)


def test_a_scheme_is_frozen_before_its_first_period_closes() -> None:
    draft = a_draft_scheme()
    with pytest.raises(FrozenTooLate) as refused:
        actions.freeze_scheme(draft.pk, by=a_commission_officer(), at=moment("2021-04-01 00:00"))
    assert refused.value.where["closes_on"] == "2021-03-31"
    assert actions.freeze_scheme(draft.pk, by=a_commission_officer(), at=moment("2021-03-31 23:59")).frozen_at


def test_a_scheme_whose_text_was_altered_is_not_frozen() -> None:
    draft = a_draft_scheme()
    SchemeVersion.objects.filter(pk=draft.pk).update(text=draft.text + "\n")
    with pytest.raises(SchemeAltered):
        actions.freeze_scheme(draft.pk, by=a_commission_officer(), at=JANUARY)


@pytest.mark.parametrize(
    ("code", "day"),
    [
        ("2021c03", date(2021, 3, 31)),
        ("2020c02", date(2020, 2, 29)),
        ("2021", date(2021, 12, 31)),
        ("2021b2", date(2021, 12, 31)),
    ],
)
def test_a_period_closes_on_its_last_day(code: str, day: date) -> None:
    assert closes_on(Period.parse(code)) == day


def test_the_version_of_a_form_follows_the_period() -> None:
    the_catalogue()
    assert form_version_for("SW-Q", Period.parse("2021c12")).number == 1
    assert form_version_for("SW-Q", Period.parse("2022c03")).number == 2
    with pytest.raises(FormVersionMissing):
        form_version_for("SW-Q", Period.parse("2019c12"))
    with pytest.raises(FormUnknown) as refused:
        form_version_for("SW-M", Period.parse("2021c12"))
    assert refused.value.where["expected"] == "DE-A, DS-Q, IND-A, SW-Q, SW-Q-E"


def test_a_period_that_is_not_collected_names_those_that_are() -> None:
    the_catalogue()
    with pytest.raises(CollectionMissing) as refused:
        collection_for("SW-Q", Period.parse("2021c04"))
    assert refused.value.where["expected"] == "2020c12, 2021c03, 2021c06, 2021c09, 2021c12"


def test_only_a_frozen_scheme_is_in_force_and_of_two_the_later_version() -> None:
    draft = a_draft_scheme()
    with pytest.raises(SchemeMissing):
        scheme_in_force("quarterly", Period.parse("2021c06"))
    first = a_frozen_scheme()
    assert scheme_in_force("quarterly", Period.parse("2021c06")) == first
    assert scheme_of(first).code == "guizhou-2021-quarterly"
    second = SchemeVersion.objects.get(pk=draft.pk)
    second.pk, second.number, second.first_period = None, 2, "2021c09"
    second.save()
    assert scheme_in_force("quarterly", Period.parse("2021c06")) == first
    assert scheme_in_force("quarterly", Period.parse("2021c12")) == second
    with pytest.raises(SchemeMissing):
        scheme_in_force("quarterly", Period.parse("2022c03"))
    with pytest.raises(SchemeMissing):
        scheme_in_force("annual", Period.parse("2021"))


def test_an_annual_scheme_covers_its_year_and_no_quarter_of_it() -> None:
    annual = a_frozen_scheme("annual")
    assert scheme_in_force("annual", Period.parse("2021")) == annual
    with pytest.raises(SchemeMissing):
        scheme_in_force("annual", Period.parse("2021c12"))
