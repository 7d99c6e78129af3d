"""One seeded province for all requests: an account for each role, and an object in each of its states.

Zunyi is the region of whoever belongs to a city; Liupanshui is the foreign one. Two versions of one return cannot
both be open, so each is moved to a collection of its own once it has come to its state (the signed one comes last and
stays: its signatures name its period). In the same way each run and each batch gets a digest of its own, so that the
next one of the same inputs is another one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db import transaction
from django.test import Client

from assessment.audit.actions import SYSTEM
from assessment.catalogue.actions import freeze_scheme
from assessment.catalogue.calendar_actions import register_obligations, waive
from assessment.catalogue.models import Collection, FormVersion, SchemeVersion
from assessment.evidence.actions import Subject, store
from assessment.filing import actions as filing
from assessment.filing.evidence_actions import Upload as EvidenceUpload
from assessment.filing.explanation_actions import Explaining
from assessment.filing.letter_actions import Request
from assessment.filing.models import AdoptedValue, QueryThread, Return, Upload, Version
from assessment.filing.version_document import figures_digest
from assessment.measurement.models import BaseTable, Batch
from assessment.people.actions import add_insider, create_grant
from assessment.people.models import InsiderEntry, User
from assessment.people.roles import Role
from assessment.scoring.models import Run
from assessment.territory.queries import region_coded
from tests.authorisation.enterprises import enterprises_of
from tests.authorisation.matrix import FOREIGN, HERE, matrix
from tests.situations import catalogue, laid_out, measurement, review, scoring, workbooks
from tests.situations import filing as returns
from tests.situations.people import LONG_AGO, a_user

OWN_REGION, FOREIGN_REGION = "520300", "520200"
PERIOD = "2021c03"
ANY = "any"
# Months the form covers but is not asked for, chosen so that no return there is history to another one.
QUIET_PERIODS = (
    *(f"2020c{month:02d}" for month in range(4, 12)),
    *("2021c01", "2021c02", "2021c04", "2021c05", "2021c07"),
)  # fmt: skip
NOWHERE = 999_999
MATRIX_MOMENT = datetime.fromisoformat("2021-04-25 09:00+08:00")
ORGANISATIONS = {
    Role.STATISTICS_BUREAU: "520000-statistics",
    Role.COMMUNICATIONS_ADMINISTRATION: "520000-communications",
    Role.MEASURING_INSTITUTE: "520000-institute",
    Role.COMMISSION_OFFICER: "520000-reform",
    Role.COMMISSION_APPROVER: "520000-reform",
    Role.COMMISSION_LEADER: "520000-reform",
}
Address = Mapping[str, str | int]
M = TypeVar("M", Batch, Run)


@dataclass(frozen=True)
class Target:
    """An object by the names its address uses, and where it lies for a city."""

    where: str
    state: str
    address: Address


@dataclass
class Province:
    users: dict[str, User] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    targets: dict[str, list[Target]] = field(default_factory=dict)
    missing: dict[str, Address] = field(default_factory=dict)

    def add(self, subject: str, state: str, *, where: str = HERE, **address: str | int) -> None:
        self.targets.setdefault(subject, []).append(Target(where, state, address))


class _Undone(Exception):
    pass


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside has not happened afterwards."""
    try:
        with transaction.atomic():
            yield
            raise _Undone
    except _Undone:
        pass


def a_province() -> Province:
    catalogue.the_catalogue()
    province = Province()
    _accounts(province)
    _returns(province)
    _laid_out(province)
    enterprises_of(province)
    _uploads(province)
    _catalogue(province)
    _calendar(province)
    _measurement(province)
    _runs(province)
    return province


def put_on_the_list(province: Province) -> None:
    """Everybody on the 知悉人员名单 of the period."""
    since = datetime.fromisoformat("2021-01-01 00:00+08:00")
    InsiderEntry.objects.bulk_create(
        InsiderEntry(subject=PERIOD, user=user, reason="承办", valid_from=since, added_by="approver")
        for user in province.users.values()
    )


