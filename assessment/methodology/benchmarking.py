"""Parts against a total reported elsewhere: raw and benchmarked figures side by side, with the factor k.

k = total / Σ parts (DESIGN). Nothing is scaled silently: the raw figures stand, the benchmarked ones stand beside
them, and |k − 1| above 5 % is an alert.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from assessment.methodology.apportionment import apportion
from assessment.methodology.income_approach import Reconciliation, reconcile
from assessment.methodology.rounding import decimals_of, exact_context

ALERT_DEVIATION: Final = Decimal("0.05")


@dataclass(frozen=True)
class BenchmarkedPart:
    """One part, in the unit of the total."""

    raw: Decimal
    benchmarked: Decimal

    @property
    def change(self) -> Decimal:
        with exact_context():
            return self.benchmarked - self.raw


@dataclass(frozen=True)
class Benchmarking:
    """`parts` in the order given; the benchmarked ones sum to the total exactly."""

    reconciliation: Reconciliation
    parts: Mapping[str, BenchmarkedPart]

    @property
    def factor(self) -> Decimal:
        return self.reconciliation.factor

    @property
    def alert(self) -> bool:
        """|k − 1| > 5 %: the two measurements do not speak of the same thing."""
        with exact_context():
            return abs(self.factor - 1) > ALERT_DEVIATION


def benchmark(parts: Mapping[str, Decimal], total: Decimal) -> Benchmarking:
    """Part × k, to the last digit printed anywhere among the parts and the total, which they then add up to.

    `NothingToReconcile` where the parts sum to zero.
    """
    with exact_context():
        raw = sum(parts.values(), Decimal(0))
    reconciliation = reconcile(raw, total)
    decimals = max(map(decimals_of, (total, *parts.values())))
    scaled = apportion(total, parts, exponent=-decimals)
    return Benchmarking(reconciliation, {name: BenchmarkedPart(amount, scaled[name]) for name, amount in parts.items()})
