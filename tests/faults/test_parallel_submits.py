"""Fifty people press 上报 on the same return at the same moment, through two processes: one receipt for all."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from assessment.audit.models import Entry
from assessment.filing.models import Receipt, ReceiptDay, Version
from tests.faults.running_year import signed_now
from tests.fixtures_web import Caller, Spoken

AT_ONCE = 50

# Nothing is run here that other tests do not run, and count, one by one.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("keyed", [False, True], ids=["without a key", "each with a key of its own"])
def test_fifty_submits_at_once_are_one_submission(two_web_processes: tuple[int, int], keyed: bool) -> None:
    version, city = signed_now("520200")
    caller, gate = Caller.of(city.filler), Barrier(AT_ONCE)

    def press(number: int) -> Spoken:
        gate.wait()
        port = two_web_processes[number % 2]
        path = f"/api/filing/versions/{version.pk}/submit/"
        return caller.send(port, "POST", path, key=f"press-{number}" if keyed else "")

    with ThreadPoolExecutor(AT_ONCE) as people:
        answers = list(people.map(press, range(AT_ONCE)))
    assert {answer.status for answer in answers} == {200}
    assert len({answer.body["receipt"]["number"] for answer in answers}) == 1
    assert len({answer.body["receipt"]["digest"] for answer in answers}) == 1
    assert Version.objects.get(pk=version.pk).state == Version.State.SUBMITTED
    assert Receipt.objects.count() == 1
    assert ReceiptDay.objects.get().last_serial == 1
    assert Entry.objects.filter(action="return.submit").count() == 1
