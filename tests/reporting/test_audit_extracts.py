"""审计摘录: asked for, made by a job, taken by whoever asked, removed when its days are over; its words are Chinese."""

import hashlib
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from openpyxl import Workbook, load_workbook

from assessment.audit.action_words import ACTIONS
from assessment.audit.actions import PROVINCE, SYSTEM, Fact, record, record_all, write_anchors
from assessment.audit.anchors import anchor_file
from assessment.audit.chain_states import chain_states
from assessment.audit.models import Entry
from assessment.jobs.models import Job
from assessment.people.actions import disable_account, revoke_role
from assessment.people.errors import NotFound, PermissionRefused
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.roles import Role
from reporting.errors.extract import (
    ExtractActionUnknown,
    ExtractDateUnreadable,
    ExtractDaysReversed,
    ExtractExpired,
    ExtractUnfinished,
)
from reporting.extract_actions import KEPT, download_extract, remove_expired_extracts, request_extract
from reporting.models import AuditExtract
from reporting.operations import audit_extract
from reporting.operations.audit_extract import Asked
from tests.situations.catalogue import a_reviewer
from tests.situations.filing import LIUPANSHUI, LOCKED, REVIEWED, ZUNYI, a_city
from tests.situations.measurement import work_off
from tests.situations.people import a_user

pytestmark = pytest.mark.django_db
NAMES = {LIUPANSHUI: "六盘水市", ZUNYI: "遵义市"}
ADDRESS = "/api/reports/operations/audit-extracts/"


def an_auditor() -> User:
    return a_user("auditor", Role.AUDIT_ADMINISTRATOR, organisation="520000-administration")


def made(asked: Asked, *, by: User) -> AuditExtract:
    extract = request_extract(asked, by=by, at=LOCKED)
    work_off(extract.job)
    extract.refresh_from_db()
    return extract


def book_of(extract: AuditExtract, *, by: User) -> Workbook:
    assert extract.made_at is not None
    with download_extract(extract.pk, by=by, at=extract.made_at).content as content:
        held = content.read()
    assert (len(held), hashlib.sha256(held).hexdigest()) == (extract.size, extract.digest)
    return load_workbook(BytesIO(held))


def lines(book: Workbook, sheet: str) -> list[list[Any]]:
    """The rows between the head and the notes."""
    found = [list(row) for row in book[sheet].iter_rows(min_row=4, values_only=True)]
    end = next(number for number, row in enumerate(found) if str(row[0]).startswith("注："))
    return found[:end]


def recorded(*actions: str) -> None:
    with transaction.atomic():
        record_all([Fact(action, ZUNYI, "filing.version", "7") for action in actions], by=SYSTEM, at=REVIEWED)


def test_every_permission_has_a_name_and_an_action_without_one_is_noticed() -> None:
    assert [action.value for action in Action if action.value not in ACTIONS] == []
    with pytest.warns(UserWarning, match="weather.change"), transaction.atomic():
        record(Fact("weather.change", PROVINCE, "weather", "1"), by=SYSTEM, at=REVIEWED)


def test_the_extract_keeps_to_days_actor_and_unit_and_says_whether_the_chains_hold() -> None:
    auditor = an_auditor()
    entered = [
        Fact("return.fill", code, "filing.version", str(n), facts={"note": "=1+1"}) for n, code in enumerate(NAMES)
    ]
    with transaction.atomic():
        record_all(entered, by=SYSTEM, at=REVIEWED)
        record(Fact("return.accept", LIUPANSHUI, "filing.version", "9"), by=a_reviewer(), at=LOCKED)
    day = REVIEWED.date()
    extract = made(Asked(day, day, "system", LIUPANSHUI), by=auditor)
    book = book_of(extract, by=auditor)
    (row,) = lines(book, "审计摘录")
    assert (row[0], row[3], row[5:8], row[10]) == (
        NAMES[LIUPANSHUI], "system", ["填报", "return.fill", "报表版本"], "note：=1+1",
    )  # fmt: skip
    (chain,) = lines(book, "链校验")
    last = Entry.objects.filter(chain=LIUPANSHUI).order_by("-sequence")[0]
    assert (chain[1], chain[2], chain[4]) == (last.sequence, last.mac, "校验通过")
    assert extract.rows == 1
    stated = Entry.objects.filter(object_type="reporting.audit_extract").order_by("pk").values_list("action", "by")
    assert list(stated) == [
        ("audit.extract", "auditor"), ("audit.extracted", "system"), ("audit.extract_taken", "auditor"),
    ]  # fmt: skip


def test_a_city_extracts_its_own_record_alone_and_a_reviewer_none() -> None:
    recorded("return.fill")
    city = a_city(ZUNYI).filler
    own = made(Asked(), by=city)
    assert {row[0] for row in lines(book_of(own, by=city), "审计摘录")} == {NAMES[ZUNYI]}
    with pytest.raises(NotFound):
        request_extract(Asked(unit=LIUPANSHUI), by=city, at=LOCKED)
    with pytest.raises(NotFound):
        download_extract(own.pk, by=an_auditor(), at=LOCKED)
    with pytest.raises(PermissionRefused):
        request_extract(Asked(), by=a_reviewer(), at=LOCKED)


def test_action_kind_and_number_narrow_the_extract_which_ends_before_its_own_request() -> None:
    recorded("return.fill", "return.sign")
    auditor = an_auditor()
    found = lines(
        book_of(made(Asked(action="return.sign", subject="filing.version", number="7"), by=auditor), by=auditor),
        "审计摘录",
    )
    assert [row[5] for row in found] == ["审签"]
    everything = book_of(made(Asked(), by=auditor), by=auditor)
    assert [row[6] for row in lines(everything, "审计摘录")].count("audit.extract") == 1
    assert "操作 全部；对象 全部" in "".join(str(row[0].value) for row in everything["审计摘录"].iter_rows())


