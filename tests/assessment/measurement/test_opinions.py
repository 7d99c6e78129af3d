"""省统计局's opinion, disputes over figures, and the decision of 省发展改革委."""

from decimal import Decimal
from itertools import product

import pytest
from django.db import IntegrityError, transaction

from assessment.audit.errors import WrongState
from assessment.audit.models import Entry
from assessment.measurement.actions import confirm_batch
from assessment.measurement.batch_view import batch_view
from assessment.measurement.models import Batch
from assessment.measurement.opinion_actions import Decision, OtherFigure, Statement, decide_dispute, give_opinion
from assessment.measurement.opinion_errors import (
    AgreementWithFigures,
    DecisionIncomplete,
    FigureNotInBatch,
    FigureTwice,
    ObjectionWithoutReason,
    OtherFigureUnreadable,
    SameFigure,
)
from assessment.measurement.opinion_models import Dispute, Opinion
from assessment.measurement.opinion_queries import contested_figures
from assessment.measurement.states import DISPUTE_STATES, DisputeMove
from assessment.measurement.todo import disputes_waiting, opinions_waiting
from assessment.people.errors import PermissionRefused
from assessment.people.models import User
from assessment.people.queries import actions_open_to
from tests.situations.measurement import (
    DISPUTE_IN_STATE,
    GUIYANG,
    IN_STATE,
    LIUPANSHUI,
    MEASURED,
    a_decided_dispute,
    a_measured_batch,
    a_submitted_batch,
    a_withdrawn_dispute,
    an_objection,
    an_open_dispute,
    the_commission_officer,
    the_confirmer,
    the_institute,
    the_statistics_bureau,
)

pytestmark = pytest.mark.django_db
AGREES, OBJECTS = Opinion.Stand.AGREES, Opinion.Stand.OBJECTS
DECISION = Decision(Dispute.Upheld.MEASURED, "黔发改数字〔2022〕8号", "以测算数为准")
CONTESTED = {(GUIYANG, "DIGITAL_ECONOMY")}


def opine(batch: Batch, said: Statement) -> Opinion:
    return give_opinion(batch.pk, said, by=the_statistics_bureau(), at=MEASURED)


def confirmed(dispute: Dispute) -> Batch:
    return confirm_batch(dispute.batch_id, by=the_confirmer(), at=MEASURED)


def test_an_objection_keeps_both_figures_and_changes_none() -> None:
    batch = a_submitted_batch()
    dispute = an_objection(batch).disputes.get()
    assert (dispute.measured_value, dispute.proposed_value, dispute.state) == (1500, 1600, "open")
    assert batch.results.get(region=GUIYANG, code="DIGITAL_ECONOMY").value == 1500
    assert Batch.objects.get(pk=batch.pk).state == Batch.State.SUBMITTED


def test_an_agreement_needs_no_words_and_raises_no_dispute() -> None:
    batch = a_submitted_batch()
    opinion = opine(batch, Statement(AGREES))
    assert (opinion.number, opinion.stand, opinion.disputes.count()) == (1, "agrees", 0)


@pytest.mark.parametrize("state", sorted(set(IN_STATE) - {Batch.State.SUBMITTED}))
def test_only_a_submitted_batch_takes_an_opinion(state: str) -> None:
    with pytest.raises(WrongState):
        opine(IN_STATE[state](), Statement(AGREES))


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        (Statement(OBJECTS, "  "), ObjectionWithoutReason),
        (Statement(AGREES, "", (OtherFigure(GUIYANG, "GDP", Decimal(1)),)), AgreementWithFigures),
        (Statement(OBJECTS, "x", (OtherFigure(GUIYANG, "C99", Decimal(1)),)), FigureNotInBatch),
        (Statement(OBJECTS, "x", (OtherFigure("999999", "GDP", Decimal(1)),)), FigureNotInBatch),
        (Statement(OBJECTS, "x", (OtherFigure(GUIYANG, "GDP", Decimal(1)),) * 2), FigureTwice),
        (Statement(OBJECTS, "x", (OtherFigure(GUIYANG, "GDP", Decimal(10000)),)), SameFigure),
        (Statement(OBJECTS, "x", (OtherFigure(GUIYANG, "GDP", Decimal("1.00001")),)), OtherFigureUnreadable),
    ],
)
def test_what_contradicts_itself_is_refused_and_leaves_nothing(said: Statement, refusal: type[Exception]) -> None:
    batch = a_submitted_batch()
    with pytest.raises(refusal):
        opine(batch, said)
    assert not Opinion.objects.exists()
    assert not Dispute.objects.exists()


