"""The files beside a return as a page lists them: by indicator, with the rule of what is taken and what is missing."""

from collections.abc import Collection as Many
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from assessment.catalogue.models import Item
from assessment.evidence.content import ACCEPTED, MEGABYTE, PICTURES
from assessment.evidence.models import StoredFile
from assessment.evidence.queries import files_of
from assessment.filing.models import Version
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import actions_open_to

PROOF, STAMPED_PAGE = "filing.version", "filing.stamped_page"
CORRECTION_FILE, ADOPTION_FILE = "filing.correction", "filing.adopted_value"
# For the file dialogue: .pdf,.png,…
ENDINGS = ",".join(f".{ending}" for ending in (*ACCEPTED, "jpeg"))
STAMPED_WHILE = frozenset(
    {
        Version.State.AWAITING_SIGNATURE.value,
        Version.State.SUBMITTED.value,
        Version.State.UNDER_REVIEW.value,
        Version.State.QUERYING.value,
    }
)


@dataclass(frozen=True)
class Shown:
    """One file; `number` is that of the version it came with."""

    file: StoredFile
    number: int
    picture: bool
    may_withdraw: bool

    @property
    def kilobytes(self) -> int:
        return max(1, round(self.file.size / 1024))


@dataclass(frozen=True)
class Line:
    """One indicator with its files; the line of the whole return has no item."""

    item: Item | None
    files: Sequence[Shown]
    missing: bool


@dataclass(frozen=True)
class EvidencePanel:
    version: Version
    lines: Sequence[Line]
    stamped: Sequence[Shown]
    items: Sequence[Item]
    may_add: bool
    may_stamp: bool
    accepted: str
    limit: int

    @property
    def missing(self) -> list[Item]:
        """The indicators that need a proof and have none."""
        return [line.item for line in self.lines if line.missing and line.item is not None]

    @property
    def endings(self) -> str:
        return ENDINGS


def files_beside(version: Version) -> list[StoredFile]:
    """The files of this version alone, withdrawn ones too."""
    return [one for kind in (PROOF, STAMPED_PAGE) for one in files_of(kind, [str(version.pk)])]


def files_of_requests(kind: str, keys: Iterable[int]) -> dict[int, list[StoredFile]]:
    """The files that stand beside requests for correction, or beside adopted values, by the row they belong to."""
    found: dict[int, list[StoredFile]] = {}
    for one in files_of(kind, map(str, keys)):
        if one.withdrawn_at is None:
            found.setdefault(int(one.key), []).append(one)
    return found


def proofs_of(version: Version) -> list[tuple[int, StoredFile]]:
    """The proofs that stand for a version with the number they came with: its own and those of the versions before.

    What was proved once is not asked for again when a return is sent back.
    """
    numbers = dict(
        version.return_filed.versions.filter(number__lte=version.number).values_list("pk", "number")
    )  # fmt: skip
    return [(numbers[int(one.key)], one) for one in files_of(PROOF, map(str, numbers)) if one.withdrawn_at is None]


def stamped_pages(version: Version) -> list[StoredFile]:
    return [one for one in files_of(STAMPED_PAGE, [str(version.pk)]) if one.withdrawn_at is None]


def evidence_panel(version: Version, *, by: User, at: datetime, wanted: Many[str] = ()) -> EvidencePanel:
    """The panel of a version; `wanted` are the items that a rule demands a proof of."""
    region = version.return_filed.reporting_unit.region
    may = Action.EVIDENCE_ADD in actions_open_to(by, at=at, region=region)
    draft = version.state == Version.State.DRAFT
    items = list(version.return_filed.collection.form_version.items.all())
    proofs: dict[str, list[Shown]] = {}
    for number, file in proofs_of(version):
        own = number == version.number
        proofs.setdefault(file.item, []).append(_shown(file, number, may_withdraw=may and draft and own))
    stamped = stamped_pages(version)
    may_stamp = may and version.state in STAMPED_WHILE
    return EvidencePanel(
        version=version,
        lines=_lines(items, proofs, wanted),
        stamped=[_shown(one, version.number, may_withdraw=may_stamp) for one in stamped],
        items=items,
        may_add=may and draft,
        may_stamp=may_stamp,
        accepted="、".join(ending.upper() for ending in ACCEPTED),
        limit=settings.EVIDENCE_MAX_BYTES // MEGABYTE,
    )


def _lines(items: Sequence[Item], proofs: dict[str, list[Shown]], wanted: Many[str]) -> list[Line]:
    lines = [
        Line(item, proofs.get(item.code, []), item.code in wanted and item.code not in proofs)
        for item in items
        if item.code in proofs or item.code in wanted
    ]
    return [Line(None, proofs[""], missing=False), *lines] if "" in proofs else lines


def _shown(file: StoredFile, number: int, *, may_withdraw: bool) -> Shown:
    return Shown(file, number, file.media_type in PICTURES, may_withdraw)
