"""The life of a version: what may follow what, who may do it, and what the audit keeps of it."""

from collections.abc import Callable

import pytest

from assessment.audit.errors import WrongState
from assessment.audit.models import Entry
from assessment.filing import actions
from assessment.filing.errors.returns import (
    CollectionLocked,
    CollectionNotOpen,
    FormNotOwed,
    ItemUnknown,
    NoteMissing,
    NothingFilled,
    NothingNamed,
    NotInForce,
    OpenVersionExists,
    ReturnLocked,
    ReviewerTookPart,
)
from assessment.filing.models import QuerySheet, QueryThread, Return, Version
from assessment.filing.states import NEXT_VERSION_AFTER, RECEIPT_STANDS, VERSION_STATES, Move, State
from assessment.people.errors import NotFound, PermissionRefused
from assessment.people.models import User
from assessment.people.roles import Role
from tests.situations.catalogue import a_planned_collection, a_reviewer, an_account, an_open_collection
from tests.situations.filing import (
    CORRECTED,
    DUE,
    FILLED,
    IN_STATE,
    LOCKED,
    REVIEWED,
    SIGNED,
    SUBMITTED,
    ZUNYI,
    a_city,
    a_correcting_draft,
    a_draft,
    a_filled_draft,
    a_question,
    a_submitted_version,
    a_value,
    a_version_sent_back,
    a_version_under_review,
    a_withdrawn_version,
    an_accepted_version,
    sign_all,
)

pytestmark = pytest.mark.django_db

Step = Callable[[int, User], object]
STEPS: dict[Move, tuple[Role, Step]] = {
    Move.SAVE: (
        Role.FILLER,
        lambda pk, by: actions.save_cells(pk, [a_value("1")], revision=0, by=by, at=FILLED),
    ),
    Move.REQUEST_SIGNATURES: (Role.FILLER, lambda pk, by: actions.request_signatures(pk, by=by, at=FILLED)),
    Move.SIGN: (Role.STATISTICS_HEAD, lambda pk, by: actions.sign(pk, by=by, at=SIGNED)),
    Move.SUBMIT: (Role.FILLER, lambda pk, by: actions.submit(pk, by=by, at=SUBMITTED)),
    Move.WITHDRAW: (Role.FILLER, lambda pk, by: actions.withdraw(pk, by=by, at=SUBMITTED)),
    Move.OPEN_REVIEW: (Role.REVIEWER, lambda pk, by: actions.open_review(pk, by=by, at=REVIEWED)),
    Move.QUERY: (
        Role.REVIEWER,
        lambda pk, by: actions.ask(pk, [a_question("total_pay")], by=by, at=REVIEWED),
    ),
    Move.ANSWER: (Role.FILLER, lambda pk, by: actions.answer(pk, {0: "已核对"}, by=by, at=REVIEWED)),
    Move.CLOSE_QUERY: (Role.REVIEWER, lambda pk, by: actions.close_query(thread_of(pk), "已说明", by=by, at=REVIEWED)),
    Move.SEND_BACK: (
        Role.REVIEWER,
        lambda pk, by: actions.send_back(pk, {"software_revenue": "请核对"}, by=by, at=REVIEWED),
    ),
    Move.ACCEPT: (Role.REVIEWER, lambda pk, by: actions.accept(pk, by=by, at=REVIEWED)),
    Move.LOCK: (Role.REVIEWER, lambda pk, by: actions.lock(pk, by=by, at=LOCKED)),
}


def thread_of(version_id: int) -> int:
    """A thread on the sheet of the version's return; one is written where there is none."""
    version = Version.objects.filter(pk=version_id).first()
    if version is None:
        return 0
    sheet, _ = QuerySheet.objects.get_or_create(
        return_filed_id=version.return_filed_id, defaults={"number": "H1", "opened_at": REVIEWED}
    )
    thread, _ = QueryThread.objects.get_or_create(
        sheet=sheet, defaults={"version": version, "serial": 1, "item": "total_pay", "due_on": DUE}
    )
    return thread.pk


def somebody(role: Role, region_code: str | None = "520200") -> User:
    """Another holder of the role than those of the situation."""
    return an_account(f"other-{role.value}-{region_code}", role, None if role is Role.REVIEWER else region_code)


