"""How many units to draw, and from which strata: sample size for a target CV and Neyman allocation in whole units.

Sources: J. Neyman, Journal of the Royal Statistical Society 97 (1934): n_h ∝ N_h·S_h; sample size and variance under
it, W. G. Cochran, Sampling Techniques, 3rd ed. 1977, 5.5 and 5.9; exact whole numbers by priority values,
T. Wright, The American Statistician 66 (2012) (all MEMORY). Bounds on each stratum: DESIGN.
"""

import heapq
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assessment.methodology.errors import N_, AssessmentError


class SampleTooSmall(AssessmentError):
    code = "sample_too_small"
    message = N_(
        "The sample of {received} units is too small: the minimum of each stratum and the strata taken whole need "
        "{expected}. Raise the sample or lower the minimum."
    )


class SampleTooLarge(AssessmentError):
    code = "sample_too_large"
    message = N_("The sample of {received} units is larger than the frame, which holds {expected}. Lower the sample.")


class PlannedTwice(AssessmentError):
    code = "stratum_planned_twice"
    message = N_("The stratum “{stratum}” is named twice. Keep it once.")


class TargetOutOfReach(AssessmentError):
    code = "target_out_of_reach"
    message = N_("The target CV and the expected total must be above zero; received {cv} and {total}.")


@dataclass(frozen=True)
class PlannedStratum:
    """A stratum before the draw.

    `population` is N_h. `deviation` is S_h, the standard deviation in the stratum of what shall be estimated, in its
    unit: for a ratio, of y − R·x from an earlier round or a pilot. `take_all` draws the stratum whole.
    """

    label: str
    population: int
    deviation: float
    take_all: bool = False


def neyman_allocation(strata: Sequence[PlannedStratum], total: int, *, minimum: int = 2) -> dict[str, int]:
    """n_h in whole units that add up to `total` and give the least variance Σ N_h²·S_h²·(1/n_h − 1/N_h).

    Every stratum gets min(`minimum`, N_h), a take-all stratum N_h, none more than N_h. Each further unit goes where
    N_h²·S_h² / (n·(n + 1)) is largest: the fall of the variance by that unit, so the sum is the optimum and no
    rounding is needed. Equal priorities go by N_h² / (n·(n + 1)), then by label.
    Worked: N 100 and 200, S 3 and 1, total 50 → 30 and 20 (shares 300 : 200).
    """
    allocation: dict[str, int] = {}
    for stratum in strata:
        if stratum.label in allocation:
            raise PlannedTwice(stratum=stratum.label)
        allocation[stratum.label] = _least(stratum, minimum)
    left = total - sum(allocation.values())
    if left < 0:
        raise SampleTooSmall(expected=total - left, received=total)
    population = sum(stratum.population for stratum in strata)
    if total > population:
        raise SampleTooLarge(expected=population, received=total)
    queue = [
        _priority(stratum, allocation[stratum.label])
        for stratum in strata
        if allocation[stratum.label] < stratum.population
    ]
    heapq.heapify(queue)
    for _ in range(left):
        stratum = queue[0][-1]
        allocation[stratum.label] += 1
        if allocation[stratum.label] < stratum.population:
            heapq.heapreplace(queue, _priority(stratum, allocation[stratum.label]))
        else:
            heapq.heappop(queue)
    return allocation


def allocation_variance(strata: Sequence[PlannedStratum], allocation: dict[str, int]) -> float:
    """Σ N_h²·S_h²·(1/n_h − 1/N_h): variance of the estimated total, in the square of its unit (Cochran 1977, 5.3).

    Infinite where a stratum that varies is not drawn from.
    """
    return math.fsum(_variance_terms(strata, allocation))


def sample_size(strata: Sequence[PlannedStratum], *, expected_total: float, target_cv: float, minimum: int = 2) -> int:
    """The fewest units whose Neyman allocation reaches CV ≤ `target_cv` (a fraction) for `expected_total`.

    Without bounds this is n = (Σ N_h·S_h)² / (V + Σ N_h·S_h²), V = (CV · total)² (Cochran 1977, 5.9), rounded up;
    with minimum, take-all strata and N_h as ceiling the allocation itself is tried, halving the range.
    Worked: N 100 and 200, S 3 and 1, total 1000, CV 5 % → 250000 / (2500 + 1100) = 69.4 → 70.
    """
    if target_cv <= 0 or expected_total <= 0:
        raise TargetOutOfReach(cv=target_cv, total=expected_total)
    allowed = (target_cv * expected_total) ** 2
    low = sum(_least(stratum, minimum) for stratum in strata)
    high = sum(stratum.population for stratum in strata)
    while low < high:
        middle = (low + high) // 2
        if allocation_variance(strata, neyman_allocation(strata, middle, minimum=minimum)) <= allowed:
            high = middle
        else:
            low = middle + 1
    return low


def _least(stratum: PlannedStratum, minimum: int) -> int:
    return stratum.population if stratum.take_all else min(minimum, stratum.population)


def _priority(stratum: PlannedStratum, drawn: int) -> tuple[float, float, str, PlannedStratum]:
    """Smallest first, so the values are negative; a stratum nobody is drawn from yet comes before all others."""
    step = stratum.population**2 / (drawn * (drawn + 1)) if drawn else math.inf
    gain = step * stratum.deviation**2 if stratum.deviation else 0.0
    return -gain, -step, stratum.label, stratum


def _variance_terms(strata: Sequence[PlannedStratum], allocation: dict[str, int]) -> Iterator[float]:
    for stratum in strata:
        drawn = allocation[stratum.label]
        if stratum.deviation and stratum.population > drawn:
            weight = (stratum.population * stratum.deviation) ** 2
            yield weight * (1 / drawn - 1 / stratum.population) if drawn else math.inf
