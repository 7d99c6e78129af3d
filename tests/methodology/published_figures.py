"""Rows of fixtures/published, as printed by their sources."""

import csv
from decimal import Decimal
from pathlib import Path

from assessment.methodology.income_approach import ACCOUNT_ITEMS, AccountRow
from assessment.methodology.published import PublishedLevel

FOLDER = Path(__file__).parents[2] / "fixtures" / "published"
TOTAL = "软件业务收入合计"


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def account_rows(**where: str) -> list[tuple[str, AccountRow]]:
    """Region and the five printed amounts (亿元) of the income-approach rows that match."""
    chosen = [
        row
        for row in rows("income_approach_regions.csv")
        if all(row[column] == value for column, value in where.items())
    ]
    return [
        (row["region"], AccountRow(*(Decimal(row[item]) if row[item] else None for item in ACCOUNT_ITEMS)))
        for row in chosen
    ]


def software_regions(year: str, period: str) -> list[PublishedLevel]:
    """Levels (亿元) and printed growth (percent) of the four regions."""
    return [
        PublishedLevel(row["region"], Decimal(row["value_yi"]), Decimal(row["growth_pct"]))
        for row in rows("miit_software_revenue_cumulative.csv")
        if (row["year"], row["period"], row["scope"]) == (year, period, "四大区域")
    ]


def software_nation(year: str, period: str) -> PublishedLevel:
    (row,) = [
        row
        for row in rows("miit_software_revenue_cumulative.csv")
        if (row["year"], row["period"], row["region"], row["item"]) == (year, period, "全国", TOTAL)
    ]
    return PublishedLevel("全国", Decimal(row["value_yi"]), Decimal(row["growth_pct"]))