def test_every_state_is_reached_from_a_draft_and_ends_where_it_should() -> None:
    assert VERSION_STATES.reachable_from(State.DRAFT) == set(State.values)
    endings = {state for state in State.values if not VERSION_STATES.moves_from(state)}
    assert endings == {State.SENT_BACK, State.LOCKED, State.WITHDRAWN}


def test_a_next_version_begins_freely_only_after_an_ending_that_is_not_final() -> None:
    assert {State.SENT_BACK, State.WITHDRAWN} == NEXT_VERSION_AFTER
    assert set(State.values) - {State.DRAFT, State.AWAITING_SIGNATURE, State.WITHDRAWN} == RECEIPT_STANDS


@pytest.mark.parametrize("state", State.values)
def test_what_the_table_does_not_hold_is_refused_and_changes_nothing(state: str) -> None:
    version = IN_STATE[state]()
    refused = [Move(move) for at, move in VERSION_STATES.complement() if at == state]
    # A repeated submission is not a move: it answers with the receipt.
    refused = [move for move in refused if not (move is Move.SUBMIT and state in RECEIPT_STANDS)]
    people = {move: somebody(STEPS[move][0]) for move in refused}
    entries = Entry.objects.count()
    assert len(refused) >= 6
    for move in refused:
        with pytest.raises(WrongState):
            STEPS[move][1](version.pk, people[move])
    assert Version.objects.get(pk=version.pk).state == state
    assert Entry.objects.count() == entries


def test_each_step_asks_for_its_role_before_anything_else() -> None:
    version = a_submitted_version()
    for role, step in STEPS.values():
        for other in {Role.REVIEWER, Role.FILLER, Role.STATISTICS_HEAD} - {role}:
            for pk in (version.pk, 0):
                with pytest.raises(PermissionRefused):
                    step(pk, somebody(other))


def test_a_foreign_return_is_as_if_it_did_not_exist() -> None:
    version = a_submitted_version()
    for role, step in STEPS.values():
        if role is Role.REVIEWER:
            continue
        neighbour = somebody(role, ZUNYI)
        with pytest.raises(NotFound) as foreign:
            step(version.pk, neighbour)
        with pytest.raises(NotFound) as nowhere:
            step(0, neighbour)
        assert (foreign.value.code, foreign.value.where) == (nowhere.value.code, nowhere.value.where)


def test_a_draft_begins_with_every_cell_of_the_form_empty() -> None:
    draft = a_draft()
    assert (draft.number, draft.state, draft.revision) == (1, State.DRAFT, 0)
    assert draft.cells.count() == 15 * 2
    assert set(draft.cells.values_list("condition", flat=True)) == {"empty"}


def test_each_step_leaves_one_entry_in_the_chain_of_the_region() -> None:
    version = an_accepted_version()
    actions.lock(version.pk, by=a_reviewer(), at=LOCKED)
    entries = Entry.objects.filter(object_type="filing.version", object_id=str(version.pk)).order_by("sequence")
    assert [(entry.action, entry.by, entry.at) for entry in entries] == [
        ("return.fill", "filler-520200", FILLED),
        ("return.fill", "filler-520200", FILLED),
        ("return.fill", "filler-520200", FILLED),
        ("return.sign", "statistics-head-520200", SIGNED),
        ("return.sign", "unit-head-520200", SIGNED),
        ("return.submit", "filler-520200", SUBMITTED),
        ("return.review", "reviewer", REVIEWED),
        ("return.accept", "reviewer", REVIEWED),
        ("return.lock", "reviewer", LOCKED),
    ]
    assert {entry.chain for entry in entries} == {"520200"}
    assert all("1234" not in str(entry.facts) for entry in entries)


def test_only_one_version_is_worked_on_at_a_time() -> None:
    draft = a_filled_draft()
    with pytest.raises(OpenVersionExists) as refused:
        a_draft()
    assert refused.value.where["number"] == draft.number


def test_nothing_is_begun_before_the_opening_or_after_the_lock() -> None:
    planned = a_planned_collection(period="2021c06")
    with pytest.raises(CollectionNotOpen):
        actions.start_version(planned.pk, "520200", by=a_city().filler, at=planned.opens_at)
    opened = an_open_collection()
    with pytest.raises(CollectionLocked):
        actions.start_version(opened.pk, "520200", by=a_city().filler, at=LOCKED)


