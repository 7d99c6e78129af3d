"""What people do at their desks in the course of a year, page by page: the deeds of test_a_year_of_eight_bodies."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from assessment.measurement.survey_models import SurveyUnit
from tests.journeys.conftest import Desk
from tests.journeys.entry_page import save, type_into
from tests.situations.base_tables import COMPONENTS, FIRST_ROW
from tests.situations.files import PDF
from tests.situations.survey import amounts_of

Deed = Callable[[Desk], object]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLEDGE = "承诺依照统计法报送"
SCAN = {"name": "扫描件.pdf", "mimeType": "application/pdf", "buffer": PDF}


def press(*names: str) -> Deed:
    """One button after another, each leading to a page."""

    def deed(desk: Desk) -> None:
        for name in names:
            desk.press(name)

    return deed


def unfold_and_press(panel: str, button: str, fields: Mapping[str, str] | None = None) -> Deed:
    def deed(desk: Desk) -> None:
        desk.unfold(panel)
        for label, text in (fields or {}).items():
            desk.page.get_by_label(label).fill(text)
        desk.press(button)

    return deed


def type_figures(figures: Mapping[str, Mapping[str, str]]) -> Deed:
    """Basis → item → number, typed into the grid and saved."""

    def deed(desk: Desk) -> None:
        desk.page.wait_for_selector("form[data-ready]")
        for basis, numbers in figures.items():
            for item, number in numbers.items():
                type_into(desk.page, item, number, basis)
        save(desk.page)

    return deed


def pledge_and_press(button: str) -> Deed:
    def deed(desk: Desk) -> None:
        desk.page.get_by_label(PLEDGE).press("Space")
        desk.press(button)

    return deed


def write_and_press(item: str, key: str, text: str, button: str) -> Deed:
    """On the page of a review: into the field that `key` opens on the line of the item."""

    def deed(desk: Desk) -> None:
        desk.page.locator(f"#row-{item} th a").click()
        desk.page.keyboard.press(key)
        desk.page.keyboard.type(text)
        desk.page.keyboard.press("Escape")
        desk.press(button)

    return deed


def fill_and_press(fields: Mapping[str, str], button: str) -> Deed:
    """Selector → text."""

    def deed(desk: Desk) -> None:
        for selector, text in fields.items():
            desk.page.locator(selector).first.fill(text)
        desk.press(button)

    return deed


def send_file(
    name: str, content: bytes, button: str, *, kind: str = XLSX, fields: Mapping[str, str] | None = None
) -> Deed:
    def deed(desk: Desk) -> None:
        for selector, text in (fields or {}).items():
            desk.page.fill(selector, text)
        desk.page.set_input_files("#file", {"name": name, "mimeType": kind, "buffer": content})
        desk.press(button)

    return deed


def accounts_of_two_cities(compensation: Iterable[int]) -> dict[str, int]:
    """The cells of the template: of each of two industries 50 万元 beside what each city pays its employees."""
    paid = [*compensation]
    cells: dict[str, int] = {}
    for industry in range(2):
        for line, amount in enumerate([*paid, sum(paid)]):
            row = FIRST_ROW + industry * (len(paid) + 1) + line
            times = 1 if line < len(paid) else len(paid)
            for column, value in zip(COMPONENTS, (amount, 20 * times, 20 * times, 10 * times), strict=True):
                cells[f"{column}{row}"] = value
    return cells


def agree_with(items: Iterable[str]) -> Deed:
    """核对无误 for each of the items."""

    def deed(desk: Desk) -> None:
        for item in items:
            desk.page.check(f'input[name="verdict.{item}"][value="agreed"]')
        desk.press("保存核对结果")

    return deed


def take_links(button: str, into: dict[str, str]) -> Deed:
    """The links of the file that comes down, by number of the questionnaire."""

    def deed(desk: Desk) -> None:
        with desk.page.expect_download() as waiting:
            desk.page.get_by_role("button", name=button).press("Enter")
        rows = csv.DictReader(io.StringIO(Path(waiting.value.path()).read_text("utf-8-sig")))
        into.update({row["问卷编号"]: row["一次性链接"] for row in rows})

    return deed


def come_by_link(desk: Desk, link: str) -> None:
    desk.page.goto(link)
    desk.press("打开本企业报表")


def answer_questionnaire(unit: SurveyUnit) -> Deed:
    def deed(desk: Desk) -> None:
        for item, value in amounts_of(unit).items():
            desk.page.fill(f'[id="{item}.current"]', str(value))
        desk.page.fill("#filler_name", "王一")
        desk.page.fill("#head_name", "李二")
        desk.page.check("[name=promised]")
        desk.press("保存、签名并报送")

    return deed


def design_sample(desk: Desk) -> None:
    desk.page.fill("#seed", "2021")
    desk.page.select_option("#share_method", "cost_share")
    desk.press("确定抽样方案")


def request_batch(desk: Desk) -> None:
    desk.page.get_by_label("年度", exact=True).select_option("2021")
    desk.press("开始测算")


def agree_with_stamp(code: str) -> Deed:
    """核对无误, with the scan of the stamped form and the check code at its foot."""

    def deed(desk: Desk) -> None:
        desk.page.set_input_files("#agree-file", SCAN)
        desk.page.fill("#agree-code", code)
        desk.press("确认数据")

    return deed


def object_to(item: str, claimed: str) -> Deed:
    def deed(desk: Desk) -> None:
        desk.page.select_option("#item", item)
        desk.page.fill("#claimed_value", claimed)
        desk.page.fill("#reasons", "省统计局已核减，见附件。")
        desk.page.set_input_files("#files", SCAN)
        desk.press("提交申请")

    return deed


def decide(outcome: str) -> Deed:
    def deed(desk: Desk) -> None:
        desk.page.get_by_label(outcome, exact=True).check()
        desk.page.fill("#reasons", "依据所附资料核对，理由成立。")
        desk.press("登记决定")

    return deed


def publish_unchecked(reason: str) -> Deed:
    """Of all figures nobody could check, which the page has chosen beforehand."""

    def deed(desk: Desk) -> None:
        desk.page.get_by_label("予以公布", exact=True).check()
        desk.page.fill("#reason", reason)
        desk.press("登记公布决定")

    return deed


def issue(number: str) -> Deed:
    def deed(desk: Desk) -> None:
        desk.unfold("印发")
        desk.page.fill("#issue_number", number)
        desk.page.get_by_label("公开属性").select_option(label="依申请公开")
        desk.page.set_input_files("#issue_file", SCAN)
        desk.press("确认印发")

    return deed
