"""Value added by the production approach (生产法), to stand beside the income approach of the same unit.

增加值 = 总产出 − 中间投入, and + 应交增值税 where output is stated net of VAT (NBS glossary). By definition both
approaches give the same; what is printed may differ by rounding. Amounts in one money unit; nothing is rounded here.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from assessment.methodology.income_approach import COMPONENT_NAMES
from assessment.methodology.income_approach import identity_tolerance as tolerance_of_sum
from assessment.methodology.rounding import exact_context

PRODUCTION_ITEMS: Final = ("total_output", "intermediate_consumption", "value_added_tax")


@dataclass(frozen=True)
class ProductionRow:
    """Items of the production approach as delivered; None is blank. VAT is blank where output includes it."""

    total_output: Decimal | None = None
    intermediate_consumption: Decimal | None = None
    value_added_tax: Decimal | None = None

    @property
    def amounts(self) -> tuple[Decimal | None, ...]:
        return self.total_output, self.intermediate_consumption, self.value_added_tax

    @property
    def given(self) -> bool:
        return any(amount is not None for amount in self.amounts)


NO_PRODUCTION: Final = ProductionRow()


@dataclass(frozen=True)
class Approaches:
    """Both approaches of one account; `difference` = production − income."""

    by_production: Decimal
    by_income: Decimal
    difference: Decimal
    tolerance: Decimal

    @property
    def agree(self) -> bool:
        return abs(self.difference) <= self.tolerance


def value_added_by_production(row: ProductionRow) -> Decimal | None:
    """总产出 − 中间投入 + 应交增值税 (where given); None while output or intermediate consumption is blank."""
    if row.total_output is None or row.intermediate_consumption is None:
        return None
    with exact_context():
        return row.total_output - row.intermediate_consumption + (row.value_added_tax or Decimal(0))


def compare_approaches(row: ProductionRow, by_income: Decimal | None, *, decimals: int) -> Approaches | None:
    """Production beside income; None where one of them is not there.

    Tolerance as for accounts: half a unit of the last printed decimal × (number of parts + 1), the parts being the
    four components and the two or three items of production.
    """
    by_production = value_added_by_production(row)
    if by_production is None or by_income is None:
        return None
    parts = len(COMPONENT_NAMES) + sum(amount is not None for amount in row.amounts)
    with exact_context():
        difference = by_production - by_income
    return Approaches(by_production, by_income, difference, tolerance_of_sum(decimals, parts=parts))
