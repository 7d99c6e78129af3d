"""Submitting once, however often it is asked; the receipt and its verification; lateness by the server's clock."""

import copy
import json
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from assessment.audit.models import Entry
from assessment.audit.queries import chain_head
from assessment.filing import actions
from assessment.filing.errors.returns import CollectionLocked
from assessment.filing.models import Receipt, Version
from assessment.filing.queries import Verified, verify_receipt
from assessment.filing.states import State
from assessment.filing.version_document import (
    WITH_FINDINGS,
    figures_document,
    submission_digest,
    submission_document,
)
from assessment.methodology.canonical import SCHEMA, digest, text_of
from assessment.people.models import User
from tests.situations.catalogue import moment
from tests.situations.filing import (
    SUBMITTED,
    ZUNYI,
    a_city,
    a_receipt,
    a_signed_version,
    a_submitted_version,
    a_withdrawn_version,
)

SEED = 20210412
ON_TIME_UNTIL = moment("2021-04-15 18:00")
LOCKS_AT = moment("2021-04-29 18:00")


@pytest.mark.django_db
def test_a_receipt_carries_number_server_time_digest_and_the_head_of_the_chain() -> None:
    receipt = a_receipt()
    version = Version.objects.get(pk=receipt.version_id)
    assert (receipt.number, receipt.issued_at) == ("Z20210412-0001", SUBMITTED)
    assert receipt.digest == version.digest == submission_digest(version)
    assert receipt.chain_head == chain_head("520200")
    entry = Entry.objects.get(action="return.submit")
    assert entry.facts["receipt"] == receipt.number


@pytest.mark.django_db
def test_serials_run_through_the_day_and_begin_anew_the_next() -> None:
    first, second = a_receipt(), a_receipt(ZUNYI)
    assert (first.number, second.number) == ("Z20210412-0001", "Z20210412-0002")
    other = a_signed_version("520400")
    midnight = moment("2021-04-13 00:30")
    assert actions.submit(other.pk, by=a_city("520400").filler, at=midnight).number == "Z20210413-0001"


@pytest.mark.django_db
def test_a_second_submission_shows_the_same_receipt_and_records_nothing() -> None:
    receipt = a_receipt()
    entries = Entry.objects.count()
    again = actions.submit(receipt.version_id, by=a_city().filler, at=SUBMITTED + timedelta(days=1))
    assert (again.pk, again.issued_at) == (receipt.pk, SUBMITTED)
    assert Entry.objects.count() == entries


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("at", "late"),
    [(ON_TIME_UNTIL, False), (ON_TIME_UNTIL + timedelta(seconds=1), True), (LOCKS_AT, True)],
)
def test_late_is_what_comes_after_the_deadline_by_the_clock_of_the_server(at: object, late: bool) -> None:
    version = a_signed_version()
    actions.submit(version.pk, by=a_city().filler, at=at)  # type: ignore[arg-type]
    assert Version.objects.get(pk=version.pk).late is late


@pytest.mark.django_db
def test_after_the_lock_nothing_is_taken() -> None:
    version = a_signed_version()
    with pytest.raises(CollectionLocked):
        actions.submit(version.pk, by=a_city().filler, at=LOCKS_AT + timedelta(seconds=1))
    assert not Receipt.objects.exists()
    assert Version.objects.get(pk=version.pk).state == State.AWAITING_SIGNATURE


@pytest.mark.django_db
def test_verification_tells_genuine_from_forged_and_nothing_else() -> None:
    receipt = a_receipt()
    assert verify_receipt(receipt.number, receipt.digest) == Verified(genuine=True, withdrawn=False)
    assert verify_receipt(receipt.number, receipt.digest[:-1] + "x") == Verified(genuine=False, withdrawn=False)
    assert verify_receipt("Z20210412-0009", receipt.digest) == Verified(genuine=False, withdrawn=False)


@pytest.mark.django_db
def test_the_receipt_of_a_withdrawn_version_says_so() -> None:
    receipt = Receipt.objects.get(version=a_withdrawn_version())
    assert verify_receipt(receipt.number, receipt.digest) == Verified(genuine=True, withdrawn=True)


