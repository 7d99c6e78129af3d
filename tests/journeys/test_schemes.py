"""The commission's officer brings a scheme from a file to the freeze, and a year over to the next."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from assessment.audit.models import Entry
from assessment.catalogue.models import SchemeVersion
from assessment.people.models import User
from assessment.people.roles import Role
from tests.journeys.conftest import Desk
from tests.situations.catalogue import a_commission_officer, a_frozen_scheme, a_reviewer, an_account, the_catalogue
from tests.situations.schemes import files_of_the_quarterly_draft, replaced

pytestmark = pytest.mark.journey
DeskOf = Callable[[User], Desk]


@pytest.fixture
def desk_of(desks: Callable[[], Desk]) -> DeskOf:
    def sit(user: User) -> Desk:
        desk = desks()
        desk.sit_down(user)
        return desk

    return sit


@dataclass(frozen=True)
class Written:
    """The files of the quarterly draft on the officer's disk: with other weights and periods, and one that is wrong."""

    scheme: Path
    document: Path
    wrong: Path


def files_on_disk(folder: Path) -> Written:
    _, files = files_of_the_quarterly_draft()
    document = replaced(replaced(files.document, "2021c03", "2098c03"), "2021c12", "2098c12")
    scheme = replaced(replaced(files.scheme, "weight: 40", "weight: 45"), "weight: 60", "weight: 55")
    written = Written(folder / "方案.yaml", folder / "考核办法.document.yaml", folder / "错.yaml")
    written.scheme.write_text(scheme, "utf-8")
    written.document.write_text(document, "utf-8")
    written.wrong.write_text(replaced(scheme, "weight: 45", "wieght: 45"), "utf-8")
    return written


def differences(desk: Desk) -> list[str]:
    return [re.sub(r"\s+", " ", row.inner_text()) for row in desk.page.locator("table.changes tbody tr").all()]


def test_a_scheme_goes_from_file_to_difference_to_draft_to_freeze(desk_of: DeskOf, tmp_path: Path) -> None:
    draft, _ = files_of_the_quarterly_draft()
    written = files_on_disk(tmp_path)
    desk = desk_of(a_commission_officer())
    desk.go("/")
    desk.press("考核方案")
    desk.press("2021年季度考核方案（第1版）")
    desk.press("上传修改后的文件")
    desk.page.get_by_label("考核方案（YAML）").set_input_files(written.scheme)
    desk.page.get_by_label("考核办法（YAML）").set_input_files(written.document)
    desk.press("查看差异")
    assert differences(desk) == [
        "考核办法 首期 2021年一季度 → 2098年一季度",
        "考核办法 末期 2021年全年 → 2098年全年",
        "绝对值 (level) 权重 40 → 45",
        "增速 (growth) 权重 60 → 55",
    ]
    assert SchemeVersion.objects.get(pk=draft.pk).digest == draft.digest
    desk.press("保存为草案")
    assert "草案已保存" in desk.text()
    assert SchemeVersion.objects.get(pk=draft.pk).text == written.scheme.read_text("utf-8")
    desk.unfold("冻结")
    desk.press("确认冻结")
    assert "考核方案已冻结并施行" in desk.text()
    frozen = SchemeVersion.objects.get(pk=draft.pk)
    assert frozen.frozen_by == "officer"
    assert frozen.digest in desk.text()
    assert desk.page.locator("input.weight").count() == 0
    entries = Entry.objects.filter(object_id=str(draft.pk), by="officer").order_by("pk")
    assert [entry.action for entry in entries] == ["scheme.draft", "scheme.freeze"]


def test_a_wrong_file_comes_back_with_its_line_and_no_page_of_a_scheme_has_a_barrier(
    desk_of: DeskOf, tmp_path: Path
) -> None:
    draft, _ = files_of_the_quarterly_draft()
    written = files_on_disk(tmp_path)
    desk = desk_of(a_commission_officer())
    for address in ("/schemes/", "/schemes/new/", f"/schemes/{draft.pk}/", f"/schemes/{draft.pk}/upload/"):
        desk.go(address)
        assert desk.grave_barriers() == [], address
    desk.page.get_by_label("考核方案（YAML）").set_input_files(written.wrong)
    desk.press("查看差异")
    assert "错.yaml：第19行" in desk.text()
    assert "未写入任何内容" in desk.text()
    assert desk.grave_barriers() == []
    desk.page.get_by_label("考核方案（YAML）").set_input_files(written.scheme)
    desk.press("查看差异")
    assert desk.grave_barriers() == []


def test_weights_are_changed_in_the_table_and_confirmed_as_a_difference(desk_of: DeskOf) -> None:
    draft, _ = files_of_the_quarterly_draft()
    desk = desk_of(a_commission_officer())
    desk.go(f"/schemes/{draft.pk}/")
    desk.page.get_by_label("绝对值的权重").fill("50")
    desk.page.get_by_label("增速的权重").fill("50")
    desk.press("查看权重变化")
    assert "权重\t60" in desk.text()
    desk.press("保存为草案")
    assert "weight: 50" in SchemeVersion.objects.get(pk=draft.pk).text


def test_a_freeze_after_the_period_has_closed_is_refused_with_the_day(desk_of: DeskOf) -> None:
    draft, _ = files_of_the_quarterly_draft()
    desk = desk_of(a_commission_officer())
    desk.go(f"/schemes/{draft.pk}/")
    desk.unfold("冻结")
    desk.press("确认冻结")
    assert "该报告期已于2021-03-31结束" in desk.text()
    assert SchemeVersion.objects.get(pk=draft.pk).frozen_at is None


def test_a_city_reads_the_frozen_scheme_from_its_returns(desk_of: DeskOf) -> None:
    a_frozen_scheme()
    desk = desk_of(an_account("filler-520200", Role.FILLER, "520200"))
    desk.go("/returns/")
    desk.press("考核方案")
    desk.press("2021年季度考核方案（第1版）")
    assert "功效系数法" in desk.text()
    assert "2021年度考核方案" not in desk.text()
    assert desk.page.locator("button", has_text="冻结").count() == 0
    assert desk.grave_barriers() == []


def test_a_year_is_rolled_over_by_the_bureau_and_by_the_commission(desk_of: DeskOf) -> None:
    the_catalogue()
    desk = desk_of(a_reviewer())
    desk.go("/collections/")
    desk.press("结转至下一年度")
    assert "向2022年新增11项草案" in desk.text()
    assert desk.grave_barriers() == []
    desk.press("向2022年新增11项草案")
    assert "已向2022年新增11项草案" in desk.text()
    officer = desk_of(a_commission_officer())
    officer.go("/schemes/")
    officer.press("结转至下一年度")
    officer.page.get_by_label("新年度").select_option("2022")
    officer.press("选择")
    officer.press("向2022年新增2项草案")
    assert "由您负责的内容，2022年均已具备" in officer.text()
    officer.go("/schemes/")
    assert "2022年度考核方案（第1版）" in officer.text()
