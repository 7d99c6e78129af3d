"""The pages around enterprises: what they say, to whom, and with how many questions."""

import csv
import io
import re
from collections.abc import Iterator, Sequence

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import DjangoAssertNumQueries

from assessment.audit.models import Entry
from assessment.directory.models import Link
from assessment.filing.models import Correction, Extension, Version
from assessment.people.models import User
from tests.situations.catalogue import a_reviewer
from tests.situations.enterprises import (
    FILED,
    ISSUED,
    a_code,
    a_filed_row,
    a_link,
    a_row_draft,
    an_accepted_row,
    an_enterprise,
    the_collection,
)
from tests.situations.filing import LIUPANSHUI, ZUNYI, a_city, a_submitted_version

pytestmark = pytest.mark.django_db
LIST = f"/enterprises/?region={ZUNYI}&period=2021c03"
ROW = "/enterprise/row/"
CHOSEN = {"region": ZUNYI, "period": "2021c03"}


@pytest.fixture(autouse=True)
def no_earlier_failures() -> None:
    cache.clear()


def desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def enterprise_desk(token: str) -> Client:
    client = Client()
    with time_machine.travel(ISSUED, tick=False):
        client.post("/enterprise/", {"token": token})
    return client


@pytest.mark.parametrize(("view", "questions"), [("list", 19), ("totals", 22), ("base", 20)])
def test_a_view_of_the_list_asks_a_fixed_number_of_questions(
    view: str, questions: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    a_filed_row(1), a_row_draft(2)
    client = desk(a_city(ZUNYI).filler)
    address = f"{LIST}&view={view}"
    with time_machine.travel(FILED, tick=False):
        client.get(address)
        with django_assert_num_queries(questions):
            assert client.get(address).status_code == 200
        a_filed_row(3), an_enterprise(4), a_link(5)
        with django_assert_num_queries(questions):
            assert client.get(address).status_code == 200


@pytest.mark.parametrize(("address", "questions"), [("/enterprises/claims/", 11), ("/enterprises/events/", 12)])
def test_claims_and_events_ask_a_fixed_number_of_questions(
    address: str, questions: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    an_enterprise(1)
    client = desk(a_reviewer())
    client.get(address)
    with django_assert_num_queries(questions):
        assert client.get(address).status_code == 200


def test_the_list_tells_progress_and_no_figure_of_a_row() -> None:
    a_filed_row(1, revenue="98765.43", base="90000"), a_row_draft(2), an_enterprise(3)
    with time_machine.travel(FILED, tick=False):
        said = desk(a_city(ZUNYI).filler).get(LIST).content.decode()
    assert "名录内 <b>3</b> · 未开始 <b>1</b> · 填报中 <b>1</b> · 已报送 <b>1</b>" in said
    assert "98,765.43" not in said
    assert "98765" not in said


def test_a_city_finds_no_list_of_another() -> None:
    an_enterprise(1, LIUPANSHUI)
    client = desk(a_city(ZUNYI).filler)
    assert client.get(f"/enterprises/?region={LIUPANSHUI}").status_code == 404
    assert client.get(LIST).status_code == 200
    assert a_code(1, LIUPANSHUI) not in client.get("/enterprises/").content.decode()


def test_links_of_a_list_are_downloaded_once_for_mailing_and_each_is_recorded() -> None:
    an_enterprise(1), an_enterprise(2)
    client = desk(a_city(ZUNYI).filler)
    told = {**CHOSEN, "collection": the_collection().pk}
    with time_machine.travel(ISSUED, tick=False):
        answer = client.post("/enterprises/links/all/", told)
        again = client.post("/enterprises/links/all/", told)
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["统一社会信用代码", "企业名称", "一次性链接", "有效至"]
    assert [row[0] for row in rows[1:]] == [a_code(1), a_code(2)]
    assert rows[1][3] == "2021-04-29 18:00"
    assert again.status_code == 302
    assert Entry.objects.filter(action="enterprise_link.issue").count() == 2
    token = rows[1][2].partition("#")[2]
    assert enterprise_desk(token).get("/").status_code == 302
    assert Link.objects.get(enterprise__code=a_code(1)).used_at == ISSUED


def test_a_single_link_is_shown_once_and_taken_back_from_the_list() -> None:
    code = an_enterprise(1)
    client = desk(a_city(ZUNYI).filler)
    with time_machine.travel(ISSUED, tick=False):
        shown = client.post("/enterprises/links/", {**CHOSEN, "collection": the_collection().pk, "code": code})
        assert "/enterprise/#" in shown.content.decode()
        assert "/enterprise/#" not in client.get(LIST).content.decode()
        link = Link.objects.get()
        client.post(f"/enterprises/links/{link.pk}/revoke/", CHOSEN)
    link.refresh_from_db()
    assert link.revoked_at == ISSUED


def test_an_enterprise_begins_fills_signs_and_files_on_its_own_page() -> None:
    client = enterprise_desk(a_link().token)
    with time_machine.travel(ISSUED, tick=False):
        assert "开始填报" in client.get(ROW).content.decode()
        assert not Version.objects.exists()
        client.post(f"{ROW}start/")
        typed = {"revision": "0", "software_revenue.current": "１,200", "software_revenue.same_period_last_year": "x"}
        slip = client.post(f"{ROW}save/", typed)
        assert slip.status_code == 400
        assert "１,200" in slip.content.decode()
        typed["software_revenue.same_period_last_year"] = "1000"
        unsigned = client.post(f"{ROW}save/", {**typed, "file": "1"})
        assert "数据已保存，尚未报送" in unsigned.content.decode()
        signed = {**typed, "revision": "1", "file": "1", "filler_name": "王一", "head_name": "李二", "promised": "yes"}
        assert client.post(f"{ROW}save/", signed).status_code == 302
        receipt = client.get(ROW).content.decode()
    assert "回执" in receipt
    assert "李二" in receipt
    assert Version.objects.get().state == "submitted"


def test_an_enterprise_takes_its_row_back_and_begins_again() -> None:
    version = a_filed_row()
    issued = a_link()
    client = enterprise_desk(issued.token)
    with time_machine.travel(ISSUED, tick=False):
        client.post(f"{ROW}withdraw/")
        assert Version.objects.get(pk=version.pk).state == "withdrawn"
        client.post(f"{ROW}start/")
    assert Version.objects.latest("number").number == 2


def test_every_page_of_a_return_is_closed_to_the_link_of_another_enterprise() -> None:
    """404 for a neighbour's row, for the return of the city, and for a number that does not exist."""
    neighbour, city = a_filed_row(2), a_submitted_version(ZUNYI)
    client = enterprise_desk(a_link(1).token)
    with time_machine.travel(ISSUED, tick=False):
        for version in (neighbour.pk, city.pk, 999_999):
            for page in ("fill", "findings", "template", "upload", "summary", "print"):
                assert client.get(f"/returns/versions/{version}/{page}/").status_code in {404, 405}, (version, page)
            for step in ("submit", "withdraw", "request-signatures", "explain"):
                assert client.post(f"/returns/versions/{version}/{step}/").status_code == 404, (version, step)
        for returned in (neighbour.return_filed_id, city.return_filed_id, 999_999):
            assert client.get(f"/returns/{returned}/").status_code == 404
        for page in ("/enterprises/", "/enterprises/claims/", "/enterprises/events/", "/enterprises/import/"):
            assert client.get(page).status_code == 403


def test_the_bureau_accepts_all_filed_rows_of_a_list() -> None:
    rows = [a_filed_row(1), a_filed_row(2)]
    with time_machine.travel(FILED, tick=False):
        desk(a_reviewer()).post("/enterprises/accept/", CHOSEN)
        assert {Version.objects.get(pk=row.pk).state for row in rows} == {"accepted"}
        assert desk(a_city(ZUNYI).filler).post("/enterprises/accept/", CHOSEN).status_code == 403


def test_a_list_with_a_slip_comes_back_with_row_and_column() -> None:
    content = (
        "统一社会信用代码,企业名称,行业代码,行政区划代码,软件规上,集成电路设计,专项领域,入名录日期\n1,,65,520300,,,,x\n"
    )
    file = io.BytesIO(content.encode())
    file.name = "名录.csv"
    answer = desk(a_city(ZUNYI).filler).post("/enterprises/import/", {"file": file})
    assert answer.status_code == 400
    assert "第2行“统一社会信用代码”" in answer.content.decode()


def addresses_of_a_return(version: Version) -> list[str]:
    """Every address of the table of addresses that names a return or a version, filled in with those of `version`."""
    filed = version.return_filed_id
    more = {"number": version.number, "step": "submit", "thread_id": 1, "item": "software_revenue"}
    found = []
    for route in routes(get_resolver().url_patterns):
        subject = route.split("/")
        if not route.startswith("api/") and not {"<int:return_id>", "<int:version_id>"} & set(subject):
            continue
        if route.startswith("api/") and "filing/returns/<int:pk>" not in route and "versions/<int:pk>" not in route:
            continue
        names = {**more, "return_id": filed, "version_id": version.pk}
        names["pk"] = filed if "returns/<int:pk>" in route else version.pk
        found.append("/" + re.sub(r"<(\w+):(\w+)>", r"{\2}", route).format_map(names))
    return found


def routes(patterns: Sequence[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, before + str(one.pattern))
        else:
            yield before + str(one.pattern)


@pytest.mark.no_cover
def test_no_address_of_a_row_answers_the_city_of_the_enterprise() -> None:
    """A row is as if it did not exist to every officer of its city, whatever is asked about it."""
    version = a_filed_row()
    nowhere = Version(pk=999_999, return_filed_id=999_999, number=1)
    city, said = a_city(ZUNYI), {"due_on": "2021-04-20", "question": "请核对原始凭证", "day": "2021-04-08"}
    pairs = list(zip(addresses_of_a_return(version), addresses_of_a_return(nowhere), strict=True))
    assert len(pairs) > 60
    with time_machine.travel(FILED, tick=False):
        for officer in (city.filler, city.unit_head):
            client = desk(officer)
            for row, missing in pairs:
                for ask in (client.get, client.post):
                    answer = ask(row, said)
                    assert answer.status_code == ask(missing, said).status_code, (officer, row)
                    assert answer.status_code in {400, 403, 404, 405}, (officer, row, answer.status_code)
        assert desk(a_reviewer()).get(f"/returns/{version.return_filed_id}/").status_code == 200


def test_what_hangs_on_a_row_stands_in_no_list_of_its_city() -> None:
    """Corrections, extensions, the register of the collection and lists of returns tell a city of its own unit only."""
    accepted = an_accepted_row()
    filed, name = accepted.return_filed, "演示企业1"
    Correction.objects.create(
        number="G2021-0001",
        return_filed=filed,
        version=accepted,
        items=["software_revenue"],
        reason="企业报表口径有误",
        requested_by_id=accepted.filler_id,
        requested_at=FILED,
    )
    Extension.objects.create(
        collection=filed.collection,
        reporting_unit=filed.reporting_unit,
        state="asked",
        reason="企业审计未完成",
        asked_by_id=accepted.filler_id,
        asked_at=FILED,
    )
    lists = [
        "/returns/?period=2021c03",
        "/corrections/",
        f"/collections/{filed.collection_id}/units/",
        "/api/filing/returns/",
        "/api/filing/owed/",
        "/api/filing/matrix/?period=2021c03",
        "/api/filing/corrections/",
        "/api/filing/extensions/",
        f"/api/filing/collections/{filed.collection_id}/obligations/",
    ]
    with time_machine.travel(FILED, tick=False):
        client, bureau = desk(a_city(ZUNYI).filler), desk(a_reviewer())
        told = [client.get(address) for address in lists]
        assert name in bureau.get("/corrections/").content.decode()
        assert filed.reporting_unit.code in bureau.get("/api/filing/extensions/").content.decode()
    for address, answer in zip(lists, told, strict=True):
        assert answer.status_code == 200, address
        said = answer.content.decode()
        assert name not in said, address
        assert filed.reporting_unit.code not in said, address
