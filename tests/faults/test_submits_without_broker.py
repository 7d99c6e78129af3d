"""Redis gone on a day of filing: whoever fills goes on, every 上报 gets its receipt, every receipt holds.

Four returns, and with `--full` fifty-four.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.core.cache import caches
from django.test import Client
from pytest_django.fixtures import Settings

from assessment.audit.anchors import read_anchors
from assessment.audit.models import AnchorRequest, Entry
from assessment.filing.models import Receipt, Return, Version
from assessment.filing.queries import verify_receipt
from tests.faults.test_broker_lost import broker_of_this_process
from tests.situations.catalogue import an_open_collection
from tests.situations.filing import SUBMITTED, a_city, a_signed_version
from tests.situations.measurement import CITIES

IN_CI, ROUNDS = CITIES[:4], 6

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def without_redis(tmp_path: Path, settings: Settings) -> Iterator[None]:
    """Broker and cache behind a socket where nobody listens."""
    gone = tmp_path / "gone.sock"
    settings.CACHES = {**settings.CACHES, "default": {**settings.CACHES["default"], "LOCATION": f"unix://{gone}"}}
    caches.close_all()
    with broker_of_this_process(f"unix://{gone}?db=0"):
        yield


def asked(version: Version, step: str, body: object = None, *, method: str = "post") -> int:
    client = Client(raise_request_exception=False)
    with time_machine.travel(SUBMITTED, tick=False):
        client.force_login(a_city(version.return_filed.reporting_unit.code).filler)
        answer = getattr(client, method)(f"/api/filing/versions/{version.pk}/{step}/", body or {}, "application/json")
    return int(answer.status_code)


def submitted(versions: list[Version]) -> None:
    assert [asked(version, "submit") for version in versions] == [200] * len(versions)
    for version in versions:
        receipt = Receipt.objects.get(version=version)
        assert verify_receipt(receipt.number, receipt.digest).genuine


def assert_nothing_waits(count: int) -> None:
    """What follows a submission needs no broker: the head of its chain is anchored outside the database."""
    assert Entry.objects.filter(action="return.submit").count() == count
    assert not AnchorRequest.objects.filter(written_at__isnull=True).exists()
    anchored = {line.chain for line in read_anchors() if line.sound}
    assert anchored >= set(Return.objects.values_list("reporting_unit__code", flat=True))


def test_returns_are_submitted_and_the_page_of_entry_stays_open_while_redis_is_away(without_redis: None) -> None:
    versions = [a_signed_version(code) for code in IN_CI]
    assert asked(versions[0], "presence", {"cell": "software_revenue.current"}, method="put") == 200
    submitted(versions)
    assert_nothing_waits(len(IN_CI))


@pytest.mark.full
def test_fifty_four_returns_are_submitted_while_redis_is_away(without_redis: None) -> None:
    """Nine cities again and again; what is submitted is put under a period of its own, so that there is room."""
    before = an_open_collection()
    for number in range(ROUNDS):
        submitted([a_signed_version(code) for code in CITIES])
        before.pk, before.period = None, f"2021b{number + 1}"
        before.save(force_insert=True)
        Return.objects.filter(collection=an_open_collection()).update(collection=before)
    assert_nothing_waits(ROUNDS * len(CITIES))
