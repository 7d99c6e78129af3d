"""What the workbooks of a measurement batch say: the accounts of a batch, and two batches compared. Frozen data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from assessment.methodology.batch_comparison import Ingredient
from assessment.methodology.income_approach import Components


@dataclass(frozen=True)
class BatchHead:
    """Which batch, by which method and parameters, in which state."""

    name: str
    number: int
    state: str
    method_version: str
    parameter_set: str
    gdp_vintage: str
    input_digest: str
    result_digest: str
    extrapolated: bool


@dataclass(frozen=True)
class AccountLine:
    """One industry of one city, 万元; `components` is None where the account could not be completed."""

    region: str
    industry: str
    components: Components | None
    mark: str
    department: str


@dataclass(frozen=True)
class EconomyLine:
    """One city, 万元: what stands beside the four industries, and last year's digital economy. None is missing.

    `deflator`: the price index of the city or, where it has none, of the province, last year = 100.
    """

    region: str
    industries: range
    digitalisation: Decimal | None
    gdp: Decimal | None
    last_year: Decimal | None
    mark: str
    deflator: Decimal | None = None


@dataclass(frozen=True)
class AccountsReport:
    """`industries` of an economy line are places in `accounts`; `deflator` is the index of the province."""

    head: BatchHead
    accounts: tuple[AccountLine, ...]
    economies: tuple[EconomyLine, ...]
    contested: tuple[str, ...]
    made_at: datetime
    demo: bool
    deflator: Decimal | None = None

    @property
    def deflated(self) -> bool:
        """Whether real growth is shown at all: it is where an index was delivered."""
        return self.deflator is not None or any(line.deflator is not None for line in self.economies)


@dataclass(frozen=True)
class ComparedRow:
    """One figure of one city in the unit shown; `parts` is None where it is missing on the way."""

    region: str
    figure: str
    unit: str
    first: Decimal | None
    second: Decimal | None
    parts: Mapping[Ingredient, Decimal] | None


@dataclass(frozen=True)
class ComparisonReport:
    first: BatchHead
    second: BatchHead
    rows: tuple[ComparedRow, ...]
    made_at: datetime
    demo: bool
