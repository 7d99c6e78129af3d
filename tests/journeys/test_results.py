"""From the run to the issue: the bureau confirms figures without a score, only listed persons see a ranking."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from assessment.audit.models import Entry
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.roles import Role
from assessment.scoring.models import Run, Score
from tests.journeys.conftest import Desk
from tests.situations.catalogue import an_account
from tests.situations.files import PDF
from tests.situations.measurement import a_submitted_batch, the_confirmer, the_institute, work_off
from tests.situations.quarters import the_same_result_in
from tests.situations.scoring import (
    FIRST_QUARTER,
    a_checked_run,
    a_computed_annual_run,
    a_computed_run,
    a_confirmed_run,
    a_requested_run,
    an_approved_run,
    an_issued_run,
    on_the_insider_list,
    the_approver,
    the_frozen_scheme,
    the_officer,
    the_returns_of_the_first_quarter,
)

pytestmark = pytest.mark.journey
DeskOf = Callable[[User], Desk]
SIZES_OF_WHAT_WAS_FETCHED = (
    "['navigation', 'resource'].flatMap(kind => performance.getEntriesByType(kind)).map(one => one.decodedBodySize)"
)
REQUESTS_OF_THE_PICTURE, BYTES_OF_THE_PICTURE = 4, 64_000
RECTANGLES = ("520100", "520200", "520300", "520400", "520500", "520600", "522300", "522600", "522700")
A_MAP = {
    "type": "FeatureCollection",
    "review_number": "测S(2026)001号",
    "source": "测试矩形，非行政区划界线",
    "features": [
        {
            "properties": {"code": code},
            "geometry": {"type": "Polygon", "coordinates": [[[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]]]},
        }
        for code, (x, y) in zip(RECTANGLES, [(x, y) for y in (2, 1, 0) for x in (0, 1, 2)], strict=True)
    ],
}
WORDS_OF_A_SCORE = ("综合得分", "第 1 名", "得分构成", "位次变化")


@pytest.fixture
def desk_of(desks: Callable[[], Desk]) -> DeskOf:
    def sit(user: User) -> Desk:
        desk = desks()
        desk.sit_down(user)
        return desk

    return sit


def a_leader() -> User:
    return on_the_insider_list(an_account("leader", Role.COMMISSION_LEADER))


def watermark(desk: Desk) -> str:
    return desk.page.locator("svg.unpublished").text_content() or ""


def scores_of(run: Run) -> list[str]:
    shown = [str(placing.shown.normalize()) for placing in run.placings.all() if placing.shown is not None]
    assert len(shown) == 9
    return [text for text in shown if text not in {"60", "1E+2"}]


def test_the_officer_starts_a_run_and_watches_it_until_it_is_done(desk_of: DeskOf) -> None:
    the_frozen_scheme()
    the_returns_of_the_first_quarter()
    desk = desk_of(the_officer())
    desk.go("/runs/")
    desk.press("启动正式测算")
    assert "排队中" in desk.text()
    work_off(Run.objects.get().job)
    desk.page.get_by_text("采用数据").wait_for()
    assert "已测算" in desk.text()


def test_the_bureau_confirms_the_figures_and_meets_no_score(desk_of: DeskOf) -> None:
    run = a_computed_run()
    desk = desk_of(the_confirmer())
    desk.go("/")
    desk.press("确认")
    before = desk.page.content()
    assert "贵阳市" in before
    assert "500,000.00" in before
    desk.unfold("确认数据")
    desk.press("按现值确认")
    assert "已确认。" in desk.text()
    after = desk.page.content()
    for page in (before, after):
        assert [word for word in WORDS_OF_A_SCORE if word in page] == []
        assert [score for score in scores_of(run) if score in page] == []
    desk.go(f"/rankings/{run.pk}/")
    assert "未找到该页面" in desk.text()
    desk.go("/rankings/")
    assert "没有可以查看的考核结果。" in desk.text()


def test_a_ranking_opens_for_the_listed_with_name_on_every_page_and_a_record_of_each_reading(desk_of: DeskOf) -> None:
    run = a_confirmed_run()
    leader = a_leader()
    desk = desk_of(leader)
    desk.go("/rankings/")
    desk.press("查看排名")
    assert "未发布 内部" in desk.text()
    assert leader.display_name in watermark(desk)
    assert desk.page.locator("table.t").first.locator("tbody tr").count() == 9
    assert "本期为首次考核，不列位次变化。" in desk.text()
    assert "含贵安新区" in desk.text()
    desk.press("贵阳市")
    assert "得分由来" in desk.text()
    assert leader.display_name in watermark(desk)
    read = Entry.objects.filter(action=Action.SCORE_VIEW.value, object_id=str(run.pk), by=leader.username)
    assert read.count() == 2


def test_who_is_not_listed_finds_nothing_and_a_city_neither(desk_of: DeskOf) -> None:
    run = a_confirmed_run()
    city = an_account("guiyang.filler", Role.FILLER, "520100")
    for reader in (an_account("leader", Role.COMMISSION_LEADER), on_the_insider_list(city)):
        desk = desk_of(reader)
        for address in (f"/rankings/{run.pk}/", f"/rankings/{run.pk}/520100/", f"/rankings/{run.pk}/ranking.xlsx"):
            desk.go(address)
            assert "未找到该页面" in desk.text()
        assert "没有可以查看的考核结果。" in desk.go("/rankings/").locator("body").inner_text()


def test_a_second_person_approves_and_the_officer_issues_with_number_and_scan(desk_of: DeskOf) -> None:
    run = a_checked_run()
    approver = desk_of(on_the_insider_list(the_approver()))
    approver.go("/")
    approver.press("审定")
    approver.unfold("审定")
    assert "审定后不能撤回" in approver.text()
    approver.press("审定本结果")
    assert "考核结果已审定。" in approver.text()
    officer = desk_of(the_officer())
    officer.go(f"/runs/{run.pk}/publication/")
    assert "未决定" in officer.text()
    officer.page.get_by_label("予以公布", exact=True).check()
    officer.page.fill("#reason", "各市（州）单位数均在三家以上，无一家占主要份额。")
    officer.press("登记公布决定")
    assert "决定已记录。" in officer.text()
    officer.go("/")
    officer.press("印发")
    officer.unfold("印发")
    officer.page.get_by_label("文号").fill("黔发改数字〔2021〕1号")
    officer.page.get_by_label("公开属性").select_option(label="依申请公开")
    officer.page.get_by_label("印发文件扫描件").set_input_files(
        {"name": "印发件.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    officer.press("确认印发")
    assert "考核结果已印发，各市（州）可以查看。" in officer.text()
    issued = Run.objects.get(pk=run.pk)
    assert (issued.issue_number, issued.publicity) == ("黔发改数字〔2021〕1号", "on_request")


def test_whoever_started_or_confirmed_is_not_offered_the_approval(desk_of: DeskOf) -> None:
    run = a_checked_run()
    for user in (the_officer(), the_confirmer()):
        desk = desk_of(user)
        desk.go(f"/runs/{run.pk}/")
        assert desk.page.locator(f'form[action="/runs/{run.pk}/approve/"]').count() == 0


def test_after_the_issue_a_city_sees_the_ranking_and_how_its_own_score_came_about(desk_of: DeskOf) -> None:
    run = an_issued_run()
    desk = desk_of(an_account("guiyang.filler", Role.FILLER, "520100"))
    desk.go(f"/rankings/{run.pk}/")
    assert "黔发改数字〔2021〕1号" in desk.text()
    assert desk.page.locator("svg.unpublished").count() == 0
    links = desk.page.locator('a[href*="/rankings/"]').all()
    explained = [link.inner_text() for link in links if (link.get_attribute("href") or "").endswith("/520100/")]
    assert explained == ["贵阳市"]
    desk.press("贵阳市")
    assert "综合得分" in desk.text()
    desk.go(f"/rankings/{run.pk}/520200/")
    assert "未找到该页面" in desk.text()


def test_the_workbook_is_handed_out_and_recorded(desk_of: DeskOf) -> None:
    run = an_approved_run()
    leader = a_leader()
    desk = desk_of(leader)
    desk.go(f"/rankings/{run.pk}/")
    with desk.page.expect_download() as download:
        desk.page.get_by_text("导出 Excel").press("Enter")
    assert download.value.suggested_filename.endswith(".xlsx")
    assert Entry.objects.filter(action=Action.REPORT_DOWNLOAD.value, by=leader.username).count() == 1


def test_the_explanation_goes_down_to_the_four_components(desk_of: DeskOf) -> None:
    run = a_computed_annual_run()
    leader = on_the_insider_list(an_account("leader", Role.COMMISSION_LEADER), "2021")
    desk = desk_of(leader)
    desk.go(f"/rankings/{run.pk}/520200/")
    text = desk.text()
    for word in (
        "占GDP比重（%）",
        "名义增速（%）",
        "劳动者报酬",
        "生产税净额",
        "固定资产折旧",
        "营业盈余",
        "软件信息服务（65）",
    ):
        assert word in text
    assert Score.objects.filter(run=run, unit="520200").exists()


def test_the_institute_submits_and_the_bureau_returns_a_batch_with_a_reason(desk_of: DeskOf) -> None:
    batch = a_submitted_batch()
    desk = desk_of(the_confirmer())
    desk.go("/")
    desk.press("确认")
    desk.unfold("退回测算机构")
    desk.page.get_by_label("原因").fill("通信业数据与上年口径不一致")
    desk.press("确认退回")
    assert "已退回测算机构。" in desk.text()
    institute = desk_of(the_institute())
    institute.go(f"/batches/{batch.pk}/")
    assert "通信业数据与上年口径不一致" in institute.text()


def test_a_requested_run_can_be_cancelled_with_a_reason(desk_of: DeskOf) -> None:
    run = a_requested_run()
    desk = desk_of(the_officer())
    desk.go(f"/runs/{run.pk}/")
    desk.unfold("撤销")
    desk.page.get_by_label("原因").fill("数据更正后重新测算")
    desk.press("确认撤销")
    assert "数据更正后重新测算" in desk.text()
    assert Run.objects.get(pk=run.pk).period == FIRST_QUARTER


def test_the_officer_edits_the_bulletin_and_a_wrong_number_holds_it_back(desk_of: DeskOf) -> None:
    run = a_computed_run()
    officer = desk_of(on_the_insider_list(the_officer()))
    officer.go(f"/rankings/{run.pk}/")
    officer.press("通报预览")
    officer.press("生成呈批材料")
    first = officer.page.get_by_label("居前位次")
    told = first.input_value()
    assert "贵阳市（第1位，90.00分）" in told
    first.fill(told.replace("90.00分", "91.00分"))
    officer.press("保存为新一稿")
    assert "贵阳市“91.00分”：与附件数据不一致，对照附件核对。" in officer.text()
    assert "下载呈批材料" not in officer.text()
    assert officer.grave_barriers() == []
    officer.press("恢复系统生成的文字")
    officer.press("定稿")
    assert "已定稿，文字中的数据与附件一致。" in officer.text()
    assert "未发布 内部" in watermark(officer)
    assert officer.grave_barriers() == []


def test_a_leader_walks_from_the_one_picture_to_the_figure_of_a_city(desk_of: DeskOf) -> None:
    """Each press is one click by keyboard: three from the picture to the figure as it was filed."""
    run = a_confirmed_run()
    leader = a_leader()
    desk = desk_of(leader)
    desk.go("/")
    desk.press("一张图")
    fetched = desk.page.evaluate(SIZES_OF_WHAT_WAS_FETCHED)
    assert 1 < len(fetched) <= REQUESTS_OF_THE_PICTURE
    assert 0 < min(fetched) <= sum(fetched) <= BYTES_OF_THE_PICTURE
    assert leader.display_name in watermark(desk)
    assert desk.page.locator("table.places tbody tr").count() == 9
    for word in ("薄弱指标", "报送序时进度", "方格示意图，非行政区划图", "未发布 内部"):
        assert word in desk.text()
    assert desk.grave_barriers() == []
    desk.press("贵阳市")
    assert "市（州）画像" in desk.text()
    assert desk.grave_barriers() == []
    desk.page.locator("section table tbody th a").first.focus()
    desk.enter()
    assert "指标分析" in desk.text()
    assert desk.grave_barriers() == []
    desk.press("查看数据")
    assert all(words in desk.text() for words in ("得分由来", "软件业务收入季报", "填报人"))
    desk.go(f"/dashboard/{run.pk}/pair/")
    assert desk.grave_barriers() == []


def test_an_official_map_is_drawn_with_its_number_and_refused_without(
    desk_of: DeskOf, settings: Settings, tmp_path: Path
) -> None:
    """Rectangles of our own that say so, beside and below each other: no border of anything."""
    an_issued_run()
    desk = desk_of(a_leader())
    desk.go("/dashboard/")
    assert desk.page.locator(".tile").count() == len(RECTANGLES)
    file = tmp_path / "map.json"
    settings.OFFICIAL_MAP_FILE = str(file)
    file.write_text(json.dumps(A_MAP), encoding="utf-8")
    desk.go("/dashboard/")
    assert desk.page.locator(".area path").count() == len(RECTANGLES)
    assert "审图号：测S(2026)001号" in desk.text()
    assert "数据来源：测试矩形，非行政区划界线" in desk.text()
    inside = "[...document.querySelectorAll('.area text')].every(t => t.getBBox().x >= 0 && t.getBBox().width < 140)"
    assert desk.page.evaluate(inside)
    assert desk.grave_barriers() == []
    file.write_text(json.dumps({**A_MAP, "review_number": ""}), encoding="utf-8")
    desk.go("/dashboard/")
    assert desk.page.locator(".area").count() == 0
    assert desk.page.locator(".tile").count() == len(RECTANGLES)
    assert "地图缺少审图号，只使用载明审图号和来源的地图。" in desk.text()
    assert desk.grave_barriers() == []


def test_two_periods_are_compared_by_keyboard(desk_of: DeskOf) -> None:
    """The earlier quarter with the same figures but those of 遵义市. From a score one click leads to its figures."""
    run = an_issued_run()
    the_same_result_in("2020c12", run, {"520100": 1}, edits={'"value":"9000"': '"value":"6600"'})
    desk = desk_of(a_leader())
    desk.go("/dashboard/")
    desk.page.locator("table.places tbody td a").first.focus()
    desk.enter()
    assert all(words in desk.text() for words in ("得分由来", "软件业务收入季报", "填报人"))
    desk.go("/dashboard/")
    desk.press("目标")
    assert "本考核方案未设目标值。" in desk.text()
    assert desk.grave_barriers() == []
    desk.press("两期对比")
    assert "2021年一季度与2020年全年对比" in desk.text()
    assert desk.page.locator("input[name=city]:checked").count() == 2
    desk.page.get_by_label("贵阳市").focus()
    desk.page.keyboard.press("Space")
    desk.press("分解变化")
    assert desk.page.locator("input[name=city]:checked").count() == 3
    assert desk.page.locator("th.group").count() == 2 + 3
    assert desk.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert desk.grave_barriers() == []
