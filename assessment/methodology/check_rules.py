"""审核关系: dated check rules as data, and what they say of one return.

A rule is text in the scalar expressions of VTL 2.1; `check_expression` reads it, `check_return` applies it. The same
call serves the page, the upload and the command line.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
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

CURRENT, SAME_PERIOD_LAST_YEAR = "current", "same_period_last_year"


@dataclass(frozen=True)
class Threshold:
    """A number of a rule that may differ by region and date; `region` "" is everywhere else."""

    name: str
    value: Decimal
    region: str = ""
    first_period: Period | None = None


@dataclass(frozen=True)
class Offer:
    """A conversion, offered where `condition` (an expression) holds; `basis` current means the basis at hand."""

    conversion: Conversion
    basis: str
    condition: str


@dataclass(frozen=True)
class CheckRule:
    """One dated rule. `digest` names exactly this wording; an explanation stands while it does.

    `for_each` names the items a rule is applied to one by one: its text then says `figure`. On each of `bases` it is
    applied once. `months` are the closing months it is for (empty: every period). `zero_items` are the items of the
    form for which 不适用 counts as a true 0; elsewhere it is missing. `cells` are the cells to look at, the first is
    the one to jump to; without them the cells the text mentions.
    """

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
    for_each: tuple[str, ...] = ()
    bases: tuple[str, ...] = (CURRENT,)
    months: tuple[int, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    offers: tuple[Offer, ...] = ()
    zero_items: frozenset[str] = frozenset()

    def covers(self, period: Period) -> bool:
        """Whether the rule is in force for `period` and made for periods that close in its month."""
        if period < self.first_period or (self.last_period is not None and self.last_period < period):
            return False
        return not self.months or period.month in self.months


def fitted(rules: Iterable[CheckRule], *, asked: Collection[str], zero_items: Collection[str]) -> tuple[CheckRule, ...]:
    """The rules for a version of a form that asks for these items and counts 不适用 of `zero_items` as 0.

    A rule laid on single items keeps those that are asked for; one that keeps none falls away.
    """
    fitting = []
    for rule in rules:
        for_each = tuple(item for item in rule.for_each if item in asked)
        if for_each or not rule.for_each:
            fitting.append(replace(rule, for_each=for_each, zero_items=frozenset(zero_items)))
    return tuple(fitting)


def in_force(rules: Iterable[CheckRule], period: Period) -> tuple[CheckRule, ...]:
    """Of the rules with one form and code the latest begun, where it covers `period`; in the order given."""
    latest: dict[tuple[str, str], CheckRule] = {}
    for rule in rules:
        known = latest.get((rule.form, rule.code))
        if rule.first_period <= period and (known is None or known.first_period < rule.first_period):
            latest[rule.form, rule.code] = rule
    return tuple(rule for rule in latest.values() if rule.covers(period))


@dataclass(frozen=True)
class ReturnFigures:
    """What the rules may look at. A mapping that is None is not known: rules that need it do not run.

    `last_period` is what was filed for the form's period before, `last_period_last_year` what that return said of its
    同期 (item code -> cumulative figure of that time); `filed_last_year` is what was filed a year ago. All three may
    reach across the turn of the year. `units` holds figures of other units, aggregates and facts about the unit under
    the names the rules use: `software_revenue[province]`, `industry_division`. `region` chooses thresholds.
    """

    form: str
    period: Period
    cells: Mapping[CellKey, Figure]
    last_period: Mapping[str, Figure] | None = None
    filed_last_year: Mapping[str, Figure] | None = None
    units: Mapping[str, Decimal] | None = None
    last_period_last_year: Mapping[str, Figure] | None = None
    region: str = ""


@dataclass(frozen=True)
class RuleResult:
    """What one rule says of one return, or of one item and basis where it is applied to several.

    `cells` are the cells to look at, the first is the one to jump to and the one a `conversion` is for. `expected`
    and `received` are the two sides as exact numbers where the rule compares two numbers. `missing` names what a rule
    that did not run would have needed: `last_period`, `units`, `total_pay.current`, `software_revenue[province]`.
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
