"""Runs and scores over HTTP."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from assessment.audit.models import Entry
from assessment.people.models import User
from assessment.people.roles import Role
from assessment.scoring.models import Run
from tests.situations.catalogue import an_account, the_calendar
from tests.situations.files import PDF
from tests.situations.measurement import the_confirmer, the_institute
from tests.situations.scoring import (
    FIRST_QUARTER,
    a_computed_run,
    a_confirmed_run,
    an_approved_run,
    an_issued_run,
    on_the_insider_list,
    the_approver,
    the_filler,
    the_frozen_scheme,
    the_officer,
    the_returns_of_the_first_quarter,
)

pytestmark = pytest.mark.django_db
# Session and account, the touch of the session in its savepoint, the grants, the count, the rows.
QUERIES_OF_A_LIST = 8
SCORE_WORDS = ("score", "rank", "placing", "shown")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def post(client: Client, address: str, body: dict[str, Any] | None = None, **headers: str) -> Any:
    return client.post(address, body or {}, content_type="application/json", headers=headers)


def test_a_run_is_started_once_however_often_the_button_is_pressed() -> None:
    the_frozen_scheme()
    the_returns_of_the_first_quarter()
    client = signed_in(the_officer())
    body = {"period": FIRST_QUARTER, "kind": "quarterly"}
    answers = [post(client, "/api/scoring/runs/", body, **{"Idempotency-Key": "k1"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json()["id"] == answers[1].json()["id"]
    assert answers[0].json()["period_name"] == "2021年一季度"
    assert Run.objects.count() == 1


def test_the_moves_lead_from_computed_to_issued_each_by_its_own_body() -> None:
    the_calendar()
    run = a_computed_run()
    officer = signed_in(the_officer())
    steps = [
        (the_confirmer(), "confirm", {}, "confirmed"),
        (the_officer(), "feedback", {"working_days": 5}, "feedback"),
        (the_approver(), "approve", {}, "approved"),
        (the_officer(), "issue", {"issue_number": "黔发改数字〔2021〕1号", "publicity": "open"}, "issued"),
    ]
    for person, move, body, state in steps:
        if move == "approve":
            the_cities_agree(run)
        if move == "issue":
            scan = SimpleUploadedFile("印发件.pdf", PDF)
            assert officer.post(f"/api/scoring/runs/{run.pk}/issued-document/", {"file": scan}).status_code == 200
            decision = {
                "figures": [{"period": run.period, "code": "software_revenue"}],
                "choice": "publish",
                "reason": "各市（州）单位数均在十家以上",
            }
            assert post(officer, f"/api/scoring/runs/{run.pk}/publication/decisions/", decision).status_code == 200
        answer = post(signed_in(person), f"/api/scoring/runs/{run.pk}/{move}/", body)
        assert (answer.status_code, answer.json()["state"]) == (200, state)


def the_cities_agree(run: Run) -> None:
    """Each in an account of its own: the stamped form first, then the agreement."""
    for row in run.feedback.all():
        city = signed_in(the_filler(row.unit))
        form = {"file": SimpleUploadedFile("确认表.pdf", PDF), "check_code": row.digest[:8]}
        assert city.post(f"/api/scoring/feedback/{row.pk}/form/", form).status_code == 200
        answer = post(city, f"/api/scoring/feedback/{row.pk}/agree/")
        assert (answer.status_code, answer.json()["state"]) == (200, "agreed")


def test_a_move_out_of_turn_is_a_conflict_and_by_the_wrong_body_a_refusal() -> None:
    run = a_computed_run()
    wrong_turn = post(signed_in(the_approver()), f"/api/scoring/runs/{run.pk}/approve/")
    assert (wrong_turn.status_code, wrong_turn.json()["error"]["code"]) == (409, "wrong_state")
    wrong_body = post(signed_in(the_officer()), f"/api/scoring/runs/{run.pk}/confirm/")
    assert (wrong_body.status_code, wrong_body.json()["error"]["code"]) == (403, "permission_refused")


def test_the_runs_of_the_bureau_carry_states_and_figures_and_no_score() -> None:
    run = a_computed_run()
    client = signed_in(the_confirmer())
    detail = client.get(f"/api/scoring/runs/{run.pk}/").json()
    assert (detail["state"], detail["stale"], detail["moves"]) == ("computed", False, ["confirm", "cancel"])
    figures = client.get(f"/api/scoring/runs/{run.pk}/figures/").json()
    assert {entry["unit"] for entry in figures["apart"]} == {"52GA00"}
    for document in (detail, figures, client.get("/api/scoring/runs/").json()):
        assert not [key for key in keys_of(document) if any(word in key for word in SCORE_WORDS)]
    assert client.get(f"/api/scoring/runs/{run.pk}/ranking/").status_code == 404


def test_how_a_return_came_is_footnoted_beside_place_and_explanation() -> None:
    the_returns_of_the_first_quarter(late=("520300",))
    run = an_issued_run()
    client, late = signed_in(the_officer()), "报表迟报。"
    placings = client.get(f"/api/scoring/runs/{run.pk}/ranking/").json()["results"]
    said = {one["unit"]: one["footnotes"] for one in placings}
    assert said["520300"] == [late]
    assert late not in said["520400"]
    assert late in client.get(f"/api/scoring/runs/{run.pk}/explanation/520300/").json()["footnotes"]


def test_a_ranking_before_the_issue_is_for_insiders_and_each_reading_is_written_down() -> None:
    run = a_confirmed_run()
    address = f"/api/scoring/runs/{run.pk}/ranking/"
    assert signed_in(the_officer()).get(address).status_code == 404
    answer = signed_in(on_the_insider_list(the_officer())).get(address)
    assert answer.json()["count"] == 9
    assert answer.json()["results"][0]["rank"].startswith("1")
    assert answer.json()["results"][0]["name"].endswith(("市", "州"))
    assert Entry.objects.filter(action="score.view").count() == 1


def test_the_same_address_answers_a_city_with_nothing_before_and_the_ranking_after_the_issue() -> None:
    city = an_account("filler-zunyi", Role.FILLER, "520300")
    hidden = an_approved_run()
    before = signed_in(city).get(f"/api/scoring/runs/{hidden.pk}/ranking/")
    nowhere = signed_in(city).get("/api/scoring/runs/999999/ranking/")
    assert (before.status_code, before.json()) == (404, nowhere.json())
    assert signed_in(city).get("/api/scoring/rankings/").json()["count"] == 0


def test_a_city_reads_after_the_issue_its_own_explanation_and_no_other() -> None:
    run = an_issued_run()
    client = signed_in(an_account("filler-zunyi", Role.FILLER, "520300"))
    own = client.get(f"/api/scoring/runs/{run.pk}/explanation/520300/")
    assert own.status_code == 200
    assert own.json()["code"] == "TOTAL"
    assert client.get(f"/api/scoring/runs/{run.pk}/explanation/520200/").status_code == 404
    assert client.get(f"/api/scoring/runs/{run.pk}/ranking/").json()["count"] == 9


def test_the_institute_reads_no_run() -> None:
    a_computed_run()
    assert signed_in(the_institute()).get("/api/scoring/runs/").status_code == 403


@pytest.mark.parametrize(("address", "extra"), [("runs", 0), ("rankings", 0)])
def test_a_list_costs_the_same_however_long_it_is(
    address: str, extra: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    an_issued_run()
    client = signed_in(the_officer())
    with django_assert_num_queries(QUERIES_OF_A_LIST + extra):
        answer = client.get(f"/api/scoring/{address}/")
    assert answer.json()["count"] == 1


def keys_of(document: Any) -> list[str]:
    if isinstance(document, dict):
        return [*document, *(key for value in document.values() for key in keys_of(value))]
    return [key for item in document for key in keys_of(item)] if isinstance(document, list) else []
