"""The operation workbooks say what the database holds, to whoever may see it, and each copy is on record."""

from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook, load_workbook

from assessment.audit.models import Entry
from assessment.catalogue.models import Obligation
from assessment.filing import actions
from assessment.filing.explanations_table import ExplanationSearch
from assessment.filing.extension_actions import Until
from assessment.filing.models import FrozenFindings
from assessment.people.errors import NotFound, PermissionRefused
from assessment.people.roles import Role
from reporting.operation_downloads import (
    OperationDownload,
    download_explanations,
    download_of_period,
    download_query_sheet,
)
from tests.situations.catalogue import FIRST_QUARTER, a_commission_officer, a_reviewer, moment
from tests.situations.filing import (
    DUE,
    LIUPANSHUI,
    LOCKED,
    REVIEWED,
    ZUNYI,
    a_city,
    a_draft,
    a_queried_version,
    a_settled_correction,
    a_version_sent_back,
    an_answered_thread,
)
from tests.situations.findings import TEXT, filed_up_to_acceptance
from tests.situations.people import a_user

pytestmark = pytest.mark.django_db
NAMES = {LIUPANSHUI: "六盘水市", ZUNYI: "遵义市"}


def book_of(download: OperationDownload) -> Workbook:
    with download.content as content:
        return load_workbook(BytesIO(content.read()))


def lines(book: Workbook, sheet: str) -> list[list[Any]]:
    """The rows between the head and the notes."""
    found = [list(row) for row in book[sheet].iter_rows(min_row=4, values_only=True)]
    end = next(number for number, row in enumerate(found) if str(row[0]).startswith("注："))
    return found[:end]


def line_of(book: Workbook, sheet: str, name: str) -> dict[str, Any]:
    heads = [str(cell.value).replace("\n", "") for cell in book[sheet][3]]
    (row,) = [row for row in lines(book, sheet) if str(row[0]).startswith(name)]
    return dict(zip(heads, row, strict=True))


def taken() -> list[tuple[str, str]]:
    entries = Entry.objects.filter(object_type="reporting.operation").order_by("pk")
    return [(entry.action, entry.object_id) for entry in entries]


def test_the_progress_names_state_lateness_and_the_extension_with_reason_approver_and_expiry() -> None:
    version = a_version_sent_back()
    a_draft(ZUNYI)
    owed = Obligation.objects.get(collection=version.return_filed.collection, reporting_unit__code=ZUNYI)
    until = Until(moment("2021-05-18 18:00"), moment("2021-05-20 18:00"))
    actions.grant_extension(owed.pk, "=系统迁移", until, by=a_reviewer(), at=REVIEWED)
    book = book_of(download_of_period("progress", FIRST_QUARTER, by=a_reviewer(), at=LOCKED))
    assert len(lines(book, "进度表")) == 11
    assert lines(book, "进度表")[-1] == ["已上报/应报", "0/10"]
    own, extended = (line_of(book, "进度明细", NAMES[code]) for code in (LIUPANSHUI, ZUNYI))
    assert (own["状态"], own["逾期"], own["延期原因"]) == ("已退回", "是", "--")
    assert (extended["状态"], extended["逾期"]) == ("填报中", "--")
    assert (extended["延期原因"], extended["批准人"]) == ("=系统迁移", a_reviewer().display_name)
    assert extended["延期有效期至"] == "2021-05-20 18:00"
    assert line_of(book, "进度明细", "贵阳市")["状态"] == "未开始"
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    assert taken() == [("operation.download", "progress")]


def test_checks_and_explanations_are_counted_by_rule_and_city_and_said_with_cell_value_and_rule() -> None:
    """Revenue of 2500 against 1000 the year before: the check of growth asks, the city explained it."""
    version = filed_up_to_acceptance(FIRST_QUARTER, "2500", "1000")
    document = FrozenFindings.objects.get(version=version).document["rules"]
    failed = [rule for rule in document if rule["outcome"] == "failed"]
    assert any(rule["rule"] == "SW7.1" and rule["explanation"] for rule in failed)
    book = book_of(download_of_period("checks", FIRST_QUARTER, by=a_reviewer(), at=LOCKED))
    (growth,) = [row for row in lines(book, "审核统计") if row[0] == "SW7.1"]
    heads = [str(cell.value) for cell in book["审核统计"][3]]
    cities = dict(zip(heads[3:-1], growth[3:-1], strict=True))
    grown = sum(rule["rule"] == "SW7.1" for rule in failed)
    own = next(city for city in cities if city.startswith("六盘水市"))
    assert (cities.pop(own), set(cities.values()), growth[-1]) == (grown, {"--"}, grown)
    counted = line_of(book, "分市（州）", "六盘水市")
    assert (counted["合计"], counted["核实性未说明"], counted["说明未采纳"]) == (len(failed), 0, 0)
    assert counted["已说明"] == sum(rule["explanation"] is not None for rule in failed)
    said = book_of(download_explanations(ExplanationSearch(rule="SW7.1"), by=a_reviewer(), at=LOCKED))
    row = line_of(said, "上报说明", "六盘水市")
    assert (row["审核关系"], row["数值"], row["说明"]) == ("SW7.1", 2500, TEXT)
    assert row["指标"].startswith("软件业务收入")
    nothing = book_of(download_explanations(ExplanationSearch(text="没有这句话"), by=a_reviewer(), at=LOCKED))
    assert lines(nothing, "上报说明")[0][0] == "没有记录。"


