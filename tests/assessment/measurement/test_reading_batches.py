"""Batches read closely: compared, traced, told as a timeline; over HTTP and as pages."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from assessment.measurement.actions import request_batch
from assessment.measurement.batch_view import batch_view
from assessment.measurement.comparison_view import compared, comparison_view
from assessment.measurement.estimation_actions import deliver_estimates
from assessment.measurement.models import Batch
from assessment.measurement.opinion_errors import NothingToCompare, SameBatch
from assessment.measurement.structure_view import GROWING, growth_lines
from assessment.measurement.table_actions import load_digitalisation, load_gdp, load_industry_accounts
from assessment.measurement.trace_view import trace_of
from assessment.measurement.wording import FIGURES
from assessment.methodology.batch_comparison import BatchComparison, FigureComparison, Ingredient
from assessment.methodology.income_approach import AccountRow as Amounts
from assessment.methodology.run_document import thaw
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.roles import Role
from tests.situations.catalogue import an_account
from tests.situations.measurement import (
    CITIES,
    DELIVERED,
    DIGITALISATION_2021,
    GUIYANG,
    LIUPANSHUI,
    MEASURED,
    a_confirmed_batch,
    a_measured_batch,
    a_requested_batch,
    a_submitted_batch,
    accounts_of,
    an_objection,
    figures_of,
    the_commission_officer,
    the_confirmer,
    the_institute,
    the_statistics_bureau,
    the_tables_of,
    work_off,
)
from tests.situations.people import guizhou
from tests.situations.survey import ESTIMATED, an_estimated_survey

pytestmark = pytest.mark.django_db
# 40 万元 are 0.00 亿元, 80 are 0.01.
PARTS_OF_80 = {Ingredient.DATA: Decimal(40), Ingredient.METHOD: Decimal(0), Ingredient.PARAMETERS: Decimal(0)} | {
    Ingredient.GDP_VINTAGE: Decimal(40)
}
MORE = Amounts(None, Decimal(200), Decimal(20), Decimal(20), Decimal(10))


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def two_batches() -> tuple[Batch, Batch]:
    """贵阳市: 100 more compensation in C39, GDP revised from 10 000 to 8 000. Share 15 % → 16 % → 20 %."""
    first = a_measured_batch("2021")
    load_industry_accounts(
        accounts_of("2021", changed={(GUIYANG, "C39"): MORE}), by=the_statistics_bureau(), at=MEASURED
    )
    revised = figures_of("2021", dict.fromkeys(CITIES, 8000), vintage="census_revised")
    load_gdp(revised, by=the_statistics_bureau(), at=MEASURED, reason="第五次全国经济普查修订")
    return first, a_measured_batch("2021")


def test_a_difference_is_taken_apart_by_data_and_gdp_vintage_and_the_parts_sum_to_it() -> None:
    share = compared(*two_batches()).of(GUIYANG, "SHARE_OF_GDP")
    assert (share.first, share.second, share.difference) == (15, 20, 5)
    assert share.parts == {
        Ingredient.DATA: 1,
        Ingredient.METHOD: 0,
        Ingredient.PARAMETERS: 0,
        Ingredient.GDP_VINTAGE: 4,
    }


def test_the_page_shows_one_figure_or_only_what_moved() -> None:
    comparison = compared(*two_batches())
    assert {line.code for line in comparison_view(comparison, code="C39").lines} == {"C39"}
    # GDP and share of nine cities; of 贵阳市 also C39, digital industrialisation and digital economy.
    assert len(comparison_view(comparison, only_moved=True).lines) == 9 * 2 + 3


def test_shown_parts_that_miss_the_shown_difference_by_rounding_carry_a_note() -> None:
    a_measured_batch("2020")
    first = FigureComparison(GUIYANG, "GDP", "10k_yuan", Decimal(0), Decimal(80), PARTS_OF_80)
    [line] = comparison_view(BatchComparison((first,))).lines
    assert (line.difference, line.parts, line.note) == ("+0.01", ("0.00", "0.00", "0.00", "0.00"), True)


def test_a_batch_is_not_compared_with_itself_nor_with_one_that_has_no_figures() -> None:
    batch = a_measured_batch("2020")
    with pytest.raises(SameBatch):
        compared(batch, batch)
    with pytest.raises(NothingToCompare):
        compared(batch, a_requested_batch("2021"))


def test_two_years_are_compared_too() -> None:
    economy = compared(a_measured_batch("2020"), a_measured_batch("2021")).of(GUIYANG, "DIGITAL_ECONOMY")
    assert (economy.difference, economy.parts and economy.parts[Ingredient.DATA]) == (500, 500)


def test_a_figure_leads_to_its_components_and_the_delivery_they_came_with() -> None:
    trace = trace_of(a_measured_batch("2021"), GUIYANG)
    electronics = next(one for one in trace.figures if one.code == "C39")
    assert [component.value for component in electronics.components] == [100, 20, 20, 10]
    delivery = electronics.delivery
    assert delivery is not None
    assert (delivery.department, delivery.number, delivery.source) == ("贵州省统计局", 1, "test")
    codes = [one.code for one in trace.figures]
    assert codes == ["C39", "I63", "I64", "I65", "INDUSTRIAL_DIGITALISATION", "GDP"]
    with pytest.raises(NotFound):
        trace_of(a_measured_batch("2021"), "110000")


def test_a_superseded_delivery_is_still_the_one_the_batch_rests_on() -> None:
    batch = a_measured_batch("2021")
    load_digitalisation(figures_of("2021", {**DIGITALISATION_2021, GUIYANG: 901}), by=the_institute(), at=MEASURED)
    traced = next(one for one in trace_of(batch, GUIYANG).figures if one.code == "INDUSTRIAL_DIGITALISATION")
    assert traced.delivery is not None
    assert traced.delivery.number == 1


def test_growth_is_revised_with_the_level_of_the_year_before() -> None:
    """2020 confirmed at 1 000 (+50 %), then confirmed anew at 1 200: 1 500 is 25 % more."""
    a_confirmed_batch("2020")
    batch = a_measured_batch("2021")
    document = thaw(batch.result_document)
    names = {GUIYANG: "贵阳市"}
    assert not any(cell.revised for line in growth_lines(batch, document, names) for cell in line.cells)
    load_digitalisation(figures_of("2020", dict.fromkeys(CITIES, 600)), by=the_institute(), at=MEASURED)
    a_confirmed_batch("2020")
    lines = {line.region: line for line in growth_lines(batch, document, names)}
    economy = lines["贵阳市"].cells[GROWING.index("DIGITAL_ECONOMY")]
    assert (economy.nominal, economy.revised) == ("50.00", "25.00")


def test_all_cities_together_have_their_sums_their_share_and_their_growth() -> None:
    """2021: 7 × 1 500 + 1 000 + 2 000 = 13 500 on 9 000 is 50 % more, and 15 % of 90 000."""
    a_confirmed_batch("2020")
    view = batch_view(a_measured_batch("2021"))
    totals = dict(zip(FIGURES, view.totals, strict=True))
    assert (totals["DIGITAL_ECONOMY"].text, totals["SHARE_OF_GDP"].text) == ("1.35", "15.00")
    assert view.growth[-1].cells[GROWING.index("DIGITAL_ECONOMY")].nominal == "50.00"


def get(user: User, address: str) -> Any:
    return client_of(user).get(f"/api/measurement/{address}")


def test_comparison_and_trace_over_http() -> None:
    first, second = two_batches()
    answer = get(the_confirmer(), f"batches/{second.pk}/against/{first.pk}/").json()
    assert answer["order"] == ["data", "method", "parameters", "gdp_vintage"]
    share = next(one for one in answer["figures"] if (one["region"], one["code"]) == (GUIYANG, "SHARE_OF_GDP"))
    assert (share["difference"], share["parts"]["gdp_vintage"]) == ("5", "4")
    trace = get(the_confirmer(), f"batches/{second.pk}/trace/{GUIYANG}/").json()
    assert (trace["method_version"], trace["parameter_set"]) == ("2021.2", "2020-1")
    assert trace["figures"][0]["components"][0] == {
        "code": "compensation_of_employees", "value": "200", "derived": False,
    }  # fmt: skip
    assert get(the_confirmer(), f"batches/{second.pk}/trace/110000/").status_code == 404
    assert get(the_confirmer(), f"batches/{second.pk}/against/{second.pk}/").json()["error"]["code"] == "same_batch"


def test_an_opinion_and_a_decision_over_http() -> None:
    batch = a_submitted_batch()
    body = {
        "stand": "objects",
        "text": "漏报一户",
        "figures": [{"region": GUIYANG, "code": "DIGITAL_ECONOMY", "value": "1600"}],
    }
    address = f"/api/measurement/batches/{batch.pk}/opinions/"
    client = client_of(the_statistics_bureau())
    headers = {"Idempotency-Key": "o"}
    made = [client.post(address, body, content_type="application/json", headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in made] == [201, 201]
    assert [one["stand"] for one in client.get(address).json()["results"]] == ["objects"]
    [dispute] = client.get("/api/measurement/disputes/").json()["results"]
    decision = {"upheld": "proposed", "document_number": "黔发改〔2022〕8号", "reasons": "核实"}
    officer = client_of(the_commission_officer())
    decided = officer.post(
        f"/api/measurement/disputes/{dispute['id']}/decide/", decision, content_type="application/json"
    )
    assert (decided.status_code, decided.json()["state"]) == (200, "decided")
    detail = get(the_confirmer(), f"batches/{batch.pk}/").json()
    assert detail["contested"] == []


def test_the_page_of_a_decision_knows_no_score_and_no_rank() -> None:
    dispute = an_objection(a_submitted_batch()).disputes.get()
    text = client_of(the_commission_officer()).get(f"/disputes/{dispute.pk}/").content.decode()
    content = text[text.index("<main") : text.index("</main>")]
    assert 'name="upheld"' in content
    for word in ("/rankings/", "/runs/", 'class="rank"', "综合得分", "位次表"):
        assert word not in content


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/batches/{second}/", 30),
        ("/batches/{second}/against/{first}/", 14),
        ("/batches/{second}/regions/520100/", 14),
        ("/disputes/", 10),
        ("/api/measurement/disputes/", 8),
    ],
)
def test_a_page_costs_the_same_however_many_disputes_and_batches_there_are(
    path: str, most: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    first = a_measured_batch("2020")
    second = a_submitted_batch("2021")
    an_objection(second)
    client = client_of(the_confirmer())
    with django_assert_max_num_queries(most) as few:
        assert client.get(path.format(first=first.pk, second=second.pk)).status_code == 200
    an_objection(second)
    a_measured_batch("2021")
    with django_assert_max_num_queries(len(few.captured_queries)):
        assert client.get(path.format(first=first.pk, second=second.pk)).status_code == 200


def test_a_city_sees_neither_comparison_nor_trace_nor_dispute() -> None:
    batch, filler = a_measured_batch(), an_account("filler-zunyi", Role.FILLER, "520300")
    for address in (f"batches/{batch.pk}/trace/{LIUPANSHUI}/", "disputes/", f"batches/{batch.pk}/opinions/"):
        assert get(filler, address).status_code == 403


def test_industrial_digitalisation_is_traced_to_the_survey_for_whoever_sees_surveys() -> None:
    guizhou()
    load_industry_accounts(accounts_of("2021"), by=the_statistics_bureau(), at=DELIVERED)
    estimation = an_estimated_survey()
    deliver_estimates(estimation.pk, by=the_institute(), at=ESTIMATED, vintage="final")
    batch = request_batch("2021", by=the_institute(), at=ESTIMATED)
    work_off(batch.job)
    for user, number in ((the_institute(), estimation.pk), (the_commission_officer(), None)):
        assert get(user, f"batches/{batch.pk}/trace/{GUIYANG}/").json()["survey_estimation"] == number
    client = Client()
    client.force_login(the_institute())
    page = client.get(f"/batches/{batch.pk}/regions/{GUIYANG}/").content.decode()
    assert f'href="/surveys/{estimation.survey_id}/questionnaires/?city={GUIYANG}"' in page


def test_what_several_cities_lack_takes_one_line_that_names_them() -> None:
    the_tables_of("2020", {"520100": 400})
    batch = a_measured_batch("2020")
    lacking = [line for line in batch_view(batch).findings if line.figure == "产业数字化"]
    assert [line.region for line in lacking] == ["六盘水市、遵义市、安顺市、毕节市、铜仁市、黔西南州、黔东南州、黔南州"]
