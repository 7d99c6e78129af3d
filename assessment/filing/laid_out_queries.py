"""Reads over laid-out figures and the units' checks of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from assessment.catalogue.models import Collection, Item
from assessment.filing.cells import content_of
from assessment.filing.models import Cell, FigureCheck, LaidOutFigure, Return, Version
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require
from assessment.territory.models import Organisation

# The word on the form for a source department -> the kind of body that delivers it.
BODIES: Final[Mapping[str, str]] = {
    "省统计局": Organisation.Kind.STATISTICS_BUREAU.value,
    "省通信管理局": Organisation.Kind.COMMUNICATIONS_ADMINISTRATION.value,
    "测算机构": Organisation.Kind.MEASURING_INSTITUTE.value,
}


# Laid out when a bureau delivers its table: a second way for the same figure would let the two differ.
ITEMS_OF_BASE_TABLES: Final = frozenset(
    {
        "gross_domestic_product",
        "electronics_manufacturing_value_added",
        "telecommunications_value_added",
        "internet_services_value_added",
        "software_and_it_services_value_added",
    }
)


@dataclass(frozen=True)
class CheckedItem:
    """One laid-out item of a version: what stands there, what the unit says, whether a newer figure has come."""

    item: Item
    cells: tuple[Cell, ...]
    check: FigureCheck | None
    renewed: bool


def departments_of(user: User) -> frozenset[str]:
    """The source departments for which the body of `user` delivers."""
    return frozenset(name for name, kind in BODIES.items() if kind == user.organisation.kind)


def laid_out_for(filed: Return) -> dict[tuple[str, str], LaidOutFigure]:
    """The figures that count now for a return, by item and basis."""
    figures = newest_figures().filter(collection=filed.collection, reporting_unit=filed.reporting_unit)
    return {(figure.item, figure.basis): figure for figure in figures.select_related("delivered_by")}


def newest_figures() -> QuerySet[LaidOutFigure]:
    """The last delivery of each figure."""
    key = ("collection_id", "reporting_unit_id", "item", "basis")
    return LaidOutFigure.objects.order_by(*key, "-number").distinct(*key)


def figures_delivered_by(user: User, *, at: datetime) -> QuerySet[LaidOutFigure]:
    """The figures that count now among those of the body of `user`."""
    require(user, Action.LAID_OUT_DELIVER, at=at)
    return (
        newest_figures()
        .filter(source_department__in=departments_of(user))
        .select_related("collection__form_version__form", "reporting_unit__region", "delivered_by")
    )


def items_of_body(user: User, collection: Collection) -> QuerySet[Item]:
    """The laid-out items of the form that the body of `user` answers for."""
    departments = departments_of(user)
    return collection.form_version.items.filter(laid_out=True, source_department__in=departments)


def delivers_by_file(user: User) -> bool:
    """Whether any laid-out item of the body of `user` is delivered by itself and not within a base table."""
    items = Item.objects.filter(laid_out=True, source_department__in=departments_of(user))
    return items.exclude(code__in=ITEMS_OF_BASE_TABLES).exists()


def collections_with_laid_out(user: User, *, at: datetime) -> QuerySet[Collection]:
    """The collections whose form asks for items of the body of `user`, newest period first."""
    require(user, Action.LAID_OUT_DELIVER, at=at)
    wanted = Item.objects.filter(laid_out=True, source_department__in=departments_of(user))
    return (
        Collection.objects.filter(form_version__in=wanted.values("form_version"))
        .select_related("form_version__form")
        .order_by("-period")
    )


def disputes_before(user: User, *, at: datetime) -> QuerySet[FigureCheck]:
    """有异议的核对 about the items of the body of `user`, unanswered ones first."""
    require(user, Action.LAID_OUT_DELIVER, at=at)
    items = Item.objects.filter(laid_out=True, source_department__in=departments_of(user)).values("code")
    return (
        FigureCheck.objects.filter(verdict=FigureCheck.Verdict.DISPUTED, item__in=items)
        .select_related(
            "version__return_filed__collection__form_version__form",
            "version__return_filed__reporting_unit__region",
            "checked_by",
            "answered_by",
        )
        .order_by("superseded_at", "answered_at", "checked_at")
    )


def standing_checks(version: Version) -> dict[str, FigureCheck]:
    """What the unit says of each item now."""
    checks = version.figure_checks.filter(superseded_at__isnull=True).select_related("checked_by", "answered_by")
    return {check.item: check for check in checks}


def checked_items(version: Version) -> list[CheckedItem]:
    """The laid-out items of a version in the order of the form, each with its cells and its check."""
    checks, newest = standing_checks(version), laid_out_for(version.return_filed)
    cells: dict[str, list[Cell]] = {}
    for cell in version.cells.all():
        cells.setdefault(cell.item, []).append(cell)
    items = [item for item in version.return_filed.collection.form_version.items.all() if item.laid_out]
    return [
        CheckedItem(
            item,
            tuple(cells.get(item.code, ())),
            checks.get(item.code),
            any(_differs(cell, newest) for cell in cells.get(item.code, ())),
        )
        for item in items
    ]


def checks_missing(version: Version) -> list[str]:
    """The laid-out items that the unit has said nothing of yet, in the order of the form."""
    items = version.return_filed.collection.form_version.items.filter(laid_out=True)
    said = set(version.figure_checks.filter(superseded_at__isnull=True).values_list("item", flat=True))
    return [item.label_zh for item in items if item.code not in said]


def with_unchecked(versions: QuerySet[Version]) -> QuerySet[Version]:
    """Those of `versions` with delivered items that the unit has still to check; `unchecked` says how many."""
    standing = FigureCheck.objects.filter(
        version=OuterRef("version"), item=OuterRef("item"), superseded_at__isnull=True
    )
    form = OuterRef("version__return_filed__collection__form_version")
    laid_out = Item.objects.filter(form_version=form, code=OuterRef("item"), laid_out=True)
    cells = Cell.objects.filter(Exists(laid_out), ~Exists(standing), version=OuterRef("pk"))
    delivered = cells.exclude(condition=Cell.Condition.EMPTY).order_by().values("version")
    counted = delivered.annotate(items=Count("item", distinct=True)).values("items")
    return versions.annotate(unchecked=Subquery(counted)).filter(unchecked__gt=0)


def disputes_unanswered(version: Version) -> list[str]:
    """The items that are disputed and whose body has not answered."""
    disputed = version.figure_checks.filter(
        verdict=FigureCheck.Verdict.DISPUTED, superseded_at__isnull=True, answered_at__isnull=True
    )
    return list(disputed.values_list("item", flat=True))


def checks_that_stand(version: Version, cells: Iterable[Cell], last: Version) -> list[FigureCheck]:
    """Copies for a next version of what was said of figures that are the same there: nothing is asked twice."""
    before = {(cell.item, cell.basis): content_of(cell) for cell in last.cells.all()}
    changed = {cell.item for cell in cells if before.get((cell.item, cell.basis)) != content_of(cell)}
    reopened = set(version.named_items or ())
    return [_copy(check, version) for item, check in standing_checks(last).items() if item not in changed | reopened]


def _copy(check: FigureCheck, version: Version) -> FigureCheck:
    kept = ("item", "verdict", "reason", "checked_by", "checked_at", "answer", "answered_by", "answered_at")
    return FigureCheck(version=version, **{name: getattr(check, name) for name in kept})


def _differs(cell: Cell, newest: Mapping[tuple[str, str], LaidOutFigure]) -> bool:
    figure = newest.get((cell.item, cell.basis))
    return figure is not None and (cell.condition, cell.value) != (figure.condition, figure.value)
