"""Reading the record over HTTP: the audit administrator alone, no value, nothing to change."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from assessment.audit.actions import SYSTEM, Fact, record, record_all, write_anchors
from assessment.people.roles import Role
from tests.situations.people import a_user, guizhou

pytestmark = pytest.mark.django_db
NOON = datetime(2021, 4, 20, 4, 0, tzinfo=UTC)
QUERIES_OF_A_LIST = 8


def auditor() -> Client:
    client = Client()
    client.force_login(a_user("auditor", Role.AUDIT_ADMINISTRATOR, organisation="520000-administration"))
    return client


def entries(client: Client, **wanted: str) -> list[dict[str, Any]]:
    answer = client.get("/api/audit/entries/", wanted)
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def a_change() -> None:
    changes = {"software_revenue.current": (Decimal("8642.97"), Decimal("7531.86"))}
    fact = Fact("return.fill", "520300", "filing.version", "17", changes=changes, facts={"period": "2021c03"})
    with transaction.atomic():
        record(fact, by=SYSTEM, at=NOON)


def test_an_entry_tells_who_did_what_to_what_and_never_a_value() -> None:
    client = auditor()
    a_change()
    (entry,) = entries(client, chain="520300")
    assert (entry["by"], entry["action"], entry["object_type"], entry["object_id"]) == (
        "system",
        "return.fill",
        "filing.version",
        "17",
    )
    assert entry["changed_fields"] == ["software_revenue.current"]
    assert entry["facts"] == {"period": "2021c03"}
    assert "8642" not in str(entry)
    assert "7531" not in str(entry)


def test_the_newest_entry_comes_first() -> None:
    client = auditor()
    a_change()
    times = [entry["at"] for entry in entries(client)]
    assert len(times) > 1
    assert times == sorted(times, reverse=True)


@pytest.mark.parametrize(
    ("wanted", "number"),
    [
        ({"chain": "520300"}, 1),
        ({"chain": "520100"}, 0),
        ({"object_type": "filing.version", "object_id": "17"}, 1),
        ({"object_type": "filing.version", "object_id": "18"}, 0),
        ({"by": "system", "action": "return.fill"}, 1),
        ({"by": "nobody"}, 0),
        ({"action": "return.accept"}, 0),
        ({"action": "return.fill", "outcome": "refused"}, 0),
        ({"since": "2021-04-20T12:00:00+08:00", "before": "2021-04-20T12:00:01+08:00"}, 1),
        ({"since": "2021-04-20T11:00:00+08:00", "before": "2021-04-20T12:00:00+08:00"}, 0),
    ],
)
def test_entries_are_narrowed_by_chain_object_person_action_and_time(wanted: dict[str, str], number: int) -> None:
    client = auditor()
    a_change()
    assert len(entries(client, **wanted)) == number


def test_a_date_that_is_none_is_refused_by_name() -> None:
    answer = auditor().get("/api/audit/entries/", {"since": "yesterday"})
    assert answer.status_code == 400
    assert "since" in answer.json()["error"]["where"]


def test_a_page_of_entries_costs_the_same_however_many_there_are(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = auditor()
    with transaction.atomic():
        facts = [Fact("return.fill", "520300", "filing.version", str(number)) for number in range(150)]
        record_all(facts, by=SYSTEM, at=NOON + timedelta(hours=1))
    with django_assert_num_queries(QUERIES_OF_A_LIST):
        answer = client.get("/api/audit/entries/", {"chain": "520300"})
    assert (answer.json()["count"], len(answer.json()["results"])) == (150, 100)


def test_the_whole_record_is_checked_on_demand() -> None:
    client = auditor()
    a_change()
    write_anchors()
    checked = client.get("/api/audit/verification/").json()
    assert checked["sound"] is True
    assert checked["faults"] == []
    assert checked["entries"] >= 2
    assert checked["chains"] >= 2


@pytest.mark.django_db(transaction=True)
def test_an_altered_entry_is_named_to_the_reader(superuser_connection: Any) -> None:
    guizhou()
    client = auditor()
    a_change()
    superuser_connection.execute("set session_replication_role = replica")
    superuser_connection.execute("update audit_entry set by = 'somebody.else' where chain = '520300'")
    checked = client.get("/api/audit/verification/").json()
    assert (checked["sound"], checked["fault_count"]) == (False, 1)
    assert checked["faults"] == [{"chain": "520300", "sequence": 1, "code": "entry_altered"}]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_there_is_no_request_that_could_change_the_record(method: str) -> None:
    client = auditor()
    for address in ("/api/audit/entries/", "/api/audit/verification/"):
        assert getattr(client, method)(address).status_code == 405
