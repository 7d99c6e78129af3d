"""The panel without its script, its part for the script, and the search over explanations."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from assessment.filing.models import Explanation
from assessment.people.models import User
from deploy.catalogues import compile_catalogues
from tests.situations.catalogue import a_reviewer
from tests.situations.filing import FILLED, ZUNYI, a_city, a_filled_draft, a_value
from tests.situations.findings import GROWTH, TEXT, a_draft_that_doubled, an_explained_draft, explained, save

pytestmark = pytest.mark.django_db
QUESTIONS_OF_THE_PAGE, QUESTIONS_OF_THE_LIST = 16, 9


@pytest.fixture(autouse=True)
def while_the_quarter_is_open() -> Iterator[None]:
    compile_catalogues()
    with time_machine.travel(FILLED, tick=False):
        yield


def at_desk(user: User) -> Client:
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(user)
    return client


def test_every_finding_leads_to_its_cell_and_offers_to_be_explained() -> None:
    version = a_draft_that_doubled()
    shown = at_desk(a_city().filler).get(f"/returns/versions/{version.pk}/findings/").content.decode()
    assert 'href="#software_revenue.current"' in shown
    assert "核实性" in shown
    assert "填写说明" in shown
    assert "<!doctype html>" in shown


def test_a_reader_who_does_not_fill_sees_findings_without_forms() -> None:
    version = a_draft_that_doubled()
    shown = at_desk(a_city().statistics_head).get(f"/returns/versions/{version.pk}/findings/").content.decode()
    assert "SW7.1" in shown
    assert 'name="reason"' not in shown


def test_a_refused_explanation_comes_back_as_typed_with_the_sentence_beside_it() -> None:
    version = a_draft_that_doubled()
    body = {"finding": GROWTH, "reason": "low_base", "text": "经核实，数据无误，情况属实"}
    answer = at_desk(a_city().filler).post(f"/returns/versions/{version.pk}/explain/", body)
    shown = answer.content.decode()
    assert answer.status_code == 400
    assert "<title>错误：" in shown
    assert shown.count("没有写明事实") == 2
    assert "经核实，数据无误，情况属实</textarea>" in shown
    assert '<option value="low_base" selected>' in shown
    assert not Explanation.objects.exists()


def test_an_explanation_is_kept_and_leads_back_to_the_page_it_came_from() -> None:
    version = a_draft_that_doubled()
    back = f"/returns/{version.return_filed_id}/"
    body = {"finding": GROWTH, "reason": "large_contract", "text": TEXT, "next": back}
    answer = at_desk(a_city().filler).post(f"/returns/versions/{version.pk}/explain/", body)
    assert (answer.status_code, answer["Location"]) == (302, back)
    assert Explanation.objects.get().text == TEXT


def test_no_other_site_can_be_the_page_to_return_to() -> None:
    version = a_draft_that_doubled()
    body = {"finding": GROWTH, "reason": "large_contract", "text": TEXT, "next": "https://elsewhere.example/"}
    answer = at_desk(a_city().filler).post(f"/returns/versions/{version.pk}/explain/", body)
    assert answer["Location"] == f"/returns/versions/{version.pk}/findings/"


def test_the_script_gets_the_panel_alone() -> None:
    version = a_draft_that_doubled()
    client = at_desk(a_city().filler)
    part = client.get(f"/returns/versions/{version.pk}/findings/", headers={"X-Part": "findings-panel"})
    assert part.content.decode().lstrip().startswith('<section class="card findings"')
    body = {"finding": GROWTH, "reason": "large_contract", "text": TEXT}
    done = client.post(f"/returns/versions/{version.pk}/explain/", body, headers={"X-Part": "findings-panel"})
    assert TEXT in done.content.decode()


def test_a_conversion_on_the_page_changes_the_unit() -> None:
    version = a_draft_that_doubled("12345678", "1234")
    client = at_desk(a_city().filler)
    shown = client.get(f"/returns/versions/{version.pk}/findings/").content.decode()
    assert "换算计量单位（除以1万）：1,234.57" in shown
    body = {"finding": "SW7.3:software_revenue.current", "revision": "1"}
    assert client.post(f"/returns/versions/{version.pk}/convert/", body).status_code == 302
    assert version.cells.get(item="software_revenue", basis="current").value == Decimal("1234.5678")
    again = client.post(f"/returns/versions/{version.pk}/convert/", body)
    assert (again.status_code, "没有可换算的计量单位或累计期" in again.content.decode()) == (400, True)


def test_a_lapsed_explanation_is_shown_as_lapsed_with_its_text() -> None:
    version = an_explained_draft()
    save(version, a_value("2600"))
    shown = at_desk(a_city().filler).get(f"/returns/versions/{version.pk}/findings/").content.decode()
    assert "已失效" in shown
    assert "重新说明" in shown
    assert TEXT in shown


def test_another_citys_findings_are_not_found() -> None:
    version = a_draft_that_doubled()
    stranger = at_desk(a_city(ZUNYI).filler)
    assert stranger.get(f"/returns/versions/{version.pk}/findings/").status_code == 404
    body = {"finding": GROWTH, "reason": "large_contract", "text": TEXT}
    assert stranger.post(f"/returns/versions/{version.pk}/explain/", body).status_code == 404


# The search


def test_the_reviewer_searches_all_cities_and_a_city_its_own() -> None:
    an_explained_draft()
    a_filled_draft(ZUNYI)
    reviewer, stranger = at_desk(a_reviewer()), at_desk(a_city(ZUNYI).filler)
    page = reviewer.get("/returns/explanations/", {"text": "政务云"}).content.decode()
    assert TEXT in page
    for choice in ('value="SW-Q">软件业务收入季报', 'value="520200">六盘水市', "<td>软件业务收入合计</td>"):
        assert choice in page
    assert TEXT not in reviewer.get("/returns/explanations/", {"text": "口径调整"}).content.decode()
    assert TEXT not in stranger.get("/returns/explanations/", {"text": "政务云"}).content.decode()
    found = reviewer.get("/api/filing/explanations/", {"text": "政务云", "reason": "large_contract"}).json()
    assert [(one["rule"], one["reporting_unit"]["region"]) for one in found["results"]] == [("SW7.1", "520200")]
    assert stranger.get("/api/filing/explanations/").json()["results"] == []


def test_the_search_asks_a_fixed_number_of_questions(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    version = an_explained_draft()
    reviewer = at_desk(a_reviewer())
    reviewer.get("/returns/explanations/")
    for _ in range(2):
        with django_assert_num_queries(QUESTIONS_OF_THE_PAGE):
            assert reviewer.get("/returns/explanations/").status_code == 200
        with django_assert_num_queries(QUESTIONS_OF_THE_LIST):
            assert reviewer.get("/api/filing/explanations/").status_code == 200
        save(version, a_value("2600"))
        explained(version)
    assert Explanation.objects.count() == 2
