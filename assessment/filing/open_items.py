"""Which items of a draft may change, and until when a unit may file at all."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from assessment.catalogue.models import Item
from assessment.display.templatetags.figures import named
from assessment.filing.deadlines import deadlines_of
from assessment.filing.errors.corrections import ItemClosed, ItemLaidOut
from assessment.filing.models import Correction, Return, Version


def items_open(version: Version, items: Mapping[str, Item]) -> frozenset[str] | None:
    """The codes of those of the form's `items` whose cells may change in this version; None where every one may.

    After a return was sent back these are the items named there, after a correction was granted the items of the
    request. What another body lays out is open in no version.
    """
    laid_out = {code for code, item in items.items() if item.laid_out}
    if version.named_items is None and not laid_out:
        return None
    named = items if version.named_items is None else version.named_items
    return frozenset(named) - laid_out


def refuse_closed(version: Version, items: Mapping[str, Item], changing: Iterable[str]) -> None:
    """Raise for the first item of `changing` that may not change, each kind with its own sentence."""
    allowed = items_open(version, items)
    if allowed is None:
        return
    closed = sorted(set(changing) - allowed)
    if not closed:
        return
    if items[closed[0]].laid_out:
        raise ItemLaidOut(item=closed[0], department=items[closed[0]].source_department)
    labels = {code: f"{item.number} {named(item, 'label')}".strip() for code, item in items.items()}
    raise ItemClosed(
        items=[label for code, label in labels.items() if code in closed],
        open=[label for code, label in labels.items() if code in allowed],
    )


def reopened(filed: Return, *, at: datetime) -> bool:
    """Whether a granted correction lets this unit file although its collection is locked."""
    states = [Correction.State.GRANTED, Correction.State.BEGUN]
    return Correction.objects.filter(return_filed=filed, state__in=states, reopened_until__gte=at).exists()


def is_late(version: Version, *, at: datetime) -> bool:
    """After the on-time deadline; a correction is as late as the version it corrects, not later."""
    filed = version.return_filed
    if at <= deadlines_of(filed.collection, filed.reporting_unit, at=at).on_time_until:
        return False
    begun = Correction.objects.filter(return_filed=version.return_filed, state=Correction.State.BEGUN)
    corrected = begun.select_related("version").first()
    return True if corrected is None else corrected.version.late
