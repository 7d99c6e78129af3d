"""更正: after acceptance a figure changes only by a numbered request, decided on its merits."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from assessment.audit.errors import WrongState
from assessment.audit.models import Entry
from assessment.filing import actions
from assessment.filing.cells import FormOfReturn
from assessment.filing.correction_states import CORRECTION_STATES, CorrectionMove
from assessment.filing.errors.corrections import (
    CorrectionItemsMissing,
    CorrectionNeeded,
    CorrectionNotPossible,
    CorrectionOpen,
    CorrectionReasonMissing,
    ItemClosed,
    ReopeningMissing,
    ReopeningPast,
)
from assessment.filing.errors.returns import CollectionLocked, ItemUnknown, ReturnLocked, ReviewerTookPart
from assessment.filing.models import Correction, Version
from assessment.filing.open_items import items_open
from assessment.people.actions import create_grant
from assessment.people.errors import NotFound, PermissionRefused
from assessment.people.models import User
from assessment.people.roles import Role
from assessment.territory.queries import region_coded
from tests.situations.catalogue import a_reviewer, an_account, moment
from tests.situations.filing import (
    ASKED,
    CORRECTED,
    CORRECTION_IN_STATE,
    GRANTED,
    LIUPANSHUI,
    LOCKED,
    REVIEWED,
    ZUNYI,
    a_begun_correction,
    a_city,
    a_correcting_draft,
    a_draft,
    a_granted_correction,
    a_locked_version,
    a_requested_correction,
    a_settled_correction,
    a_submitted_version,
    a_value,
    a_version_sent_back,
    an_accepted_version,
    sign_all,
    through_to_acceptance,
)
from tests.situations.people import LONG_AGO

pytestmark = pytest.mark.django_db
WHY = "原始凭证补登两笔"

Step = Callable[[Correction], object]
STEPS: dict[CorrectionMove, Step] = {
    CorrectionMove.GRANT: lambda one: actions.grant_correction(one.pk, "原始凭证齐全", by=a_reviewer(), at=CORRECTED),
    CorrectionMove.REFUSE: lambda one: actions.refuse_correction(one.pk, "原始凭证不全", by=a_reviewer(), at=CORRECTED),
    CorrectionMove.WITHDRAW: lambda one: actions.withdraw_correction(one.pk, by=a_city().filler, at=CORRECTED),
}


def open_of(draft: Version) -> frozenset[str] | None:
    return items_open(draft, FormOfReturn.of(draft.return_filed.collection).items)


def ask(version: Version, *items: str, by: User | None = None, reason: str = WHY) -> Correction:
    chosen = list(items) or ["software_revenue"]
    return actions.request_correction(version.return_filed_id, chosen, reason, by=by or a_city().filler, at=ASKED)


def test_every_state_of_a_request_is_reached_and_three_end_it() -> None:
    assert CORRECTION_STATES.reachable_from("requested") == set(Correction.State.values)
    endings = {state for state in Correction.State.values if not CORRECTION_STATES.moves_from(state)}
    assert endings == {"refused", "withdrawn", "settled"}


@pytest.mark.parametrize("state", Correction.State.values)
def test_what_the_table_does_not_hold_is_refused_and_changes_nothing(state: str) -> None:
    correction = CORRECTION_IN_STATE[state]()
    refused = [move for at, move in CORRECTION_STATES.complement() if at == state and move in STEPS]
    entries = Entry.objects.count()
    assert refused or state == "requested"
    for move in refused:
        with pytest.raises(WrongState):
            STEPS[CorrectionMove(move)](correction)
    assert Correction.objects.get(pk=correction.pk).state == state
    assert Entry.objects.count() == entries


def test_an_accepted_return_takes_no_new_version_without_a_granted_request() -> None:
    accepted = an_accepted_version()
    with pytest.raises(CorrectionNeeded):
        a_draft(at=REVIEWED)
    request = ask(accepted)
    with pytest.raises(CorrectionNeeded):
        a_draft(at=ASKED)
    actions.grant_correction(request.pk, "原始凭证齐全", by=a_reviewer(), at=GRANTED)
    assert a_draft(at=CORRECTED).number == 2


def test_a_refused_request_opens_nothing_and_its_reason_is_kept() -> None:
    request = actions.refuse_correction(a_requested_correction().pk, " 未附原始凭证 ", by=a_reviewer(), at=GRANTED)
    assert (request.state, request.decision_reason) == ("refused", "未附原始凭证")
    with pytest.raises(CorrectionNeeded):
        a_draft(at=CORRECTED)


def test_only_the_items_of_the_request_change_and_the_others_stay_as_accepted() -> None:
    draft, filler = a_correcting_draft(), a_city().filler
    assert open_of(draft) == {"software_revenue"}
    with pytest.raises(ItemClosed) as refused:
        actions.save_cells(
            draft.pk, [a_value("1300"), a_value("5", item="total_pay")], revision=0, by=filler, at=CORRECTED
        )
    assert refused.value.where["items"] == ["13 从业人员工资总额"]
    assert refused.value.where["open"] == ["01 软件业务收入合计"]
    assert draft.cells.get(item="software_revenue", basis="current").value == 1234.5
    # What stands there already may be sent along: it changes nothing.
    same = a_value("1000", basis="same_period_last_year")
    saved = actions.save_cells(draft.pk, [a_value("1300"), same], revision=0, by=filler, at=CORRECTED)
    assert saved.cells.get(item="software_revenue", basis="current").value == 1300


def test_after_sending_back_exactly_the_named_items_are_open() -> None:
    a_version_sent_back()
    draft = a_draft(at=REVIEWED)
    assert open_of(draft) == {"software_revenue"}
    with pytest.raises(ItemClosed):
        actions.save_cells(draft.pk, [a_value("5", item="total_pay")], revision=0, by=a_city().filler, at=REVIEWED)


def test_sent_back_twice_the_items_of_the_last_time_are_open() -> None:
    a_version_sent_back()
    draft, city = a_draft(at=REVIEWED), a_city()
    actions.request_signatures(draft.pk, by=city.filler, at=REVIEWED)
    sign_all(draft, city, at=REVIEWED)
    actions.submit(draft.pk, by=city.filler, at=REVIEWED)
    actions.open_review(draft.pk, by=a_reviewer(), at=REVIEWED)
    actions.send_back(draft.pk, {"total_pay": "请核对"}, by=a_reviewer(), at=REVIEWED)
    assert open_of(a_draft(at=REVIEWED)) == {"total_pay"}


def test_a_first_version_is_open_in_all_items() -> None:
    assert open_of(a_draft()) is None


def test_a_corrected_version_that_was_withdrawn_begins_anew_with_the_same_items() -> None:
    draft, city = a_correcting_draft(), a_city()
    actions.request_signatures(draft.pk, by=city.filler, at=CORRECTED)
    actions.withdraw(draft.pk, by=city.filler, at=CORRECTED)
    assert open_of(a_draft(at=CORRECTED)) == {"software_revenue"}


def test_acceptance_of_the_corrected_version_settles_the_request_and_another_may_follow() -> None:
    settled = a_settled_correction()
    assert settled.state == "settled"
    second = settled.return_filed.versions.get(number=2)
    assert settled.return_filed.in_force_id == second.pk
    with pytest.raises(CorrectionNeeded):
        a_draft(at=CORRECTED)
    assert ask(second).number == "G2021-0002"


def test_numbers_run_without_gaps_within_a_year_of_beijing() -> None:
    accepted = an_accepted_version()
    with pytest.raises(CorrectionReasonMissing):
        ask(accepted, reason=" 错了 ")
    first = ask(accepted)
    actions.refuse_correction(first.pk, "未附原始凭证", by=a_reviewer(), at=GRANTED)
    second = ask(accepted)
    actions.refuse_correction(second.pk, "未附原始凭证", by=a_reviewer(), at=GRANTED)
    # Half past midnight on New Year's Day in Beijing is still the old year in UTC.
    new_year = moment("2022-01-01 00:30")
    third = actions.request_correction(accepted.return_filed_id, ["total_pay"], WHY, by=a_city().filler, at=new_year)
    assert [one.number for one in (first, second, third)] == ["G2021-0001", "G2021-0002", "G2022-0001"]


def test_a_request_names_known_items_of_an_accepted_return_and_one_at_a_time() -> None:
    with pytest.raises(CorrectionNotPossible):
        ask(a_submitted_version())
    accepted = an_accepted_version(ZUNYI)
    filler = a_city(ZUNYI).filler
    with pytest.raises(CorrectionItemsMissing):
        actions.request_correction(accepted.return_filed_id, [], WHY, by=filler, at=ASKED)
    with pytest.raises(ItemUnknown):
        ask(accepted, "hardware_revenue", by=filler)
    ask(accepted, by=filler)
    with pytest.raises(CorrectionOpen):
        ask(accepted, by=filler)


def test_a_return_locked_for_good_is_not_corrected() -> None:
    with pytest.raises(ReturnLocked):
        ask(a_locked_version())


def test_each_step_asks_for_its_role_and_stops_at_the_wall() -> None:
    request = a_requested_correction()
    for step in (actions.grant_correction, actions.refuse_correction):
        with pytest.raises(PermissionRefused):
            step(request.pk, "原始凭证齐全", by=a_city().filler, at=GRANTED)
    with pytest.raises(PermissionRefused):
        ask(request.version, by=a_reviewer())
    neighbour = a_city(ZUNYI).filler
    for pk in (request.pk, 0):
        with pytest.raises(NotFound):
            actions.withdraw_correction(pk, by=neighbour, at=ASKED)
    with pytest.raises(NotFound):
        ask(request.version, by=neighbour)


def test_nobody_decides_on_the_own_request_or_figures() -> None:
    request = a_requested_correction()
    both = an_account("both", Role.REVIEWER)
    create_grant(both, Role.FILLER, region=region_coded(LIUPANSHUI), by=both, at=LONG_AGO)
    Correction.objects.filter(pk=request.pk).update(requested_by=both)
    with pytest.raises(ReviewerTookPart):
        actions.grant_correction(request.pk, "原始凭证齐全", by=both, at=GRANTED)
    request.version.cells.filter(item="total_pay").update(changed_by=a_reviewer().username)
    with pytest.raises(ReviewerTookPart):
        actions.refuse_correction(request.pk, "原始凭证不全", by=a_reviewer(), at=GRANTED)


def test_after_the_lock_the_grant_reopens_this_unit_alone_and_only_for_its_time() -> None:
    request = a_requested_correction()
    until = LOCKED + timedelta(days=7)
    with pytest.raises(ReopeningMissing):
        actions.grant_correction(request.pk, "原始凭证齐全", by=a_reviewer(), at=LOCKED)
    with pytest.raises(ReopeningPast):
        actions.grant_correction(request.pk, "原始凭证齐全", reopened_until=ASKED, by=a_reviewer(), at=LOCKED)
    actions.grant_correction(request.pk, "原始凭证齐全", reopened_until=until, by=a_reviewer(), at=LOCKED)
    with pytest.raises(CollectionLocked):
        a_draft(ZUNYI, at=LOCKED)
    draft, city = a_draft(at=LOCKED), a_city()
    with pytest.raises(CollectionLocked):
        actions.save_cells(draft.pk, [a_value("1300")], revision=0, by=city.filler, at=until + timedelta(seconds=1))
    actions.save_cells(draft.pk, [a_value("1300")], revision=0, by=city.filler, at=until)
    accepted = through_to_acceptance(draft, city, at=until)
    # The first version was on time; correcting it does not make the unit late.
    assert not accepted.late


def test_a_correction_of_a_late_return_stays_late() -> None:
    draft, city = a_correcting_draft(), a_city()
    Version.objects.filter(number=1).update(late=True)
    actions.save_cells(draft.pk, [a_value("1300")], revision=0, by=city.filler, at=CORRECTED)
    assert through_to_acceptance(draft, city, at=moment("2021-04-20 09:00")).late


def test_the_record_keeps_who_asked_and_who_decided_without_a_figure() -> None:
    a_granted_correction()
    kept = Entry.objects.filter(chain=LIUPANSHUI, action__startswith="correction.").order_by("sequence")
    assert [(entry.action, entry.by, entry.facts["correction"]) for entry in kept] == [
        ("correction.request", f"filler-{LIUPANSHUI}", "G2021-0001"),
        ("correction.decide", "reviewer", "G2021-0001"),
    ]
    assert all(entry.changes == [] for entry in kept)


def test_a_begun_request_can_no_longer_be_withdrawn() -> None:
    with pytest.raises(WrongState):
        actions.withdraw_correction(a_begun_correction().pk, by=a_city().filler, at=CORRECTED)
