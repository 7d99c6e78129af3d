"""Whether the figures of a return are still those that were signed and submitted (验真 of the data itself)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from assessment.audit.keys import KeyRing, key_ring
from assessment.audit.links import value_digest
from assessment.audit.models import Entry
from assessment.filing.cells import content_of
from assessment.filing.models import Cell, Version
from assessment.filing.version_document import figures_digest, submission_digest

_AT_ONCE = 200


@dataclass(frozen=True)
class Altered:
    """A version whose digest no longer agrees. `items` are the cells that differ from the record, where it tells."""

    version: Version
    stored: str
    found: str
    items: tuple[str, ...]


def is_genuine(version: Version) -> bool:
    """Whether digest, receipt and signatures of a submitted version still agree with its cells."""
    return not version.digest or _disagreement(version) is None


def altered_versions() -> Iterator[Altered]:
    """Every submitted version that was changed afterwards, with the items."""
    ring = key_ring()
    for version in _submitted().iterator(chunk_size=_AT_ONCE):
        found = _disagreement(version)
        if found is not None:
            yield Altered(version, version.digest, found, _items_that_differ(version, ring))


def submitted_count() -> int:
    return _submitted().count()


def _submitted() -> QuerySet[Version]:
    versions = Version.objects.exclude(digest="").select_related(
        "return_filed__collection__form_version__form", "return_filed__reporting_unit__region", "filler", "receipt"
    )
    return versions.prefetch_related("signatures").order_by("id")


def _disagreement(version: Version) -> str | None:
    """The digest of the cells as they stand, where it is not the one that was vouched for; None where all agrees."""
    found = submission_digest(version)
    receipt = getattr(version, "receipt", None)
    if found != version.digest or (receipt is not None and receipt.digest != found):
        return found
    present = figures_digest(version)
    return present if any(signature.digest != present for signature in version.signatures.all()) else None


def _items_that_differ(version: Version, ring: KeyRing) -> tuple[str, ...]:
    """Cells whose content is not the one that the record holds as last saved, by its keyed digest.

    A cell the record never saw change must be as in the version before, or empty in the first.
    """
    saved = _last_saved(version)
    before = _cells_before(version)
    differing = []
    for cell in version.cells.all():
        name = f"{cell.item}.{cell.basis}"
        if name in saved:
            same = value_digest(list(content_of(cell)), ring) == saved[name]
        else:
            same = name not in before or content_of(before[name]) == content_of(cell)
        if not same:
            differing.append(name)
    return tuple(sorted(differing))


def _last_saved(version: Version) -> Mapping[str, str]:
    entries = Entry.objects.filter(object_type="filing.version", object_id=str(version.pk)).order_by("sequence")
    return {change["field"]: change["new"] for entry in entries for change in entry.changes}


def _cells_before(version: Version) -> Mapping[str, Cell]:
    """The cells that the version was begun with: copies of the one before it, or empty ones."""
    earlier = Version.objects.filter(return_filed=version.return_filed_id, number=version.number - 1).first()
    if earlier is not None:
        return {f"{cell.item}.{cell.basis}": cell for cell in earlier.cells.all()}
    empty = Cell.Condition.EMPTY
    laid_out = set(
        version.return_filed.collection.form_version.items.filter(laid_out=True).values_list("code", flat=True)
    )
    return {
        f"{cell.item}.{cell.basis}": Cell(item=cell.item, basis=cell.basis, condition=empty)
        for cell in version.cells.all()
        if cell.item not in laid_out
    }