def test_a_record_longer_than_a_sheet_goes_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_extract, "MOST_ROWS", 2)
    recorded("return.fill", "return.sign", "return.submit")
    auditor = an_auditor()
    book = book_of(made(Asked(unit=ZUNYI), by=auditor), by=auditor)
    assert [[row[5] for row in lines(book, sheet)] for sheet in ("审计摘录", "审计摘录（2）")] == [
        ["填报", "审签"], ["上报"],
    ]  # fmt: skip


def test_an_extract_names_the_row_that_is_not_genuine() -> None:
    recorded("return.fill", "return.fill", "return.fill")
    forged = Entry.objects.filter(chain=ZUNYI).order_by("-sequence")[0]
    forged.pk, forged.previous_mac, forged.sequence = None, forged.mac, forged.sequence + 1
    forged.save(force_insert=True)
    auditor = an_auditor()
    (chain,) = lines(book_of(made(Asked(unit=ZUNYI), by=auditor), by=auditor), "链校验")
    assert chain[4] == "校验发现问题"
    assert f"第{forged.sequence}条记录被改动" in chain[5]


def test_anchors_written_in_another_order_are_right_and_one_past_the_end_is_a_cut_tail() -> None:
    for action in ("return.fill", "return.sign", "return.submit"):
        recorded(action)
        write_anchors()
    first, second, third = anchor_file().read_text("utf-8").splitlines(keepends=True)
    anchor_file().write_text(third + first + second, "utf-8")
    (state,) = chain_states([ZUNYI])
    assert (state.count, state.faults, state.unanchored) == (3, (), 0)
    (gone,) = chain_states(["520400"]) or (None,)
    assert gone is None
    anchor_file().write_text(first + second, "utf-8")
    (state,) = chain_states([ZUNYI])
    assert (state.faults, state.unanchored) == ((), 1)


def test_an_extract_that_waits_is_not_asked_for_twice_and_lapses_with_its_days() -> None:
    recorded("return.fill")
    auditor = an_auditor()
    extract = request_extract(Asked(unit=ZUNYI), by=auditor, at=LOCKED)
    assert request_extract(Asked(unit=ZUNYI), by=auditor, at=LOCKED) == extract
    with pytest.raises(ExtractUnfinished):
        download_extract(extract.pk, by=auditor, at=LOCKED)
    work_off(extract.job)
    extract.refresh_from_db()
    assert extract.made_at is not None
    assert extract.expires_at == extract.made_at + KEPT
    assert remove_expired_extracts(at=extract.expires_at - timedelta(seconds=1)) == 0
    assert remove_expired_extracts(at=extract.expires_at) == 1
    with pytest.raises(ExtractExpired):
        download_extract(extract.pk, by=auditor, at=extract.expires_at)
    extract.refresh_from_db()
    assert (extract.storage_name, len(extract.digest)) == ("", 64)


@pytest.mark.parametrize("take", ["account", "role"])
def test_what_waits_is_not_made_for_whoever_lost_the_account_or_the_role_meanwhile(take: str) -> None:
    recorded("return.fill")
    auditor = an_auditor()
    extract = request_extract(Asked(unit=ZUNYI), by=auditor, at=LOCKED)
    if take == "account":
        system = a_user("system", Role.SYSTEM_ADMINISTRATOR, organisation="520000-administration")
        disable_account(auditor.username, by=system, at=LOCKED)
    else:
        security = a_user("security", Role.SECURITY_ADMINISTRATOR, organisation="520000-administration")
        revoke_role(auditor.grants.get().pk, by=security, at=LOCKED)
    job = work_off(extract.job)
    extract.refresh_from_db()
    assert (job.state, job.error_code) == (Job.State.FAILED, "permission_refused")
    assert (extract.made_at, extract.storage_name) == (None, "")


def test_over_http_it_is_asked_for_watched_and_taken(client: Client) -> None:
    recorded("return.fill")
    auditor = an_auditor()
    client.force_login(auditor)
    answer = client.post(ADDRESS, {"unit": ZUNYI}, content_type="application/json")
    assert (answer.status_code, answer.json()["job_state"], answer.json()["kept"]) == (202, "queued", False)
    number = answer.json()["id"]
    assert client.get(f"{ADDRESS}{number}/extract.xlsx").status_code == 409
    assert "排队" in client.get("/operation-reports/").content.decode()
    work_off(AuditExtract.objects.get(pk=number).job)
    watched = client.get(f"{ADDRESS}{number}/").json()
    assert (watched["job_state"], watched["kept"], watched["rows"]) == ("done", True, 1)
    assert [one["id"] for one in client.get(ADDRESS).json()["results"]] == [number]
    assert b"".join(client.get(f"/operation-reports/audit-extracts/{number}/extract.xlsx")).startswith(b"PK")
    page = client.post("/operation-reports/audit-extracts/", {"since": "四月"}, follow=True).content.decode()
    assert "“四月”不是日期" in page


def test_what_narrows_an_extract_is_understood_or_refused() -> None:
    typed = {"since": "2021-04-13", "unit": ZUNYI, "action": "return.fill"}
    assert Asked.of(typed) == Asked(since=date(2021, 4, 13), unit=ZUNYI, action="return.fill")
    assert Asked.of(Asked.of(typed).document) == Asked.of(typed)
    with pytest.raises(ExtractDateUnreadable):
        Asked.of({"since": "四月"})
    with pytest.raises(ExtractDaysReversed):
        Asked.of({"since": "2021-04-13", "until": "2021-04-12"})
    with pytest.raises(ExtractActionUnknown):
        Asked.of({"action": "return.burn"})
