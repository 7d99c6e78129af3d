"""The one engine of 审核关系: what dated rules say of one return. Page, upload and command line all call it.

Missing is null: a comparison with it is unknown, and a rule that ends unknown has *not run*, naming what was missing;
it is never passed and never failed. The same holds, before anything is computed, for a rule that looks at a history
or at other units that are not known. 不适用 counts as 0 where the item says so, else it is missing too.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from assessment.methodology.check_expression import Expression, parse_condition
from assessment.methodology.check_figures import Application
from assessment.methodology.check_rules import (
    CURRENT,
    CellKey,
    CheckRule,
    Conversion,
    Outcome,
    ReturnFigures,
    RuleResult,
    Verdict,
)
from assessment.methodology.figures import Figure
from assessment.methodology.rounding import exact_context


def check_return(figures: ReturnFigures, rules: Sequence[CheckRule]) -> Verdict:
    """What each rule in force for the period says, in the order of `rules`; the others say nothing.

    A rule with several items or bases gives one result for each. Amounts in the units of the form.
    """
    with exact_context():
        return Verdict(tuple(_results(figures, rules)))


def converted(figures: ReturnFigures, cell: CellKey, conversion: Conversion) -> Decimal | None:
    """The figure of `cell` after a conversion somebody chose, exactly; None where a figure it needs is missing.

    Adding and subtracting take last period's figure of the same basis.
    """
    value = figures.cells.get(cell, Figure.empty()).value
    history = figures.last_period if cell[1] == CURRENT else figures.last_period_last_year
    last = (history or {}).get(cell[0], Figure.empty()).value
    with exact_context():
        if value is None:
            return None
        if conversion is Conversion.TIMES_10000:
            return value * 10000
        if conversion is Conversion.DIVIDED_BY_10000:
            return value / 10000
        if last is None:
            return None
        return value + last if conversion is Conversion.ADD_LAST_PERIOD else value - last


def _results(figures: ReturnFigures, rules: Sequence[CheckRule]) -> Iterator[RuleResult]:
    for rule in rules:
        if rule.covers(figures.period):
            expression = parse_condition(rule.expression)
            for item in rule.for_each or ("",):
                for basis in rule.bases:
                    yield _result(Application(figures, rule, item=item, basis=basis), expression)


def _result(at: Application, expression: Expression) -> RuleResult:
    cells = _cells(at, expression)
    unknown = dict.fromkeys(filter(None, map(at.unknown, expression.references)))
    if unknown:
        return RuleResult(at.rule, Outcome.NOT_RUN, cells, missing=tuple(unknown))
    value = expression.root.value(at.look)
    if value is True:
        return RuleResult(at.rule, Outcome.PASSED, cells)
    if value is None:
        return RuleResult(at.rule, Outcome.NOT_RUN, cells, missing=_missing(at))
    received, expected = expression.root.sides(at.look) or (None, None)
    offer = next((o for o in at.rule.offers if parse_condition(o.condition).root.value(at.look) is True), None)
    if offer is None:
        return RuleResult(at.rule, Outcome.FAILED, cells, expected, received)
    first = (at.item or cells[0][0], at.basis if offer.basis == CURRENT else offer.basis)
    ordered = tuple(dict.fromkeys([first, *cells]))
    return RuleResult(at.rule, Outcome.FAILED, ordered, expected, received, conversion=offer.conversion)


def _cells(at: Application, expression: Expression) -> tuple[CellKey, ...]:
    """The item the rule is laid on, the cells it declares, then those it mentions."""
    laid_on = [(at.item, at.basis)] if at.item else []
    declared = [(item, at.basis if basis == CURRENT else basis) for item, basis in at.rule.cells]
    mentioned = [] if declared else filter(None, map(at.cell, expression.references))
    return tuple(dict.fromkeys([*laid_on, *declared, *mentioned]))


def _missing(at: Application) -> tuple[str, ...]:
    """What was looked at and is missing; where nothing is, the zeros by which nothing can be divided."""
    missing = [reference for reference, value in at.looked.items() if value is None]
    zeros = [reference for reference, value in at.looked.items() if value == 0]
    return tuple(dict.fromkeys(map(at.named, missing or zeros)))
