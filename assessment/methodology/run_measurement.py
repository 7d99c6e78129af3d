"""The step from the four components to value added, per city and industry, in 万元.

Digital economy = digital industrialisation (value added of the four digital industries by the income approach)
+ industrial digitalisation (confirmed survey result). Sources: income approach 收入法, domain §1.1; provincial
variant with four base industries, domain §2.4; V-A1, V-A4, V-A5.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from assessment.methodology import income_approach
from assessment.methodology.account_records import FindingCode, Severity
from assessment.methodology.canonical import digest
from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.income_approach import ACCOUNT_ITEMS, COMPONENT_NAMES, AccountRow
from assessment.methodology.rounding import exact_context
from assessment.methodology.run_figures import number, plain_number, units_of, weakest

Document = Mapping[str, Any]

# 计算机、通信和其他电子设备制造业, 电信、广播电视和卫星传输服务,
# 互联网和相关服务, 软件和信息技术服务业 (GB/T 4754-2017).
DIGITAL_INDUSTRIES: Final = ("C39", "I63", "I64", "I65")
DIGITAL_INDUSTRIALISATION = "DIGITAL_INDUSTRIALISATION"
INDUSTRIAL_DIGITALISATION = "INDUSTRIAL_DIGITALISATION"
DIGITAL_ECONOMY = "DIGITAL_ECONOMY"
GDP = "GDP"
SHARE_OF_GDP = "SHARE_OF_GDP"
TEN_THOUSAND_YUAN, PERCENT = "10k_yuan", "percent"
FULL_YEAR_MONTHS = 12
FIGURE_MISSING = "figure_missing"
_ADDED_OVER_REGIONS = (*DIGITAL_INDUSTRIES, INDUSTRIAL_DIGITALISATION, DIGITAL_ECONOMY, GDP)


class MeasurementNotReproduced(AssessmentError):
    code = "measurement_not_reproduced"
    message = N_(
        "The value added of {year} does not come out as it was confirmed: expected {expected}, received {received}. "
        "Measure and confirm {year} again, then start the run anew."
    )
    status = 409


@dataclass(frozen=True)
class Amount:
    """An amount of a region and how it came about; None is missing, never zero."""

    value: Decimal | None
    marker: str
    unit: str = TEN_THOUSAND_YUAN

    def document(self) -> dict[str, Any]:
        return {"value": plain_number(self.value), "marker": self.marker, "unit": self.unit}


MISSING: Final = Amount(None, "missing")


def measure(document: Document) -> Document:
    """A batch from its document: accounts by industry, aggregates, share of GDP, Σ cities against the province."""
    findings: list[dict[str, Any]] = []
    accounts = _accounts_by_region(document, findings)
    extrapolated = document["months"] != FULL_YEAR_MONTHS
    regions = [
        _region(unit.code, unit.name, accounts[unit.code], document)
        for unit in units_of(document)
        if unit.ranked_within is None or accounts[unit.code]
    ]
    if extrapolated:
        regions = [_marked_extrapolated(region) for region in regions]
    findings += _missing_accounts(document, regions)
    province = _region(document["province"], "", accounts[document["province"]], document)
    return {
        "year": document["period"],
        "months": document["months"],
        "extrapolated": extrapolated,
        "regions": regions,
        "reconciliation": _reconciliation(regions, province, document["parameters"]),
        "findings": findings,
    }


def measured_years(document: Document, measured: Callable[[Document], Document] = measure) -> Document:
    """The years of an annual run, each measured again from its confirmed batch document."""
    years: dict[str, Any] = {}
    for entry in document["inputs"]["measurements"]:
        result = measured(entry["document"])
        received = digest(result)
        if received != entry["result_digest"]:
            raise MeasurementNotReproduced(
                year=result["year"], expected=entry["result_digest"][:8], received=received[:8]
            )
        years[result["year"]] = result
    return {"years": years}


def _accounts_by_region(
    document: Document, findings: list[dict[str, Any]]
) -> defaultdict[str, dict[str, dict[str, Any]]]:
    regions: defaultdict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for row in document["inputs"]["accounts"]:
        regions[row["region"]][row["industry"]] = _account(row, findings)
    return regions


def _account(row: Mapping[str, Any], findings: list[dict[str, Any]]) -> dict[str, Any]:
    """One industry of one region: value added is the sum of the components.

    A printed total that differs by more than rounding is a finding, and the components stand.
    """
    amounts = AccountRow(*(number(row[item]) for item in ACCOUNT_ITEMS))
    completed = income_approach.complete(amounts)
    where = {"region": row["region"], "industry": row["industry"]}
    source = {"source": row["source"], "reported_marker": row["marker"], "table": row["table"]}
    if completed is None:
        findings.append(_finding(where, FindingCode.BLANKS_TOO_MANY, Severity.BLOCKING))
        return {**where, **source, **_incomplete(amounts)}
    value = income_approach.value_added(completed.components)
    tolerance = _tolerance(row["last_digit_exponent"])
    if abs(completed.identity_difference) > tolerance:
        found = _finding(where, FindingCode.IDENTITY_BROKEN, Severity.EXPLAIN)
        findings.append({**found, **_compared(expected=completed.value_added, received=value)})
    if value < 0:
        found = _finding(where, FindingCode.VALUE_ADDED_NEGATIVE, Severity.EXPLAIN)
        findings.append({**found, "received": plain_number(value)})
    # A blank total is no gap: it is what this step computes.
    gap_filled = completed.derived_item in COMPONENT_NAMES
    marker = weakest([row["marker"], "derived" if gap_filled else "computed"])
    parts = dict(zip(COMPONENT_NAMES, completed.components.amounts, strict=True))
    return {
        **where,
        **{name: plain_number(amount) for name, amount in parts.items()},
        **source,
        "value_added": plain_number(value),
        "derived_item": completed.derived_item,
        "marker": marker,
        "identity_difference": plain_number(completed.identity_difference),
    }


def _incomplete(amounts: AccountRow) -> dict[str, Any]:
    known = {item: plain_number(amount) for item, amount in zip(ACCOUNT_ITEMS, amounts, strict=True)}
    return {
        **known,
        "value_added": None,
        "derived_item": None,
        "marker": "missing",
        "identity_difference": None,
    }


def _region(code: str, name: str, accounts: Mapping[str, dict[str, Any]], document: Document) -> dict[str, Any]:
    """All figures of one region. Anything built on a missing part is missing."""
    industries = {
        industry: Amount(number(account["value_added"]), account["marker"]) for industry, account in accounts.items()
    }
    four = [industries.get(industry, MISSING) for industry in DIGITAL_INDUSTRIES]
    industrialisation = _sum(four)
    digitalisation = _figure_of(document["inputs"]["industrial_digitalisation"], code)
    economy = _sum([industrialisation, digitalisation])
    gdp = _figure_of(document["inputs"]["gdp"], code)
    figures = {
        **industries,
        DIGITAL_INDUSTRIALISATION: industrialisation,
        INDUSTRIAL_DIGITALISATION: digitalisation,
        DIGITAL_ECONOMY: economy,
        GDP: gdp,
        SHARE_OF_GDP: _share(economy, gdp),
    }
    return {
        "region": code,
        "name": name,
        "industries": [accounts[industry] for industry in DIGITAL_INDUSTRIES if industry in accounts],
        "figures": {figure: amount.document() for figure, amount in figures.items()},
    }


def _sum(amounts: Sequence[Amount]) -> Amount:
    marker = weakest(amount.marker for amount in amounts)
    values = [amount.value for amount in amounts if amount.value is not None]
    if len(values) < len(amounts):
        return MISSING
    with exact_context():
        return Amount(sum(values, Decimal(0)), marker)


def _share(economy: Amount, gdp: Amount) -> Amount:
    if economy.value is None or gdp.value is None:
        return Amount(None, "missing", PERCENT)
    share = income_approach.share_of_gdp_percent(economy.value, gdp.value)
    return Amount(share, weakest([economy.marker, gdp.marker]), PERCENT)


def _figure_of(rows: Iterable[Mapping[str, Any]], region: str) -> Amount:
    row = next((row for row in rows if row["region"] == region), None)
    return MISSING if row is None else Amount(number(row["value"]), row["marker"])


def _marked_extrapolated(region: dict[str, Any]) -> dict[str, Any]:
    """Figures of January to November are not of the year: every one of them says so."""
    figures = {
        code: figure if figure["value"] is None else {**figure, "marker": "extrapolated"}
        for code, figure in region["figures"].items()
    }
    return {**region, "figures": figures}


def _missing_accounts(document: Document, regions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What an assessed region lacks; a part ranked elsewhere may lie in that region's own figures."""
    parts = {unit.code for unit in units_of(document) if unit.ranked_within is not None}
    return [
        _finding({"region": region["region"], "industry": code}, FIGURE_MISSING, Severity.EXPLAIN)
        for region in regions
        if region["region"] not in parts
        for code in (*DIGITAL_INDUSTRIES, INDUSTRIAL_DIGITALISATION, GDP)
        if code not in region["figures"]
        or (region["figures"][code]["marker"] == "missing" and code not in DIGITAL_INDUSTRIES)
    ]