def _accounts(province: Province) -> None:
    for role in [role for role in Role if role is not Role.ENTERPRISE]:
        region = OWN_REGION if role.value in matrix().sets["regional"] else None
        organisation = ORGANISATIONS.get(role, "520000-big-data")
        user = a_user(f"the.{role.value}", role, region_code=region, organisation=organisation)
        province.users[role.value] = user
        province.clients[role.value] = Client()
        province.clients[role.value].force_login(user)
    active, disabled = a_user("account.active", Role.REVIEWER), a_user("account.disabled", Role.REVIEWER)
    disabled.is_active = False
    disabled.save()
    province.add("account", "active", username=active.username)
    province.add("account", "disabled", username=disabled.username)
    province.missing["account"] = {"username": "nobody"}
    ended = create_grant(active, Role.FILLER, region=region_coded(OWN_REGION), by=SYSTEM, at=LONG_AGO)
    ended.valid_until = LONG_AGO + timedelta(days=1)
    ended.save()
    province.add("grant", "in_force", id=active.grants.get(role="reviewer").pk)
    province.add("grant", "ended", id=ended.pk)
    province.missing["grant"] = {"id": NOWHERE}
    _insiders(province)


def _insiders(province: Province) -> None:
    """The list of another period than that of the runs, so that nobody here is an insider of theirs."""
    approver = province.users["commission_approver"]
    for state in ("listed", "taken_off"):
        person = a_user(f"insider.{state}".replace("_", "."), Role.COMMISSION_LEADER)
        entry = add_insider("2021c06", person.username, "承办", by=approver, at=LONG_AGO)
        if state == "taken_off":
            entry.valid_until = LONG_AGO + timedelta(days=1)
            entry.save()
        province.add("insider", state, period="2021c06", username=person.username)
    province.missing["insider"] = {"period": "2021c06", "username": "nobody"}
    # A list is there for every period, empty until somebody is put on it.
    province.add("insider_list", ANY, period="2021c06")


def _half_signed(code: str) -> Version:
    version, city = returns.awaiting_signature(code), returns.a_city(code)
    filing.sign(version.pk, by=city.statistics_head, at=returns.SIGNED)
    return Version.objects.get(pk=version.pk)


VERSIONS: dict[str, Callable[[str], Version]] = {
    "draft": returns.a_filled_draft,
    "awaiting_signature": returns.awaiting_signature,
    "half_signed": _half_signed,
    "submitted": returns.a_submitted_version,
    "under_review": returns.a_version_under_review,
    "querying": returns.a_queried_version,
    "sent_back": returns.a_version_sent_back,
    "accepted": returns.an_accepted_version,
    "locked": returns.a_locked_version,
    "withdrawn": returns.a_withdrawn_version,
    "signed": returns.a_signed_version,
}


THREADS: dict[str, Callable[[str], QueryThread]] = {
    "asked": returns.an_asked_thread,
    "answered": returns.an_answered_thread,
    "closed": returns.a_closed_thread,
}
ADOPTIONS: dict[str, Callable[[str], AdoptedValue]] = {
    "proposed": review.a_proposed_value,
    "confirmed": review.an_adopted_value,
    "rejected": review.a_rejected_value,
}
PLACES = ((HERE, OWN_REGION), (FOREIGN, FOREIGN_REGION))


