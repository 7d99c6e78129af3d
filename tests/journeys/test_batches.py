"""测算批次 through the pages: requested, disputed, decided, confirmed, compared, traced — each by its own account."""

from collections.abc import Callable

import pytest

from assessment.jobs.models import Job
from assessment.measurement.models import Batch
from assessment.measurement.opinion_models import Dispute, Opinion
from assessment.people.models import User
from tests.journeys.conftest import Desk
from tests.situations.measurement import (
    a_confirmed_batch,
    a_submitted_batch,
    an_objection,
    the_commission_officer,
    the_confirmer,
    the_institute,
    the_statistics_bureau,
    the_tables_of,
    work_off,
)

DeskOf = Callable[[User], Desk]


@pytest.fixture
def desk_of(desks: Callable[[], Desk]) -> DeskOf:
    def sit(user: User) -> Desk:
        desk = desks()
        desk.sit_down(user)
        return desk

    return sit


def test_four_accounts_bring_a_batch_from_the_request_to_its_confirmation(desk_of: DeskOf) -> None:
    a_confirmed_batch("2020")
    the_tables_of("2021")
    batch = measured_and_submitted(desk_of(the_institute()))
    objected(desk_of(the_statistics_bureau()), batch)
    dispute = Dispute.objects.get()
    assert (dispute.measured_value, dispute.proposed_value) == (1500, 1600)
    confirmer = desk_of(the_confirmer())
    confirmer.go(f"/batches/{batch.pk}/")
    assert "不同意" in confirmer.text()
    confirmer.press("确认测算结果")
    assert "有争议" in confirmer.text()
    assert Batch.objects.get(pk=batch.pk).state == Batch.State.CONFIRMED
    decided(desk_of(the_commission_officer()), dispute)
    confirmer.go(f"/batches/{batch.pk}/")
    assert "有争议" not in confirmer.text()


def measured_and_submitted(institute: Desk) -> Batch:
    institute.go("/batches/")
    institute.page.get_by_label("年度", exact=True).select_option("2021")
    institute.page.get_by_label("参数集").select_option("2020-1")
    institute.press("开始测算")
    assert "已提交测算" in institute.text()
    batch = Batch.objects.get(period="2021")
    assert work_off(batch.job).state == Job.State.DONE
    institute.go(f"/batches/{batch.pk}/")
    assert "50.00" in institute.text()  # 贵阳市: 1 500 on 1 000
    assert institute.grave_barriers() == []
    institute.press("提交确认")
    return batch


def objected(bureau: Desk, batch: Batch) -> None:
    bureau.go(f"/batches/{batch.pk}/")
    bureau.page.get_by_label("不同意", exact=True).check()
    bureau.page.get_by_label("理由及依据").fill("贵阳市漏报一户，见省统计局函〔2022〕1号")
    bureau.unfold("填写应采用的数据")
    bureau.page.get_by_label("指标 1", exact=True).select_option("DIGITAL_ECONOMY")
    bureau.page.get_by_label("省统计局数据 1").fill("0.16")
    assert bureau.grave_barriers() == []
    bureau.press("提交意见")
    assert "待裁定" in bureau.text()


def decided(officer: Desk, dispute: Dispute) -> None:
    officer.go(f"/disputes/{dispute.pk}/")
    assert "先定后算" in officer.text()
    officer.page.get_by_label("采用测算数").check()
    officer.page.get_by_label("文号").fill("黔发改数字〔2022〕8号")
    officer.page.get_by_label("裁定理由").fill("该户已计入遵义市")
    assert officer.grave_barriers() == []
    officer.press("记录裁定")
    assert "黔发改数字〔2022〕8号" in officer.text()


def test_the_bureau_agrees_by_keyboard_alone(desk_of: DeskOf) -> None:
    batch = a_submitted_batch()
    bureau = desk_of(the_statistics_bureau())
    bureau.go(f"/batches/{batch.pk}/")
    assert "尚无意见" in bureau.text()
    bureau.press("提交意见")
    assert "意见已记录" in bureau.text()
    assert Opinion.objects.get().stand == Opinion.Stand.AGREES


def test_two_years_are_compared_and_a_figure_is_traced_to_its_delivery(desk_of: DeskOf) -> None:
    first, second = a_confirmed_batch("2020"), a_confirmed_batch("2021")
    desk = desk_of(the_confirmer())
    desk.go(f"/batches/{second.pk}/")
    desk.page.get_by_label("前批次").select_option(str(first.pk))
    desk.press("对比")
    assert desk.page.url.endswith(f"/batches/{second.pk}/against/{first.pk}/")
    assert desk.grave_barriers() == []
    desk.page.get_by_label("只看有变动的").check()
    desk.press("显示")
    assert "信息技术" not in desk.text()
    with desk.page.expect_download() as download:
        desk.page.get_by_text("导出对比表").press("Enter")
    assert download.value.suggested_filename.startswith("测算批次对比表")
    desk.go(f"/batches/{second.pk}/")
    desk.press("贵阳市")
    for word in ("劳动者报酬", "营业盈余", "贵州省统计局", "最终核实数"):
        assert word in desk.text()
    assert desk.grave_barriers() == []
    desk.go("/disputes/")
    assert desk.grave_barriers() == []


def test_the_accounts_of_a_batch_are_handed_out_as_excel(desk_of: DeskOf) -> None:
    batch = a_submitted_batch()
    an_objection(batch)
    desk = desk_of(the_confirmer())
    desk.go(f"/batches/{batch.pk}/")
    with desk.page.expect_download() as download:
        desk.page.get_by_text("导出核算表").press("Enter")
    assert download.value.suggested_filename.startswith("2021年全年增加值核算表")
