"""Each role calls whatever the scoring stage offers, in any order: no illegal state, and nobody issues alone."""

from collections.abc import Sequence

import pytest

from assessment.people.roles import Role
from assessment.scoring.models import Run
from tests.faults.scoring_walks import ALL_GRANTS, DEPUTY, LifeOfResults, a_walker
from tests.faults.walks import Life, Size, lived
from tests.situations import scoring
from tests.situations.catalogue import the_calendar
from tests.situations.measurement import ZUNYI, the_confirmer

SEED = 20210421
CALLS, ALL_CALLS = 300, 10_000
S = Run.State
# Whoever moves a result on is drawn more often where all walk together.
WORKERS = [
    *[Role.COMMISSION_OFFICER.value] * 4,
    *[Role.COMMISSION_APPROVER.value, Role.CONFIRMER.value, Role.FILLER.value] * 2,
    *(Role.COMMISSION_LEADER.value, Role.REVIEWER.value, Role.UNIT_HEAD.value),
    *(ALL_GRANTS, DEPUTY),
]

# Calls at random of what other tests call one by one.
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", sorted(set(WORKERS)))
def test_one_account_alone_never_does_what_belongs_to_two(role: str) -> None:
    assert walked([role], Size(CALLS, of_a_life=50)).calls[role] >= CALLS


@pytest.mark.full
@pytest.mark.parametrize("role", [*(role.value for role in Role if role is not Role.ENTERPRISE), ALL_GRANTS, DEPUTY])
def test_ten_thousand_calls_of_one_account_never_do_what_belongs_to_two(role: str) -> None:
    assert walked([role], Size(ALL_CALLS, of_a_life=100), number=SEED + 1).calls[role] >= ALL_CALLS


def test_all_roles_together_keep_every_rule() -> None:
    """That they get results issued as well is asked of the long walk, which has the calls for it."""
    life = walked(WORKERS, Size(2 * CALLS, of_a_life=75))
    assert life.calls.total() >= 2 * CALLS
    assert {S.COMPUTED, S.CONFIRMED} & life.reached


@pytest.mark.full
def test_ten_thousand_calls_of_all_roles_together_keep_every_rule() -> None:
    assert set(S.values) <= walked(WORKERS, Size(ALL_CALLS, of_a_life=200), number=SEED + 1).reached


def walked(people: Sequence[str], size: Size, *, number: int = SEED) -> type[Life]:
    the_calendar()
    scoring.the_frozen_scheme()
    scoring.a_draft_of_the_quarterly_scheme()
    scoring.the_returns_of_the_first_quarter()
    # Whoever brings about the beginnings: other people than those who walk.
    assert {scoring.the_officer().pk, scoring.the_approver().pk, the_confirmer().pk, scoring.the_filler(ZUNYI).pk}
    return lived(LifeOfResults, people, {role: a_walker(role) for role in set(people)}, size, number)
