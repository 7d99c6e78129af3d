"""审核: a version, or what it would be with some changes, against the check rules of its form and period.

The page, the upload and the gates all ask here; the verdict itself is the method's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assessment.catalogue.models import Item
from assessment.catalogue.queries import items_by_code, rules_for
from assessment.display import formats
from assessment.filing.cells import CellChange, FormOfReturn
from assessment.filing.explained import Explained, Memory, memory_of, place_of, values_digest
from assessment.filing.models import Cell, Version
from assessment.filing.queries import figure_of
from assessment.filing.surroundings import (
    figures_filed_before,
    figures_of_units,
    filed_in,
    filed_last_year_of,
    period_before,
)
from assessment.methodology.check_return import check_return, converted
from assessment.methodology.check_rules import (
    CellKey,
    CheckRule,
    Conversion,
    ReturnFigures,
    RuleResult,
    Severity,
    Verdict,
)
from assessment.methodology.figures import Condition, Figure
from assessment.methodology.periods import Period


@dataclass(frozen=True)
class Finding:
    """A failed check in the reader's language. `stands`: its explanation holds for these values and this rule.

    `converted` is the value of the first cell after `conversion`; no other value is ever offered.
    `offered` is a fact accepted before, to be taken over with one click.
    """

    rule: str
    rule_digest: str
    severity: Severity
    cells: tuple[CellKey, ...]
    values_digest: str
    item: str
    label: str
    message: str
    expected: str
    received: str
    fix: str
    conversion: Conversion | None
    converted: Decimal | None
    explanation: Explained | None
    offered: Explained | None
    evidence_required: bool
    result: RuleResult

    @property
    def key(self) -> str:
        """Names the finding within its version: a rule is applied to several items, each is a finding."""
        return f"{self.rule}:{place_of(self.cells)}"

    @property
    def stands(self) -> bool:
        return self.explanation is not None and self.explanation.stands

    @property
    def needs_explanation(self) -> bool:
        return self.severity is Severity.EXPLAIN and not self.stands


@dataclass(frozen=True)
class Checked:
    """All results, and the failed ones as findings."""

    verdict: Verdict
    findings: tuple[Finding, ...]


def figures_to_check(version: Version, changes: Sequence[CellChange] = ()) -> ReturnFigures:
    """What the rules may look at, with `changes` laid over the stored cells. Always the same number of questions."""
    filed = version.return_filed
    period = Period.parse(filed.collection.period)
    cells = {(cell.item, cell.basis): figure_of(cell) for cell in version.cells.all()}
    cells.update(_overlay(version, changes))
    earlier, before = figures_filed_before(filed, period), period_before(filed, period)
    return ReturnFigures(
        form=filed.collection.form_version.form.code,
        period=period,
        cells=cells,
        last_period=filed_in(earlier, before),
        last_period_last_year=filed_in(earlier, before, Cell.Basis.SAME_PERIOD_LAST_YEAR),
        filed_last_year=filed_last_year_of(earlier, period),
        units=figures_of_units(filed, period),
        region=filed.reporting_unit.region.code,
    )


def verdict_on(version: Version, changes: Sequence[CellChange] = ()) -> Verdict:
    """Every rule of the form and period, run on the version."""
    figures = figures_to_check(version, changes)
    return check_return(figures, rules_for(figures.form, figures.period.code))


def findings_of(version: Version, changes: Sequence[CellChange] = ()) -> tuple[Finding, ...]:
    """The failed checks, gravest first, each with its explanation where there is one."""
    return checked(version, changes).findings


def checked(version: Version, changes: Sequence[CellChange] = ()) -> Checked:
    """The verdict and its findings in the reader's language, in a number of questions that does not grow."""
    figures = figures_to_check(version, changes)
    verdict = check_return(figures, rules_for(figures.form, figures.period.code))
    filed = version.return_filed
    reader = _Reader(figures, items_by_code(filed.collection.form_version), memory_of(filed))
    grave = {severity: place for place, severity in enumerate(Severity)}
    failed = sorted(verdict.failed(), key=lambda result: grave[result.rule.severity])
    return Checked(verdict, tuple(reader.finding(result) for result in failed))


class _Reader:
    """Says results in the reader's language."""

    def __init__(self, figures: ReturnFigures, items: Mapping[str, Item], memory: Memory) -> None:
        self._figures, self._items, self._memory = figures, items, memory

    def finding(self, result: RuleResult) -> Finding:
        rule = result.rule
        digest = values_digest(rule, result.cells, self._figures.cells)
        explained = self._memory.of(result, digest, self._figures.period)
        first = result.cells[0] if result.cells else None
        offer = None if first is None or result.conversion is None else result.conversion
        value = None if first is None or offer is None else converted(self._figures, first, offer)
        return Finding(
            rule=rule.code,
            rule_digest=rule.digest,
            severity=rule.severity,
            cells=result.cells,
            values_digest=digest,
            item=self._label(first[0]) if first else "",
            **self._words(rule, result),
            conversion=None if value is None else offer,
            converted=value,
            explanation=explained,
            offered=None if explained is not None and explained.stands else self._memory.offered(result),
            evidence_required=rule.evidence_required,
            result=result,
        )

    def _words(self, rule: CheckRule, result: RuleResult) -> dict[str, str]:
        places = self._places(result)
        language = "zh" if formats.in_chinese() else "en"
        texts = {"label": rule.label, "message": rule.message, "expected": rule.expected, "fix": rule.fix}
        words = {name: getattr(text, language).format_map(places) for name, text in texts.items()}
        return {**words, "received": self._number(result.received, result)}

    def _places(self, result: RuleResult) -> "_Places":
        """The gaps of a sentence: the item it speaks of, both sides of the comparison, what lies between them."""
        sides = (result.received, result.expected)
        apart = None if sides[0] is None or sides[1] is None else abs(sides[0] - sides[1])
        return _Places(
            item=self._label(result.cells[0][0]) if result.cells else formats.NOTHING,
            expected=self._number(result.expected, result),
            received=self._number(result.received, result),
            difference=self._number(apart, result),
        )

    def _label(self, code: str) -> str:
        item = self._items.get(code)
        if item is None:
            return code
        return item.label_zh if formats.in_chinese() else item.label_en

    def _number(self, value: Decimal | None, result: RuleResult) -> str:
        item = self._items.get(result.cells[0][0]) if result.cells else None
        return formats.number(value, decimals=item.decimals if item else formats.DEFAULT_DECIMALS)


class _Places(dict[str, str]):
    """A gap that nothing fills shows that there is nothing to show."""

    def __missing__(self, name: str) -> str:
        return formats.NOTHING


def _overlay(version: Version, changes: Sequence[CellChange]) -> dict[CellKey, Figure]:
    if not changes:
        return {}
    form = FormOfReturn.of(version.return_filed.collection)
    return {(change.item, change.basis): _figure_of_change(form.checked(change)) for change in changes}


def _figure_of_change(change: CellChange) -> Figure:
    if change.value is not None:
        return Figure.of(change.value)
    condition = Condition(change.condition)
    if condition is Condition.NOT_APPLICABLE:
        return Figure.not_applicable(change.reason)
    return Figure.not_available(change.reason) if condition is Condition.NOT_AVAILABLE else Figure.empty()