def test_the_quality_counts_what_was_sent_back_corrected_and_asked_again() -> None:
    a_settled_correction()
    thread = an_answered_thread(ZUNYI)
    actions.ask_again(thread.pk, "凭证缺第二页", DUE, by=a_reviewer(), at=REVIEWED)
    book = book_of(download_of_period("quality", FIRST_QUARTER, by=a_reviewer(), at=LOCKED))
    counts = {name: lines_as_counts(book, name) for name in ("六盘水市", "遵义市", "贵阳市", "合计")}
    assert counts == {
        "六盘水市": [1, 0, 0, 1, 0],
        "遵义市": [1, 0, 0, 0, 1],
        "贵阳市": [0, "--", "--", "--", "--"],
        "合计": [2, 0, 0, 1, 1],
    }


def lines_as_counts(book: Workbook, name: str) -> list[Any]:
    return list(line_of(book, "填报质量", name).values())[1:]


def test_the_query_sheet_lists_question_figure_and_answer_and_no_other_city_has_it() -> None:
    filed = an_answered_thread().version.return_filed
    city = a_city(LIUPANSHUI).filler
    (row,) = lines(book_of(download_query_sheet(filed.pk, by=city, at=LOCKED)), "核实单")
    assert (row[0], row[2], row[8]) == ("1", 1234.5, "已答复")
    assert "增长较快，说明主要企业" in row[5]
    assert "一家企业三月投产" in row[6]
    with pytest.raises(NotFound):
        download_query_sheet(filed.pk, by=a_city(ZUNYI).filler, at=LOCKED)


def test_a_city_has_its_own_alone_and_the_commission_nothing() -> None:
    a_draft(LIUPANSHUI)
    a_draft(ZUNYI)
    for table, sheet in (("progress", "进度表"), ("checks", "分市（州）"), ("quality", "填报质量")):
        book = book_of(download_of_period(table, "", by=a_city(ZUNYI).filler, at=REVIEWED))
        assert {row[0] for row in lines(book, sheet)} <= {"遵义市", "遵义市统计局", "合计", "已上报/应报"}
        with pytest.raises(PermissionRefused):
            download_of_period(table, "", by=a_commission_officer(), at=REVIEWED)


def test_questions_to_the_database_do_not_grow_with_the_rows() -> None:
    reviewer = a_reviewer()
    a_queried_version(LIUPANSHUI)

    def asked(table: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            download_of_period(table, FIRST_QUARTER, by=reviewer, at=REVIEWED).content.close()
        return len(queries)

    before = {table: asked(table) for table in ("progress", "checks", "quality")}
    a_queried_version(ZUNYI)
    a_draft("520400")
    assert {table: asked(table) for table in before} == before


def test_the_page_offers_each_what_it_may_take_and_every_link_leads_to_a_workbook(client: Client) -> None:
    filed = a_queried_version().return_filed
    client.force_login(a_city(LIUPANSHUI).filler)
    page = client.get("/operation-reports/").content.decode()
    for address in (
        f"/operation-reports/progress.xlsx?period={FIRST_QUARTER}",
        "/operation-reports/explanations.xlsx",
        f"/operation-reports/returns/{filed.pk}/query-sheet.xlsx",
    ):
        assert address in page
        assert b"".join(client.get(address)).startswith(b"PK")
    assert "还没有申请过审计摘录" in page
    client.force_login(a_user("auditor", Role.AUDIT_ADMINISTRATOR, organisation="520000-administration"))
    page = client.get("/operation-reports/").content.decode()
    assert "progress.xlsx" not in page
    assert "审核通过（return.accept）" in page
    client.force_login(a_commission_officer())
    assert client.get("/operation-reports/").status_code == 403
