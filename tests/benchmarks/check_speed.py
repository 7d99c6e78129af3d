"""How long the checks of one return take: 60 cells, 30 rules, beside a bare loop over the same figures.

python -m tests.benchmarks.check_speed [repetitions]
"""

import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from time import process_time

from assessment.methodology.check_return import check_return
from assessment.methodology.check_rules import CheckRule, ReturnFigures, Scope, Severity, Text
from assessment.methodology.figures import Figure
from assessment.methodology.periods import Period
from assessment.methodology.rounding import exact_context

ITEMS, RULES, ROUNDS = 30, 30, 20
BASES = ("current", "same_period_last_year")
WORDS = Text("审核", "check")


@dataclass(frozen=True)
class Timing:
    """Milliseconds for one return, and for the bare loop: each rule's comparisons on the same numbers."""

    checks: float
    floor: float

    @property
    def ratio(self) -> float:
        return self.checks / self.floor


def a_return() -> ReturnFigures:
    cells = {
        (f"item_{number}", basis): Figure.of(Decimal(f"{12345 + 17 * number}.{number:02d}") * (3 - place))
        for number in range(ITEMS)
        for place, basis in enumerate(BASES)
    }
    last = {f"item_{number}": Figure.of(Decimal("10000.00")) for number in range(ITEMS)}
    return ReturnFigures("SW-Q", Period.parse("2021c06"), cells, last_period=last, last_period_last_year=last)


def thirty_rules() -> list[CheckRule]:
    """Sums, ratios and history, each over several cells."""
    return [_rule(number) for number in range(RULES)]


def _rule(number: int) -> CheckRule:
    a, b, c = (f"item_{(number + step) % ITEMS}" for step in range(3))
    texts = (
        f"{a} <= {b} + {c}",
        f"when {a}[last_year] <> 0 then between(abs({a} / {a}[last_year]), 0.001, 1000)",
        f"{a} >= {a}[last_period] and {b}[last_year] >= {b}[last_period_last_year]",
    )
    return CheckRule(
        code=f"R{number}",
        form="SW-Q",
        first_period=Period.parse("2020c03"),
        last_period=None,
        scope=Scope.RETURN,
        severity=Severity.EXPLAIN,
        expression=texts[number % 3],
        label=WORDS,
        message=WORDS,
        expected=WORDS,
        fix=WORDS,
        cells=(),
        digest="0" * 64,
    )


def bare(figures: ReturnFigures) -> list[bool]:
    """The same thirty comparisons on bare decimals, without rules, without conditions of cells, without results."""
    found = []
    last = Decimal("10000.00")
    with exact_context():
        for number in range(RULES):
            a, b, c = (_number(figures, (number + step) % ITEMS) for step in range(3))
            base = _number(figures, number % ITEMS, "same_period_last_year")
            if number % 3 == 0:
                found.append(a <= b + c)
            elif number % 3 == 1:
                found.append(not base or Decimal("0.001") <= abs(a / base) <= 1000)
            else:
                found.append(a >= last and _number(figures, (number + 1) % ITEMS, "same_period_last_year") >= last)
    return found


def _number(figures: ReturnFigures, item: int, basis: str = "current") -> Decimal:
    return figures.cells[f"item_{item}", basis].value or Decimal(0)


def measure(repetitions: int) -> list[Timing]:
    figures, rules = a_return(), thirty_rules()
    check_return(figures, rules)
    return [
        Timing(_milliseconds(lambda: check_return(figures, rules)), _milliseconds(lambda: bare(figures)))
        for _ in range(repetitions)
    ]


def _milliseconds(work: Callable[[], object]) -> float:
    began = process_time()
    for _ in range(ROUNDS):
        work()
    return (process_time() - began) * 1000 / ROUNDS


if __name__ == "__main__":
    for timing in measure(int(sys.argv[1]) if len(sys.argv) > 1 else 5):
        sys.stdout.write(f"checks {timing.checks:.2f} ms, floor {timing.floor:.3f} ms, ratio {timing.ratio:.1f}\n")
    middle = statistics.median(timing.checks for timing in measure(5))
    sys.stdout.write(f"median {middle:.2f} ms for {ITEMS * len(BASES)} cells and {RULES} rules\n")
