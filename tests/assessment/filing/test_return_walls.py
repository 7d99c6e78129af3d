"""Returns over HTTP: walls, answers, and what each list costs."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from assessment.audit.models import Entry
from assessment.filing import actions
from assessment.filing.cells import CellChange
from assessment.filing.models import Receipt, Return, Version
from assessment.filing.queries import figures_in_force, owed_by
from assessment.methodology.figures import Figure
from assessment.methodology.periods import Period
from assessment.people.models import User
from assessment.people.roles import Role
from tests.situations.catalogue import a_reviewer, an_account, an_open_collection, moment
from tests.situations.filing import (
    FILLED,
    SUBMITTED,
    ZUNYI,
    a_city,
    a_draft,
    a_receipt,
    a_submitted_version,
    a_version_under_review,
    an_accepted_version,
)

pytestmark = pytest.mark.django_db
# Session and account, the touch of the session in its savepoint, the grants twice, the count, the rows.
QUERIES_OF_RETURNS = 9
QUERIES_OF_OWED = 11
VERBS = ("request-signatures", "sign", "submit", "withdraw", "open-review", "send-back", "accept", "lock")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def post(client: Client, address: str, body: Mapping[str, Any] | None = None, *, key: str = "") -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(f"/api/filing/{address}", body or {}, content_type="application/json", headers=headers)


def patch(client: Client, version: Version, body: Mapping[str, Any]) -> Any:
    return client.patch(f"/api/filing/versions/{version.pk}/cells/", body, content_type="application/json")


def test_a_city_sees_its_own_returns_and_the_reviewer_all() -> None:
    a_draft(), a_draft(ZUNYI)
    own = signed_in(a_city().filler).get("/api/filing/returns/").json()["results"]
    assert [filed["reporting_unit"]["region"] for filed in own] == ["520200"]
    every = signed_in(a_reviewer()).get("/api/filing/returns/").json()["results"]
    assert [filed["reporting_unit"]["region"] for filed in every] == ["520200", "520300"]


def test_returns_are_narrowed_by_form_period_region_and_state() -> None:
    a_submitted_version(), a_draft(ZUNYI)
    reviewer = signed_in(a_reviewer())

    def found(**narrowed: str) -> list[str]:
        answer = reviewer.get("/api/filing/returns/", narrowed).json()["results"]
        return [filed["reporting_unit"]["region"] for filed in answer]

    assert found(form="SW-Q", period="2021c03") == ["520200", "520300"]
    assert found(state="submitted") == ["520200"]
    assert found(region="520300", state="draft") == ["520300"]
    assert found(period="2021c06") == []
    assert reviewer.get("/api/filing/returns/", {"state": "lost"}).status_code == 400


def test_lists_cost_the_same_however_long_they_are(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    a_draft()
    reviewer = signed_in(a_reviewer())
    for _ in range(2):
        with django_assert_num_queries(QUERIES_OF_RETURNS):
            assert reviewer.get("/api/filing/returns/").status_code == 200
        with django_assert_num_queries(QUERIES_OF_OWED):
            assert reviewer.get("/api/filing/owed/").status_code == 200
        if not Version.objects.filter(return_filed__reporting_unit__code=ZUNYI).exists():
            a_submitted_version(ZUNYI)


def test_foreign_and_missing_get_the_same_answer_to_every_question() -> None:
    version = a_submitted_version()
    neighbour = signed_in(a_city(ZUNYI).filler)
    address = f"/api/filing/versions/{version.pk}/"
    for question in ("", "cells/"):
        foreign, nowhere = neighbour.get(f"{address}{question}"), neighbour.get(f"/api/filing/versions/0/{question}")
        assert (foreign.status_code, foreign.content) == (404, nowhere.content)
    foreign, nowhere = (
        neighbour.get(f"/api/filing/returns/{version.return_filed_id}/"),
        neighbour.get("/api/filing/returns/0/"),
    )
    assert (foreign.status_code, foreign.content) == (404, nowhere.content)
    for verb in ("request-signatures", "submit", "withdraw"):
        foreign, nowhere = post(neighbour, f"versions/{version.pk}/{verb}/"), post(neighbour, f"versions/0/{verb}/")
        assert (foreign.status_code, foreign.content) == (404, nowhere.content)


def test_nobody_but_city_and_bureau_comes_near_a_return() -> None:
    version = a_submitted_version()
    body = {"items": [{"item": "software_revenue", "note": "x"}]}
    for role in (
        Role.COMMISSION_OFFICER,
        Role.MEASURING_INSTITUTE,
        Role.AUDIT_ADMINISTRATOR,
        Role.SYSTEM_ADMINISTRATOR,
    ):
        client = signed_in(an_account(f"some-{role.value}", role))
        for address in ("returns/", "owed/", f"returns/{version.return_filed_id}/", f"versions/{version.pk}/"):
            assert client.get(f"/api/filing/{address}").status_code == 403
        for verb in VERBS:
            assert post(client, f"versions/{version.pk}/{verb}/", body).status_code == 403
    assert Client().get("/api/filing/returns/").status_code in {401, 403}


def test_the_province_has_no_way_to_change_a_figure() -> None:
    version = a_version_under_review()
    change = {
        "revision": 1,
        "cells": [{"item": "software_revenue", "basis": "current", "condition": "value", "value": "1"}],
    }
    answer = patch(signed_in(a_reviewer()), version, change)
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "permission_refused")


def test_a_return_goes_its_way_over_http() -> None:
    collection, city = an_open_collection(), a_city()
    filler, reviewer = signed_in(city.filler), signed_in(a_reviewer())
    with time_machine.travel(FILLED, tick=False):
        begun = post(filler, "versions/", {"collection": collection.pk, "reporting_unit": "520200"})
        assert begun.status_code == 201
        pk = begun.json()["id"]
        cells = [
            {
                "item": "software_revenue",
                "basis": "current",
                "condition": "value",
                "value": "１２，３４５．６",
                "unit": "万元",
            },
            {"item": "software_revenue", "basis": "same_period_last_year", "condition": "value", "value": "11000"},
        ]
        saved = filler.patch(
            f"/api/filing/versions/{pk}/cells/", {"revision": 0, "cells": cells}, content_type="application/json"
        ).json()
        assert saved["revision"] == 1
        assert {(r["repair"], r["read_as"]) for r in saved["repairs"]} == {
            ("full_width", "12345.6"),
            ("thousands_separators", "12345.6"),
        }
        assert post(filler, f"versions/{pk}/request-signatures/").json()["state"] == "awaiting_signature"
        assert post(filler, f"versions/{pk}/submit/").json()["error"]["code"] == "signatures_missing"
        for signer in (city.statistics_head, city.unit_head):
            unread = post(signed_in(signer), f"versions/{pk}/sign/", {"pledge": False})
            assert (unread.status_code, unread.json()["error"]["code"]) == (400, "pledge_missing")
            assert post(signed_in(signer), f"versions/{pk}/sign/", {"pledge": True}).status_code == 200
        receipt = post(filler, f"versions/{pk}/submit/").json()["receipt"]
        assert receipt["number"] == "Z20210410-0001"
        assert post(filler, f"versions/{pk}/submit/").json()["receipt"] == receipt
        assert post(reviewer, f"versions/{pk}/open-review/").json()["reviewer"]["username"] == "reviewer"
        named = {"items": [{"item": "software_revenue", "note": "请核对原始凭证"}]}
        assert post(reviewer, f"versions/{pk}/send-back/", named).json()["state"] == "sent_back"
        again = post(filler, "versions/", {"collection": collection.pk, "reporting_unit": "520200"}).json()
    assert (again["number"], again["moves"]) == (2, ["save", "request_signatures"])
    assert sorted({c["item"] for c in again["cells"] if c["sent_back_note"]}) == ["software_revenue"]


def test_accepting_and_locking_over_http() -> None:
    version = a_version_under_review()
    reviewer = signed_in(a_reviewer())
    accepted = post(reviewer, f"versions/{version.pk}/accept/", {"note": "数据衔接"}).json()
    assert (accepted["state"], accepted["decision_note"]) == ("accepted", "数据衔接")
    assert post(reviewer, f"versions/{version.pk}/lock/").json()["state"] == "locked"
    filed = reviewer.get(f"/api/filing/returns/{version.return_filed_id}/").json()
    assert (filed["in_force"], filed["latest_state"], len(filed["versions"])) == (version.pk, "locked", 1)


def test_withdrawing_over_http_and_a_wrong_state() -> None:
    version = a_submitted_version()
    filler = signed_in(a_city().filler)
    assert post(filler, f"versions/{version.pk}/withdraw/").json()["state"] == "withdrawn"
    again = post(filler, f"versions/{version.pk}/withdraw/")
    assert (again.status_code, again.json()["error"]["code"]) == (409, "wrong_state")


def test_a_move_repeated_with_its_key_is_answered_as_before_and_not_done_again() -> None:
    version = a_submitted_version()
    reviewer = signed_in(a_reviewer())
    first = post(reviewer, f"versions/{version.pk}/open-review/", key="k" * 100)
    again = post(reviewer, f"versions/{version.pk}/open-review/", key="k" * 100)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert Entry.objects.filter(action="return.review").count() == 1
    other = post(reviewer, f"versions/{version.pk}/accept/", key="k" * 100)
    assert (other.status_code, other.json()["error"]["code"]) == (422, "idempotency_key_reused")


def test_a_refused_move_leaves_its_key_free() -> None:
    version = a_submitted_version()
    reviewer = signed_in(a_reviewer())
    assert post(reviewer, f"versions/{version.pk}/accept/", key="k").status_code == 409
    post(reviewer, f"versions/{version.pk}/open-review/")
    assert post(reviewer, f"versions/{version.pk}/accept/", key="k").status_code == 200


def test_two_officers_are_shown_both_values_over_http() -> None:
    draft = a_draft()
    one, other = signed_in(a_city().filler), signed_in(an_account("second-filler", Role.FILLER, "520200"))

    def change(value: str) -> dict[str, Any]:
        cell = {"item": "software_revenue", "basis": "current", "condition": "value", "value": value}
        return {"revision": 0, "cells": [cell]}

    with time_machine.travel(FILLED, tick=False):
        assert patch(one, draft, change("1200")).status_code == 200
        refused = patch(other, draft, change("1300"))
    assert refused.status_code == 409
    clash = refused.json()["error"]["where"]["cells"][0]
    assert (clash["stored"], clash["sent"]) == ("1200", "1300")


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ({"value": "约一千"}, "not_a_number"),
        ({"value": ""}, "value_missing"),
        ({"condition": "suppressed", "value": "1"}, "invalid"),
        ({"condition": "not_applicable", "value": None}, "reason_missing"),
        ({"value": "1", "unit": "人"}, "unit_differs"),
        ({"item": "hardware", "value": "1"}, "item_unknown"),
    ],
)
def test_a_wrong_cell_is_refused_with_its_code(cell: dict[str, Any], code: str) -> None:
    draft = a_draft()
    body = {"item": "software_revenue", "basis": "current", "condition": "value", **cell}
    with time_machine.travel(FILLED, tick=False):
        answer = patch(signed_in(a_city().filler), draft, {"revision": 0, "cells": [body]})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)


def test_anybody_signed_in_verifies_a_receipt_and_learns_no_more() -> None:
    receipt = a_receipt()
    stranger = signed_in(an_account("institute", Role.MEASURING_INSTITUTE))
    genuine = post(stranger, "receipts/verify/", {"number": receipt.number, "digest": receipt.digest})
    assert genuine.json() == {"genuine": True, "withdrawn": False}
    forged = post(stranger, "receipts/verify/", {"number": receipt.number, "digest": "0" * 64})
    assert forged.json() == {"genuine": False, "withdrawn": False}
    assert Receipt.objects.count() == 1


def test_what_is_owed_stands_in_the_list_before_anybody_begins() -> None:
    an_open_collection()
    owed = owed_by(a_city().filler, at=FILLED)
    assert [(o.reporting_unit.code, o.latest) for o in owed] == [("520200", None)]
    assert len(owed_by(a_reviewer(), at=FILLED)) == 10
    version = a_submitted_version()
    assert [o.latest for o in owed_by(a_city().filler, at=SUBMITTED)] == [version]
    shown = signed_in(a_city().filler).get("/api/filing/owed/").json()["results"]
    assert [(o["version"], o["state"]) for o in shown] == [(version.pk, "submitted")]


def test_only_figures_in_force_are_handed_on_with_their_condition_and_lateness() -> None:
    period = Period.parse("2021c03")
    a_submitted_version(ZUNYI)
    assert figures_in_force("SW-Q", period) == ()
    accepted = an_accepted_version()
    figures = figures_in_force("SW-Q", period)
    assert {figure.reporting_unit for figure in figures} == {"520200"}
    by_cell = {(figure.item, figure.basis): figure for figure in figures}
    revenue = by_cell["software_revenue", "current"]
    assert (str(revenue.figure.value), revenue.unit, revenue.late) == ("1234.50000000", "万元", False)
    assert revenue.version == accepted.pk
    assert by_cell["total_pay", "current"].figure.condition == "empty"
    Version.objects.filter(pk=accepted.pk).update(late=True)
    assert all(figure.late for figure in figures_in_force("SW-Q", period))


def test_a_deputy_sees_the_return_only_while_the_grant_lasts() -> None:
    version = a_submitted_version()
    filler = a_city().filler
    filler.grants.update(valid_until=moment("2021-05-01 00:00"))
    assert signed_in(filler).get(f"/api/filing/versions/{version.pk}/").status_code == 403
    with time_machine.travel(SUBMITTED, tick=False):
        assert signed_in(filler).get(f"/api/filing/versions/{version.pk}/").status_code == 200


def test_the_reason_of_a_missing_figure_is_handed_on() -> None:
    draft, city = a_draft(), a_city()
    missing = [
        CellChange("software_exports", "current", "not_applicable", reason="无出口业务"),
        CellChange("total_profit", "current", "not_available", reason="年报未审定"),
    ]
    actions.save_cells(draft.pk, missing, revision=0, by=city.filler, at=FILLED)
    Return.objects.update(in_force=draft)
    figures = {
        figure.item: figure.figure
        for figure in figures_in_force("SW-Q", Period.parse("2021c03"))
        if figure.basis == "current"
    }
    assert figures["software_exports"] == Figure.not_applicable("无出口业务")
    assert figures["total_profit"] == Figure.not_available("年报未审定")


@pytest.mark.django_db(transaction=True)
def test_twins_sent_at_the_same_moment_with_one_key_begin_one_version() -> None:
    collection, filler = an_open_collection(), a_city().filler
    together = Barrier(4)
    body = {"collection": collection.pk, "reporting_unit": "520200"}

    def send(client: Client) -> tuple[int, int]:
        try:
            together.wait(timeout=30)
            answer = post(client, "versions/", body, key="twin")
            return answer.status_code, answer.json()["id"]
        finally:
            connection.close()

    clients = [signed_in(filler) for _ in range(4)]
    with time_machine.travel(FILLED, tick=True), ThreadPoolExecutor(4) as pool:
        answers = set(pool.map(send, clients))
    assert answers == {(201, Version.objects.get().pk)}
