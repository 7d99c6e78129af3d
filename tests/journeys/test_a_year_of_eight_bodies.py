"""One year with all eight kinds of body, each in its own account: every step is tried by everybody else first.

Two cities. The order is that of the official year, from the scheme that is issued to the ranking that is issued.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
import time_machine

from assessment.catalogue.models import Collection, SchemeVersion
from assessment.catalogue.queries import collection_for
from assessment.filing.models import Version
from assessment.jobs.models import Job
from assessment.measurement.models import BaseTable, Batch, TableUpload
from assessment.measurement.survey_models import Survey, SurveyEstimation, SurveyUnit
from assessment.measurement.table_keys import TableKey
from assessment.methodology.periods import Period
from assessment.people.models import User
from assessment.scoring.models import CityFeedback, Objection, Run
from tests.journeys import year_deeds as deeds
from tests.journeys.conftest import Desk
from tests.journeys.everybody_tries import Year
from tests.situations.base_tables import filled
from tests.situations.catalogue import moment
from tests.situations.measurement import GUIYANG, ZUNYI, work_off
from tests.situations.scoring import on_the_insider_list
from tests.situations.small_province import everybody, the_base_year, the_small_province
from tests.situations.survey import a_frame, a_frame_line, paper_file, paper_line

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SIGNERS = {"statistics": "统计负责人", "unit": "单位负责人", "government": "市（州）人民政府"}
FEWEST_STEPS, FEWEST_OTHERS = 70, 16
REVENUE = "software_revenue"
WHY = "贵阳市总量核减"
GDP = "gross_domestic_product"


@pytest.fixture
def year(desks: Callable[[], Desk]) -> Iterator[Year]:
    with time_machine.travel(moment("2021-01-20 09:00"), tick=True) as clock:
        the_small_province()
        year = Year(desks, clock)
        for name, user in everybody().items():
            year.joins(name, user)
        yield year


def test_a_year_goes_from_the_scheme_to_the_issue_and_nobody_takes_the_step_of_another(year: Year) -> None:
    the_scheme_is_issued(year)
    collections_open(year, "SW-Q", "2021c03")
    a_quarter_is_filed_and_signed(year)
    a_quarter_is_queried_sent_back_and_accepted(year)
    the_base_year()
    the_survey_is_drawn_and_answered(year)
    the_bureaus_deliver(year)
    collections_open(year, "DE-A", "2021")
    a_city_checks_its_figures(year)
    the_batch_is_measured_and_confirmed(year)
    the_year_is_signed_by_the_government_and_accepted(year)
    corrected = the_cities_check_one_objects_and_it_is_computed_anew(year)
    the_result_is_approved_and_issued(year, corrected)
    assert not year.found, "\n".join(year.found)
    assert year.steps >= FEWEST_STEPS
    assert year.refusals >= year.steps * FEWEST_OTHERS


def the_scheme_is_issued(year: Year) -> None:
    """方案印发: the commission's officer freezes the scheme with its 考核办法."""
    scheme = SchemeVersion.objects.get(kind="annual")
    year.step("officer", f"/schemes/{scheme.pk}/", deeds.unfold_and_press("冻结", "确认冻结"))
    scheme.refresh_from_db()
    assert scheme.frozen_by == "officer"
    assert scheme.document_number


def collections_open(year: Year, form: str, period: str) -> None:
    """开表, in the morning of the opening day."""
    collection = collection_for(form, Period.parse(period))
    year.day(collection.opens_at)
    year.step("reviewer", f"/collections/{collection.pk}/", deeds.press("开表"))
    assert Collection.objects.get(pk=collection.pk).opened_at is not None


def newest(form: str) -> Version:
    filed = Version.objects.filter(return_filed__collection__form_version__form__code=form)
    return filed.order_by("-pk").select_related("return_filed")[0]


