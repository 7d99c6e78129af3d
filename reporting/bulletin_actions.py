"""The only writers of bulletin packages: make one, save an edition, complete it, have it printed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext

from assessment.audit.actions import PROVINCE, SYSTEM, Actor, Fact, record
from assessment.evidence import actions as evidence
from assessment.evidence.actions import Subject
from assessment.jobs.actions import emit, retry
from assessment.jobs.leases import Lease
from assessment.jobs.models import Job
from assessment.methodology.errors import N_
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.scoring.models import Run
from reporting.bulletin.documents import whole_document
from reporting.bulletin.plain_numbers import results_of as plain
from reporting.bulletin.texts import KEYS, LONGEST_TEXT, generated_texts
from reporting.bulletin_queries import (
    checked,
    is_complete,
    last_edition,
    package_of,
    package_seen,
    printable,
    run_of_package,
)
from reporting.bulletin_words import BLOCKS
from reporting.errors.bulletin import (
    EditionOutdated,
    NoBulletinOfTrial,
    NotQuotable,
    NumbersDiffer,
    SourceTooShort,
    TextTooLong,
    UnknownBlock,
)
from reporting.models import BulletinEdition, BulletinPackage, BulletinPreview
from reporting.office import printed
from reporting.queries import bulletin_report_for
from reporting.ranking_report import RankingReport

PREVIEW_REQUESTED = "reporting.bulletin_preview_requested"
PREVIEW_FILE = "reporting.bulletin_preview"
PDF_NAME = "preview.pdf"
LEAST_SOURCE, LONGEST_SOURCE, MOST_PLACES = 4, 120, 5
Texts = Mapping[str, str]
Sources = Mapping[str, Mapping[str, str]]
PLACE = N_("“{part}” in “{block}”")


@dataclass(frozen=True)
class Quotation:
    """A part of the text of `block` with a number from elsewhere, as the check of the numbers names it."""

    block: str
    part: str
    source: str


def make_package(run_id: int, *, by: User, at: datetime) -> BulletinPackage:
    """The package of a run with the texts of the system as its first edition; the one that exists already stays."""
    with transaction.atomic():
        run = run_of_package(run_id, Action.BULLETIN_MAKE, by=by, at=at)
        if run.purpose == Run.Purpose.TRIAL:
            raise NoBulletinOfTrial
        Run.objects.select_for_update(of=("self",)).only("pk").get(pk=run.pk)
        existing = package_of(run)
        if existing is not None:
            return existing
        package = BulletinPackage.objects.create(run=run, made_by=by, made_at=at)
        texts = generated_texts(bulletin_report_for(run, reader=by, at=at))
        BulletinEdition.objects.create(package=package, number=1, texts=texts, made_by=by, made_at=at)
        _record(Action.BULLETIN_MAKE, package, {"number": 1}, by=by, at=at)
    return package


def save_texts(run_id: int, base: int, changes: Mapping[str, str], *, by: User, at: datetime) -> BulletinEdition:
    """The next edition: `base` with the changed texts (and `publicity`); `EditionOutdated` where it is not the last.

    Nothing changed, nothing saved. What was complete is a draft again.
    """
    with transaction.atomic():
        run = run_of_package(run_id, Action.BULLETIN_EDIT, by=by, at=at)
        package = _locked(run)
        last = _last(package, base)
        publicity = changes.get("publicity", package.publicity)
        wanted = {key: _clean(key, text) for key, text in changes.items() if key != "publicity"}
        changed = sorted(key for key, text in wanted.items() if text != last.texts.get(key, ""))
        if not changed and publicity == package.publicity:
            return last
        package.publicity = publicity if publicity in Run.Publicity.values else ""
        edition = _next(last, {**last.texts, **wanted}, last.sources, by=by, at=at)
        facts = {"number": edition.number, "blocks": ",".join(changed), "publicity": package.publicity}
        _record(Action.BULLETIN_EDIT, package, facts, by=by, at=at)
    return edition


def state_sources(run_id: int, base: int, stated: Sequence[Quotation], *, by: User, at: datetime) -> BulletinEdition:
    """The next edition: numbers marked as quoted (引用) with where they come from; a blank source takes the mark back.

    Only what stands in the text and is no result of the ranking can be quoted: `NotQuotable`, `SourceTooShort`.
    """
    with transaction.atomic():
        run = run_of_package(run_id, Action.BULLETIN_EDIT, by=by, at=at)
        package = _locked(run)
        last = _last(package, base)
        bare = BulletinEdition(texts=last.texts, sources={})
        quotable = {(key, one.quoted) for key, one in checked(bulletin_report_for(run, reader=by, at=at), bare).places
                    if one.quotable}  # fmt: skip
        sources = {key: dict(parts) for key, parts in last.sources.items()}
        for one in stated:
            source = " ".join(one.source.split())
            if (one.block, one.part) not in quotable:
                raise NotQuotable(block=gettext(BLOCKS.get(one.block, "")), part=one.part[:LONGEST_SOURCE])
            if source and not LEAST_SOURCE <= len(source) <= LONGEST_SOURCE:
                raise SourceTooShort(part=one.part, least=LEAST_SOURCE, most=LONGEST_SOURCE)
            sources.setdefault(one.block, {})[one.part] = source
        if sources == last.sources:
            return last
        edition = _next(last, last.texts, sources, by=by, at=at)
        blocks = ",".join(sorted({one.block for one in stated}))
        _record(Action.BULLETIN_EDIT, package, {"number": edition.number, "sources": blocks}, by=by, at=at)
    return edition


def complete_package(run_id: int, number: int, *, by: User, at: datetime) -> BulletinPackage:
    """定稿: edition `number`, the last one, is what goes up; `NumbersDiffer` while a number is not in the annexes."""
    with transaction.atomic():
        run = run_of_package(run_id, Action.BULLETIN_COMPLETE, by=by, at=at)
        package = _locked(run)
        edition = _last(package, number)
        if is_complete(package, edition):
            return package
        require_numbers_agree(bulletin_report_for(run, reader=by, at=at), edition)
        package.completed_number, package.completed_by, package.completed_at = edition.number, by, at
        package.save()
        _record(Action.BULLETIN_COMPLETE, package, {"number": edition.number}, by=by, at=at)
    return package


def request_preview(run_id: int, *, by: User, at: datetime) -> BulletinPreview:
    """Have the last edition printed for `by`. One that failed is tried again; one at work is not asked for twice."""
    with transaction.atomic():
        run = run_of_package(run_id, Action.BULLETIN_PREVIEW, by=by, at=at)
        package = _locked(run)
        edition = last_edition(package)
        require_numbers_agree(bulletin_report_for(run, reader=by, at=at), edition)
        waiting = BulletinPreview.objects.select_related("job").filter(edition=edition, requested_by=by, file=None)
        preview = waiting.first()
        if preview is not None and preview.job is not None:
            if preview.job.state == Job.State.FAILED:
                preview.job = retry(preview.job.pk, by=by, at=at)
            return preview
        preview = BulletinPreview.objects.create(edition=edition, requested_by=by, requested_at=at)
        preview.job = emit(PREVIEW_REQUESTED, {"bulletin_preview": preview.pk}, by=by, at=at).job
        preview.save(update_fields=["job"])
        _record(Action.BULLETIN_PREVIEW, package, {"number": edition.number}, by=by, at=at)
    return preview


def store_preview(lease: Lease, *, at: datetime) -> None:
    """Print what a job names and keep the file; a second delivery of the same job finds it done."""
    previews = BulletinPreview.objects.select_related("edition__package__run", "edition__made_by", "requested_by")
    preview = previews.get(pk=int(lease.arguments["bulletin_preview"]))
    if preview.file_id is not None:
        return
    reader, edition, package = preview.requested_by, preview.edition, preview.edition.package
    # What was taken from the reader meanwhile counts: nothing is printed for who may not read it any more.
    run_of_package(package.run_id, Action.BULLETIN_PREVIEW, by=reader, at=at)
    report = bulletin_report_for(package.run, reader=reader, at=preview.requested_at)
    content = printed(whole_document(printable(report, package, edition)))
    with transaction.atomic():
        lease.hold()
        subject = Subject(PREVIEW_FILE, str(preview.pk), "", PROVINCE)
        preview.file = evidence.store(subject, name=PDF_NAME, content=content, by=reader, at=at)
        preview.save(update_fields=["file"])
        _record("bulletin.printed", package, {"number": edition.number}, by=SYSTEM, at=at)


def require_numbers_agree(report: RankingReport, edition: BulletinEdition) -> None:
    """No number leaves the house that is neither in the annexes nor quoted from a source that is stated."""
    places = checked(report, edition).places
    if places:
        said = [gettext(PLACE).format(block=gettext(BLOCKS[key]), part=wrong.quoted) for key, wrong in places]
        raise NumbersDiffer(places="；".join(said[:MOST_PLACES]))


def _next(last: BulletinEdition, texts: Texts, sources: Sources, *, by: User, at: datetime) -> BulletinEdition:
    """The edition after `last`: what was complete is a draft again; sources of what no longer stands there go."""
    package = last.package
    package.completed_number = package.completed_by = package.completed_at = None
    package.save()
    kept = {
        key: {part: source for part, source in parts.items() if source and part in plain(texts.get(key, ""))}
        for key, parts in sources.items()
    }
    return BulletinEdition.objects.create(
        package=package,
        number=last.number + 1,
        texts=texts,
        sources={key: parts for key, parts in kept.items() if parts},
        made_by=by,
        made_at=at,
    )


def _locked(run: Run) -> BulletinPackage:
    package = package_seen(run)
    return BulletinPackage.objects.select_for_update(of=("self",)).get(pk=package.pk)


def _last(package: BulletinPackage, number: int) -> BulletinEdition:
    last = last_edition(package)
    if last.number != number:
        raise EditionOutdated(number=last.number)
    last.package = package
    return last


def _clean(key: str, text: str) -> str:
    if key not in KEYS:
        raise UnknownBlock(received=key[:40])
    clean = "\n".join(line.strip() for line in text.splitlines()).strip()
    if len(clean) > LONGEST_TEXT:
        raise TextTooLong(block=gettext(BLOCKS[key]), received=len(clean), limit=LONGEST_TEXT)
    return clean


def _record(action: str, package: BulletinPackage, facts: Mapping[str, object], *, by: Actor, at: datetime) -> None:
    """The step in the chain of the province: numbers of editions and names of blocks, no text."""
    stated = {"run": package.run_id, **facts}
    record(Fact(str(action), PROVINCE, "reporting.bulletin_package", str(package.pk), facts=stated), by=by, at=at)
