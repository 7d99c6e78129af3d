"""The life of a measurement batch."""

from itertools import product

import pytest

from assessment.audit.errors import WrongState
from assessment.measurement.models import Batch
from assessment.measurement.states import BATCH_STATES, Move
from tests.situations.measurement import IN_STATE


def test_whatever_is_not_in_the_table_is_refused() -> None:
    complement = BATCH_STATES.complement()
    assert len(complement) + len(BATCH_STATES.moves) == len(list(product(Batch.State, Move)))
    for state, move in complement:
        with pytest.raises(WrongState):
            BATCH_STATES.after(state, move)


def test_every_state_can_be_reached_from_the_request() -> None:
    assert BATCH_STATES.reachable_from(Batch.State.REQUESTED) == set(Batch.State.values)


@pytest.mark.django_db
@pytest.mark.parametrize("state", IN_STATE)
def test_there_is_a_way_into_every_state(state: str) -> None:
    assert Batch.objects.get(pk=IN_STATE[state]().pk).state == state