def signed_and_submitted(year: Year, form: str, *signers: str) -> Version:
    """审签 along the chain, one after another; then 上报 by who filled."""
    page = f"/returns/versions/{newest(form).pk}/summary/"
    year.step("guiyang.filler", page, deeds.press("提交审签"))
    for signer in signers:
        deed = deeds.pledge_and_press(f"审签（{SIGNERS[signer]}）")
        year.step(f"guiyang.{signer}", page, deed)
    year.step("guiyang.filler", page, deeds.pledge_and_press("上报"))
    version = newest(form)
    assert version.state == Version.State.SUBMITTED
    assert version.signatures.count() == len(signers)
    return version


def a_quarter_is_filed_and_signed(year: Year) -> None:
    """填报 on the page, then the chain of a quarter."""
    year.day(moment("2021-04-10 09:00"))
    year.step("guiyang.filler", "/", deeds.press("开始填报"))
    figures = {"current": {REVENUE: "1234.5"}, "same_period_last_year": {REVENUE: "1000"}}
    year.step("guiyang.filler", f"/returns/versions/{newest('SW-Q').pk}/fill/", deeds.type_figures(figures))
    signed_and_submitted(year, "SW-Q", "statistics", "unit")


def a_quarter_is_queried_sent_back_and_accepted(year: Year) -> None:
    """审核: 核实, 退回 of one item, and 审核通过 of the next version."""
    year.day(moment("2021-04-12 09:00"))
    version = newest("SW-Q")
    review, sheet = f"/returns/versions/{version.pk}/review/", f"/returns/{version.return_filed_id}/queries/"
    year.step("reviewer", review, deeds.press("开始审核"))
    year.step("reviewer", review, deeds.write_and_press(REVENUE, "q", "增长较快，说明主要企业", "发出核实 1 项"))
    year.step("guiyang.filler", sheet, deeds.fill_and_press({"textarea": "一家企业二季度投产"}, "提交答复"))
    year.step("reviewer", sheet, deeds.fill_and_press({"[placeholder='采信的理由']": "凭证齐全"}, "关闭"))
    year.step("reviewer", review, deeds.write_and_press(REVENUE, "b", "与凭证不符", "退回 1 项指标"))
    year.step("guiyang.filler", f"/returns/{version.return_filed_id}/", deeds.press("继续填报"))
    figures = {"current": {REVENUE: "1240.5"}}
    year.step("guiyang.filler", f"/returns/versions/{newest('SW-Q').pk}/fill/", deeds.type_figures(figures))
    accepted(year, signed_and_submitted(year, "SW-Q", "statistics", "unit"))


def accepted(year: Year, version: Version) -> None:
    year.step("reviewer", f"/returns/versions/{version.pk}/review/", deeds.press("开始审核"))
    year.step("reviewer", f"/returns/versions/{version.pk}/review/", deeds.press("审核通过"))
    version.refresh_from_db()
    assert version.state == Version.State.ACCEPTED
    assert version.return_filed.in_force_id == version.pk


def the_survey_is_drawn_and_answered(year: Year) -> None:
    """A stratum a city: frame and links by the bureau, design and estimate by the institute, answers by enterprises."""
    collections_open(year, "DS-Q", "2021")
    lines = [a_frame_line(number, city=GUIYANG if number < 4 else ZUNYI, value=1500) for number in range(1, 7)]
    frame = deeds.send_file("frame.csv", a_frame(lines), "导入抽样框", kind="text/csv", fields={"#year": "2021"})
    year.step("reviewer", "/surveys/", frame)
    survey = Survey.objects.get()
    page = f"/surveys/{survey.pk}/"
    year.step("reviewer", page, deeds.press("锁定抽样框"))
    year.step("institute", f"{page}design/?cv=0.01&minimum=3", deeds.design_sample)
    year.step("institute", page, deeds.press("抽取样本"))
    links: dict[str, str] = {}
    year.step("reviewer", page, deeds.take_links("发放问卷", links))
    units = list(survey.units.order_by("code"))
    enterprises_answer(year, links, units)
    papers = paper_file(paper_line(unit) for unit in units[1:]).read()
    year.step("institute", f"{page}questionnaires/", deeds.send_file("paper.csv", papers, "录入", kind="text/csv"))
    year.day(moment("2022-02-20 09:00"))
    institute = year.step("institute", page, deeds.press("估计"))
    carried_out(institute, SurveyEstimation.objects.get().job)
    year.step("institute", page, deeds.press("报送测算批次"))
    assert BaseTable.objects.filter(period="2021", kind="industrial_digitalisation").exists()


