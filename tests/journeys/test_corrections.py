"""A city asks to correct an accepted return, the bureau decides; bodies lay figures out, the city checks them."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from assessment.filing import actions
from assessment.filing.laid_out_actions import Said
from assessment.filing.models import Correction, FigureCheck, Version
from assessment.people.models import User
from tests.journeys.conftest import Desk, still_running
from tests.situations.catalogue import a_reviewer, an_open_collection
from tests.situations.filing import LIUPANSHUI, a_city, a_settled_correction, an_accepted_version
from tests.situations.laid_out import GDP, NOT_OURS, a_laid_out_draft
from tests.situations.measurement import the_institute, the_statistics_bureau

pytestmark = pytest.mark.journey
DeskOf = Callable[[User], Desk]
ECONOMY = "digital_economy_value_added"
HEADING = "region_code,period,form,item,basis,value,unit,condition,reason,source"


@pytest.fixture
def desk_of(desks: Callable[[], Desk]) -> DeskOf:
    def sit(user: User) -> Desk:
        desk = desks()
        desk.sit_down(user)
        return desk

    return sit


def checked(desk: Desk, name: str) -> None:
    """No barrier on the page that is open; with a folder named, its picture in both sizes."""
    assert desk.grave_barriers() == []
    folder = os.environ.get("ASSESSMENT_PICTURES")
    if folder:
        for width, height in ((1366, 768), (1920, 1080)):
            desk.page.set_viewport_size({"width": width, "height": height})
            desk.page.screenshot(path=Path(folder) / f"{name}-{width}.png")
        desk.page.set_viewport_size({"width": 1366, "height": 768})


def test_a_correction_is_asked_for_granted_and_begun(desk_of: DeskOf) -> None:
    version = an_accepted_version()
    still_running(an_open_collection("SW-Q"))
    filler, reviewer = desk_of(a_city().filler), desk_of(a_reviewer())
    filler.go(f"/returns/{version.return_filed_id}/")
    checked(filler, "return-accepted")
    filler.press("申请更正")
    filler.press("提交申请")
    assert "至少选择一项需要更正的指标" in filler.text()
    assert filler.page.title().startswith("错误：")
    filler.page.get_by_label("软件业务收入合计", exact=True).check()
    filler.page.locator("#reason").fill("原始凭证补登两笔，附记账凭证")
    checked(filler, "correction-request")
    filler.press("提交申请")
    assert "G2" in filler.text()
    checked(filler, "correction-asked")
    reviewer.go("/")
    assert "更正申请G" in reviewer.text()
    reviewer.go("/corrections/")
    checked(reviewer, "corrections")
    number = Correction.objects.get().number
    reviewer.press(number)
    reviewer.page.locator("#reason").fill("原始凭证齐全，同意更正")
    checked(reviewer, "correction-to-decide")
    reviewer.press("同意")
    assert "已同意更正" in reviewer.text()
    filler.go(f"/corrections/{Correction.objects.get().pk}/")
    filler.press("开始更正")
    assert Version.objects.filter(return_filed=version.return_filed_id).count() == 2
    assert Correction.objects.get().state == "begun"


def test_the_timeline_and_an_earlier_day_can_be_read(desk_of: DeskOf) -> None:
    filed = a_settled_correction().return_filed
    filler = desk_of(a_city().filler)
    filler.go(f"/returns/{filed.pk}/timeline/")
    assert "同意更正申请G2021-0001" in filler.text()
    checked(filler, "timeline")
    filler.press("时点查询")
    assert "1,300.00" in filler.text()
    filler.page.get_by_label("日期").fill("2021-04-14")
    filler.press("显示")
    assert "1,234.50" in filler.text()
    assert "第1版生效" in filler.text()
    checked(filler, "as-of")
    filler.go(f"/returns/{filed.pk}/as-of/?on=2021-04-01")
    assert "该日没有生效的报表" in filler.text()
    assert "不是日期" in filler.go(f"/returns/{filed.pk}/as-of/?on=soon").content()


def test_a_city_checks_and_disputes_and_the_body_reads_it(desk_of: DeskOf) -> None:
    draft = a_laid_out_draft()
    filler, bureau = desk_of(a_city().filler), desk_of(the_statistics_bureau())
    filler.go(f"/returns/versions/{draft.pk}/fill/")
    assert filler.page.url.endswith("/figure-check/")
    for choice in filler.page.get_by_label("核对无误").all():
        choice.check()
    filler.page.locator(f'input[name="verdict.{GDP}"][value="disputed"]').check()
    filler.press("保存核对结果")
    assert "有异议但未写理由" in filler.text()
    filler.page.locator(f'input[name="reason.{GDP}"]').fill("与本市核算数不一致")
    filler.press("保存核对结果")
    assert "核对结果已保存" in filler.text()
    checked(filler, "figure-check")
    bureau.go("/")
    assert "有异议" in bureau.text()
    bureau.go("/laid-out/")
    assert "与本市核算数不一致" in bureau.text()
    checked(bureau, "deliveries")


def test_a_body_delivers_anew_by_file_and_the_draft_takes_it_over(desk_of: DeskOf, tmp_path: Path) -> None:
    draft, city = a_laid_out_draft(), a_city()
    actions.check_figures(draft.pk, [Said(ECONOMY, "disputed", NOT_OURS)], by=city.filler, at=timezone.now())
    filler, institute = desk_of(city.filler), desk_of(the_institute())
    institute.go("/laid-out/")
    wrong = tmp_path / "economy.csv"
    wrong.write_text(f"{HEADING}\n{LIUPANSHUI},2021,DE-A,{ECONOMY},yearly,1,万元,value,,\n", encoding="utf-8")
    institute.page.get_by_label("CSV 文件").set_input_files(wrong)
    institute.press("下达")
    assert "第2行" in institute.text()
    checked(institute, "deliveries-wrong")
    right = tmp_path / "economy-again.csv"
    row = f"{LIUPANSHUI},2021,DE-A,{ECONOMY},current,5010,万元,value,,最终核实数"
    right.write_text(f"{HEADING}\n{row}\n", encoding="utf-8")
    institute.page.get_by_label("CSV 文件").set_input_files(right)
    institute.press("下达")
    assert "新下达1项数据" in institute.text()
    assert FigureCheck.objects.get(verdict="disputed").superseded_at is not None
    assert "5,010.00" in filler.go(f"/returns/versions/{draft.pk}/figure-check/").content()


def test_the_body_answers_a_dispute_without_changing_the_figure(desk_of: DeskOf) -> None:
    draft, city = a_laid_out_draft(), a_city()
    actions.check_figures(draft.pk, [Said(GDP, "disputed", NOT_OURS)], by=city.filler, at=timezone.now())
    bureau = desk_of(the_statistics_bureau())
    bureau.go("/laid-out/")
    bureau.page.locator('input[name="answer"]').fill("以省统一核算结果为准")
    bureau.press("答复")
    assert "答复已送达填报单位" in bureau.text()
    assert FigureCheck.objects.get().answer == "以省统一核算结果为准"
