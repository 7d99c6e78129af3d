"""考核采用值: beside the city's figure, by two persons of the bureau, never in its place."""

from decimal import Decimal

import pytest

from assessment.audit.actions import SYSTEM
from assessment.audit.errors import WrongState
from assessment.audit.models import Entry
from assessment.filing import actions
from assessment.filing.adoption_actions import Adoption
from assessment.filing.errors.returns import BasisUnknown, ItemUnknown, TooManyDigits
from assessment.filing.errors.review import (
    AdoptionReasonMissing,
    NothingAdopted,
    NothingFiled,
    ProposalWaiting,
    RejectionReasonMissing,
    SecondPersonProposed,
)
from assessment.filing.models import AdoptedValue, Cell, Version
from assessment.filing.queries import figures_in_force
from assessment.filing.review_queries import adopted_values
from assessment.filing.states import ADOPTION_STATES
from assessment.methodology.errors import AssessmentError
from assessment.methodology.periods import Period
from assessment.people.actions import create_grant
from assessment.people.errors import NotFound, PermissionRefused
from assessment.people.roles import Role
from tests.situations.catalogue import a_reviewer
from tests.situations.filing import LOCKED, a_city, a_version_under_review, an_accepted_version
from tests.situations.people import LONG_AGO
from tests.situations.review import a_confirmer, an_adoption

pytestmark = pytest.mark.django_db
QUARTER = Period.parse("2021c03")


def a_proposal(version: Version | None = None, number: str = "1100") -> AdoptedValue:
    filed = (version or an_accepted_version()).return_filed_id
    return actions.propose_adoption(filed, an_adoption(number), by=a_reviewer(), at=LOCKED)


def adopted() -> dict[tuple[str, str], Decimal | None]:
    return {(one.item, one.basis): one.figure.value for one in adopted_values("SW-Q", QUARTER)}


def test_a_proposal_counts_once_a_second_person_has_confirmed_it() -> None:
    proposal = a_proposal()
    assert adopted() == {}
    actions.confirm_adoption(proposal.pk, by=a_confirmer(), at=LOCKED)
    assert adopted() == {("software_revenue", "current"): Decimal(1100)}


def test_the_figure_of_the_city_stays_as_filed() -> None:
    version = an_accepted_version()
    cells = list(Cell.objects.order_by("id").values())
    figures = figures_in_force("SW-Q", QUARTER)
    actions.confirm_adoption(a_proposal(version).pk, by=a_confirmer(), at=LOCKED)
    assert list(Cell.objects.order_by("id").values()) == cells
    assert figures_in_force("SW-Q", QUARTER) == figures
    assert Version.objects.get(pk=version.pk).digest == version.digest


def test_nobody_confirms_or_rejects_what_he_proposed_himself() -> None:
    reviewer = a_reviewer()
    create_grant(reviewer, Role.CONFIRMER, region=None, by=SYSTEM, at=LONG_AGO)
    proposal = a_proposal()
    with pytest.raises(SecondPersonProposed):
        actions.confirm_adoption(proposal.pk, by=reviewer, at=LOCKED)
    with pytest.raises(SecondPersonProposed):
        actions.reject_adoption(proposal.pk, "自查", by=reviewer, at=LOCKED)
    assert adopted() == {}


def test_each_step_asks_for_its_role() -> None:
    version = an_accepted_version()
    for somebody in (a_confirmer(), a_city().filler):
        with pytest.raises(PermissionRefused):
            actions.propose_adoption(version.return_filed_id, an_adoption(), by=somebody, at=LOCKED)
    proposal = a_proposal(version)
    for somebody in (a_reviewer(), a_city().filler):
        with pytest.raises(PermissionRefused):
            actions.confirm_adoption(proposal.pk, by=somebody, at=LOCKED)
    with pytest.raises(NotFound):
        actions.propose_adoption(0, an_adoption(), by=a_reviewer(), at=LOCKED)
    with pytest.raises(NotFound):
        actions.confirm_adoption(0, by=a_confirmer(), at=LOCKED)