@pytest.mark.django_db
def test_the_document_that_is_hashed_holds_every_cell_in_one_order_and_form() -> None:
    document = figures_document(a_signed_version())
    cells = document["cells"]
    assert isinstance(cells, list)
    assert len(cells) == 30
    assert cells == sorted(cells, key=lambda cell: (cell["item"], cell["basis"]))
    revenue = next(cell for cell in cells if (cell["item"], cell["basis"]) == ("software_revenue", "current"))
    assert format(revenue["value"], "f") == "1234.5"
    assert (document["form"], document["period"], document["reporting_unit"]) == ("SW-Q", "2021c03", "520200")


RETURNS = 1_000


def drawn_return(document: dict[str, Any], dice: random.Random) -> dict[str, Any]:
    """Another return of the same form: another city, period and version, another value in every cell."""
    drawn = copy.deepcopy(document)
    drawn |= {"reporting_unit": dice.choice(["520100", "520200", "520300"]), "version": dice.randint(1, 9)}
    drawn["period"] = f"{dice.randint(2021, 2030)}c{dice.choice(['03', '06', '09', '12'])}"
    for cell in drawn["cells"]:
        cell["condition"], cell["value"] = "value", f"{dice.randint(-9999, 99999)}.{dice.randint(1, 9)}"
    return drawn


def altered_return(document: dict[str, Any], dice: random.Random) -> dict[str, Any]:
    """One thing of it changed: a last digit, a condition, a reason, a unit, a period, a signer, a cell that is gone."""
    altered = copy.deepcopy(document)
    cell = dice.choice(altered["cells"])
    last = cell["value"][-1]
    changes: list[Callable[[], object]] = [
        lambda: cell.update(value=cell["value"][:-1] + dice.choice("0123456789".replace(last, ""))),
        lambda: cell.update(value=cell["value"] + "0"),
        lambda: cell.update(condition="not_applicable"),
        lambda: cell.update(reason="补报"),
        lambda: altered["cells"].remove(cell),
        lambda: altered.update(period="2020c03"),
        lambda: altered.update(reporting_unit="520400"),
        lambda: altered.update(version=altered["version"] + 1),
        lambda: altered.update(filler="somebody.else"),
        lambda: altered["signatures"][0].update(signer="somebody.else"),
        altered["signatures"].pop,
    ]
    dice.choice(changes)()
    return altered


@pytest.mark.django_db
def test_of_a_thousand_returns_each_receipt_fits_its_own_and_none_of_a_thousand_altered_ones() -> None:
    """Without the database: the text of a return and the digest on its receipt are all that the check needs."""
    version = a_submitted_version()
    schema = WITH_FINDINGS if "findings" in submission_document(version) else SCHEMA
    written = json.loads(text_of(submission_document(version)))
    assert digest(written, schema=schema) == Receipt.objects.get(version=version).digest
    dice, accepted, rejected = random.Random(SEED), 0, 0
    for _ in range(RETURNS):
        own = drawn_return(written, dice)
        receipt = digest(own, schema=schema)
        accepted += digest(json.loads(json.dumps(own, ensure_ascii=True, indent=1)), schema=schema) == receipt
        rejected += digest(altered_return(own, dice), schema=schema) != receipt
    assert (accepted, rejected) == (RETURNS, RETURNS)


@pytest.mark.django_db(transaction=True)
def test_fifty_submissions_at_once_give_one_receipt() -> None:
    version, filler = a_signed_version(), a_city().filler
    together = Barrier(10)

    def submit_five_times(_: int) -> set[str]:
        try:
            together.wait(timeout=30)
            by = User.objects.get(pk=filler.pk)
            return {actions.submit(version.pk, by=by, at=SUBMITTED).number for _ in range(5)}
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        numbers = set().union(*pool.map(submit_five_times, range(10)))
    assert numbers == {"Z20210412-0001"}
    assert Receipt.objects.count() == 1
    assert Entry.objects.filter(action="return.submit").count() == 1
