"""A filler works off the findings by keyboard, signers pledge, the receipt is verified, the sheet is printed."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from assessment.display.formats import check_code
from assessment.filing import actions
from assessment.filing.models import Explanation, Receipt, Version
from assessment.filing.version_document import figures_digest
from tests.journeys.conftest import Desk, still_running
from tests.situations.catalogue import an_open_collection
from tests.situations.filing import City, a_city, a_value, sign_all
from tests.situations.findings import TEXT, explained

pytestmark = pytest.mark.journey


@pytest.fixture
def version() -> Version:
    """A draft of today with one finding to explain and one that bars the signatures."""
    collection, city, at = still_running(an_open_collection("SW-Q")), a_city(), timezone.now()
    draft = actions.start_version(collection.pk, city.code, by=city.filler, at=at)
    figures = [
        a_value("2500"),
        a_value("1000", basis="same_period_last_year"),
        a_value("-3", item="total_pay"),
    ]
    return actions.save_cells(draft.pk, figures, revision=0, by=city.filler, at=at)


def mended(version: Version, city: City) -> None:
    at = timezone.now()
    actions.save_cells(version.pk, [a_value("300", item="total_pay")], revision=1, by=city.filler, at=at)


def test_f8_goes_from_finding_to_finding_and_the_cell_has_the_focus(
    desks: Callable[[], Desk], version: Version
) -> None:
    desk = desks()
    desk.sit_down(a_city().filler)
    page = desk.go(f"/returns/{version.return_filed_id}/")
    page.keyboard.press("F8")
    assert page.evaluate("document.activeElement.id") == "total_pay.current"
    assert "SW2.3" in page.locator("#findings .now").inner_text()
    page.keyboard.press("F8")
    assert page.evaluate("document.activeElement.id") == "software_revenue.current"
    page.keyboard.press("Shift+F8")
    assert page.evaluate("document.activeElement.id") == "total_pay.current"
    assert desk.grave_barriers() == []


def test_a_finding_is_explained_without_leaving_the_page(desks: Callable[[], Desk], version: Version) -> None:
    desk = desks()
    desk.sit_down(a_city().filler)
    page = desk.go(f"/returns/{version.return_filed_id}/")
    page.evaluate("document.addEventListener('findings-known', (event) => { window.known = event.detail.findings; })")
    desk.unfold("填写说明")
    page.locator("#findings textarea").first.fill("核实无误，核实无误。")
    page.locator("#findings form[data-explain] button").first.press("Enter")
    page.wait_for_selector("#findings [data-trouble]")
    assert page.evaluate("document.activeElement.hasAttribute('data-trouble')")
    assert page.locator("#findings textarea").first.input_value() == "核实无误，核实无误。"
    assert not Explanation.objects.exists()
    page.locator("#findings textarea").first.fill(TEXT)
    page.locator("#findings form[data-explain] button").first.press("Enter")
    page.wait_for_selector("#findings li.answered")
    assert Explanation.objects.get().text == TEXT
    known = page.evaluate("window.known.filter((one) => one.code === 'SW7.1')")
    assert [(one["severity"], one["answered"]) for one in known] == [("explain", True)]
    assert known[0]["cells"][0] == ["software_revenue", "current"]


def test_the_summary_holds_back_what_is_not_ready_and_leads_on_once_it_is(
    desks: Callable[[], Desk], version: Version
) -> None:
    desk, city = desks(), a_city()
    desk.sit_down(city.filler)
    desk.go(f"/returns/versions/{version.pk}/summary/")
    assert "还有强制性错误，或有核实性问题未说明" in desk.text()
    mended(version, city)
    explained(version, at=timezone.now())
    desk.go(f"/returns/versions/{version.pk}/summary/")
    assert desk.grave_barriers() == []
    desk.press("提交审签")
    assert "待审签" in desk.text()


def test_a_receipt_is_verified_and_the_sheet_printed_on_a4(
    desks: Callable[[], Desk], version: Version, tmp_path: Path
) -> None:
    desk, city, at = desks(), a_city(), timezone.now()
    mended(version, city)
    explained(version, at=at)
    actions.request_signatures(version.pk, by=city.filler, at=at)
    sign_all(version, city, at=at)
    desk.sit_down(city.filler)
    desk.go(f"/returns/versions/{version.pk}/summary/")
    desk.page.get_by_label("承诺依照统计法报送").press("Space")
    desk.press("上报")
    receipt = Receipt.objects.get()
    assert "属按期报送" in desk.text()
    assert desk.grave_barriers() == []
    page = desk.go("/returns/receipts/verify/")
    page.get_by_label("回执编号").fill(receipt.number)
    page.get_by_label("校验值").fill(receipt.digest)
    desk.press("验真")
    assert "真实有效" in desk.text()
    printed = desk.go(f"/returns/versions/{version.pk}/print/")
    assert desk.grave_barriers() == []
    sheet = tmp_path / "sheet.pdf"
    printed.pdf(path=str(sheet), prefer_css_page_size=True)
    about = subprocess.run(["pdfinfo", str(sheet)], capture_output=True, text=True, check=True).stdout
    assert "pts (A4)" in about
    assert "Pages:           1" in about
    words = subprocess.run(["pdftotext", "-layout", str(sheet), "-"], capture_output=True, text=True, check=True).stdout
    assert check_code(figures_digest(version)) in words
    assert "（单位公章）" in words
