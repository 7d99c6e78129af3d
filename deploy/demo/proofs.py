"""方法验证: the method on published figures, most of them with both periods printed, so that nothing is circular."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import yaml
from django.conf import settings
from django.utils.translation import gettext as _

from assessment.methodology.account_records import AccountKey, AccountRecord
from assessment.methodology.accounts import complete_accounts
from assessment.methodology.income_approach import ACCOUNT_ITEMS, AccountRow
from assessment.methodology.published import (
    ProvedGrowth,
    PublishedLevel,
    growth_from_pair,
    growth_rebuilt_from_regions,
    naive_growth,
    regions_add_up,
)
from assessment.methodology.rounding import Rounding, RoundingMethod

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
EXAMPLES = FIXTURES / "worked_examples"
# The level printed a year before for 2022 January to August, 亿元: the base of the naive, wrong rate.
PRINTED_A_YEAR_BEFORE = {"04_regions_2023_jan_aug": Decimal(64368)}
ONE_DECIMAL = Rounding(RoundingMethod.HALF_UP, 1)


@dataclass(frozen=True)
class Proof:
    """One line: what was worked out, what is printed, whether the two agree, and whether they should."""

    subject: str
    computed: str
    published: str
    agrees: bool
    should_agree: bool = True

    @property
    def holds(self) -> bool:
        return self.agrees is self.should_agree


def all_proofs() -> list[Proof]:
    """Growth from printed pairs, regions against the nation, and the income approach of 31 provinces."""
    return [
        *_pairs("01_growth_pairs_2021_q1", "2021年1—3月"),
        *_pairs("02_growth_pairs_2021_jan_apr", "2021年1—4月"),
        *_regions("03_regions_2022_jan_oct", "2022年1—10月"),
        *_regions("04_regions_2023_jan_aug", "2023年1—8月"),
        _income_approach(),
    ]


def _pairs(name: str, period: str) -> Iterator[Proof]:
    printed = {row["item"]: row["published_growth_percent"] for row in _rows(f"{name}_output.csv")}
    labels = _labels()
    for row in _rows(f"{name}_input.csv"):
        growth = growth_from_pair(Decimal(row["current"]), Decimal(row["base"]), Decimal(printed[row["item"]]))
        label = labels.get(row["item"], row["item"])
        yield _growth_proof(f"{period} {label}: {row['current']} / {row['base']}", growth)


def _regions(name: str, period: str) -> Iterator[Proof]:
    (nation,) = _rows(f"{name}_output.csv")
    regions = [
        PublishedLevel(row["region"], Decimal(row["current"]), Decimal(row["published_growth_percent"]))
        for row in _rows(f"{name}_input.csv")
    ]
    total, growth = Decimal(nation["current"]), Decimal(nation["published_growth_percent"])
    added = regions_add_up([region.value for region in regions], total)
    yield Proof(
        _("{period}: four regions add up to the nation").format(period=period),
        f"{added.sum_of_parts}",
        f"{total}",
        added.holds,
    )
    rebuilt = growth_rebuilt_from_regions(regions, growth)
    yield _growth_proof(_("{period}: growth rebuilt from implied bases").format(period=period), rebuilt)
    if name in PRINTED_A_YEAR_BEFORE:
        naive = naive_growth(total, PRINTED_A_YEAR_BEFORE[name], growth)
        # Here the proof is that it does NOT agree: last year's printed level is no comparable base.
        yield Proof(
            _("{period}: naive rate over last year's printed level, not comparable").format(period=period),
            f"{ONE_DECIMAL.apply(naive.computed_percent)}",
            f"{growth}",
            naive.holds,
            should_agree=False,
        )


def _growth_proof(subject: str, growth: ProvedGrowth) -> Proof:
    return Proof(subject, f"{growth.computed_percent:.3f}", f"{growth.published_percent}", growth.holds)


def _income_approach() -> Proof:
    printed = {row["region"]: row["value_added"] for row in _rows("05_income_approach_2007_output.csv")}
    rows = [{**row, "value_added": printed[row["region"]]} for row in _rows("05_income_approach_2007_input.csv")]
    records = [
        AccountRecord(
            row=number,
            key=AccountKey(row["region"], 2007, row["industry"]),
            amounts=AccountRow(*(Decimal(row[item]) for item in ACCOUNT_ITEMS)),
        )
        for number, row in enumerate(rows, 2)
    ]
    inconsistent = {finding.key for finding in complete_accounts(records).findings}
    return Proof(
        _("2007: value added of 31 provinces equals its four components"),
        _("{count} within tolerance").format(count=len(records) - len(inconsistent)),
        str(len(records)),
        not inconsistent and len(records) == 31,
    )


def _labels() -> dict[str, str]:
    """The official name of each item of the quarterly software return."""
    form = yaml.safe_load((FIXTURES / "forms" / "SW-Q.yaml").read_text("utf-8"))
    return {item["code"]: item["label_zh"] for version in form["versions"] for item in version["items"]}


def _rows(name: str) -> list[dict[str, str]]:
    with (EXAMPLES / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
