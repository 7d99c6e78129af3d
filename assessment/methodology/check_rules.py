"""审核关系: dated check rules as data, and what they say of one return.

A rule is text in the scalar expressions of VTL 2.1; `check_expression` reads it, `check_return` applies it. The same
call serves the page, the upload and the command line.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from assessment.methodology.figures import Figure
from assessment.methodology.periods import Period


class Scope(StrEnum):
    """What a rule looks at: one cell, the whole return, the return and earlier ones, several units."""

    CELL = "cell"
    RETURN = "return"
    HISTORY = "history"
    UNITS = "units"


class Severity(StrEnum):
    """强制性 blocks submission, 准强制性 acceptance, 核实性 needs an explanation, 提示性 informs."""

    BLOCKING = "blocking"
    ACCEPTANCE = "acceptance"
    EXPLAIN = "explain"
    INFORM = "inform"


class Outcome(StrEnum):
    """A rule that lacks history or other units has not run; it has never passed."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_RUN = "not_run"


class Conversion(StrEnum):
    """The only changes that are ever offered: of a unit, or of a single quarter and a cumulative figure."""

    TIMES_10000 = "times_10000"
    DIVIDED_BY_10000 = "divided_by_10000"
    ADD_LAST_PERIOD = "add_last_period"
    SUBTRACT_LAST_PERIOD = "subtract_last_period"


@dataclass(frozen=True)
class Text:
    """A sentence in both languages, with {places} for figures of the result."""

    zh: str
    en: str


CellKey = tuple[str, str]
"""(item code, basis): basis is `current` or `same_period_last_year`."""


@dataclass(frozen=True)
class CheckRule:
    """One dated rule. `digest` names exactly this wording; an explanation stands while it does."""

    code: str
    form: str
    first_period: Period
    last_period: Period | None
    scope: Scope
    severity: Severity
    expression: str
    label: Text
    message: Text
    expected: Text
    fix: Text
    cells: tuple[CellKey, ...]
    digest: str
    evidence_required: bool = False
    passes: Mapping[str, str] = field(default_factory=dict)
    fails: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ReturnFigures:
    """What the rules may look at. A mapping that is None is not known: rules that need it do not run.

    `last_period` and `filed_last_year` hold what was filed then (item code -> cumulative figure of that time).
    `units` holds figures of other units or aggregates under the names the rules use.
    """

    form: str
    period: Period
    cells: Mapping[CellKey, Figure]
    last_period: Mapping[str, Figure] | None = None
    filed_last_year: Mapping[str, Figure] | None = None
    units: Mapping[str, Decimal] | None = None


@dataclass(frozen=True)
class RuleResult:
    """What one rule says of one return. `cells` are the cells to look at, the first is the one to jump to.

    `expected` and `received` are the two sides as exact numbers where the rule compares two numbers.
    `missing` names what a rule that did not run would have needed.
    """

    rule: CheckRule
    outcome: Outcome
    cells: tuple[CellKey, ...]
    expected: Decimal | None = None
    received: Decimal | None = None
    missing: tuple[str, ...] = ()
    conversion: Conversion | None = None


@dataclass(frozen=True)
class Verdict:
    """All results of one return, in the order of the rules."""

    results: tuple[RuleResult, ...]

    def failed(self, *severities: Severity) -> Sequence[RuleResult]:
        """The rules that failed, of these severities, or of all where none is named."""
        return [
            result
            for result in self.results
            if result.outcome is Outcome.FAILED and (not severities or result.rule.severity in severities)
        ]
