"""What the rules catch of 500 slips, and that clean returns and published figures are let through."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from assessment.methodology.check_return import check_return, converted
from assessment.methodology.check_rules import (
    CellKey,
    CheckRule,
    ReturnFigures,
    RuleResult,
    Severity,
    Verdict,
    fitted,
    in_force,
)
from assessment.methodology.figures import Figure
from assessment.methodology.periods import Period
from assessment.methodology.units import Unit, convert
from fixtures.checks.reckoning import ZERO
from fixtures.checks.slips import CUMULATIVE, MAGNITUDE, PERIODS, SLIPS, write
from fixtures.demo.province import REPORTING_UNITS
from fixtures.demo.software_returns import return_rows
from tests.methodology.check_examples import rules_of_the_files

GUARDS = ("SW5.", "SW7.3", "SW7.4")
# Every line of the engine is run, and counted, by the tests of single rules.
pytestmark = pytest.mark.no_cover
# What puts a slip right: the conversion that goes the other way.
RIGHTED_BY = {
    "times_10000": "divided_by_10000",
    "divided_by_10000": "times_10000",
    "single": "add_last_period",
    "added_twice": "subtract_last_period",
}
NATION = "000000"
PARTS = {
    "软件业务收入合计": "software_revenue",
    "软件产品收入": "software_products_revenue",
    "信息技术服务收入": "it_services_revenue",
    "信息安全收入": "information_security_revenue",
    "嵌入式系统软件收入": "embedded_software_revenue",
}
Slip = dict[str, str]
with SLIPS.open(encoding="utf-8", newline="") as file:
    LIST: list[Slip] = list(csv.DictReader(file))


@cache
def rules_at(period: str) -> tuple[CheckRule, ...]:
    rules = in_force((rule for rule in rules_of_the_files() if rule.form == "SW-Q"), Period.parse(period))
    items = {row["item"] for row in return_rows("2021c06")}
    return fitted(rules, asked=items, zero_items=ZERO)


@cache
def cells(period: str, region: str) -> dict[CellKey, Figure]:
    return {(row["item"], row["basis"]): _figure(row) for row in return_rows(period) if row["region_code"] == region}


def _figure(row: dict[str, str]) -> Figure:
    if row["condition"] == "not_applicable":
        return Figure.not_applicable(row["reason"])
    return Figure.of(Decimal(row["value"])) if row["value"] else Figure.not_available(row["reason"])


def clean(period: str, region: str) -> ReturnFigures:
    """A demo return beside its last period, and beside the year before where that was filed."""
    before = PERIODS.index(period) - 1
    last = cells(PERIODS[before], region) if before >= 0 else None
    filed = cells("2020c12", region) if period == "2021c12" else None
    return ReturnFigures(
        form="SW-Q",
        period=Period.parse(period),
        region=region,
        cells=cells(period, region),
        last_period=_on(last, "current"),
        last_period_last_year=_on(last, "same_period_last_year"),
        filed_last_year=_on(filed, "current"),
    )


def _on(known: dict[CellKey, Figure] | None, basis: str) -> dict[str, Figure] | None:
    return None if known is None else {item: figure for (item, where), figure in known.items() if where == basis}


def slipped(slip: Slip) -> ReturnFigures:
    figures = clean(slip["period"], slip["region_code"])
    cell = slip["item"], slip["basis"]
    right = figures.cells[cell].value
    assert right == Decimal(slip["right"])
    return replace(figures, cells={**figures.cells, cell: Figure.of(Decimal(slip["wrong"]))})


def verdict_on(figures: ReturnFigures) -> Verdict:
    return check_return(figures, rules_at(figures.period.code))


def guards_on(figures: ReturnFigures) -> list[RuleResult]:
    """What the guards alone find: no rule knows what another one says."""
    guards = [rule for rule in rules_at(figures.period.code) if rule.code.startswith(GUARDS)]
    return list(check_return(figures, guards).failed())


def guards_at(slip: Slip) -> list[RuleResult]:
    """Findings of the guards that name the cell, and that the clean return did not have."""
    cell = slip["item"], slip["basis"]
    before = found_when_clean(slip["period"], slip["region_code"])
    return [one for one in guards_on(slipped(slip)) if cell in one.cells and _finding(one) not in before]


@cache
def found_when_clean(period: str, region: str) -> frozenset[tuple[str, CellKey]]:
    return frozenset(_finding(result) for result in guards_on(clean(period, region)))


def _finding(result: RuleResult) -> tuple[str, CellKey]:
    return result.rule.code, result.cells[0]


def caught(*kinds: str) -> tuple[int, int, list[Slip]]:
    """How many of these kinds there are, how many the guards catch, and which they miss."""
    mine = [slip for slip in LIST if slip["kind"] in kinds]
    missed = [slip for slip in mine if not guards_at(slip)]
    return len(mine), len(mine) - len(missed), missed


def test_the_list_is_written_again_byte_for_byte_and_holds_500(tmp_path: Path) -> None:
    write(tmp_path / "slips.csv")
    assert (tmp_path / "slips.csv").read_bytes() == SLIPS.read_bytes()
    assert Counter(slip["kind"] for slip in LIST) == dict.fromkeys((*MAGNITUDE, *CUMULATIVE), 125)
    assert {slip["period"] for slip in LIST} == {"2021c06", "2021c09", "2021c12"}


def test_every_slip_of_the_unit_is_caught() -> None:
    number, found, missed = caught(*MAGNITUDE)
    assert (number, found) == (250, 250), missed


def test_at_least_95_of_100_slips_between_quarter_and_cumulative_are_caught() -> None:
    number, found, missed = caught(*CUMULATIVE)
    assert number == 250
    assert found >= 0.95 * number, missed


def test_the_conversion_offered_is_the_one_that_puts_the_slip_right() -> None:
    """Not a suggestion of a value: the figure typed, in another unit or with last period's own figure."""
    right = wrong = 0
    for slip in LIST:
        cell = slip["item"], slip["basis"]
        offers = {(r.cells[0], str(r.conversion)) for r in guards_at(slip) if r.conversion is not None}
        right += (cell, RIGHTED_BY[slip["kind"]]) in offers
        wrong += bool(offers - {(cell, RIGHTED_BY[slip["kind"]])})
    assert right >= 490
    assert wrong <= 5


