"""Reads of the bulletin package: what a reader may see of it, and where its texts differ from the annexes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require
from assessment.scoring.models import Run
from assessment.scoring.queries import run_with_scores_seen
from reporting.bulletin import terms
from reporting.bulletin.annex_parts import Annex
from reporting.bulletin.annexes import annexes_of
from reporting.bulletin.claims import Known, Mismatch, mismatches
from reporting.bulletin.documents import Edition
from reporting.bulletin.texts import KEYS, generated_texts
from reporting.models import BulletinEdition, BulletinPackage, BulletinPreview
from reporting.ranking_report import RankingReport


@dataclass(frozen=True)
class Checked:
    """The texts of an edition against the ranking as it stands now: nothing in them can be stale unseen."""

    annexes: tuple[Annex, ...]
    generated: Mapping[str, str]
    texts: Mapping[str, str]
    found: Mapping[str, list[Mismatch]]
    sources: Mapping[str, Mapping[str, str]]

    @property
    def places(self) -> list[tuple[str, Mismatch]]:
        """Block and what is wrong in it, one by one."""
        return [(key, wrong) for key, several in self.found.items() for wrong in several]


def checked(report: RankingReport, edition: BulletinEdition) -> Checked:
    """Blocks with what in them differs from the annexes and is no quotation; only those where something does."""
    texts, sources = edition.texts, edition.sources
    annexes, generated = annexes_of(report), generated_texts(report)
    known = Known.of(annexes, period=report.period_name)
    whole = {key: texts.get(key, "") for key in KEYS}
    found = {
        key: mismatches(key, whole[key], generated=generated[key], known=known, quoted=sources.get(key, ()))
        for key in KEYS
    }
    return Checked(annexes, generated, whole, {key: wrong for key, wrong in found.items() if wrong}, sources)


def run_of_package(run_id: int, action: Action, *, by: User, at: datetime) -> Run:
    """The run whose scores `by` may read; not found, exactly as one that does not exist, for who may not."""
    require(by, action, at=at)
    return run_with_scores_seen(run_id, by=by, at=at)


def package_of(run: Run) -> BulletinPackage | None:
    return BulletinPackage.objects.select_related("made_by", "completed_by").filter(run=run).first()


def package_seen(run: Run) -> BulletinPackage:
    package = package_of(run)
    if package is None:
        raise NotFound
    return package


def last_edition(package: BulletinPackage) -> BulletinEdition:
    return BulletinEdition.objects.select_related("made_by").filter(package=package).latest("number")


def is_complete(package: BulletinPackage, edition: BulletinEdition) -> bool:
    return package.completed_number == edition.number


def printable(report: RankingReport, package: BulletinPackage, edition: BulletinEdition) -> Edition:
    return Edition(
        report=report,
        texts={key: edition.texts.get(key, "") for key in KEYS},
        number=edition.number,
        officer=edition.made_by.display_name,
        publicity=terms.PUBLICITY.get(package.publicity, ""),
        quoted=tuple((part, source) for key in KEYS for part, source in edition.sources.get(key, {}).items()),
    )


def preview_seen(preview_id: int, run: Run, *, by: User) -> BulletinPreview:
    """A preview of this run for whoever asked for it: it carries that person's name."""
    previews = BulletinPreview.objects.select_related("job__event", "file", "edition")
    found = previews.filter(pk=preview_id, edition__package__run=run, requested_by=by).first()
    if found is None:
        raise NotFound
    return found
