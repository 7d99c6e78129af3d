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
    """One city, 万元: what stands beside the four industries, and last year's digital economy. None is missing."""

    region: str
    industries: range
    digitalisation: Decimal | None
    gdp: Decimal | None
    last_year: Decimal | None
    mark: str


@dataclass(frozen=True)
class AccountsReport:
    """`industries` of an economy line are places in `accounts`."""

    head: BatchHead
    accounts: tuple[AccountLine, ...]
    economies: tuple[EconomyLine, ...]
    contested: tuple[str, ...]
    made_at: datetime
    demo: bool


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
