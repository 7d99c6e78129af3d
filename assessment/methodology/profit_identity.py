"""The identity of the income statement (利润表), which says whether the lines behind 营业利润 are all there.

营业利润 = 营业收入 − 营业成本 − 税金及附加 − 销售费用 − 管理费用 − 研发费用 − 财务费用 + 其他收益 + 投资收益
          + 净敞口套期收益 + 公允价值变动收益 − 信用减值损失 − 资产减值损失 + 资产处置收益      (format of 2019, MEMORY)

Losses are positive. The identity binds only where every line is there: services of Guangzhou 2021 print seven
of the lines, and these give 20 422 003 against a printed profit of 16 158 768 (万元).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from assessment.methodology.rounding import exact_context

PROFIT_LINES: Final[Mapping[str, int]] = {
    "operating_revenue": 1,
    "operating_cost": -1,
    "taxes_and_surcharges": -1,
    "selling_expenses": -1,
    "administrative_expenses": -1,
    "research_expenses": -1,
    "financial_expenses": -1,
    "other_income": 1,
    "investment_income": 1,
    "net_hedging_gain": 1,
    "fair_value_gain": 1,
    "credit_impairment_loss": -1,
    "asset_impairment_loss": -1,
    "asset_disposal_gain": 1,
}
# Without these two nothing is said: the other lines alone are no statement.
_FIRST_LINES: Final = ("operating_revenue", "operating_cost")
_ROUNDING: Final = Decimal(1)


@dataclass(frozen=True)
class ProfitIdentity:
    """`expected` from the lines, `received` as reported, `difference` = received − expected, unit of the statement."""

    expected: Decimal
    received: Decimal
    missing_lines: tuple[str, ...]

    @property
    def difference(self) -> Decimal:
        with exact_context():
            return self.received - self.expected

    @property
    def holds(self) -> bool:
        """Within 1 unit of the statement (V-F3)."""
        return abs(self.difference) <= _ROUNDING

    @property
    def binding(self) -> bool:
        """Whether a difference is an error: every line is there. Otherwise it only asks for a look."""
        return not self.missing_lines


def profit_identity(items: Mapping[str, Decimal | None]) -> ProfitIdentity | None:
    """V-F3 on the items of one statement; None without 营业收入, 营业成本 or 营业利润."""
    received = items.get("operating_profit")
    if received is None or any(items.get(line) is None for line in _FIRST_LINES):
        return None
    there = {line: amount for line in PROFIT_LINES if (amount := items.get(line)) is not None}
    with exact_context():
        expected = sum((PROFIT_LINES[line] * amount for line, amount in there.items()), Decimal(0))
    return ProfitIdentity(expected, received, tuple(line for line in PROFIT_LINES if line not in there))
