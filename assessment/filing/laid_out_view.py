"""Laid-out figures as their pages show them: how far a delivery is, and each item with what is said of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from assessment.catalogue.models import Collection, Item
from assessment.display import formats
from assessment.display.templatetags.figures import named
from assessment.filing.laid_out_queries import CheckedItem, collections_with_laid_out, departments_of
from assessment.filing.models import Cell, FigureCheck, LaidOutFigure
from assessment.filing.return_view import growth_text
from assessment.people.models import User
from assessment.territory.models import ReportingUnit


@dataclass(frozen=True)
class DeliveryLine:
    """How many figures of one collection the body has delivered, of how many."""

    collection: Collection
    delivered: int
    wanted: int
    last_at: datetime | None


@dataclass(frozen=True)
class CheckLine:
    """One laid-out item of the page: both figures as text, growth, and the choice as it stands or was typed."""

    item: Item
    current: str
    base: str
    growth: str
    source: str
    check: FigureCheck | None
    renewed: bool
    verdict: str
    reason: str


def deliveries(user: User, *, at: datetime) -> list[DeliveryLine]:
    """One line for each collection the body of `user` answers for; the number of queries does not grow with them."""
    departments = departments_of(user)
    units = list(ReportingUnit.objects.filter(kind=ReportingUnit.Kind.REGION).values_list("forms", flat=True))
    there = {
        row["collection"]: row
        for row in LaidOutFigure.objects.filter(source_department__in=departments, number=1)
        .values("collection")
        .annotate(figures=Count("id"))
    }
    last = dict(
        LaidOutFigure.objects.filter(source_department__in=departments)
        .values_list("collection")
        .annotate(last=Max("delivered_at"))
    )
    lines = []
    collections = collections_with_laid_out(user, at=at).prefetch_related("form_version__items")
    for collection in collections:
        cells = sum(
            len(item.bases)
            for item in collection.form_version.items.all()
            if item.laid_out and item.source_department in departments
        )
        owing = sum(collection.form_version.form.code in forms for forms in units)
        found = there.get(collection.pk)
        lines.append(DeliveryLine(collection, found["figures"] if found else 0, cells * owing, last.get(collection.pk)))
    return lines


def dispute_lines(disputes: Iterable[FigureCheck]) -> list[tuple[FigureCheck, str]]:
    """Each dispute with the label of its item on the form."""
    listed = list(disputes)
    forms = {check.version.return_filed.collection.form_version_id for check in listed}
    labels = {
        (item.form_version_id, item.code): named(item, "label") for item in Item.objects.filter(form_version__in=forms)
    }
    return [(check, labels[check.version.return_filed.collection.form_version_id, check.item]) for check in listed]


def check_lines(items: Iterable[CheckedItem], typed: Mapping[str, str]) -> list[CheckLine]:
    """What was typed wins over what is stored, so that nothing is lost when something is wrong."""
    return [_line(one, typed) for one in items]


def _line(one: CheckedItem, typed: Mapping[str, str]) -> CheckLine:
    cells = {cell.basis: cell for cell in one.cells}
    current, base = cells.get(Cell.Basis.CURRENT), cells.get(Cell.Basis.SAME_PERIOD_LAST_YEAR)
    stored = ("", "") if one.check is None else (one.check.verdict, one.check.reason)
    return CheckLine(
        item=one.item,
        current=_text(current, one.item),
        base=_text(base, one.item),
        growth=growth_text(current.value if current else None, base.value if base else None, one.item.unit),
        source=current.source if current and current.source else one.item.source_department,
        check=one.check,
        renewed=one.renewed,
        verdict=typed.get(f"verdict.{one.item.code}", stored[0]),
        reason=typed.get(f"reason.{one.item.code}", stored[1]),
    )


def _text(cell: Cell | None, item: Item) -> str:
    return formats.NOTHING if cell is None else formats.cell(cell.condition, cell.value, decimals=item.decimals)
