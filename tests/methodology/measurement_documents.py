"""A small measurement document: two cities and the province, every figure worked by hand (万元)."""

from typing import Any

INDUSTRIES = ("C39", "I63", "I64", "I65")


def account(region: str, industry: str, *amounts: int) -> dict[str, Any]:
    names = ("compensation_of_employees", "net_taxes_on_production", "depreciation", "operating_surplus")
    return {
        "region": region,
        "industry": industry,
        "value_added": None,
        **dict(zip(names, map(str, amounts), strict=True)),
        "marker": "reported",
        "source": "演算示例",
        "vintage": "final",
        "table": "worked",
        "last_digit_exponent": 0,
    }


def figure(region: str, value: str, vintage: str = "final") -> dict[str, Any]:
    return {
        "region": region,
        "value": value,
        "marker": "reported",
        "source": "演算示例",
        "vintage": vintage,
        "table": "worked",
    }


def measurement(**changes: Any) -> dict[str, Any]:
    """A: 4 × 200 = 800, + 1200 = 2000 of 8000, 25 %. B: 4 × 100 = 400, + 600 = 1000 of 4000, 25 %."""
    accounts = [account("A", industry, 100, 50, 30, 20) for industry in INDUSTRIES]
    accounts += [account("B", industry, 50, 25, 15, 10) for industry in INDUSTRIES]
    inputs = {
        "accounts": accounts,
        "gdp": [figure("A", "8000"), figure("B", "4000")],
        "industrial_digitalisation": [figure("A", "1200"), figure("B", "600")],
        **changes.pop("inputs", {}),
    }
    units = [
        {"code": code, "name": name, "group": "", "position": position, "ranked_within": None}
        for position, (code, name) in enumerate((("A", "甲市"), ("B", "乙市")), 1)
    ]
    return {
        "kind": "measurement",
        "method_version": "2021.2",
        "period": "2021",
        "months": 12,
        "parameters": {"reconciliation_tolerance_percent": "0.5"},
        "units": units,
        "province": "P",
        "inputs": inputs,
        **changes,
    }


def row(region: str, code: str, value: str | None) -> dict[str, Any]:
    return {"region": region, "code": code, "value": value}