def _review(province: Province) -> None:
    """Queries and adopted values in their states, each beside a return of its own."""
    first = catalogue.an_open_collection()
    for number, (state, build) in enumerate(THREADS.items(), 70):
        collection = _another(first, f"2021b{number}")
        for where, code in PLACES:
            thread = build(code)
            filed = thread.version.return_filed_id
            Return.objects.filter(pk=filed).update(collection=collection)
            province.add("thread", state, where=where, id=thread.pk)
            province.add("sheet", state, where=where, id=filed)
            province.add("queried", state, where=where, id=thread.version_id, thread=thread.pk)
    for number, (kind, adopt) in enumerate(ADOPTIONS.items(), 80):
        collection = _another(first, f"2021b{number}")
        adopted = adopt(OWN_REGION)
        Return.objects.filter(pk=adopted.return_filed_id).update(collection=collection)
        province.add("adopted", kind, id=adopted.pk)
    waiting = returns.a_submitted_version(OWN_REGION)
    Return.objects.filter(pk=waiting.return_filed_id).update(collection=_another(first, "2021c08"))
    province.add("clean", "submitted", id=waiting.pk)
    province.missing.update({name: {"id": NOWHERE} for name in ("thread", "sheet", "adopted")})
    province.missing["queried"] = {"id": NOWHERE, "thread": NOWHERE}


_TEMPLATES: dict[str | int, bytes] = {}


def templates() -> Mapping[str | int, bytes]:
    """The template of each version, by its id, with a figure typed in."""
    return _TEMPLATES


def _uploads(province: Province) -> None:
    """An upload in each of its states for the draft, here and in the foreign city."""
    for where, code in ((HERE, OWN_REGION), (FOREIGN, FOREIGN_REGION)):
        drafts = [one for one in province.targets["version"] if (one.where, one.state) == (where, "draft")]
        draft = Version.objects.get(pk=drafts[0].address["id"])
        _TEMPLATES[draft.pk] = workbooks.filled(draft, {"D9": 4})
        # All are taken in before any gets its state: a later upload takes the place of one that is pending.
        uploads = [(state, workbooks.an_upload(draft, {"D9": 4}, code=code)) for state in Upload.State.values]
        for state, upload in uploads:
            Upload.objects.filter(pk=upload.pk).update(
                state=state, decided_at=None if state == "pending" else returns.FILLED, uploaded_at=MATRIX_MOMENT
            )
            province.add("upload", state, where=where, id=upload.pk, revision=draft.revision)
    province.missing["upload"] = {"id": NOWHERE, "revision": 0}


def _returns(province: Province) -> None:
    places = PLACES
    _corrections(province, places)
    _review(province)
    for number, (state, build) in enumerate(VERSIONS.items(), 1):
        first = catalogue.an_open_collection()
        collection = first if state == "signed" else _another(first, QUIET_PERIODS[number - 1])
        for where, code in places:
            version = build(code)
            Return.objects.filter(pk=version.return_filed_id).update(collection=collection)
            moved = Version.objects.get(pk=version.pk)
            province.add("version", state, where=where, id=version.pk, digest=figures_digest(moved))
            province.add("version_item", state, where=where, id=version.pk, item="software_revenue")
            province.add("return", state, where=where, id=version.return_filed_id)
            if collection != first:
                province.add("owed", state, where=where, collection=collection.pk, unit=code)
    _findings(province, places)
    empty = _another(catalogue.an_open_collection(), QUIET_PERIODS[-1])
    planned = catalogue.a_planned_collection("SW-Q", "2021c06")
    province.add("collection_owed", "open", id=empty.pk)
    province.add("collection_owed", "planned", id=planned.pk)
    province.missing["collection_owed"] = {"id": NOWHERE}
    for where, code in places:
        province.add("owed", "not_begun", where=where, collection=empty.pk, unit=code)
        province.add("owed", "not_open", where=where, collection=planned.pk, unit=code)
    province.missing.update({"version": {"id": NOWHERE}, "version_item": {"id": NOWHERE, "item": "software_revenue"}})
    province.missing.update({"return": {"id": NOWHERE}, "owed": {"collection": NOWHERE, "unit": OWN_REGION}})
    province.missing.update(
        {
            "version": {"id": NOWHERE, "digest": "0" * 64},
            "version_item": {"id": NOWHERE, "item": "software_revenue"},
            "return": {"id": NOWHERE},
            "owed": {"collection": NOWHERE, "unit": OWN_REGION},
        }
    )


