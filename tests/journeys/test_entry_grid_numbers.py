"""The exact numbers of the page: the same readings as the server's, and no digit lost by any unit."""

import pytest

from assessment.methodology.growth import GrowthLabel, GrowthPair, growth
from assessment.methodology.text_numbers import NotANumber, read_number
from tests.journeys.conftest import Desk
from tests.journeys.entry_page import a_running_draft, field, open_page, save, stored, text_of
from tests.methodology.typed_numbers import READ, REFUSED
from tests.situations.filing import a_value

pytestmark = pytest.mark.journey

READ_ALL = """async (texts) => {
  const { readNumber } = await import("/static/filing/entry/read_number.js");
  return texts.map((text) => readNumber(text));
}"""
GROWTH_ALL = """async (pairs) => {
  const { growthOf } = await import("/static/filing/entry/growth.js");
  return pairs.map(([current, base]) => growthOf(current, base));
}"""
DECIMALS = """async () => {
  const d = await import("/static/filing/entry/decimals.js");
  return {
    normal: ["007.50", "-0.00", ".5", "5.", "+3"].map(d.normal),
    shift: [d.shift("1.23456789", 4), d.shift("98765.43", -4), d.shift("-5", -8), d.shift("0.5", 1)],
    add: d.add("0.1", "0.2"),
    subtract: d.subtract("0.3", "0.30000001"),
    big: d.add("9007199254740993", "0.01"),
    rounded: [d.rounded("2.345", 2), d.rounded("-2.345", 2), d.rounded("-0.004", 2), d.rounded("7", 2)],
    percent: [d.percentChange("107", "100", 1), d.percentChange("2", "3", 1), d.percentChange("100.05", "100", 1)],
    shown: [d.shown("-1234567.891", 2), d.shown("0", 2), d.shown("999", 0)],
    compare: [d.compare("1.50", "1.5"), d.compare("-2", "1"), d.compare("10", "9")],
  };
}"""
PAIRS = [
    ("107", "100"), ("0", "5"), ("5", "0"), ("0", "0"), ("3", "-5"), ("-3", "-5"), ("-7", "-5"), ("-5", "-5"),
    ("-1", "4"), ("-1", "0"), ("0", "-5"), ("1", "3"), ("20060", "17975"),
]  # fmt: skip


def test_the_page_reads_every_text_of_the_table_as_the_server_does(desk: Desk) -> None:
    page = open_page(desk, a_running_draft())
    read = page.evaluate(READ_ALL, [text for text, _, _ in READ])
    assert [(one["value"], one["repairs"]) for one in read] == [
        (value, [repair.value for repair in repairs]) for _, value, repairs in READ
    ]
    assert page.evaluate(READ_ALL, list(REFUSED)) == [None] * len(REFUSED)


def test_the_table_is_the_one_the_server_is_held_to() -> None:
    for text, value, repairs in READ:
        assert (format(read_number(text).value.normalize(), "f"), list(read_number(text).repairs)) == (value, repairs)
    for text in REFUSED:
        with pytest.raises(NotANumber):
            read_number(text)


def test_growth_beside_a_cell_follows_the_rules_of_the_method(desk: Desk) -> None:
    page = open_page(desk, a_running_draft())
    said = page.evaluate(GROWTH_ALL, PAIRS)
    assert said[0] == {"rate": "7.0", "label": ""}
    assert said[11]["rate"] == "-66.7"
    assert said[12]["rate"] == "11.6"
    assert [one["label"] for one in said[2:10]] == [
        GrowthLabel.FROM_ZERO, "", GrowthLabel.LOSS_TO_PROFIT, GrowthLabel.LOSS_NARROWED, GrowthLabel.LOSS_WIDENED,
        GrowthLabel.LOSS_UNCHANGED, GrowthLabel.PROFIT_TO_LOSS, GrowthLabel.LOSS_WIDENED,
    ]  # fmt: skip
    for (current, base), one in zip(PAIRS, said, strict=True):
        method = growth(GrowthPair(*(read_number(text).value for text in (current, base))))
        assert (one["label"] or None) == method.label
        assert (one["rate"] is None) == (method.rate_percent is None)


def test_decimals_are_exact(desk: Desk) -> None:
    page = open_page(desk, a_running_draft())
    assert page.evaluate(DECIMALS) == {
        "normal": ["7.5", "0", "0.5", "5", "3"],
        "shift": ["12345.6789", "9.876543", "-0.00000005", "5"],
        "add": "0.3",
        "subtract": "-0.00000001",
        "big": "9007199254740993.01",
        "rounded": ["2.35", "-2.35", "0.00", "7.00"],
        "percent": ["7.0", "-33.3", "0.1"],
        "shown": ["\u22121,234,567.891", "0.00", "999"],
        "compare": [0, -1, 1],
    }


def test_a_thousand_changes_of_the_unit_leave_the_stored_number_as_it_is(desk: Desk) -> None:
    version = a_running_draft(a_value("12345.67890123"), a_value("6412", item="average_staff"))
    page = open_page(desk, version)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.method) if "/cells/" in request.url else None)
    page.evaluate(
        "() => { const units = document.querySelectorAll('[data-show-unit]');"
        " for (let round = 0; round < 1000; round += 1) { units[round % units.length].click(); } }"
    )
    assert asked == []
    page.get_by_role("button", name="亿元").click()
    assert text_of(page, "software_revenue") == "1.234567890123"
    assert text_of(page, "average_staff") == "6,412"
    page.get_by_role("button", name="元", exact=True).click()
    assert text_of(page, "software_revenue") == "123,456,789.0123"
    page.get_by_role("button", name="按报表").click()
    assert text_of(page, "software_revenue") == "12,345.67890123"
    assert str(stored(version, "software_revenue").value) == "12345.67890123"


def test_a_number_typed_in_the_unit_shown_is_stored_in_the_unit_of_the_form(desk: Desk) -> None:
    version = a_running_draft()
    page = open_page(desk, version)
    page.get_by_role("button", name="亿元").click()
    page.locator(field("software_revenue")).click()
    page.keyboard.type("1.23456789")
    page.keyboard.press("Enter")
    save(page)
    assert str(stored(version, "software_revenue").value) == "12345.67890000"