def enterprises_answer(year: Year, links: Mapping[str, str], units: list[SurveyUnit]) -> None:
    """Each comes by its one-time link. One files for itself; then another one is among those who try."""
    comes_by_link(year, "enterprise", units[0], links)
    year.step("enterprise", "/enterprise/row/", deeds.press("开始填报"))
    year.step("enterprise", "/enterprise/row/", deeds.answer_questionnaire(units[0]))
    assert newest("DS-Q").state == Version.State.SUBMITTED
    comes_by_link(year, "another-enterprise", units[1], links)


def comes_by_link(year: Year, name: str, unit: SurveyUnit, links: Mapping[str, str]) -> None:
    desk = year.open_desk()
    deeds.come_by_link(desk, links[unit.pseudonym])
    year.comes(name, User.objects.get(organisation__code=unit.code), desk)


def the_bureaus_deliver(year: Year) -> None:
    """Base tables: 39 and 65 and GDP from 省统计局, 63 and 64 from 省通信管理局."""
    year.day(moment("2022-02-25 09:00"))
    accounts = deeds.accounts_of_two_cities((100, 120))
    delivered(year, "statistics", "industry_accounts", accounts, otherwise={"communications": 400})
    delivered(year, "communications", "industry_accounts", accounts, otherwise={"statistics": 400})
    delivered(year, "statistics", "gdp", {"C6": 0.42, "C7": 0.41})


def delivered(
    year: Year, body: str, kind: str, cells: Mapping[str, Any], *, otherwise: Mapping[str, int] | None = None
) -> None:
    """Up with the template, look at every cell, take over; another GDP than before is signed with its reason."""
    again = kind == "gdp" and BaseTable.objects.filter(kind=kind, period="2021").exists()
    content = filled(TableKey(kind, "2021", "preliminary"), cells, by=year.people[body])
    page = f"/tables/deliver/?kind={kind}&period=2021&vintage=preliminary"
    year.step(body, page, deeds.send_file("表.xlsx", content, "上传并对照"), otherwise=otherwise)
    upload = TableUpload.objects.latest("pk")
    assert upload.problems == []
    taken_over = deeds.fill_and_press({"#reason": WHY} if again else {}, "确认写入")
    year.step(body, f"/tables/uploads/{upload.pk}/", taken_over)
    assert BaseTable.objects.latest("pk").kind == kind


def a_city_checks_its_figures(year: Year) -> None:
    """市（州）核对 of what the two bureaus have laid out."""
    year.day(moment("2022-03-02 09:00"))
    year.step("guiyang.filler", "/", deeds.press("开始填报"))
    rest_is_agreed_with(year)


def rest_is_agreed_with(year: Year) -> None:
    version = newest("DE-A")
    there = set(version.cells.exclude(condition="empty").values_list("item", flat=True))
    empty = set(version.cells.filter(condition="empty").values_list("item", flat=True))
    said = set(version.figure_checks.filter(superseded_at__isnull=True).values_list("item", flat=True))
    items = sorted(there - empty - said)
    assert items
    year.step("guiyang.filler", f"/returns/versions/{version.pk}/figure-check/", deeds.agree_with(items))


def carried_out(desk: Desk, job: Job | None) -> None:
    """The worker does the job while nobody watches: a page that waits for it would reload by itself."""
    desk.go("/")
    assert work_off(job).state == Job.State.DONE


def measured_and_confirmed(year: Year) -> Batch:
    """测算批次 of the institute, the opinion of 省统计局, 省大数据局确认."""
    institute = year.step("institute", "/batches/", deeds.request_batch)
    batch = Batch.objects.latest("pk")
    carried_out(institute, batch.job)
    page = f"/batches/{batch.pk}/"
    year.step("institute", page, deeds.press("提交确认"))
    year.step("statistics", page, deeds.press("提交意见"))
    year.step("confirmer", page, deeds.press("确认测算结果"))
    batch.refresh_from_db()
    assert batch.state == Batch.State.CONFIRMED
    return batch


