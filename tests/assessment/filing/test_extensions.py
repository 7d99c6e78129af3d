"""Extensions move the deadline of one unit; late returns are accepted only once they are vetted."""

from datetime import timedelta

import pytest

from assessment.audit.errors import WrongState
from assessment.audit.models import Entry
from assessment.catalogue.calendar_actions import waive
from assessment.catalogue.models import Obligation
from assessment.filing import actions
from assessment.filing.deadlines import deadlines_of
from assessment.filing.errors.calendar import (
    ExtensionAskedAlready,
    ExtensionDatesWrong,
    ExtensionReasonMissing,
    LateNotVetted,
    NothingOwed,
    NotLate,
    VettedAlready,
    VettingNoteMissing,
)
from assessment.filing.errors.returns import CollectionLocked, FormNotOwed
from assessment.filing.extension_actions import Until
from assessment.filing.extension_states import EXTENSION_STATES
from assessment.filing.lateness import lateness_of
from assessment.filing.models import Extension
from assessment.filing.obligations import progress_of
from assessment.filing.queries import owed_by
from assessment.messages.models import Notice
from assessment.people.errors import NotFound, PermissionRefused
from assessment.territory.models import ReportingUnit
from tests.situations.catalogue import a_reviewer, an_open_collection, moment
from tests.situations.filing import (
    LIUPANSHUI,
    REVIEWED,
    SUBMITTED,
    ZUNYI,
    a_city,
    a_signed_version,
    a_submitted_version,
    an_accepted_version,
)

pytestmark = pytest.mark.django_db
# The first quarter of 2021 is on time until 15 April 18:00 and locked from 29 April 18:00 (fixtures/collections.yaml).
ASKED = moment("2021-04-13 10:00")
SECOND = timedelta(seconds=1)


def obligation(code: str = LIUPANSHUI) -> Obligation:
    return an_open_collection().obligations.get(reporting_unit__code=code)


def extended(code: str = LIUPANSHUI, *, days: int = 10) -> Extension:
    """On time ten days longer, open five days more than that."""
    due = obligation(code)
    on_time = due.collection.on_time_until + timedelta(days=days)
    until = Until(on_time, on_time + timedelta(days=5))
    return actions.grant_extension(due.pk, "暴雨停电", until, by=a_reviewer(), at=ASKED)


def test_an_extension_has_no_way_back() -> None:
    assert EXTENSION_STATES.reachable_from("asked") == {"asked", "granted", "refused"}
    assert EXTENSION_STATES.reachable_from("granted") == {"granted"}
    assert EXTENSION_STATES.reachable_from("refused") == {"refused"}


def test_a_city_asks_with_a_reason_and_the_bureau_grants() -> None:
    due = obligation()
    asked = actions.ask_extension(due.pk, "暴雨停电", wanted_until=None, by=a_city().filler, at=ASKED)
    assert (asked.state, asked.reason, asked.asked_by) == ("asked", "暴雨停电", a_city().filler)
    granted = extended()
    assert (granted.pk, granted.state, granted.decided_by) == (asked.pk, "granted", a_reviewer())
    entries = Entry.objects.filter(object_type="filing.extension").order_by("sequence")
    assert [(entry.action, entry.by) for entry in entries] == [
        ("extension.ask", "filler-520200"),
        ("extension.grant", "reviewer"),
    ]
    assert Notice.objects.filter(to=a_city().filler, topic="extension").count() == 1


def test_the_deadline_moves_for_that_unit_alone_and_from_the_decision_on() -> None:
    collection, before = an_open_collection(), ASKED - SECOND
    extended()
    unit, other = (ReportingUnit.objects.get(code=code) for code in (LIUPANSHUI, ZUNYI))
    moved = collection.on_time_until + timedelta(days=10)
    assert deadlines_of(collection, unit, at=ASKED).on_time_until == moved
    assert deadlines_of(collection, unit, at=ASKED).locks_at == moved + timedelta(days=5)
    assert deadlines_of(collection, unit, at=before).on_time_until == collection.on_time_until
    assert deadlines_of(collection, other, at=ASKED).on_time_until == collection.on_time_until


def test_the_newest_extension_counts() -> None:
    extended(), extended(days=12)
    unit = ReportingUnit.objects.get(code=LIUPANSHUI)
    collection = an_open_collection()
    assert deadlines_of(collection, unit, at=ASKED).on_time_until == collection.on_time_until + timedelta(days=12)


@pytest.mark.parametrize(("after", "late"), [(-1, False), (0, False), (1, True)])
def test_a_return_is_late_one_second_after_the_extended_deadline(after: int, late: bool) -> None:
    version = a_signed_version()
    deadline = extended().on_time_until
    assert deadline is not None
    actions.submit(version.pk, by=a_city().filler, at=deadline + after * SECOND)
    version.refresh_from_db()
    assert version.late is late


