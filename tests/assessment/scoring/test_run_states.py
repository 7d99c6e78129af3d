"""The life of a run."""

from itertools import product

import pytest

from assessment.audit.errors import WrongState
from assessment.scoring.actions import approve_run, cancel_run, confirm_run, issue_run
from assessment.scoring.models import Run
from assessment.scoring.states import RUN_STATES, Move
from tests.situations.measurement import the_confirmer
from tests.situations.scoring import (
    IN_STATE,
    ISSUED,
    a_computed_run,
    an_issued_run,
    the_approver,
    the_officer,
)


def test_whatever_is_not_in_the_table_is_refused() -> None:
    complement = RUN_STATES.complement()
    assert len(complement) + len(RUN_STATES.moves) == len(list(product(Run.State, Move)))
    for state, move in complement:
        with pytest.raises(WrongState):
            RUN_STATES.after(state, move)


def test_every_state_can_be_reached_and_nothing_leads_out_of_an_issued_or_cancelled_run() -> None:
    assert RUN_STATES.reachable_from(Run.State.REQUESTED) == set(Run.State.values)
    assert RUN_STATES.moves_from(Run.State.ISSUED) == ()
    assert RUN_STATES.moves_from(Run.State.CANCELLED) == ()


@pytest.mark.django_db
@pytest.mark.parametrize("state", IN_STATE)
def test_there_is_a_way_into_every_state(state: str) -> None:
    assert Run.objects.get(pk=IN_STATE[state]().pk).state == state


@pytest.mark.django_db
def test_a_step_out_of_turn_is_refused_and_changes_nothing() -> None:
    run = a_computed_run()
    with pytest.raises(WrongState):
        approve_run(run.pk, by=the_approver(), at=ISSUED)
    with pytest.raises(WrongState):
        issue_run(run.pk, "黔发改数字〔2021〕1号", "closed", by=the_officer(), at=ISSUED)
    run.refresh_from_db()
    assert (run.state, run.approved_by, run.issue_number) == ("computed", None, "")


@pytest.mark.django_db
def test_an_issued_run_can_neither_be_cancelled_nor_confirmed_again() -> None:
    run = an_issued_run()
    with pytest.raises(WrongState):
        cancel_run(run.pk, "错", by=the_officer(), at=ISSUED)
    with pytest.raises(WrongState):
        confirm_run(run.pk, by=the_confirmer(), at=ISSUED)
