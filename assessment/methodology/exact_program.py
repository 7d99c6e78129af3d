"""A small linear program solved exactly in whole numbers.

Primal simplex with bounded variables (G. B. Dantzig, "Upper bounds, secondary constraints and block triangularity",
Econometrica 23, 1955), the entering and leaving variable by R. G. Bland's rule (1977), which cannot cycle, and
division-free pivots (J. Edmonds 1967; E. H. Bareiss 1968): every entry stays whole over one denominator.
Worked example: minimise −x − y with x + 2y + s = 4 and x ≤ 3 gives x = 3, y = 1/2, value −7/2.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import gcd


class Outcome(StrEnum):
    """How a program ends."""

    SOLVED = "solved"
    INFEASIBLE = "infeasible"
    UNBOUNDED = "unbounded"


@dataclass(frozen=True)
class Equation:
    """Σ coefficient · variable = right side; variables are counted from 0."""

    terms: Mapping[int, int]
    right: int


@dataclass(frozen=True)
class Program:
    """What the variables must satisfy; each lies between 0 and its ceiling (None: nowhere above)."""

    equations: tuple[Equation, ...]
    ceilings: tuple[int | None, ...]


@dataclass(frozen=True)
class Solution:
    """`values` and `cost` only where the program is solved."""

    outcome: Outcome
    values: tuple[Fraction, ...] = ()
    cost: Fraction = Fraction(0)


class Solver:
    """One program, and as many costs as are asked for, each minimised from where the one before it ended."""

    def __init__(self, program: Program) -> None:
        self._tableau = _Tableau(program)
        self._artificials = len(program.equations)
        self._tableau.minimise([0] * len(program.ceilings) + [1] * self._artificials)
        self._feasible = not self._tableau.amount_of_artificials()
        self._tableau.close_artificials()

    def minimum(self, costs: Sequence[int]) -> Solution:
        """The exact least Σ cost · variable; unit: that of the coefficients. Source: see the module."""
        if not self._feasible:
            return Solution(Outcome.INFEASIBLE)
        if not self._tableau.minimise([*costs, *[0] * self._artificials]):
            return Solution(Outcome.UNBOUNDED)
        values = self._tableau.values()
        cost = sum((cost * value for cost, value in zip(costs, values, strict=True)), Fraction(0))
        return Solution(Outcome.SOLVED, values, cost)


class _Tableau:
    """Rows over a common denominator; the last entry of a row is its right side.

    A variable at its ceiling is counted from there downwards (`turned`), so that what is not basic is always zero.
    One artificial variable stands behind the others for each equation.
    """

    def __init__(self, program: Program) -> None:
        self.variables = len(program.ceilings)
        height = len(program.equations)
        width = self.variables + height
        self.denominator = 1
        self.ceilings = [*program.ceilings, *[None] * height]
        self.basis = list(range(self.variables, width))
        self.turned = [False] * width
        self.rows: list[list[int]] = []
        for number, equation in enumerate(program.equations):
            sign = -1 if equation.right < 0 else 1
            row = [0] * (width + 1)
            for variable, coefficient in equation.terms.items():
                row[variable] = sign * coefficient
            row[self.variables + number], row[-1] = 1, sign * equation.right
            self.rows.append(row)

    def minimise(self, costs: list[int]) -> bool:
        """Pivot until nothing gets cheaper; False where the cost falls without end."""
        reduced = self._reduced(costs)
        while (entering := self._entering(reduced)) is not None:
            row, at_ceiling = self._leaving(entering)
            if row is None:
                if self.ceilings[entering] is None:
                    return False
                self._turn(entering, reduced)
                continue
            if at_ceiling:
                self._turn_basic(row)
            self._pivot(row, entering, reduced)
        return True

    def amount_of_artificials(self) -> int:
        return sum(row[-1] for row, basic in zip(self.rows, self.basis, strict=True) if basic >= self.variables)

    def close_artificials(self) -> None:
        for number in range(self.variables, len(self.ceilings)):
            self.ceilings[number] = 0

    def values(self) -> tuple[Fraction, ...]:
        found = [Fraction(0)] * len(self.ceilings)
        for row, basic in zip(self.rows, self.basis, strict=True):
            found[basic] = Fraction(row[-1], self.denominator)
        for number, ceiling in enumerate(self.ceilings):
            if self.turned[number] and ceiling is not None:
                found[number] = ceiling - found[number]
        return tuple(found[: self.variables])

    def _reduced(self, costs: list[int]) -> list[int]:
        """Cost of each variable beyond what the basis already pays, times the denominator."""
        signed = [-cost if turned else cost for cost, turned in zip(costs, self.turned, strict=True)]
        reduced = [cost * self.denominator for cost in signed]
        for row, basic in zip(self.rows, self.basis, strict=True):
            if signed[basic]:
                reduced = [have - signed[basic] * one for have, one in zip(reduced, row[:-1], strict=True)]
        return [*reduced, 0]

    def _entering(self, reduced: list[int]) -> int | None:
        return next((number for number in range(self.variables) if reduced[number] < 0), None)

    def _leaving(self, entering: int) -> tuple[int | None, bool]:
        """The row that stops the entering variable, and whether at its ceiling; None where its own ceiling does."""
        own = self.ceilings[entering]
        best: tuple[Fraction, int, int, bool] | None = None
        for number, row in enumerate(self.rows):
            step = row[entering]
            basic = self.basis[number]
            if step > 0:
                room = row[-1]
            elif step < 0 and (ceiling := self.ceilings[basic]) is not None:
                room = ceiling * self.denominator - row[-1]
            else:
                continue
            limit = (Fraction(room, abs(step)), basic, number, step < 0)
            if best is None or limit < best:
                best = limit
        if best is None or (own is not None and own < best[0]):
            return None, False
        return best[2], best[3]

    def _turn(self, number: int, reduced: list[int]) -> None:
        """Count a variable that is not basic from its other end."""
        ceiling = self.ceilings[number] or 0
        for row in (*self.rows, reduced):
            row[-1] -= row[number] * ceiling
            row[number] = -row[number]
        self.turned[number] = not self.turned[number]

    def _turn_basic(self, number: int) -> None:
        """Count a basic variable from its other end."""
        basic = self.basis[number]
        turned = [-one for one in self.rows[number]]
        turned[basic] = self.denominator
        turned[-1] += (self.ceilings[basic] or 0) * self.denominator
        self.rows[number] = turned
        self.turned[basic] = not self.turned[basic]

    def _pivot(self, number: int, entering: int, reduced: list[int]) -> None:
        pivot_row = self.rows[number]
        pivot = pivot_row[entering]
        for row in (*self.rows, reduced):
            if row is not pivot_row:
                _eliminate(row, pivot_row, entering, self.denominator)
        self.basis[number], self.denominator = entering, pivot


def _eliminate(row: list[int], pivot_row: list[int], entering: int, denominator: int) -> None:
    pivot, factor = pivot_row[entering], row[entering]
    if factor:
        row[:] = [(one * pivot - factor * other) // denominator for one, other in zip(row, pivot_row, strict=True)]
    elif pivot != denominator:
        row[:] = [one * pivot // denominator for one in row]


def whole_numbers(numbers: Iterable[Fraction]) -> tuple[int, list[int]]:
    """The smallest factor that makes all of them whole, and what they then are."""
    given = list(numbers)
    factor = 1
    for one in given:
        factor = factor * one.denominator // gcd(factor, one.denominator)
    return factor, [int(one * factor) for one in given]