def test_a_unit_begins_only_what_it_owes() -> None:
    annual = an_open_collection("DE-A", "2021")
    new_area = an_account("filler-52GA00", Role.FILLER, "52GA00")
    with pytest.raises(FormNotOwed):
        actions.start_version(annual.pk, "52GA00", by=new_area, at=annual.opens_at)
    with pytest.raises(NotFound):
        actions.start_version(annual.pk, "520100", by=new_area, at=annual.opens_at)
    with pytest.raises(NotFound):
        actions.start_version(0, "52GA00", by=new_area, at=annual.opens_at)


def test_an_empty_return_is_not_put_before_the_signers() -> None:
    with pytest.raises(NothingFilled):
        actions.request_signatures(a_draft().pk, by=a_city().filler, at=FILLED)


def test_named_items_are_sent_back_and_marked_in_the_next_version() -> None:
    sent_back = a_version_sent_back()
    assert (sent_back.state, sent_back.reviewer, sent_back.decided_at) == (State.SENT_BACK, a_reviewer(), REVIEWED)
    again = a_draft(at=REVIEWED)
    assert again.number == 2
    marked = again.cells.exclude(sent_back_note="")
    assert {(cell.item, cell.sent_back_note) for cell in marked} == {("software_revenue", "请核对原始凭证")}
    assert marked.count() == 2
    assert (
        again.cells.get(item="software_revenue", basis="current").value
        == sent_back.cells.get(item="software_revenue", basis="current").value
    )


def test_sending_back_names_known_items_with_a_note_each() -> None:
    version = a_version_under_review()
    with pytest.raises(NothingNamed):
        actions.send_back(version.pk, {}, by=a_reviewer(), at=REVIEWED)
    with pytest.raises(NoteMissing):
        actions.send_back(version.pk, {"software_revenue": " "}, by=a_reviewer(), at=REVIEWED)
    with pytest.raises(ItemUnknown):
        actions.send_back(version.pk, {"hardware_revenue": "请核对"}, by=a_reviewer(), at=REVIEWED)
    assert Version.objects.get(pk=version.pk).state == State.UNDER_REVIEW


def test_the_accepted_version_stays_in_force_until_a_newer_one_is_accepted() -> None:
    second = a_correcting_draft()
    city, filed = a_city(), Return.objects.get(pk=second.return_filed_id)
    first = filed.versions.get(number=1)
    assert filed.in_force_id == first.pk
    actions.save_cells(second.pk, [a_value("1300")], revision=0, by=city.filler, at=CORRECTED)
    actions.request_signatures(second.pk, by=city.filler, at=CORRECTED)
    sign_all(second, city, at=CORRECTED)
    actions.submit(second.pk, by=city.filler, at=CORRECTED)
    actions.open_review(second.pk, by=a_reviewer(), at=CORRECTED)
    filed.refresh_from_db()
    assert filed.in_force_id == first.pk
    actions.accept(second.pk, by=a_reviewer(), at=CORRECTED)
    filed.refresh_from_db()
    assert filed.in_force_id == second.pk
    with pytest.raises(NotInForce):
        actions.lock(first.pk, by=a_reviewer(), at=LOCKED)


def test_a_locked_return_takes_no_further_version() -> None:
    actions.lock(an_accepted_version().pk, by=a_reviewer(), at=REVIEWED)
    with pytest.raises(ReturnLocked):
        a_draft(at=REVIEWED)


def test_a_withdrawn_version_is_begun_anew_with_its_figures() -> None:
    withdrawn = a_withdrawn_version()
    again = a_draft(at=SUBMITTED)
    assert again.number == withdrawn.number + 1
    assert again.cells.get(item="software_revenue", basis="current").value == 1234.5


def test_whoever_filled_or_signed_does_not_review() -> None:
    version = a_submitted_version()
    reviewer = a_reviewer()
    version.cells.filter(item="total_pay").update(changed_by=reviewer.username)
    with pytest.raises(ReviewerTookPart):
        actions.open_review(version.pk, by=reviewer, at=REVIEWED)
