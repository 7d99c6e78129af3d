"""A survey from the frame to a figure: the bureau, the measuring institute and an enterprise, each at a desk."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from assessment.measurement.models import BaseTable
from assessment.measurement.survey_models import Survey, SurveyEstimation, SurveyUnit
from assessment.people.models import User
from tests.journeys.conftest import Desk, still_running
from tests.situations.catalogue import a_reviewer, the_cities
from tests.situations.measurement import the_institute, work_off
from tests.situations.survey import a_frame, amounts_of, paper_file, paper_line, the_questionnaire

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def seated(desks: Callable[[], Desk], user: User) -> Desk:
    desk = desks()
    desk.sit_down(user)
    return desk


def upload(desk: Desk, name: str, content: bytes, button: str) -> None:
    desk.page.set_input_files("#file", {"name": name, "mimeType": "text/csv", "buffer": content})
    desk.press(button)


def links_sent(desk: Desk, button: str) -> dict[str, str]:
    """The links of a downloaded file, by number of the questionnaire."""
    with desk.page.expect_download() as waiting:
        desk.page.get_by_role("button", name=button).press("Enter")
    rows = csv.DictReader(io.StringIO(Path(waiting.value.path()).read_text("utf-8-sig")))
    return {row["问卷编号"]: row["一次性链接"] for row in rows}


def fill(desk: Desk, unit: SurveyUnit) -> None:
    for item, value in amounts_of(unit).items():
        desk.page.fill(f'[id="{item}.current"]', str(value))
    desk.page.fill("#filler_name", "王一")
    desk.page.fill("#head_name", "李二")
    desk.page.check("[name=promised]")


def the_bureau_imports_a_frame(bureau: Desk) -> Survey:
    bureau.go("/surveys/")
    bureau.page.fill("#year", "2021")
    upload(bureau, "frame.csv", a_frame(), "导入抽样框")
    assert "抽样框已保存" in bureau.text()
    bureau.press("锁定抽样框")
    return Survey.objects.get()


def the_institute_designs_and_draws(institute: Desk, survey: Survey) -> list[str]:
    """What bars the way on the page of the design."""
    institute.go(f"/surveys/{survey.pk}/design/?cv=0.01&minimum=2")
    assert "抽取 18 家" in institute.text()
    barriers = institute.grave_barriers()
    institute.page.fill("#seed", "2021")
    institute.page.select_option("#share_method", "cost_share")
    institute.press("确定抽样方案")
    institute.press("抽取样本")
    assert "样本已抽取" in institute.text()
    return barriers


def an_enterprise_answers(enterprise: Desk, link: str, unit: SurveyUnit) -> list[str]:
    enterprise.page.goto(link)
    enterprise.press("打开本企业报表")
    assert "数字化投入与产出调查问卷" in enterprise.text()
    assert "软件" not in enterprise.page.locator("main").inner_text()
    enterprise.press("开始填报")
    with enterprise.page.expect_download() as template:
        enterprise.page.get_by_role("link", name="Excel 模板").press("Enter")
    sheet = load_workbook(io.BytesIO(Path(template.value.path()).read_bytes())).worksheets[0]
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "数字化带来的产出增加额" in "".join(str(cell) for cell in cells)
    fill(enterprise, unit)
    barriers = enterprise.grave_barriers()
    enterprise.press("保存、签名并报送")
    assert "回执" in enterprise.text()
    return barriers


def the_institute_enters_papers(institute: Desk, survey: Survey, units: list[SurveyUnit]) -> list[str]:
    institute.go(f"/surveys/{survey.pk}/questionnaires/")
    assert units[0].pseudonym in institute.text()
    assert units[0].code not in institute.page.content()
    assert units[0].name_zh not in institute.page.content()
    upload(institute, "paper.csv", paper_file([paper_line(units[1], output="12万")]).read(), "录入")
    assert "应为至多四位小数的数值，收到“12万”" in institute.text()
    upload(institute, "paper.csv", paper_file([paper_line(unit) for unit in units[1:]]).read(), "录入")
    assert "已录入 17 份纸质问卷" in institute.text()
    return institute.grave_barriers()


def the_institute_estimates_and_delivers(institute: Desk, survey: Survey) -> list[str]:
    institute.go(f"/surveys/{survey.pk}/")
    institute.press("估计")
    work_off(SurveyEstimation.objects.get().job)
    institute.go(f"/surveys/{survey.pk}/")
    assert "10.00" in institute.page.locator("tr", has_text="贵阳市").first.inner_text()
    assert "可发布" in institute.text()
    barriers = institute.grave_barriers()
    institute.press("报送测算批次")
    assert "估计结果已报送" in institute.text()
    return barriers


def test_a_survey_from_the_frame_to_the_figure_that_batches_take_in(desks: Callable[[], Desk]) -> None:
    the_cities()
    still_running(the_questionnaire())
    bureau, institute, enterprise = seated(desks, a_reviewer()), seated(desks, the_institute()), desks()
    survey = the_bureau_imports_a_frame(bureau)
    barriers = the_institute_designs_and_draws(institute, survey)
    bureau.go(f"/surveys/{survey.pk}/")
    links = links_sent(bureau, "发放问卷")
    assert len(links) == 18
    units = list(survey.units.order_by("code"))
    barriers += an_enterprise_answers(enterprise, links[units[0].pseudonym], units[0])
    barriers += the_institute_enters_papers(institute, survey, units)
    barriers += the_institute_estimates_and_delivers(institute, survey)
    assert {row.value for row in BaseTable.objects.get().region_figures.all()} == {610, 136}
    bureau.go(f"/surveys/{survey.pk}/units/{units[0].pseudonym}/")
    assert units[0].name_zh in bureau.text()
    assert barriers + bureau.grave_barriers() == []


def test_the_institute_opens_no_unit_and_a_wrong_frame_is_told_cell_by_cell(desks: Callable[[], Desk]) -> None:
    the_cities()
    bureau = seated(desks, a_reviewer())
    bureau.go("/surveys/")
    bureau.page.fill("#year", "2021")
    upload(bureau, "frame.csv", a_frame().replace(b"520300", b"999999"), "导入抽样框")
    told = bureau.page.locator("#trouble li", has_text="999999").first.inner_text()
    assert "12" in told
    assert "行政区划代码" in told
    assert not Survey.objects.exists()
    institute = seated(desks, the_institute())
    institute.go("/surveys/1/units/ABC/")
    assert "本账户无此权限" in institute.text()
