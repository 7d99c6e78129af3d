"""`manage.py measure` on accounts printed in yearbooks: 31 provinces 2007, Fujian, Jiangsu, Hunan; 亿元, by hand."""

import csv
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from assessment.methodology.income_approach import ACCOUNT_ITEMS
from tests.methodology.published_figures import rows as published_rows

D = Decimal
REVISED = " (修订后)"
FIRST, CENSUS = "初步核算数", "普查修订数"
Rows = list[dict[str, str]]


def printed() -> Rows:
    """The rows as printed, each key once: the national yearbook repeats Fujian 2007 as Fujian's own prints it."""
    kept: dict[tuple[str, ...], dict[str, str]] = {}
    for row in published_rows("income_approach_regions.csv"):
        sector = row["sector"].removesuffix(REVISED)
        account = {
            "region": row["region"],
            "year": row["year"],
            "industry": "GDP" if sector == "地区生产总值" else sector,
            **{item: row[item] for item in ACCOUNT_ITEMS},
            "vintage": CENSUS if row["sector"].endswith(REVISED) else FIRST,
            "source": row["source"],
        }
        kept.setdefault((account["region"], account["year"], account["industry"], account["vintage"]), account)
    return list(kept.values())


class Results:
    """The files that the command wrote."""

    def __init__(self, folder: Path, accounts: Rows) -> None:
        with (folder / "A.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(accounts[0]))
            writer.writeheader()
            writer.writerows(accounts)
        out = folder / "out"
        call_command("measure", f"--accounts={folder / 'A.csv'}", f"--out={out}", stdout=StringIO())
        self.out = out

    def rows(self, name: str, **where: str) -> Rows:
        with (self.out / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            return [row for row in csv.DictReader(stream) if all(row[key] == value for key, value in where.items())]

    def growth(self, region: str, year: str, vintage: str = FIRST) -> tuple[Decimal, str]:
        (row,) = self.rows("growth", region=region, year=year, industry="GDP", vintage=vintage)
        return round(D(row["nominal_growth_percent"]), 2), row["marker"]

    def structure(self, region: str, year: str, vintage: str = FIRST) -> list[Decimal]:
        found = self.rows("structure", region=region, year=year, industry="GDP", vintage=vintage)
        return [round(D(row["share"]) * 100, 2) for row in found]

    def findings(self, code: str) -> list[tuple[str, str, str]]:
        return [(row["region"], row["year"], row["industry"]) for row in self.rows("findings", code=code)]


@pytest.fixture
def results(tmp_path: Path) -> Results:
    return Results(tmp_path, printed())


def test_every_printed_account_keeps_the_identity_within_rounding(results: Results) -> None:
    accounts = results.rows("accounts")
    assert len(accounts) == 87
    assert len([row for row in accounts if (row["year"], row["industry"]) == ("2007", "GDP")]) == 32
    assert results.findings("identity_broken") == []
    differences = {row["identity_difference"] for row in accounts if row["identity_difference"]}
    assert max(abs(D(text)) for text in differences) == D("0.02")


def test_blank_totals_of_the_revised_years_are_derived_and_say_so(results: Results) -> None:
    """Fujian after the census of 2008, no total printed: 1824.79 + 371.62 + 491.48 + 1076.64 = 3764.53 in 2000."""
    revised = results.rows("accounts", region="福建省", industry="GDP", vintage=CENSUS)
    assert {row["marker"] for row in revised} == {"derived"}
    assert [(row["year"], row["value_added"]) for row in revised] == [
        ("2000", "3764.53"),
        ("2004", "5763.35"),
        ("2005", "6554.69"),
        ("2006", "7583.86"),
        ("2007", "9248.52"),
        ("2008", "10823.00"),
        ("2009", "12236.52"),
    ]


def test_a_blank_component_is_derived_and_two_blanks_are_not(results: Results) -> None:
    """Fujian 2007: the primary sector's surplus is 1002.11 − 993.96 − 2.94 − 5.21 = 0."""
    (primary,) = results.rows("accounts", region="福建省", industry="第一产业")
    assert (D(primary["operating_surplus"]), primary["marker"]) == (0, "derived")
    assert results.findings("blanks_too_many") == [("福建省", "2007", "租赁和商务服务业")]


@pytest.mark.parametrize(
    ("region", "year", "vintage", "expected"),
    [
        ("福建省", "1979", FIRST, ("11.66", "computed")),  # 74.11 / 66.37
        ("福建省", "1998", FIRST, ("10.07", "computed")),  # 3159.91 / 2870.90
        ("福建省", "2005", CENSUS, ("13.73", "derived")),  # 6554.69 / 5763.35
        ("福建省", "2009", CENSUS, ("13.06", "derived")),  # 12236.52 / 10823.00
        ("江苏省", "2008", FIRST, ("20.36", "computed")),  # 30981.98 / 25741.15
        ("江苏省", "2009", FIRST, ("11.22", "computed")),  # 34457.30 / 30981.98
        ("湖南省", "2006", FIRST, ("16.24", "computed")),  # 7568.89 / 6511.34
        ("湖南省", "2007", FIRST, ("21.55", "computed")),  # 9200.00 / 7568.89
    ],
)
def test_nominal_growth_is_what_the_printed_levels_give(
    results: Results, region: str, year: str, vintage: str, expected: tuple[str, str]
) -> None:
    rate, marker = expected
    assert results.growth(region, year, vintage) == (D(rate), marker)


def test_growth_never_mixes_vintages_silently(results: Results) -> None:
    """Fujian 2007 as first printed stands on 2006 as revised, the only one there is; 2000 and 2004 lack a base."""
    assert results.findings("base_vintage_differs") == [("福建省", "2007", "GDP")]
    (first,) = results.rows("growth", region="福建省", year="2007", industry="GDP", vintage=FIRST)
    assert first["base_vintage"] == CENSUS
    assert results.growth("福建省", "2007", CENSUS) == (D("21.95"), "derived")  # 9248.52 / 7583.86
    assert results.findings("base_year_missing") == [("福建省", "2000", "GDP"), ("福建省", "2004", "GDP")]


@pytest.mark.parametrize(
    ("region", "year", "vintage", "percent"),
    [
        ("贵州省", "2007", FIRST, ["45.02", "15.86", "13.89", "25.24"]),
        ("福建省", "1978", FIRST, ["63.52", "10.65", "8.81", "17.01"]),
        ("福建省", "2009", CENSUS, ["53.20", "12.69", "11.54", "22.56"]),
        ("江苏省", "2009", FIRST, ["43.59", "15.73", "13.56", "27.12"]),
        ("湖南省", "2006", FIRST, ["46.69", "13.13", "13.09", "27.10"]),
    ],
)
def test_the_structure_is_what_the_printed_components_give(
    results: Results, region: str, year: str, vintage: str, percent: list[str]
) -> None:
    assert results.structure(region, year, vintage) == list(map(D, percent))


def test_shares_of_gdp_are_those_of_the_same_year_and_vintage(results: Results) -> None:
    """Fujian 2007: 信息传输 211.22 of 9249.13; Hunan 2006: 工业 2694.11 of 7568.89."""
    (information,) = results.rows("shares", region="福建省", industry="信息传输、计算机服务和软件业")
    assert round(D(information["share_of_gdp_percent"]), 2) == D("2.28")
    (industry,) = results.rows("shares", region="湖南省", year="2006", industry="工业")
    assert round(D(industry["share_of_gdp_percent"]), 2) == D("35.59")


def test_one_inconsistent_row_is_reported_with_its_size_and_nothing_else_moves(tmp_path: Path) -> None:
    """Hunan 2006 with 999.76 of depreciation for 990.76: the parts are 9.00 above the printed 7568.89."""
    accounts = printed()
    (wrong,) = [row for row in accounts if (row["region"], row["year"], row["industry"]) == ("湖南省", "2006", "GDP")]
    wrong["depreciation"] = "999.76"
    results = Results(tmp_path, accounts)
    (finding,) = results.rows("findings", code="identity_broken")
    assert (finding["region"], finding["year"], finding["severity"]) == ("湖南省", "2006", "blocking")
    assert (finding["expected"], finding["received"], finding["difference"]) == ("7577.89", "7568.89", "9.00")
    assert results.growth("湖南省", "2006") == (D("16.24"), "computed")