def _findings(province: Province, places: Sequence[tuple[str, str]]) -> None:
    """A draft with a finding that asks for an explanation, and one whose unit looks wrong; the others have none."""
    slips = {"growth": ("3000", "1000"), "unit": ("12345678", "1234")}
    for (state, (current, base)), period in zip(slips.items(), QUIET_PERIODS[-3:], strict=False):
        collection = _another(catalogue.an_open_collection(), period)
        for where, code in places:
            filler = returns.a_city(code).filler
            draft = filing.start_version(collection.pk, code, by=filler, at=returns.FILLED)
            figures = [returns.a_value(current), returns.a_value(base, basis="same_period_last_year")]
            filing.save_cells(draft.pk, figures, revision=0, by=filler, at=returns.FILLED)
            province.add(f"finding_of_{state}", "draft", where=where, id=draft.pk)
            if state == "growth":
                said = Explaining("SW7.1:software_revenue.current", "large_contract", "新签政务云合同二千万元")
                filing.explain(draft.pk, [said], by=filler, at=returns.FILLED)
        province.missing[f"finding_of_{state}"] = {"id": NOWHERE}


def _corrections(province: Province, places: tuple[tuple[str, str], ...]) -> None:
    for number, (state, build) in enumerate(returns.CORRECTION_IN_STATE.items(), 50):
        collection = _another(catalogue.an_open_collection(), f"2021b{number}")
        for where, code in places:
            correction = build(code)
            Return.objects.filter(pk=correction.return_filed_id).update(collection=collection)
            province.add("correction", state, where=where, id=correction.pk)
            if state == "granted":
                province.add("owed", "correction_granted", where=where, collection=collection.pk, unit=code)
    province.missing["correction"] = {"id": NOWHERE}


def _laid_out(province: Province) -> None:
    """Annual returns that the three bodies laid out, and what the cities say of them."""
    for where, code in ((HERE, OWN_REGION), (FOREIGN, FOREIGN_REGION)):
        open_one = laid_out.a_dispute(code)
        province.add("dispute", "open", id=open_one.pk)
        province.add("annual", "draft", where=where, id=open_one.version_id)
        answered = open_one.version.figure_checks.get(item="software_and_it_services_value_added")
        said = [laid_out.Said(answered.item, "disputed", laid_out.NOT_OURS)]
        filing.check_figures(open_one.version_id, said, by=returns.a_city(code).filler, at=laid_out.CHECKED)
        disputed = open_one.version.figure_checks.get(item=answered.item, superseded_at__isnull=True)
        body = measurement.the_statistics_bureau()
        filing.answer_dispute(disputed.pk, "以省统一核算结果为准", by=body, at=laid_out.ANSWERED)
        province.add("dispute", "answered", id=disputed.pk)
    province.missing.update({"annual": {"id": NOWHERE}, "dispute": {"id": NOWHERE}})


def _another(collection: Collection, period: str) -> Collection:
    """The same collection under another period."""
    another = Collection.objects.create(
        form_version=collection.form_version,
        period=period,
        opens_at=collection.opens_at,
        on_time_until=collection.on_time_until,
        locks_at=collection.locks_at,
        opened_at=collection.opened_at,
        opened_by=collection.opened_by,
    )
    register_obligations(another, by=SYSTEM, at=LONG_AGO)
    return another


def _catalogue(province: Province) -> None:
    officer = catalogue.a_commission_officer()
    quarterly = SchemeVersion.objects.get(kind="quarterly")
    freeze_scheme(quarterly.pk, by=officer, at=catalogue.moment("2021-01-20 09:00"))
    province.add("scheme", "frozen", id=quarterly.pk)
    province.add("scheme", "draft", id=SchemeVersion.objects.get(kind="annual").pk)
    province.add("collection", "open", id=catalogue.an_open_collection().pk)
    province.add("collection", "planned", id=catalogue.a_planned_collection("SW-Q", "2021c06").pk)
    form = FormVersion.objects.first()
    assert form is not None
    province.add("form", ANY, id=form.pk)
    province.missing.update({subject: {"id": NOWHERE} for subject in ("scheme", "collection", "form")})