@pytest.mark.parametrize("slip", LIST[::25], ids=lambda slip: f"{slip['kind']} {slip['item']} {slip['period']}")
def test_one_click_brings_the_right_figure_back(slip: Slip) -> None:
    figures, cell = slipped(slip), (slip["item"], slip["basis"])
    offers = [r.conversion for r in guards_at(slip) if r.conversion is not None and r.cells[0] == cell]
    assert offers
    back = converted(figures, cell, offers[0])
    assert back is not None
    assert abs(back - Decimal(slip["right"])) <= (50 if slip["kind"] == "divided_by_10000" else 0)


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("region", REPORTING_UNITS)
def test_a_clean_demo_return_is_not_blocked(period: str, region: str) -> None:
    verdict = verdict_on(clean(period, region))
    assert verdict.failed(Severity.BLOCKING, Severity.ACCEPTANCE) == []
    guards = [r for r in verdict.failed() if r.rule.code.startswith(GUARDS)]
    assert len(guards) <= 1


def released() -> Iterator[tuple[str, dict[str, Decimal]]]:
    """The releases of MIIT that print the total and its four parts for the nation, 亿元."""
    path = SLIPS.parents[1] / "published" / "miit_software_revenue_cumulative.csv"
    with path.open(encoding="utf-8", newline="") as table:
        rows = [row for row in csv.DictReader(table) if row["region"] == "全国" and row["item"] in PARTS]
    by_period: dict[str, dict[str, Decimal]] = {}
    for row in rows:
        code = f"{row['year']}c{int(row['month_end']):02d}"
        by_period.setdefault(code, {})[PARTS[row["item"]]] = Decimal(row["value_yi"])
    for code, figures in by_period.items():
        if len(figures) == len(PARTS):
            yield code, figures


RELEASED = [release for release in released() if release[0] >= "2020c03"]


@pytest.mark.parametrize(("code", "amounts"), RELEASED, ids=[code for code, _ in RELEASED])
def test_a_published_total_with_its_four_parts_is_not_blocked(code: str, amounts: dict[str, Decimal]) -> None:
    verdict = verdict_on(release_of(code, amounts))
    assert verdict.failed(Severity.BLOCKING, Severity.ACCEPTANCE) == []
    assert "SW1" in {result.rule.code for result in verdict.results if result.outcome == "passed"}


def release_of(code: str, amounts: dict[str, Decimal], **more: object) -> ReturnFigures:
    """A release as a return of the nation: 亿元 in the unit of the form."""
    given = {
        (item, "current"): Figure.of(convert(value, Unit.HUNDRED_MILLION_YUAN, Unit.TEN_THOUSAND_YUAN))
        for item, value in amounts.items()
    }
    base = {("software_revenue", "same_period_last_year"): Figure.not_available("printed as a rate only")}
    return ReturnFigures(form="SW-Q", period=Period.parse(code), region=NATION, cells=given | base, **more)  # type: ignore[arg-type]  # the keyword arguments of a test


def test_there_are_releases_to_try() -> None:
    assert len(RELEASED) >= 5


def test_the_misprint_of_2023_is_caught() -> None:
    """65074 printed for five provinces that add up to 10507, 亿元: no sum of its units, and more than the nation."""
    printed = release_of(
        "2023c02",
        {"software_revenue": Decimal(65074)},
        units={
            "software_revenue[enterprises]": Decimal(105070000),
            "software_revenue[province]": Decimal(144610000),
        },
    )
    failed = {(r.rule.code, r.received, r.expected) for r in verdict_on(printed).failed()}
    assert ("SW10", Decimal(650740000), Decimal(105070000)) in failed
    assert "SW7.2" in {code for code, _, _ in failed}
