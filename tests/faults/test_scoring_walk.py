"""Each role calls whatever the scoring stage offers, in any order: no illegal state, and nobody issues alone."""

from collections.abc import Iterable

import pytest

from assessment.people.roles import Role
from assessment.scoring.models import Run
from tests.faults.scoring_walks import ALL_GRANTS, LifeOfResults, a_walker
from tests.faults.walks import Life, Size, lived
from tests.situations import scoring
from tests.situations.catalogue import the_calendar
from tests.situations.measurement import ZUNYI, the_confirmer

SEED = 20210421
ALONE, TOGETHER = Size(lives=6, calls=50), Size(lives=4, calls=150)
ALL_ALONE, ALL_TOGETHER = Size(lives=100, calls=100), Size(lives=50, calls=200)
S = Run.State
WORKERS = [
    *(role.value for role in (Role.COMMISSION_OFFICER, Role.COMMISSION_APPROVER, Role.COMMISSION_LEADER)),
    *(role.value for role in (Role.CONFIRMER, Role.REVIEWER, Role.FILLER, Role.UNIT_HEAD)),
    ALL_GRANTS,
]

# Calls at random of what other tests call one by one.
pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]


@pytest.mark.parametrize("role", WORKERS)
def test_one_account_alone_never_does_what_belongs_to_two(role: str) -> None:
    assert walked([role], ALONE).calls[role] >= 300


@pytest.mark.full
@pytest.mark.parametrize("role", [*(role.value for role in Role if role is not Role.ENTERPRISE), ALL_GRANTS])
def test_ten_thousand_calls_of_one_account_never_do_what_belongs_to_two(role: str) -> None:
    assert walked([role], ALL_ALONE, number=SEED + 1).calls[role] >= 10_000


def test_all_roles_together_keep_every_rule_and_get_a_result_issued() -> None:
    assert S.ISSUED in walked(WORKERS, TOGETHER).reached


@pytest.mark.full
def test_ten_thousand_calls_of_all_roles_together_keep_every_rule() -> None:
    assert set(S.values) <= walked(WORKERS, ALL_TOGETHER, number=SEED + 1).reached


def walked(roles: Iterable[str], size: Size, *, number: int = SEED) -> type[Life]:
    the_calendar()
    scoring.the_frozen_scheme()
    scoring.a_draft_of_the_quarterly_scheme()
    scoring.the_returns_of_the_first_quarter()
    # Whoever brings about the beginnings: other people than those who walk.
    assert {scoring.the_officer().pk, scoring.the_approver().pk, the_confirmer().pk, scoring.the_filler(ZUNYI).pk}
    return lived(LifeOfResults, {role: a_walker(role) for role in roles}, size, number=number)
