"""The package in the database: editions that never change, numbers that must agree, who has it, what is recorded."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from docx import Document
from pytest_django import DjangoAssertNumQueries

from assessment.audit.models import Entry
from assessment.display.formats import number, place
from assessment.jobs.models import Job
from assessment.methodology.errors import AssessmentError
from assessment.people.errors import NotFound, PermissionRefused
from assessment.people.insider_actions import remove_insider
from assessment.people.models import User
from assessment.people.roles import Role
from assessment.scoring.models import Run, Score
from reporting.bulletin_actions import (
    Quotation,
    complete_package,
    make_package,
    request_preview,
    save_texts,
    state_sources,
)
from reporting.bulletin_downloads import download_package, download_preview
from reporting.decision_actions import Decision, record_decision
from reporting.errors.bulletin import (
    EditionOutdated,
    NoBulletinOfTrial,
    NotQuotable,
    NumbersDiffer,
    PreviewUnfinished,
    SourceTooShort,
    TextTooLong,
    UnknownBlock,
)
from reporting.errors.decision import DecisionDayWrong, DecisionIncomplete, DecisionNeedsFinalText
from reporting.models import BulletinEdition, BulletinPackage
from tests.situations.catalogue import an_account, moment
from tests.situations.files import PDF
from tests.situations.measurement import work_off
from tests.situations.scoring import CONFIRMED, a_computed_run, a_trial, on_the_insider_list, the_approver, the_officer

pytestmark = pytest.mark.django_db
DECIDED = moment("2021-04-30 10:00")
LATER = CONFIRMED + timedelta(hours=1)
QUERIES_OF_THE_PAGE = 39


def an_insider() -> User:
    return on_the_insider_list(the_officer())


def a_package() -> tuple[BulletinPackage, User]:
    run, officer = a_computed_run(), an_insider()
    return make_package(run.pk, by=officer, at=CONFIRMED), officer


def texts_of(package: BulletinPackage) -> dict[str, str]:
    return dict(package.editions.latest("number").texts)


def test_the_package_is_made_once_with_the_texts_of_the_system() -> None:
    package, officer = a_package()
    assert make_package(package.run_id, by=officer, at=LATER) == package
    first = package.editions.get()
    # 500 000, 9 000 and the rest of the situation add up to 518 000; 413 700 a year ago: 25.2 %.
    assert first.texts["province"] == "2021年一季度，全省软件业务收入518,000.00万元，同比增长25.2%。"
    [entry] = Entry.objects.filter(action="bulletin.make")
    assert (entry.by, entry.object_id) == (officer.username, str(package.pk))
    assert "518" not in str(entry.facts)


def test_a_trial_has_no_package() -> None:
    with pytest.raises(NoBulletinOfTrial):
        make_package(a_trial().pk, by=an_insider(), at=CONFIRMED)


def test_who_is_not_on_the_list_finds_nothing_before_the_issue() -> None:
    run = a_computed_run()
    with pytest.raises(NotFound):
        make_package(run.pk, by=the_officer(), at=CONFIRMED)
    package = make_package(run.pk, by=an_insider(), at=CONFIRMED)
    leader = an_account("leader", Role.COMMISSION_LEADER)
    for take in (download_package, request_preview):
        with pytest.raises(NotFound):
            take(run.pk, by=leader, at=CONFIRMED)
    city = an_account("filler-zunyi", Role.FILLER, "520300")
    with pytest.raises(PermissionRefused):
        download_package(package.run_id, by=city, at=CONFIRMED)


def test_an_edit_makes_the_next_edition_and_leaves_the_one_before() -> None:
    package, officer = a_package()
    before = texts_of(package)
    changes = {"demands": "各市（州）要对照结果查找差距。", "publicity": "closed"}
    second = save_texts(package.run_id, 1, changes, by=officer, at=LATER)
    assert (second.number, second.texts["demands"]) == (2, "各市（州）要对照结果查找差距。")
    assert package.editions.get(number=1).texts == before
    package.refresh_from_db()
    assert package.publicity == "closed"
    assert save_texts(package.run_id, 2, changes, by=officer, at=LATER) == second
    with pytest.raises(EditionOutdated):
        save_texts(package.run_id, 1, {"demands": "另一稿"}, by=officer, at=LATER)
    with pytest.raises(UnknownBlock):
        save_texts(package.run_id, 2, {"nothing": "x"}, by=officer, at=LATER)
    with pytest.raises(TextTooLong):
        save_texts(package.run_id, 2, {"demands": "长" * 4001}, by=officer, at=LATER)
    [entry] = Entry.objects.filter(action="bulletin.edit")
    assert entry.facts["blocks"] == "demands"


def test_a_number_that_is_not_in_the_annexes_blocks_everything_until_it_is_taken_back() -> None:
    package, officer = a_package()
    told = texts_of(package)["top"]
    save_texts(package.run_id, 1, {"top": told.replace("90.00分", "91.00分")}, by=officer, at=LATER)
    with pytest.raises(NumbersDiffer, match="居前位次"):
        complete_package(package.run_id, 2, by=officer, at=LATER)
    for leave in (download_package, request_preview):
        with pytest.raises(NumbersDiffer):
            leave(package.run_id, by=officer, at=LATER)
    save_texts(package.run_id, 2, {"top": told}, by=officer, at=LATER)
    done = complete_package(package.run_id, 3, by=officer, at=LATER)
    assert (done.completed_number, done.completed_by) == (3, officer)
    assert complete_package(package.run_id, 3, by=officer, at=LATER) == done
    assert Entry.objects.filter(action="bulletin.complete").count() == 1


def test_a_number_from_elsewhere_needs_its_source_which_the_annexes_then_name() -> None:
    package, officer = a_package()
    save_texts(package.run_id, 1, {"demands": "各市（州）要力争全年增长20%。"}, by=officer, at=LATER)
    with pytest.raises(NumbersDiffer, match="“工作要求”中的“要力争全年增长20%”"):
        complete_package(package.run_id, 2, by=officer, at=LATER)
    part = "要力争全年增长20%"
    with pytest.raises(SourceTooShort):
        state_sources(package.run_id, 2, [Quotation("demands", part, "黔")], by=officer, at=LATER)
    with pytest.raises(NotQuotable):
        state_sources(package.run_id, 2, [Quotation("demands", "增长30%", "省政府工作报告")], by=officer, at=LATER)
    stated = [Quotation("demands", part, "2021年省政府工作报告")]
    third = state_sources(package.run_id, 2, stated, by=officer, at=LATER)
    assert (third.number, third.sources) == (3, {"demands": {part: "2021年省政府工作报告"}})
    assert state_sources(package.run_id, 3, stated, by=officer, at=LATER) == third
    assert complete_package(package.run_id, 3, by=officer, at=LATER).completed_number == 3
    with ZipFile(BytesIO(download_package(package.run_id, by=officer, at=LATER).content)) as archive:
        annexes = Document(BytesIO(archive.read("3-附件.docx")))
    assert "正文“要力争全年增长20%”为引用数据，来源：2021年省政府工作报告。" in [one.text for one in annexes.paragraphs]
    # The number is changed: its source goes with it.
    fourth = save_texts(package.run_id, 3, {"demands": "各市（州）要力争全年增长25%。"}, by=officer, at=LATER)
    assert fourth.sources == {}


def test_the_page_asks_for_the_source_of_a_number(client: Client) -> None:
    package, officer = a_package()
    save_texts(package.run_id, 1, {"demands": "力争增长20%。"}, by=officer, at=LATER)
    client.force_login(officer)
    assert "“力争增长20%”" in client.get(f"/bulletins/{package.run_id}/").content.decode()
    said = {"edition": 2, "block": "demands", "part": "力争增长20%", "before": "", "source": "2021年省政府工作报告"}
    page = client.post(f"/bulletins/{package.run_id}/sources/", said, follow=True).content.decode()
    assert "引用来源已登记" in page
    assert texts_of(package)["demands"] == "力争增长20%。"


def test_a_later_edition_makes_a_final_text_a_draft_again() -> None:
    package, officer = a_package()
    complete_package(package.run_id, 1, by=officer, at=LATER)
    with pytest.raises(EditionOutdated):
        complete_package(package.run_id, 2, by=officer, at=LATER)
    save_texts(package.run_id, 1, {"demands": ""}, by=officer, at=LATER)
    package.refresh_from_db()
    assert (package.completed_number, package.completed_by, package.completed_at) == (None, None, None)


def test_the_archive_holds_five_files_and_its_numbers_are_those_of_the_database() -> None:
    package, officer = a_package()
    run = Run.objects.get(pk=package.run_id)
    download = download_package(run.pk, by=officer, at=LATER)
    assert download.file_name.startswith("2021年一季度市（州）软件业务收入考核排名呈批材料-第1稿-")
    with ZipFile(BytesIO(download.content)) as archive:
        assert sorted(archive.namelist()) == [
            "1-签报.docx", "2-通报（代拟稿）.docx", "3-附件.docx", "4-委领导参阅一页.docx", "5-排名表.xlsx",
        ]  # fmt: skip
        annexes = Document(BytesIO(archive.read("3-附件.docx")))
    rows = ["|".join(cell.text for cell in row.cells) for table in annexes.tables for row in table.rows]
    compared = 0
    for placing in run.placings.all():
        level, growth = (Score.objects.get(run=run, unit=placing.unit, code=code) for code in ("level", "growth"))
        assert any(f"|{number(placing.shown)}|{place(placing.rank)}|--|" in row for row in rows), placing.unit
        assert level.raw is not None
        assert any(f"|{number(level.raw)}|{number(level.score)}|" in row for row in rows), placing.unit
        assert growth.raw is not None
        assert any(f"|{number(growth.raw, decimals=1)}|{number(growth.score)}|" in row for row in rows), placing.unit
        compared += 6
    assert compared == 54
    [entry] = Entry.objects.filter(action="bulletin.download")
    assert (entry.by, entry.facts["number"]) == (officer.username, 1)


def test_an_unissued_copy_carries_the_name_of_whoever_took_it() -> None:
    package, officer = a_package()
    content = download_package(package.run_id, by=officer, at=LATER).content
    with ZipFile(BytesIO(content)) as archive, ZipFile(BytesIO(archive.read("1-签报.docx"))) as memo:
        headers = "".join(memo.read(name).decode() for name in memo.namelist() if "word/header" in name)
    assert f"未印发 {officer.display_name} 2021-04-21 10:00" in headers


def test_a_preview_is_printed_by_libreoffice_for_the_asking_person_alone() -> None:
    package, officer = a_package()
    preview = request_preview(package.run_id, by=officer, at=LATER)
    assert request_preview(package.run_id, by=officer, at=LATER) == preview
    with pytest.raises(PreviewUnfinished):
        download_preview(package.run_id, preview.pk, by=officer, at=LATER)
    assert work_off(preview.job).state == Job.State.DONE
    assert work_off(preview.job).state == Job.State.DONE
    assert download_preview(package.run_id, preview.pk, by=officer, at=LATER).content.startswith(b"%PDF-")
    leader = on_the_insider_list(an_account("leader", Role.COMMISSION_LEADER))
    with pytest.raises(NotFound):
        download_preview(package.run_id, preview.pk, by=leader, at=LATER)
    taken = Entry.objects.filter(action="evidence.read").get()
    assert taken.by == officer.username


def test_no_preview_is_printed_for_whoever_was_taken_off_the_list_meanwhile() -> None:
    package, officer = a_package()
    preview = request_preview(package.run_id, by=officer, at=LATER)
    remove_insider(package.run.period, officer.username, by=the_approver(), at=LATER)
    job = work_off(preview.job)
    preview.refresh_from_db()
    assert (job.state, job.error_code, preview.file_id) == (Job.State.FAILED, "not_found", None)


@pytest.mark.parametrize(("program", "code"), [("no-such-office", "office_missing"), ("false", "office_failed")])
def test_without_libreoffice_the_job_ends_with_a_clear_sentence(
    settings: object, program: str, code: str, client: Client
) -> None:
    settings.OFFICE_PROGRAM = program  # type: ignore[attr-defined]  # pytest-django's wrapper has every setting
    package, officer = a_package()
    preview = request_preview(package.run_id, by=officer, at=LATER)
    job = work_off(preview.job)
    assert (job.state, job.error_code) == (Job.State.FAILED, code)
    client.force_login(officer)
    said = {"office_missing": "服务器未安装LibreOffice，不能生成PDF。", "office_failed": "LibreOffice未能生成PDF。"}
    assert said[code] in client.get(f"/bulletins/{package.run_id}/").content.decode()
    settings.OFFICE_PROGRAM = "soffice"  # type: ignore[attr-defined]  # the same
    again = request_preview(package.run_id, by=officer, at=LATER)
    assert again == preview
    assert work_off(again.job).state == Job.State.DONE


def test_the_page_asks_the_same_questions_whatever_it_shows(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    package, officer = a_package()
    client.force_login(officer)
    with django_assert_num_queries(QUERIES_OF_THE_PAGE):
        client.get(f"/bulletins/{package.run_id}/")
    for number_of_edition in range(1, 6):
        save_texts(package.run_id, number_of_edition, {"demands": f"第{number_of_edition}次修改"}, by=officer, at=LATER)
    BulletinEdition.objects.latest("number").previews.create(requested_by=officer, requested_at=LATER)
    with django_assert_num_queries(QUERIES_OF_THE_PAGE):
        page = client.get(f"/bulletins/{package.run_id}/").content.decode()
    assert "第6稿" in page
    assert "附件1" in page
    assert Entry.objects.filter(action="score.view", by=officer.username).count() == 2


AGREED = Decision("张某某（主任）", "2021-04-28", "agreed", "同意。", "批示件.pdf", PDF)


def test_a_decision_is_recorded_on_the_final_text_with_its_scan(client: Client) -> None:
    package, officer = a_package()
    with pytest.raises(DecisionNeedsFinalText):
        record_decision(package.run_id, AGREED, by=officer, at=DECIDED)
    complete_package(package.run_id, 1, by=officer, at=LATER)
    for wrong, error in (
        (replace(AGREED, text=" "), DecisionIncomplete),
        (replace(AGREED, outcome="maybe"), DecisionIncomplete),
        (replace(AGREED, day="四月"), DecisionDayWrong),
        (replace(AGREED, day="2021-05-02"), DecisionDayWrong),
        (replace(AGREED, day="2021-04-01"), DecisionDayWrong),
        (replace(AGREED, content=b"no scan"), AssessmentError),
    ):
        with pytest.raises(error):
            record_decision(package.run_id, wrong, by=officer, at=DECIDED)
    leader = on_the_insider_list(an_account("leader", Role.COMMISSION_LEADER))
    with pytest.raises(PermissionRefused):
        record_decision(package.run_id, AGREED, by=leader, at=DECIDED)
    decision = record_decision(package.run_id, AGREED, by=officer, at=DECIDED)
    [entry] = Entry.objects.filter(action="bulletin.record_decision")
    assert (entry.by, entry.facts["outcome"], "同意" in str(entry.facts)) == (officer.username, "agreed", False)
    client.force_login(officer)
    page = client.get(f"/bulletins/{package.run_id}/").content.decode()
    assert "张某某（主任）" in page
    assert client.get(f"/bulletins/{package.run_id}/decisions/{decision.pk}/scan/").content == PDF
    assert client.get(f"/bulletins/{package.run_id}/decisions/{decision.pk + 1}/scan/").status_code == 404
    assert client.get(f"/api/reports/runs/{package.run_id}/bulletin/decisions/").json()[0]["text"] == "同意。"
    client.force_login(an_account("other", Role.COMMISSION_APPROVER))
    assert client.get(f"/bulletins/{package.run_id}/decisions/{decision.pk}/scan/").status_code == 404


def test_a_decision_without_its_scan_is_asked_for_it_on_the_page(client: Client) -> None:
    package, officer = a_package()
    complete_package(package.run_id, 1, by=officer, at=LATER)
    client.force_login(officer)
    page = client.post(f"/bulletins/{package.run_id}/decisions/", {"leader": "张某某"}, follow=True).content.decode()
    assert "上传批示件扫描件" in page


SAID: dict[str, Callable[[int], tuple[str, dict[str, object]]]] = {
    "edit": lambda run: (f"/api/reports/runs/{run}/bulletin/texts/", {"edition": 1, "texts": {"top": "贵阳市99分。"}}),
    "complete": lambda run: (f"/api/reports/runs/{run}/bulletin/complete/", {"edition": 2}),
}


def test_the_interface_says_what_differs_and_refuses_to_complete_it(client: Client) -> None:
    package, officer = a_package()
    client.force_login(officer)
    address, body = SAID["edit"](package.run_id)
    edited = client.post(address, body, "application/json", headers={"Idempotency-Key": "one"})
    assert edited.status_code == 200, edited.content
    assert client.post(address, body, "application/json", headers={"Idempotency-Key": "one"}).json() == edited.json()
    [top] = [block for block in edited.json()["blocks"] if block["key"] == "top"]
    assert top["mismatches"][0] == {
        "quoted": "99分", "owners": "贵阳市", "trouble": "not in the annexes", "quotable": False,
    }  # fmt: skip
    address, body = SAID["complete"](package.run_id)
    refused = client.post(address, body, "application/json")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "bulletin_numbers_differ")
