"""演示数据 of the quarter to try out: every figure of a year before, grown by the same rate on the items of today."""

import csv
import io
from decimal import Decimal
from functools import cache
from pathlib import Path

from django.conf import settings

from assessment.catalogue.models import Item
from assessment.catalogue.queries import form_version_for, items_by_code
from assessment.methodology.periods import Period
from assessment.methodology.rounding import Rounding, RoundingMethod

PERIOD = "2022c03"
BASES = ("current", "same_period_last_year")
FOLDER = Path(settings.BASE_DIR) / "fixtures" / "demo"
GROWN = Decimal("1.12")
WHOLE, CENTS = Rounding(RoundingMethod.HALF_UP, 0), Rounding(RoundingMethod.HALF_UP, 2)
# Since the change of scope the cloud is asked for with big data, and platforms stand for themselves.
ASKED_BEFORE_AS = {"cloud_and_big_data_services_revenue": "cloud_services_revenue"}
NOT_ASKED_BEFORE = {"e_commerce_platform_services_revenue": ("it_services_revenue", Decimal("0.03"))}
PARTS = (
    "software_products_revenue",
    "it_services_revenue",
    "information_security_revenue",
    "embedded_software_revenue",
)
COLUMNS = ["region_code", "period", "form", "item", "basis", "value", "unit", "condition", "reason", "source"]
# One figure of the block is in 元 where the form asks for 万元.
SLIPPED, SLIP = "software_products_revenue", 10_000


def figures_of(region: str) -> bytes:
    """The return of one unit as a file to import."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for item, pair in _pairs(region).items():
        for basis, value in zip(BASES, pair, strict=True):
            unit = _items()[item].unit
            writer.writerow([region, PERIOD, "SW-Q", item, basis, value, unit, "value", "", "演示数据"])
    return text.getvalue().encode()


def block_to_paste(region: str) -> str:
    """The two columns of the grid, as a spreadsheet puts them on the clipboard, with one slip of the unit."""
    pairs = _pairs(region)
    lines = []
    for item in _items():
        now, before = pairs[item]
        lines.append(f"{now * SLIP if item == SLIPPED else now}\t{before}")
    return "\n".join(lines) + "\n"


def _pairs(region: str) -> dict[str, tuple[Decimal, Decimal]]:
    """Item to the figure of this year and of the year before."""
    before = {item: _before(region, item) for item in _items()}
    now = {item: _round(_items()[item], value * GROWN) for item, value in before.items()}
    # What is rounded by itself does not add up by itself: the total is that of the parts.
    now["software_revenue"] = sum((now[part] for part in PARTS), Decimal(0))
    return {item: (now[item], before[item]) for item in before}


def _before(region: str, item: str) -> Decimal:
    filed = _filed(region)
    if item in NOT_ASKED_BEFORE:
        whole, share = NOT_ASKED_BEFORE[item]
        return CENTS.apply(filed[whole] * share)
    return filed[ASKED_BEFORE_AS.get(item, item)]


def _round(item: Item, value: Decimal) -> Decimal:
    return (CENTS if item.decimals else WHOLE).apply(value)


@cache
def _items() -> dict[str, Item]:
    return items_by_code(form_version_for("SW-Q", Period.parse(PERIOD)))


@cache
def _filed(region: str) -> dict[str, Decimal]:
    with (FOLDER / "returns_2021c03.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["region_code"] == region and row["basis"] == "current"]
    return {row["item"]: Decimal(row["value"] or 0) for row in rows}