def test_nothing_is_taken_one_second_after_the_extension_has_expired() -> None:
    version, extension = a_signed_version(), extended()
    assert extension.expires_at is not None
    with pytest.raises(CollectionLocked):
        actions.submit(version.pk, by=a_city().filler, at=extension.expires_at + SECOND)
    actions.submit(version.pk, by=a_city().filler, at=extension.expires_at)


def test_a_request_is_made_once_with_a_reason_by_the_own_unit() -> None:
    due, filler = obligation(), a_city().filler
    with pytest.raises(ExtensionReasonMissing):
        actions.ask_extension(due.pk, " ", wanted_until=None, by=filler, at=ASKED)
    with pytest.raises(NotFound):
        actions.ask_extension(due.pk, "x", wanted_until=None, by=a_city(ZUNYI).filler, at=ASKED)
    with pytest.raises(PermissionRefused):
        actions.ask_extension(due.pk, "x", wanted_until=None, by=a_reviewer(), at=ASKED)
    actions.ask_extension(due.pk, "停电", wanted_until=None, by=filler, at=ASKED)
    with pytest.raises(ExtensionAskedAlready):
        actions.ask_extension(due.pk, "停电", wanted_until=None, by=filler, at=ASKED)


def test_a_refusal_names_its_reason_and_ends_the_request() -> None:
    asked = actions.ask_extension(obligation().pk, "停电", wanted_until=None, by=a_city().filler, at=ASKED)
    with pytest.raises(ExtensionReasonMissing):
        actions.refuse_extension(asked.pk, "", by=a_reviewer(), at=ASKED)
    refused = actions.refuse_extension(asked.pk, "理由不充分", by=a_reviewer(), at=ASKED)
    assert refused.state == "refused"
    with pytest.raises(WrongState):
        actions.refuse_extension(asked.pk, "再次", by=a_reviewer(), at=ASKED)
    with pytest.raises(NotFound):
        actions.refuse_extension(0, "x", by=a_reviewer(), at=ASKED)


@pytest.mark.parametrize(("on_time", "expires"), [("04-12", "04-30"), ("04-15", "04-30"), ("04-28", "04-27")])
def test_an_extension_ends_after_now_and_after_the_deadline_and_in_order(on_time: str, expires: str) -> None:
    until = Until(moment(f"2021-{on_time} 17:00"), moment(f"2021-{expires} 17:00"))
    with pytest.raises(ExtensionDatesWrong):
        actions.grant_extension(obligation().pk, "停电", until, by=a_reviewer(), at=ASKED)


def test_a_waived_unit_is_neither_extended_nor_shown_nor_may_it_file() -> None:
    due = obligation()
    waive(due.pk, "免报", by=a_reviewer(), at=ASKED)
    with pytest.raises(NothingOwed):
        actions.ask_extension(due.pk, "x", wanted_until=None, by=a_city().filler, at=ASKED)
    assert owed_by(a_city().filler, at=ASKED) == []
    with pytest.raises(FormNotOwed):
        actions.start_version(due.collection_id, LIUPANSHUI, by=a_city().filler, at=ASKED)


def test_a_late_return_is_accepted_only_once_the_reviewer_has_vetted_the_delay() -> None:
    late = an_open_collection().on_time_until + SECOND
    version = actions.open_review(a_submitted_version(at=late).pk, by=a_reviewer(), at=late)
    assert lateness_of(version, at=late).to_be_vetted
    with pytest.raises(LateNotVetted):
        actions.accept(version.pk, by=a_reviewer(), at=late)
    with pytest.raises(VettingNoteMissing):
        actions.vet_late(version.pk, " ", by=a_reviewer(), at=late)
    actions.vet_late(version.pk, "电话核实，停电属实", by=a_reviewer(), at=late)
    with pytest.raises(VettedAlready):
        actions.vet_late(version.pk, "再次", by=a_reviewer(), at=late)
    assert not lateness_of(version, at=late).to_be_vetted
    assert actions.accept(version.pk, by=a_reviewer(), at=late).state == "accepted"
    assert Entry.objects.get(action="return.vet_late").facts["note"] == "电话核实，停电属实"


def test_a_punctual_return_has_no_delay_to_vet() -> None:
    with pytest.raises(NotLate):
        actions.vet_late(a_submitted_version().pk, "x", by=a_reviewer(), at=REVIEWED)


def test_completeness_counts_the_register_and_never_passes_one() -> None:
    collection = an_open_collection()
    an_accepted_version(), a_submitted_version(ZUNYI, at=collection.on_time_until + SECOND)
    rates = progress_of([collection], at=SUBMITTED)[collection.pk]
    assert (rates.owed, rates.received, rates.on_time) == (10, 2, 1)
    for code in collection.obligations.exclude(reporting_unit__code=LIUPANSHUI).values_list("pk", flat=True):
        waive(code, "免报", by=a_reviewer(), at=SUBMITTED)
    rates = progress_of([collection], at=SUBMITTED)[collection.pk]
    # What the waived unit sent is not counted beside the one that owes.
    assert (rates.owed, rates.received, rates.completeness, rates.timeliness) == (1, 1, 1, 1)
