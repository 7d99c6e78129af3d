"""The exact linear program against its worked example and against HiGHS."""

import random
from collections.abc import Sequence
from fractions import Fraction

import pytest
from scipy.optimize import linprog

from assessment.methodology.exact_program import Equation, Outcome, Program, Solution, Solver, whole_numbers

ENDS = {0: Outcome.SOLVED, 2: Outcome.INFEASIBLE, 3: Outcome.UNBOUNDED}


def solved(costs: Sequence[int], equations: tuple[Equation, ...], ceilings: tuple[int | None, ...]) -> Solution:
    return Solver(Program(equations, ceilings)).minimum(costs)


def test_the_worked_example_comes_out_in_fractions() -> None:
    """−x − y, x + 2y + s = 4, x ≤ 3: x at its ceiling, y half of what is left."""
    solver = Solver(Program((Equation({0: 1, 1: 2, 2: 1}, 4),), (3, None, None)))
    found = solver.minimum([-1, -1, 0])
    assert found.values == (3, Fraction(1, 2), 0)
    assert found.cost == Fraction(-7, 2)
    assert solver.minimum([1, 0, 0]).values[0] == 0, "asked again with other costs"


def test_what_contradicts_itself_is_infeasible_and_what_falls_for_ever_unbounded() -> None:
    assert solved((1,), (Equation({0: 1}, 5),), (4,)).outcome is Outcome.INFEASIBLE
    assert solved((1,), (Equation({}, 1),), (None,)).outcome is Outcome.INFEASIBLE
    assert solved((-1, 0), (Equation({0: 1, 1: -1}, 0),), (None, None)).outcome is Outcome.UNBOUNDED


@pytest.mark.no_cover
def test_random_programs_end_as_with_highs() -> None:
    draw, ends = random.Random(20211), set()
    for _ in range(200):
        inside = [draw.randint(0, 5) for _ in range(draw.randint(2, 7))]
        ceilings = [draw.choice([None, draw.randint(5, 9), one]) for one in inside]
        rows = [[draw.randint(-3, 3) for _ in inside] for _ in range(draw.randint(1, 4))]
        rights = [sum(a * b for a, b in zip(row, inside, strict=True)) + draw.choice([0, 0, 0, 40]) for row in rows]
        costs = [draw.randint(-3, 6) for _ in inside]
        equations = tuple(Equation(dict(enumerate(row)), right) for row, right in zip(rows, rights, strict=True))
        ours = solved(costs, equations, tuple(ceilings))
        theirs = linprog(costs, A_eq=rows, b_eq=rights, bounds=[(0, one) for one in ceilings], method="highs")
        assert ours.outcome is ENDS[theirs.status]
        ends.add(ours.outcome)
        if theirs.status == 0:
            assert abs(float(ours.cost) - theirs.fun) < 1e-6
    assert ends == set(Outcome)


def test_fractions_become_whole_by_their_smallest_common_factor() -> None:
    assert whole_numbers([Fraction(1, 4), Fraction(5, 6), Fraction(2)]) == (12, [3, 10, 24])
