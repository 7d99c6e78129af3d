"""The second version of the measurement: extrapolated accounts, growth, structure, benchmarked figures and checks.

The figures themselves come from the first version, so that the same inputs give the same figures. New are the inputs
`extrapolations` (accounts carried on where none was delivered for a part of the year), by the rule that the parameter
`extrapolation_rule` names, and what `measurement_additions` says beside the figures.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from assessment.methodology.account_records import Severity
from assessment.methodology.extrapolation import (
    Extrapolated,
    ExtrapolationBase,
    ExtrapolationRule,
    RevenueBaseNotPositive,
    extrapolate,
)
from assessment.methodology.income_approach import COMPONENT_NAMES, Components
from assessment.methodology.measurement_additions import benchmarked_rows, check_rows, growth_rows, structure_rows
from assessment.methodology.run_figures import plain_number
from assessment.methodology.run_measurement import FULL_YEAR_MONTHS, measure

Document = Mapping[str, Any]
DEFAULT_RULE: Final = ExtrapolationRule.RELATIVE_SPEED
# Extrapolated amounts carry every digit of the arithmetic, so that no printed digit hides a rounding.
_EVERY_DIGIT: Final = -50


def measure_with_checks(document: Document) -> Document:
    """A batch from its document, 万元; see `run_measurement.measure` for the figures."""
    rows, extrapolations, findings = _extrapolated_rows(document)
    accounts = [*document["inputs"]["accounts"], *rows]
    result = measure({**document, "inputs": {**document["inputs"], "accounts": accounts}})
    return {
        **result,
        "method_version": document["method_version"],
        "extrapolations": extrapolations,
        "growth": growth_rows(result, document["inputs"], province=document["province"]),
        "structure": structure_rows(result),
        "benchmarked": benchmarked_rows(result, document),
        "checks": check_rows(result, document),
        "findings": [*result["findings"], *findings],
        **_deflators(document),
    }


def _deflators(document: Document) -> dict[str, Any]:
    """The indices, where they were delivered; a total is deflated by that of the province."""
    delivered = document["inputs"].get("deflators", [])
    rows = [{name: row[name] for name in ("region", "value", "source")} for row in delivered]
    if not rows:
        return {}
    whole = next((row["value"] for row in rows if row["region"] == document["province"]), None)
    return {"deflators": rows, "deflator_of_province": whole}


def _extrapolated_rows(
    document: Document,
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    """Account rows, what they rest on, and what could not be carried on. A delivered account is never replaced."""
    rows: list[dict[str, Any]] = []
    said: list[dict[str, Any]] = []
    findings: list[dict[str, Any]] = []
    if document["months"] == FULL_YEAR_MONTHS:
        return rows, said, findings
    delivered = {(row["region"], row["industry"]) for row in document["inputs"]["accounts"]}
    for base in document["inputs"].get("extrapolations", []):
        where = {"region": base["region"], "industry": base["industry"]}
        if (base["region"], base["industry"]) in delivered:
            continue
        try:
            carried = _extrapolated(base, document)
        except RevenueBaseNotPositive as problem:
            findings.append({**where, **_finding(problem)})
            continue
        rows.append({**where, **_account_row(carried, base)})
        said.append({**where, **carried.document()})
    return rows, said, findings


def _extrapolated(base: Document, document: Document) -> Extrapolated:
    rule = ExtrapolationRule(document["parameters"].get("extrapolation_rule", DEFAULT_RULE.value))
    read = ExtrapolationBase(
        components=Components(*(Decimal(base[name]) for name in COMPONENT_NAMES)),
        revenue=Decimal(base["revenue"]),
        revenue_same_months_last_year=Decimal(base["revenue_same_months_last_year"]),
        revenue_last_year=Decimal(base["revenue_last_year"]),
        months=base["months"],
    )
    return extrapolate(read, rule, year=int(document["period"]), months=document["months"])


def _account_row(carried: Extrapolated, base: Document) -> dict[str, Any]:
    amounts = zip(COMPONENT_NAMES, carried.components.amounts, strict=True)
    return {
        "value_added": None,
        **{name: plain_number(amount) for name, amount in amounts},
        "marker": carried.marker.value,
        "source": base["source"],
        "table": carried.rule.value,
        "last_digit_exponent": _EVERY_DIGIT,
    }


def _finding(problem: RevenueBaseNotPositive) -> dict[str, Any]:
    return {
        "code": problem.code,
        "severity": Severity.EXPLAIN.value,
        "expected": None,
        "received": str(problem.where["received"]),
        "difference": None,
    }
