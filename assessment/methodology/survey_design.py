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


@dataclass(frozen=True, eq=False)
class SampleColumns:
    """`domain` and `stratum` are positions in the lists of labels; columns of equal length."""

    domain: Codes
    stratum: Codes
    y: Floats
    x: Floats


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
        """The rows of the respondents, by stratum and within it by domain; otherwise in the order of the sample."""
        rows = self.sample
        answered = np.flatnonzero(~(np.isnan(rows.y) | np.isnan(rows.x)))
        cells = rows.stratum[answered] * self.domains + rows.domain[answered]
        order = answered[np.argsort(cells, kind="stable")]
        return SampleColumns(rows.domain[order], rows.stratum[order], rows.y[order], rows.x[order])

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
        return Cells.of(self.answers)

    def as_one_domain(self) -> "Design":
        """The same answers with a single domain: the total."""
        rows = self.answers
        whole = SampleColumns(np.zeros(len(rows.domain), dtype=np.intp), rows.stratum, rows.y, rows.x)
        return Design(whole, self.strata, 1)


@dataclass(frozen=True, eq=False)
class Cells:
    """Domain × stratum, the filled ones: the cell of each answer, and of each cell its answers, domain and stratum.

    Domains may cross strata.
    """

    of_answer: Codes
    answers: NDArray[np.int64]
    domain: Codes
    stratum: Codes

    @classmethod
    def of(cls, rows: SampleColumns) -> "Cells":
        """Of answers that stand by stratum and domain."""
        starts = np.ones(len(rows.domain), dtype=bool)
        starts[1:] = (np.diff(rows.stratum) != 0) | (np.diff(rows.domain) != 0)
        first = np.flatnonzero(starts)
        counts = np.diff(first, append=len(starts))
        return cls(np.cumsum(starts) - 1, counts, rows.domain[first], rows.stratum[first])

    def sums(self, values: Floats) -> Floats:
        """Σ of a column of the answers in each cell."""
        return sums_by(self.of_answer, values, len(self.answers))

    def means(self, values: Floats) -> Floats:
        return self.sums(values) / self.answers

    def squares(self, values: Floats, means: Floats) -> Floats:
        """Σ (v − mean of its cell)², summed after centring so that equal values give exactly nothing."""
        return self.sums(np.square(values - means[self.of_answer]))


def sums_by(codes: Codes, values: Floats, length: int) -> Floats:
    """Σ of a column by code, for the codes 0 to `length` − 1."""
    return np.bincount(codes, weights=values, minlength=length).astype(np.float64, copy=False)