def run_and_confirmed(year: Year) -> Run:
    """The official run of the commission; its figures are confirmed by the bureau, which meets no score."""
    officer = year.step("officer", "/runs/", deeds.press("启动正式测算"))
    run = Run.objects.latest("pk")
    carried_out(officer, run.job)
    year.step("confirmer", f"/runs/{run.pk}/", deeds.unfold_and_press("确认数据", "按现值确认"))
    sent = deeds.unfold_and_press("发送反馈核对", "发送")
    year.step("officer", f"/runs/{run.pk}/", sent)
    run.refresh_from_db()
    assert run.state == Run.State.FEEDBACK
    return run


def the_batch_is_measured_and_confirmed(year: Year) -> None:
    year.day(moment("2022-03-07 09:00"))
    measured_and_confirmed(year)


def the_year_is_signed_by_the_government_and_accepted(year: Year) -> None:
    year.day(moment("2022-03-09 09:00"))
    rest_is_agreed_with(year)
    accepted(year, signed_and_submitted(year, "DE-A", *SIGNERS))


def the_cities_check_one_objects_and_it_is_computed_anew(year: Year) -> Run:
    """反馈核对 → 异议（复核）, decided by two persons → another delivery, another batch, another version of the run."""
    year.day(moment("2022-03-14 09:00"))
    run = run_and_confirmed(year)
    own = {row.unit: row for row in run.feedback.all()}
    year.step("zunyi.filler", f"/feedback/{own[ZUNYI].pk}/", deeds.agree_with_stamp(own[ZUNYI].digest))
    year.step("guiyang.filler", f"/feedback/{own[GUIYANG].pk}/", deeds.object_to(GDP, "0.41"))
    objection = Objection.objects.get()
    page = f"/objections/{objection.pk}/"
    year.step("officer", page, deeds.decide("采纳"))
    year.step("approver", page, deeds.press("确认决定"))
    delivered(year, "statistics", "gdp", {"C6": 0.41})
    measured_and_confirmed(year)
    corrected = run_and_confirmed(year)
    assert corrected.replaces_id == run.pk
    assert corrected.feedback.get(unit=ZUNYI).state == CityFeedback.State.AGREED
    row = corrected.feedback.get(unit=GUIYANG)
    year.step("guiyang.filler", f"/feedback/{row.pk}/", deeds.agree_with_stamp(row.digest))
    return corrected


def the_result_is_approved_and_issued(year: Year, run: Run) -> None:
    """审定 by a second person, 印发 with 文号 and scan; before it only the list sees scores, after it whoever may."""
    year.day(moment("2022-03-23 09:00"))
    on_the_insider_list(year.people["leader"], "2021")
    ranking = f"/rankings/{run.pk}/"
    assert who_sees(year, ranking) == {"leader"}
    year.step("approver", f"/runs/{run.pk}/", deeds.unfold_and_press("审定", "审定本结果"))
    assert who_sees(year, ranking) == {"leader"}
    reason = "各市（州）单位数均在三家以上，无一家占主要份额。"
    year.step("officer", f"/runs/{run.pk}/publication/", deeds.publish_unchecked(reason))
    year.step("officer", f"/runs/{run.pk}/", deeds.issue("黔发改数字〔2022〕2号"))
    run.refresh_from_db()
    assert (run.state, run.issue_number) == (Run.State.ISSUED, "黔发改数字〔2022〕2号")
    assert len({run.started_by_id, run.confirmed_by_id, run.approved_by_id}) == 3
    bureau, commission = {"reviewer", "confirmer"}, {"officer", "approver", "leader"}
    cities = {name for name in year.people if name.startswith(("guiyang.", "zunyi."))}
    assert who_sees(year, ranking) == bureau | commission | cities
    guiyang = {name for name in cities if name.startswith("guiyang.")}
    assert who_sees(year, f"{ranking}{GUIYANG}/") == bureau | commission | guiyang


def who_sees(year: Year, address: str) -> set[str]:
    return {name for name, client in year.clients.items() if client.get(address).status_code == 200}
