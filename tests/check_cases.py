"""The 200 cases of fixtures/checks/cases.json, for every way a return is checked.

Parametrise over `CASES`; lay `changes_of(case)` over `cells_of(case)`, check, and compare `said(verdict)` with
`expected(case)`.
"""

import csv
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from io import StringIO
from typing import Any

from assessment.methodology.check_rules import CellKey, Outcome, ReturnFigures, RuleResult
from assessment.methodology.figures import Condition, Figure
from assessment.methodology.periods import Period
from fixtures.checks.cases import BASE, CURRENT, ITEMS, LAST_PERIOD, PERIOD, YEAR_BEFORE, level
from fixtures.checks.cases import CASES as FILE

FORM = "SW-Q"
COLUMNS = ("region_code", "period", "form", "item", "basis", "value", "unit", "condition", "reason", "source")
Case = Mapping[str, Any]
CASES: list[Case] = json.loads(FILE.read_text("utf-8"))


def changes_of(case: Case) -> dict[CellKey, Figure]:
    return {tuple(cell.split(".")): _figure(text) for cell, text in case["changes"].items()}


def cells_of(case: Case) -> dict[CellKey, Figure]:
    """Every cell of the return, the changes made."""
    clean = {(item, basis): _amount(item, basis) for item in ITEMS for basis in (CURRENT, BASE)}
    return clean | changes_of(case)


def figures_of(case: Case) -> ReturnFigures:
    known = case["history"]
    return ReturnFigures(
        form=FORM,
        period=Period.parse(PERIOD),
        cells=cells_of(case),
        last_period={item: _amount(item, CURRENT, last=True) for item in ITEMS} if known else None,
        last_period_last_year={item: _amount(item, BASE, last=True) for item in ITEMS} if known else None,
        filed_last_year={item: _amount(item, BASE) for item in ITEMS} if known else None,
    )


def expected(case: Case) -> tuple[Counter[tuple[str, str]], Counter[str]]:
    return Counter((rule, offer) for rule, offer in case["failed"]), Counter(case["not_run"])


def said(results: Iterable[RuleResult]) -> tuple[Counter[tuple[str, str]], Counter[str]]:
    """Failed rules with their first cell and conversion; how often each rule has not run."""
    failed: Counter[tuple[str, str]] = Counter()
    not_run: Counter[str] = Counter()
    for result in results:
        if result.outcome is Outcome.FAILED:
            failed[f"{result.rule.code} {'.'.join(result.cells[0])}", result.conversion or ""] += 1
        elif result.outcome is Outcome.NOT_RUN:
            not_run[result.rule.code] += 1
    return failed, not_run


def csv_of(cases: Iterable[Case]) -> str:
    """The returns as a file in the shape of `import_figures`; the name of a case stands for its region."""
    return _written(
        (case["name"], PERIOD, item, basis, figure)
        for case in cases
        for (item, basis), figure in cells_of(case).items()
    )


def history_of(cases: Iterable[Case]) -> str:
    """Last period and the year before, of each case."""
    rows = []
    for case in cases:
        for item in ITEMS:
            for basis in (CURRENT, BASE):
                rows.append((case["name"], LAST_PERIOD, item, basis, _amount(item, basis, last=True)))
            rows.append((case["name"], YEAR_BEFORE, item, CURRENT, _amount(item, BASE)))
    return _written(rows)


def _written(rows: Iterable[tuple[str, str, str, str, Figure]]) -> str:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for region, period, item, basis, figure in rows:
        value = "" if figure.value is None else format(figure.value, "f")
        writer.writerow(
            (region, period, FORM, item, basis, value, ITEMS[item][1], figure.condition.value, figure.reason, "")
        )
    return text.getvalue()


def _amount(item: str, basis: str, *, last: bool = False) -> Figure:
    exact = level(item, basis, last=last)
    return Figure.of(Decimal(exact.numerator) / Decimal(exact.denominator))


def _figure(text: str) -> Figure:
    if text == Condition.EMPTY:
        return Figure.empty()
    if text in {condition.value for condition in Condition}:
        return Figure(Condition(text), reason="说明")
    return Figure.of(Decimal(text))
