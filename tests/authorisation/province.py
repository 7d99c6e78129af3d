"""One seeded province for all requests: an account for each role, and an object in each of its states.

Zunyi is the region of whoever belongs to a city; Liupanshui is the foreign one. Two versions of one return cannot
both be open, so each is moved to a collection of its own once it has come to its state (the signed one comes last and
stays: its signatures name its period). In the same way each run and each batch gets a digest of its own, so that the
next one of the same inputs is another one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import transaction
from django.test import Client

from assessment.audit.actions import SYSTEM
from assessment.catalogue.actions import freeze_scheme
from assessment.catalogue.models import Collection, FormVersion, SchemeVersion
from assessment.filing import actions as filing
from assessment.filing.explanation_actions import Explaining
from assessment.filing.models import Return, Upload, Version
from assessment.measurement.models import BaseTable, Batch
from assessment.people.actions import add_insider, create_grant
from assessment.people.models import InsiderEntry, User
from assessment.people.roles import Role
from assessment.scoring.models import Run
from assessment.territory.queries import region_coded
from tests.authorisation.matrix import FOREIGN, HERE, matrix
from tests.situations import catalogue, measurement, scoring, workbooks
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
    _uploads(province)
    _catalogue(province)
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
    for role in Role:
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
    "sent_back": returns.a_version_sent_back,
    "accepted": returns.an_accepted_version,
    "locked": returns.a_locked_version,
    "withdrawn": returns.a_withdrawn_version,
    "signed": returns.a_signed_version,
}


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
    places = ((HERE, OWN_REGION), (FOREIGN, FOREIGN_REGION))
    for number, (state, build) in enumerate(VERSIONS.items(), 1):
        first = catalogue.an_open_collection()
        collection = first if state == "signed" else _another(first, QUIET_PERIODS[number - 1])
        for where, code in places:
            version = build(code)
            Return.objects.filter(pk=version.return_filed_id).update(collection=collection)
            province.add("version", state, where=where, id=version.pk)
            province.add("return", state, where=where, id=version.return_filed_id)
            if collection != first:
                province.add("owed", state, where=where, collection=collection.pk, unit=code)
    _findings(province, places)
    empty = _another(catalogue.an_open_collection(), QUIET_PERIODS[-1])
    planned = catalogue.a_planned_collection("SW-Q", "2021c06")
    for where, code in places:
        province.add("owed", "not_begun", where=where, collection=empty.pk, unit=code)
        province.add("owed", "not_open", where=where, collection=planned.pk, unit=code)
    province.missing.update(
        {"version": {"id": NOWHERE}, "return": {"id": NOWHERE}, "owed": {"collection": NOWHERE, "unit": OWN_REGION}}
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


def _another(collection: Collection, period: str) -> Collection:
    """The same collection under another period."""
    return Collection.objects.create(
        form_version=collection.form_version,
        period=period,
        opens_at=collection.opens_at,
        on_time_until=collection.on_time_until,
        locks_at=collection.locks_at,
        opened_at=collection.opened_at,
        opened_by=collection.opened_by,
    )


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