def test_only_the_bureau_of_statistics_speaks_and_only_the_commission_decides() -> None:
    dispute = an_open_dispute()
    for somebody in (the_institute(), the_confirmer(), the_commission_officer()):
        with pytest.raises(PermissionRefused):
            give_opinion(dispute.batch_id, Statement(AGREES), by=somebody, at=MEASURED)
    for somebody in (the_institute(), the_confirmer(), the_statistics_bureau()):
        with pytest.raises(PermissionRefused):
            decide_dispute(dispute.pk, DECISION, by=somebody, at=MEASURED)


@pytest.mark.parametrize(
    "decision",
    [
        Decision("", "黔发改〔2022〕8号", "理由"),
        Decision("both", "黔发改〔2022〕8号", "理由"),
        Decision(Dispute.Upheld.MEASURED, "  ", "理由"),
        Decision(Dispute.Upheld.MEASURED, "黔发改〔2022〕8号", ""),
    ],
)
def test_a_decision_names_figure_document_and_reasons(decision: Decision) -> None:
    dispute = an_open_dispute()
    with pytest.raises(DecisionIncomplete):
        decide_dispute(dispute.pk, decision, by=the_commission_officer(), at=MEASURED)


def test_the_database_itself_refuses_a_decision_without_its_document() -> None:
    dispute = an_open_dispute()
    with pytest.raises(IntegrityError), transaction.atomic():
        Dispute.objects.filter(pk=dispute.pk).update(state="decided", upheld="measured")


def test_a_dispute_is_decided_once_and_every_other_move_is_refused() -> None:
    for state, move in DISPUTE_STATES.complement():
        with pytest.raises(WrongState):
            DISPUTE_STATES.after(state, move)
    moves = len(list(product(Dispute.State, DisputeMove)))
    assert len(DISPUTE_STATES.complement()) + len(DISPUTE_STATES.moves) == moves
    with pytest.raises(WrongState):
        decide_dispute(a_decided_dispute().pk, DECISION, by=the_commission_officer(), at=MEASURED)


@pytest.mark.parametrize("state", DISPUTE_IN_STATE)
def test_there_is_a_way_into_every_state_of_a_dispute(state: str) -> None:
    assert DISPUTE_IN_STATE[state]().state == state


def test_a_batch_confirmed_with_an_open_dispute_shows_the_figure_as_contested() -> None:
    batch = confirmed(an_open_dispute())
    assert contested_figures(batch) == CONTESTED
    lines = {line.code: line.figures for line in batch_view(batch).regions}
    assert [shown.contested for shown in lines[GUIYANG]].count(True) == 1
    assert not any(shown.contested for shown in lines[LIUPANSHUI])


def test_before_confirmation_and_after_a_withdrawal_nothing_is_contested() -> None:
    assert contested_figures(a_measured_batch("2020")) == set()
    assert contested_figures(confirmed(a_withdrawn_dispute())) == set()


@pytest.mark.parametrize(("upheld", "contested"), [("measured", set()), ("proposed", CONTESTED)])
def test_a_decision_for_the_measured_figure_settles_it_the_other_one_waits_for_a_new_batch(
    upheld: str, contested: set[tuple[str, str]]
) -> None:
    assert contested_figures(confirmed(a_decided_dispute(upheld))) == contested


def test_opinion_and_decision_stand_in_the_chain_of_the_province() -> None:
    dispute = a_decided_dispute()
    entries = Entry.objects.filter(action__in=["batch.give_opinion", "dispute.decide"]).order_by("sequence")
    assert [(entry.action, entry.by, entry.chain) for entry in entries] == [
        ("batch.give_opinion", "statistics", "province"),
        ("dispute.decide", "commission-officer", "province"),
    ]
    assert entries[1].facts["document_number"] == dispute.document_number


def waiting(user: User) -> list[str]:
    allowed = actions_open_to(user, at=MEASURED)
    asked = (*opinions_waiting(user, allowed, at=MEASURED), *disputes_waiting(user, allowed, at=MEASURED))
    return [todo.address for todo in asked]


def test_a_silent_bureau_of_statistics_and_an_undecided_commission_are_reminded_under_their_tasks() -> None:
    batch = a_submitted_batch()
    assert waiting(the_statistics_bureau()) == [f"/batches/{batch.pk}/"]
    assert waiting(the_commission_officer()) == []
    dispute = an_objection(batch).disputes.get()
    assert waiting(the_statistics_bureau()) == []
    assert waiting(the_commission_officer()) == [f"/disputes/{dispute.pk}/"]
    assert waiting(the_institute()) == []
