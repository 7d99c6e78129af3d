"""Completeness and timeliness of a collection, against the register of who owes it."""

from collections.abc import Set
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class FilingRates:
    """Counts of units. `received` are units that owe and have filed, `on_time` those of them without delay."""

    owed: int
    received: int
    on_time: int

    @property
    def completeness(self) -> Decimal | None:
        """Share of what is owed that was received, 0 to 1; None where nothing is owed."""
        return None if self.owed == 0 else Decimal(self.received) / Decimal(self.owed)

    @property
    def timeliness(self) -> Decimal | None:
        """Share of what is owed that was received on time, 0 to 1; None where nothing is owed.

        What never came counts against it: a collection of ten with one punctual return is at 10 %, not 100 %.
        """
        return None if self.owed == 0 else Decimal(self.on_time) / Decimal(self.owed)


def filing_rates(owed: Set[str], received: Set[str], late: Set[str]) -> FilingRates:
    """Rates over units named by their codes. A return of a unit that owes none counts nowhere, so no rate passes 1.

    Source: 地方统计数据质量 practice of 上报率 and 及时率, each over the units that must file.
    """
    came = received & owed
    return FilingRates(owed=len(owed), received=len(came), on_time=len(came - late))
