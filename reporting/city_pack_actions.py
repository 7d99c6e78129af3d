"""The only writer of packs: made once for each city of an issued run, told to the city, and handed out on record."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from django.db import transaction
from django.urls import reverse

from assessment.audit.actions import SYSTEM, Actor, Fact, record
from assessment.display.formats import check_code
from assessment.jobs.leases import Lease
from assessment.messages.actions import notify
from assessment.methodology.errors import N_
from assessment.methodology.periods import Period
from assessment.methodology.run_document import freeze, text_digest
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import people_of, require
from assessment.people.roles import Role
from assessment.scoring.models import Run
from assessment.territory.models import Region
from reporting import pack_terms as terms
from reporting.city_pack_queries import pack_seen
from reporting.downloads import Download
from reporting.models import CityPack
from reporting.pack_facts import RunFacts, city_report, run_facts
from reporting.pack_report import CityReport, report_document
from reporting.situation_note import situation_note
from reporting.workbook.city_pack import write_city_pack

CITY_ROLES = (Role.FILLER, Role.STATISTICS_HEAD, Role.UNIT_HEAD, Role.GOVERNMENT_SIGNER)
READY = N_("{period}: the results of your city are ready, with the pull of its enterprises and a note for its leader.")
CORRECTED = N_("{period}: the corrected results of your city are ready, version {version}. They replace those before.")
WORKBOOK, NOTE = "workbook", "note"


@dataclass(frozen=True)
class PackContent:
    """The bytes of a pack, and the document they are made from."""

    document: str
    workbook: bytes
    note: bytes


def make_city_packs(lease: Lease, *, at: datetime) -> None:
    """The packs of all cities of a job's run, each in a transaction of its own that holds the lease.

    A city that has its pack keeps it as it is: a worker that takes over goes on where the other one stopped.
    """
    run = Run.objects.select_related("scheme_version").get(pk=int(lease.arguments["run"]))
    made = set(run.city_packs.values_list("region__code", flat=True))
    placed = run.placings.exclude(unit__in=made).values("unit")
    regions = list(Region.objects.filter(code__in=placed, valid_until__isnull=True))
    if run.state != Run.State.ISSUED or not regions:
        return
    facts = run_facts(run)
    for done, region in enumerate(regions):
        lease.progress(done, len(regions))
        _make(lease, facts, region, at=at)


def pack_content(report: CityReport) -> PackContent:
    """The workbook and the note of a report; the same report gives the same bytes."""
    written = BytesIO()
    write_city_pack(report, written)
    return PackContent(freeze(report_document(report)), written.getvalue(), situation_note(report))


def read_pack(pack_id: int, *, by: User, at: datetime) -> CityPack:
    """The pack for a page or a program; that it was read is written down."""
    with transaction.atomic():
        pack = pack_seen(pack_id, by=by, at=at)
        _record(Action.CITY_PACK_VIEW, pack, "", by=by, at=at)
    return pack


def download_pack(pack_id: int, part: str, *, by: User, at: datetime) -> Download:
    """The workbook or the note exactly as it was made; who took it is written down."""
    with transaction.atomic():
        require(by, Action.CITY_PACK_DOWNLOAD, at=at)
        pack = pack_seen(pack_id, by=by, at=at, content=part)
        _record(Action.CITY_PACK_DOWNLOAD, pack, part, by=by, at=at)
    content = pack.workbook if part == WORKBOOK else pack.note
    return Download(_file_name(pack, part), bytes(content))


def _make(lease: Lease, facts: RunFacts, region: Region, *, at: datetime) -> None:
    run, version = facts.run, facts.version
    content = pack_content(city_report(facts, region.code))
    with transaction.atomic():
        lease.hold()
        if CityPack.objects.filter(run=run, region=region).exists():
            return
        pack = CityPack.objects.create(
            run=run,
            region=region,
            version=version,
            document=content.document,
            digest=text_digest(content.document),
            workbook=content.workbook,
            note=content.note,
            made_at=at,
        )
        _record("city_pack.make", pack, "", by=SYSTEM, at=at)
        _tell(pack, region, at=at)


def _tell(pack: CityPack, region: Region, *, at: datetime) -> None:
    facts = {"period": pack.run.period, "version": str(pack.version)}
    text = CORRECTED if pack.version > 1 else READY
    link = reverse("reporting:city-pack", args=[pack.pk])
    notify(people_of(region, *CITY_ROLES, at=at), topic="city_pack", text=text, facts=facts, link=link, at=at)


def _file_name(pack: CityPack, part: str) -> str:
    run, name = pack.run, pack.region.short_name_zh
    period = Period.parse(run.period).name_zh
    title = terms.TITLES[run.scheme_version.kind].format(unit=name, period=period)
    pattern = terms.WORKBOOK_NAME if part == WORKBOOK else terms.NOTE_NAME
    code = check_code(run.result_digest)
    return pattern.format(title=title, unit=name, period=period, version=pack.version, code=code)


def _record(action: str, pack: CityPack, part: str, *, by: Actor, at: datetime) -> None:
    facts = {"run": pack.run_id, "version": pack.version, "digest": pack.digest, **({"part": part} if part else {})}
    record(Fact(action, pack.region.code, "reporting.city_pack", str(pack.pk), facts=facts), by=by, at=at)
