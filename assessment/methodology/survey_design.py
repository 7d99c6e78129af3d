"""The design of a stratified survey as columns: who was sampled, who answered, and what each answer stands for.

One row per sampled unit. `y` is the digital value added of a unit, `x` its value added, both in the file's one money
unit; an answer lacks where either is NaN. Weights, non-response: domain rules of the survey of traditional
industries, DESIGN after survey-sampling theory (W. G. Cochran, Sampling Techniques, 3rd ed. 1977, chapters 5 and 13;
MEMORY).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]

_DENSE_CELLS = 1 << 23


@dataclass(frozen=True, eq=False)
class SampleColumns:
    """`domain` and `stratum` are positions in the lists of labels; columns of equal length."""

    domain: Codes
    stratum: Codes
    y: Floats
    x: Floats

    def answered(self) -> NDArray[np.bool_]:
        return ~(np.isnan(self.y) | np.isnan(self.x))


@dataclass(frozen=True, eq=False)
class StrataColumns:
    """`population` N_h in units; `x_total` X_h in the unit of x, NaN where not known, None where none is given."""

    population: NDArray[np.int64]
    x_total: Floats | None = None


@dataclass(frozen=True, eq=False)
class Design:
    """The answers of a sample under its strata, with what follows from both. Counts are in units."""

    sample: SampleColumns
    strata: StrataColumns
    domains: int

    @cached_property
    def answers(self) -> SampleColumns:
        """The rows of the respondents; all of them where nobody refused, without a copy."""
        answered = self.sample.answered()
        if answered.all():
            return self.sample
        rows = self.sample
        return SampleColumns(rows.domain[answered], rows.stratum[answered], rows.y[answered], rows.x[answered])

    @cached_property
    def sampled(self) -> NDArray[np.int64]:
        """n_h, units drawn in each stratum."""
        return np.bincount(self.sample.stratum, minlength=len(self.strata.population)).astype(np.int64)

    @cached_property
    def respondents(self) -> NDArray[np.int64]:
        """r_h, units of each stratum that answered."""
        return np.bincount(self.answers.stratum, minlength=len(self.strata.population)).astype(np.int64)

    @cached_property
    def weights(self) -> Floats:
        """w_h = N_h / n_h × n_h / r_h = N_h / r_h; units of the population for each respondent, 0 without one.

        The first factor undoes the drawing, the second spreads those who did not answer over those who did, stratum
        by stratum (weighting within classes; Cochran 1977, chapter 13, MEMORY). N 40, n 10, r 8 → 4 × 1.25 = 5.
        """
        respondents = self.respondents
        return np.divide(self.strata.population, respondents, out=np.zeros(len(respondents)), where=respondents > 0)

    @cached_property
    def finite_population_corrections(self) -> Floats:
        """f_h = 1 − r_h / N_h: nothing is left to chance where all units answered (Cochran 1977, 2.12, MEMORY)."""
        population = self.strata.population
        fractions = np.divide(self.respondents, population, out=np.zeros(len(population)), where=population > 0)
        return 1 - fractions

    @cached_property
    def degrees_of_freedom(self) -> int:
        """Respondents − strata with respondents, over the whole design and whatever the domain (DESIGN)."""
        return int(self.respondents.sum() - np.count_nonzero(self.respondents))

    @cached_property
    def cells(self) -> "Cells":
        return Cells.of(self.answers, self.domains, len(self.strata.population))

    def as_one_domain(self) -> "Design":
        """The same answers with a single domain: the total."""
        rows = self.answers
        whole = SampleColumns(np.zeros(len(rows.domain), dtype=np.intp), rows.stratum, rows.y, rows.x)
        return Design(whole, self.strata, 1)


@dataclass(frozen=True, eq=False)
class Cells:
    """Domain × stratum: the cell of each answer, and of each cell its domain, its stratum and its answers.

    Domains may cross strata. All cells are laid out while they are few enough, only the filled ones otherwise.
    """

    of_answer: Codes
    domain: Codes
    stratum: Codes
    answers: NDArray[np.int64]

    @classmethod
    def of(cls, rows: SampleColumns, domains: int, strata: int) -> "Cells":
        keys = rows.stratum * domains + rows.domain
        filled = np.arange(strata * domains, dtype=np.intp)
        if strata * domains > _DENSE_CELLS:
            filled, keys = np.unique(keys, return_inverse=True)
        counts = np.bincount(keys, minlength=len(filled)).astype(np.int64)
        return cls(keys, filled % domains, filled // domains, counts)

    def sums(self, values: Floats) -> Floats:
        """Σ of a column of the answers in each cell."""
        return sums_by(self.of_answer, values, len(self.answers))

    def means(self, values: Floats) -> Floats:
        """Mean in each cell, 0 in an empty one."""
        return self.sums(values) / np.maximum(self.answers, 1)

    def squares(self, values: Floats, means: Floats) -> Floats:
        """Σ (v − mean of its cell)², summed after centring so that equal values give exactly nothing."""
        return self.sums(np.square(values - means[self.of_answer]))


def sums_by(codes: Codes, values: Floats, length: int) -> Floats:
    """Σ of a column by code, for the codes 0 to `length` − 1."""
    return np.bincount(codes, weights=values, minlength=length).astype(np.float64, copy=False)
