"""The examples of a check rule as returns, and the rules of the files in fixtures/checks."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path

from assessment.methodology.check_expression import parse_condition
from assessment.methodology.check_reading import check_rule_of, read_check_rules
from assessment.methodology.check_rules import CellKey, CheckRule, ReturnFigures
from assessment.methodology.figures import Condition, Figure
from assessment.methodology.periods import Period, PeriodKind

CHECKS = Path(__file__).resolve().parents[2] / "fixtures" / "checks"


@cache
def rules_of_the_files() -> tuple[CheckRule, ...]:
    texts = [path.read_text("utf-8") for path in sorted(CHECKS.glob("*.yaml"))]
    return tuple(check_rule_of(content) for text in texts for content in read_check_rules(text))


def applications(rule: CheckRule) -> Iterator[tuple[str, str]]:
    """The items and bases a rule is laid on."""
    for item in rule.for_each or ("",):
        for basis in rule.bases:
            yield item, basis


def return_of_example(rule: CheckRule, example: Mapping[str, str], *, item: str, basis: str) -> ReturnFigures:
    """A return that holds what the example says, of `item` on `basis`, and nothing else."""
    other = "current" if basis == "same_period_last_year" else "same_period_last_year"
    cells: dict[CellKey, Figure] = {}
    history: dict[str, dict[str, Figure]] = {
        name: {} for name in ("last_period", "last_period_last_year", "filed_last_year")
    }
    units: dict[str, Decimal] = {}
    mentioned = {str(reference) for reference in parse_condition(rule.expression).references}
    for key, text in example.items():
        name, _, of = key.rstrip("]").partition("[")
        code = item if name == "figure" else name
        if not of and (name == "months" or key not in mentioned):
            continue
        if of in history:
            at_base = of == "last_period" and basis == "same_period_last_year"
            history["last_period_last_year" if at_base else of][code] = Figure.of(Decimal(text))
        elif of in ("enterprises", "key_enterprises", "province", "annual"):
            units[f"{code}[{of}]"] = Decimal(text)
        elif name in ("industry_division", "information_services_value_added", "industrial_value_added"):
            units[name] = Decimal(text)
        else:
            where = {"": basis, "condition": basis, "other_basis": other}.get(of, "same_period_last_year")
            cells[code, where] = _figure(text)
    return ReturnFigures(
        form=rule.form,
        period=period_of_example(rule, example),
        cells=cells,
        units=units,
        region=example.get("region", ""),
        **history,
    )


def period_of_example(rule: CheckRule, example: Mapping[str, str]) -> Period:
    first = rule.first_period
    if first.kind is PeriodKind.YEAR:
        return first
    month = int(example.get("months", rule.months[0] if rule.months else first.number))
    return Period.cumulative(first.year, month)


def _figure(text: str) -> Figure:
    if text == "value":
        return Figure.of(Decimal(1))
    if text in {condition.value for condition in Condition}:
        return Figure(Condition(text), reason="" if text == "empty" else "-")
    return Figure.of(Decimal(text))