def _reconciliation(
    regions: Sequence[Mapping[str, Any]], province: Mapping[str, Any], parameters: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """V-A4: Σ cities against a delivered provincial total; factor k is stated, never applied."""
    allowed = Decimal(parameters["reconciliation_tolerance_percent"]) / 100
    rows = []
    for code in _ADDED_OVER_REGIONS:
        total = number(province["figures"].get(code, {}).get("value"))
        amounts = [number(region["figures"].get(code, {}).get("value")) for region in regions]
        known = [amount for amount in amounts if amount is not None]
        if total is None or not known:
            continue
        with exact_context():
            added = sum(known, Decimal(0))
        if added.is_zero():
            continue
        compared = income_approach.reconcile(added, total)
        rows.append(
            {
                "code": code,
                "sum_of_regions": plain_number(added),
                "province": plain_number(total),
                "factor": plain_number(compared.factor),
                "difference": plain_number(compared.difference),
                "regions_missing": len(amounts) - len(known),
                "within": compared.within(allowed),
            }
        )
    return rows


def _tolerance(last_digit_exponent: int) -> Decimal:
    """Half a unit of the delivery's last digit for each of the four parts and the total, 万元."""
    with exact_context():
        return Decimal(5).scaleb(last_digit_exponent - 1) * (len(COMPONENT_NAMES) + 1)


def _finding(where: Mapping[str, str], code: str, severity: Severity) -> dict[str, Any]:
    return {
        **where,
        "code": str(code),
        "severity": severity.value,
        "expected": None,
        "received": None,
        "difference": None,
    }


def _compared(*, expected: Decimal, received: Decimal) -> dict[str, str | None]:
    with exact_context():
        difference = received - expected
    return {
        "expected": plain_number(expected),
        "received": plain_number(received),
        "difference": plain_number(difference),
    }