def _calendar(province: Province) -> None:
    """Files, lines of the register in each state, late returns, letters; each in a collection of its own."""
    reviewer = catalogue.a_reviewer()
    for number, (where, code) in enumerate(((HERE, OWN_REGION), (FOREIGN, FOREIGN_REGION)), 1):
        city = returns.a_city(code)
        for turn, state in enumerate(("owing", "asked", "waived")):
            collection = _another(catalogue.an_open_collection(), f"2021b{number}{turn}")
            obligation = collection.obligations.get(reporting_unit__code=code)
            province.add("obligation", state, where=where, id=obligation.pk)
            if state == "asked":
                row = filing.ask_extension(obligation.pk, "停电", wanted_until=None, by=city.filler, at=returns.FILLED)
                province.add("extension", "asked", where=where, id=row.pk)
            if state == "waived":
                waive(obligation.pk, "免报", by=reviewer, at=returns.FILLED)
        _files(province, where, code)
    for target in province.targets["version"]:
        if target.state == "submitted":
            Version.objects.filter(pk=target.address["id"]).update(late=True)
        state = "late" if target.state == "submitted" else "on_time"
        province.add("late_version", state, where=target.where, **target.address)
    person = measurement.the_communications_administration()
    wanted = Request("520000-communications", "2021c03", "电信业务收入", "测算", date(2021, 5, 1), "张三")
    letter = filing.issue_letter(wanted, by=reviewer, at=returns.FILLED)
    answered = filing.issue_letter(replace(wanted, asked_for="互联网收入"), by=reviewer, at=returns.FILLED)
    filing.answer_letter(answered.pk, "已函复", by=person, at=returns.FILLED)
    province.add("letter", "issued", id=letter.pk)
    province.add("letter", "answered", id=answered.pk)
    missing = ("evidence", "obligation", "extension", "late_version", "letter")
    province.missing.update({subject: {"id": NOWHERE} for subject in missing})


def _files(province: Province, where: str, code: str) -> None:
    """A file of a draft, and one of a return that was submitted since."""
    filler = returns.a_city(code).filler
    for target in [one for one in province.targets["version"] if one.where == where]:
        if target.state == "draft":
            upload = EvidenceUpload("proof.pdf", b"%PDF-1.4 proof", "software_revenue")
            stored = filing.add_evidence(int(target.address["id"]), upload, by=filler, at=returns.FILLED)
            province.add("evidence", "of_a_draft", where=where, id=stored.pk)
        if target.state == "accepted":
            subject = Subject("filing.version", str(target.address["id"]), "", code)
            stored = store(subject, name="old.pdf", content=b"%PDF-1.4 old", by=filler, at=returns.FILLED)
            province.add("evidence", "of_an_accepted_return", where=where, id=stored.pk)


def _measurement(province: Province) -> None:
    for state, build in measurement.IN_STATE.items():
        batch = _apart(build())
        province.add("batch", state, id=batch.pk)
    table = BaseTable.objects.first()
    assert table is not None
    province.add("table", ANY, id=table.pk)
    province.missing.update({"batch": {"id": NOWHERE}, "table": {"id": NOWHERE}})


def _runs(province: Province) -> None:
    scoring.the_returns_of_the_first_quarter()
    for state, build in scoring.IN_STATE.items():
        run = _apart(build())
        province.add("run", state, id=run.pk)
        province.add("score", state, id=run.pk, unit=OWN_REGION)
        province.add("score", state, where=FOREIGN, id=run.pk, unit=FOREIGN_REGION)
    province.missing.update({"run": {"id": NOWHERE}, "score": {"id": NOWHERE, "unit": OWN_REGION}})


def _apart(row: M) -> M:
    row.input_digest = f"{row.pk:064d}"
    row.save(update_fields=["input_digest"])
    return row