def test_a_rejected_proposal_changes_nothing_and_says_why() -> None:
    first = a_proposal()
    actions.confirm_adoption(first.pk, by=a_confirmer(), at=LOCKED)
    second = a_proposal(first.return_filed.in_force, "900")
    with pytest.raises(RejectionReasonMissing):
        actions.reject_adoption(second.pk, " ", by=a_confirmer(), at=LOCKED)
    actions.reject_adoption(second.pk, "依据不足", by=a_confirmer(), at=LOCKED)
    assert adopted() == {("software_revenue", "current"): Decimal(1100)}
    third = a_proposal(first.return_filed.in_force, "950")
    assert third.number == 3


def test_a_newer_record_takes_the_place_of_the_older_one_and_a_withdrawal_of_both() -> None:
    first = a_proposal()
    actions.confirm_adoption(first.pk, by=a_confirmer(), at=LOCKED)
    second = a_proposal(first.return_filed.in_force, "1050.5")
    actions.confirm_adoption(second.pk, by=a_confirmer(), at=LOCKED)
    assert adopted() == {("software_revenue", "current"): Decimal("1050.5")}
    with pytest.raises(NothingAdopted):
        actions.propose_withdrawal(first.pk, "更正", "会议纪要", by=a_reviewer(), at=LOCKED)
    withdrawal = actions.propose_withdrawal(second.pk, "企业已更正", "会议纪要", by=a_reviewer(), at=LOCKED)
    assert adopted() != {}
    actions.confirm_adoption(withdrawal.pk, by=a_confirmer(), at=LOCKED)
    assert adopted() == {}
    assert AdoptedValue.objects.count() == 3
    with pytest.raises(NothingAdopted):
        actions.propose_withdrawal(withdrawal.pk, "再撤", "会议纪要", by=a_reviewer(), at=LOCKED)


def test_one_proposal_at_a_time_for_a_cell() -> None:
    first = a_proposal()
    with pytest.raises(ProposalWaiting):
        a_proposal(first.return_filed.in_force, "900")


@pytest.mark.parametrize(
    ("adoption", "refusal"),
    [
        (an_adoption(reason=" "), AdoptionReasonMissing),
        (an_adoption(document=""), AdoptionReasonMissing),
        (an_adoption(item="hardware_revenue"), ItemUnknown),
        (an_adoption(basis="last_decade"), BasisUnknown),
        (an_adoption("0.123456789"), TooManyDigits),
    ],
)
def test_a_proposal_obeys_the_form_and_rests_on_a_document(adoption: Adoption, refusal: type[AssessmentError]) -> None:
    version = an_accepted_version()
    with pytest.raises(refusal):
        actions.propose_adoption(version.return_filed_id, adoption, by=a_reviewer(), at=LOCKED)
    assert not AdoptedValue.objects.exists()


def test_a_condition_is_adopted_as_well_as_a_value() -> None:
    version = an_accepted_version()
    wanted = an_adoption(condition="not_available", value=None)
    proposal = actions.propose_adoption(version.return_filed_id, wanted, by=a_reviewer(), at=LOCKED)
    actions.confirm_adoption(proposal.pk, by=a_confirmer(), at=LOCKED)
    (one,) = adopted_values("SW-Q", QUARTER)
    assert (one.figure.condition, one.figure.value, one.region, one.record) == (
        "not_available",
        None,
        "520200",
        proposal.pk,
    )


def test_nothing_is_adopted_beside_a_figure_that_is_not_in_force() -> None:
    version = a_version_under_review()
    with pytest.raises(NothingFiled):
        actions.propose_adoption(version.return_filed_id, an_adoption(), by=a_reviewer(), at=LOCKED)


def test_a_decision_is_taken_once_and_both_persons_stand_in_the_record() -> None:
    proposal = a_proposal()
    actions.confirm_adoption(proposal.pk, by=a_confirmer(), at=LOCKED)
    with pytest.raises(WrongState):
        actions.reject_adoption(proposal.pk, "改变主意", by=a_confirmer(), at=LOCKED)
    entries = Entry.objects.filter(object_type="filing.adopted_value").order_by("sequence")
    assert [(entry.action, entry.by) for entry in entries] == [
        ("adopted_value.propose", "reviewer"),
        ("adopted_value.confirm", "confirmer"),
    ]
    assert all("1100" not in str(entry.facts) for entry in entries)


def test_every_state_of_a_record_is_reached_and_decided_ones_are_final() -> None:
    assert ADOPTION_STATES.reachable_from("proposed") == set(AdoptedValue.State.values)
    assert not ADOPTION_STATES.moves_from("confirmed")
    assert not ADOPTION_STATES.moves_from("rejected")
