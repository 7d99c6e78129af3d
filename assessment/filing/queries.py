"""Reads over returns. What a person may see of them is decided here and nowhere else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery

from assessment.catalogue.models import Collection, Item, Obligation, SignOffStep
from assessment.directory.queries import is_enterprise
from assessment.filing.deadlines import Deadlines, deadlines_for
from assessment.filing.models import Cell, Extension, InForce, Receipt, Return, Signature, Version
from assessment.filing.walls import returns_within
from assessment.methodology.figures import Condition, Figure, Marker
from assessment.methodology.periods import Period
from assessment.people.errors import NotFound
from assessment.people.models import RoleGrant, User
from assessment.people.permissions import Action
from assessment.people.queries import grants_in_force, regions_open_to, require
from assessment.people.roles import Role
from assessment.territory.models import Region, ReportingUnit

_RETURN_CONTEXT = (
    "collection__form_version__form",
    "reporting_unit__region__parent__parent",
)


@dataclass(frozen=True)
class Owed:
    """One return that is owed; `latest` is None while nobody has begun it (未开始)."""

    collection: Collection
    reporting_unit: ReportingUnit
    filed: Return | None
    latest: Version | None
    deadlines: Deadlines
    obligation: Obligation


@dataclass(frozen=True)
class FiledFigure:
    """One cell of a version in force. `unit` is the word on the form; `late` is to be footnoted."""

    reporting_unit: str
    region: str
    item: str
    basis: str
    figure: Figure
    unit: str
    late: bool
    version: int


@dataclass(frozen=True)
class Verified:
    """What a verification tells: that the receipt is ours, and whether its version was taken back since."""

    genuine: bool
    withdrawn: bool


def returns_visible_to(user: User, *, at: datetime) -> QuerySet[Return]:
    """The returns of the regions open to `user`; whoever may view no return at all is refused."""
    require(user, Action.RETURN_VIEW, at=at)
    newest = Version.objects.filter(return_filed=OuterRef("pk")).order_by("-number")
    return (
        Return.objects.filter(returns_within(user, Action.RETURN_VIEW, at=at))
        .select_related(*_RETURN_CONTEXT, "in_force")
        .annotate(
            latest_version=Subquery(newest.values("id")[:1]),
            latest_number=Subquery(newest.values("number")[:1]),
            latest_state=Subquery(newest.values("state")[:1]),
            latest_late=Subquery(newest.values("late")[:1]),
        )
    )


def versions_visible_to(user: User, *, at: datetime) -> QuerySet[Version]:
    """The versions of the returns visible to `user`."""
    require(user, Action.RETURN_VIEW, at=at)
    related = [f"return_filed__{name}" for name in _RETURN_CONTEXT]
    within = returns_within(user, Action.RETURN_VIEW, at=at, path="return_filed__")
    return Version.objects.filter(within).select_related(*related, "filler", "reviewer")


def version_seen(version_id: int, *, by: User, at: datetime) -> Version:
    """One version with its cells, signatures and receipt; `NotFound` where there is none behind the wall."""
    signatures = Prefetch("signatures", to_attr="signed_steps", queryset=_signatures())
    versions = versions_visible_to(by, at=at).select_related("receipt").prefetch_related("cells", signatures)
    version = versions.filter(pk=version_id).first()
    if version is None:
        raise NotFound
    return version


def version_to_fill(version_id: int, *, by: User, at: datetime) -> Version:
    """One version `by` fills, whatever its state; `NotFound` beyond the wall."""
    require(by, Action.RETURN_FILL, at=at)
    within = returns_within(by, Action.RETURN_FILL, at=at, path="return_filed__")
    version = Version.objects.filter(within, pk=version_id).first()
    if version is None:
        raise NotFound
    return version


def return_seen(return_id: int, *, by: User, at: datetime) -> Return:
    """One return with its versions; `NotFound` where there is none behind the wall."""
    versions = Prefetch("versions", queryset=Version.objects.select_related("filler", "reviewer").order_by("number"))
    filed = returns_visible_to(by, at=at).prefetch_related(versions).filter(pk=return_id).first()
    if filed is None:
        raise NotFound
    return filed


def owed_by(user: User, *, at: datetime) -> list[Owed]:
    """What the regions open to `user` owe to open collections, begun or not, by deadline and 行政区划 order.

    An enterprise owes its own row. Towards others rows are not among it: the list of enterprises counts them.
    """
    require(user, Action.RETURN_VIEW, at=at)
    register = list(
        Obligation.objects.filter(_owing(user, at=at), collection__opened_at__isnull=False, waived_at__isnull=True)
        .select_related("collection__form_version__form", "reporting_unit__region")
        .order_by(
            "collection__on_time_until",
            "collection__form_version__form__code",
            "reporting_unit__region__position",
            "reporting_unit__code",
        )
    )
    newest_first = Prefetch("versions", queryset=Version.objects.order_by("-number"))
    units = {one.reporting_unit_id for one in register}
    begun = {
        (filed.collection_id, filed.reporting_unit_id): filed
        for filed in Return.objects.filter(reporting_unit__in=units).prefetch_related(newest_first)
    }
    deadlines = deadlines_for({one.collection for one in register}, at=at)
    return [
        _owed(
            one,
            deadlines.of(one.collection, one.reporting_unit),
            begun.get((one.collection_id, one.reporting_unit_id)),
        )
        for one in register
    ]


def extensions_visible_to(user: User, *, at: datetime) -> QuerySet[Extension]:
    """Extensions of whoever's returns are visible to `user`, newest first."""
    require(user, Action.RETURN_VIEW, at=at)
    extensions = Extension.objects.filter(returns_within(user, Action.RETURN_VIEW, at=at)).order_by("-id")
    return extensions.select_related(
        "collection__form_version__form", "reporting_unit__region", "asked_by", "decided_by"
    )  # fmt: skip


def _owing(user: User, *, at: datetime) -> Q:
    """Whose obligations are meant: those of an enterprise in its one collection, or those of the regions."""
    kind = ReportingUnit.Kind
    if is_enterprise(user):
        own = {"reporting_unit__kind": kind.ENTERPRISE, "reporting_unit__code": user.organisation.code}
        return Q(collection=user.collection_open or 0, **own)
    regions = regions_open_to(user, Action.RETURN_VIEW, at=at)
    return Q(reporting_unit__kind=kind.REGION, reporting_unit__region__in=regions)


def steps_to_sign(version: Version) -> list[SignOffStep]:
    """The chain after the 填报人, whose own step is taken by asking for the signatures."""
    steps = version.return_filed.collection.form_version.sign_off_steps.all()
    return [step for step in steps if step.role != Role.FILLER]


def steps_missing(version: Version) -> list[SignOffStep]:
    """Steps still without a signature, in order."""
    signed = set(version.signatures.values_list("step", flat=True))
    return [step for step in steps_to_sign(version) if step.step not in signed]


def signatures_of(version: Version) -> list[Signature]:
    """The signatures in order, as `version_seen` brought them along."""
    return list(getattr(version, "signed_steps", []))


def holds_role(user: User, role: str, *, region: Region, at: datetime) -> bool:
    """Whether a grant of exactly this role covers `region` or what it belongs to."""
    return bool(_grants_of_role(user, role, region=region, at=at))


def principal_of(user: User, role: str, *, region: Region, at: datetime) -> User | None:
    """For whom `user` acts in this role: nobody where it is one's own."""
    grants = _grants_of_role(user, role, region=region, at=at)
    own = any(grant.deputy_of_id is None for grant in grants)
    return None if own or not grants else grants[0].deputy_of


def _grants_of_role(user: User, role: str, *, region: Region, at: datetime) -> list[RoleGrant]:
    lineage = {region.pk, region.parent_id}
    return [grant for grant in grants_in_force(user, at=at).filter(role=role) if grant.region_id in lineage]


def figures_in_force(form_code: str, period: Period) -> tuple[FiledFigure, ...]:
    """Every cell of the versions in force for a form and period, by 行政区划 order and order of the form.

    A return without an accepted version contributes nothing: missing, never zero.
    """
    returns = Return.objects.filter(
        collection__form_version__form__code=form_code, collection__period=period.code, in_force__isnull=False
    )
    return _figures_of(returns.values("in_force"), form_code, period)


def figures_as_of(form_code: str, period: Period, *, as_of: datetime) -> tuple[FiledFigure, ...]:
    """The same as it stood at `as_of`: the cells of the versions that were in force then (原报数)."""
    spans = spans_at(as_of).filter(
        return_filed__collection__form_version__form__code=form_code, return_filed__collection__period=period.code
    )
    return _figures_of(spans.values("version"), form_code, period)


def spans_at(moment: datetime) -> QuerySet[InForce]:
    """What counted at `moment`; at the moment of a change the new version does."""
    return InForce.objects.filter(since__lte=moment).exclude(until__lte=moment)


def verify_receipt(number: str, digest: str) -> Verified:
    """验真: whether a receipt of this number with this digest was issued. Nothing of the return is told."""
    receipt = Receipt.objects.filter(number=number, digest=digest).select_related("version").first()
    if receipt is None:
        return Verified(genuine=False, withdrawn=False)
    return Verified(genuine=True, withdrawn=receipt.version.state == Version.State.WITHDRAWN)


def _owed(obligation: Obligation, deadlines: Deadlines, filed: Return | None) -> Owed:
    versions: Sequence[Version] = [] if filed is None else list(filed.versions.all())
    latest = versions[0] if versions else None
    return Owed(obligation.collection, obligation.reporting_unit, filed, latest, deadlines, obligation)


def _signatures() -> QuerySet[Signature]:
    return Signature.objects.select_related("signer", "signed_for").order_by("step")


def _figures_of(versions: QuerySet[Any, Any], form_code: str, period: Period) -> tuple[FiledFigure, ...]:
    cells = (
        Cell.objects.filter(version__in=versions)
        .select_related("version__return_filed__reporting_unit__region")
        .order_by("version__return_filed__reporting_unit__region__position", "version_id", "id")
    )
    units = _units_of(form_code, period)
    return tuple(_filed_figure(cell, units[cell.item]) for cell in cells)


def _units_of(form_code: str, period: Period) -> dict[str, str]:
    items = Item.objects.filter(form_version__form__code=form_code, form_version__collections__period=period.code)
    return dict(items.values_list("code", "unit"))


def _filed_figure(cell: Cell, unit: str) -> FiledFigure:
    filer = cell.version.return_filed.reporting_unit
    return FiledFigure(
        reporting_unit=filer.code,
        region=filer.region.code,
        item=cell.item,
        basis=cell.basis,
        figure=figure_of(cell),
        unit=unit,
        late=cell.version.late,
        version=cell.version_id,
    )


def figure_of(cell: Cell) -> Figure:
    """A stored cell as the method knows it."""
    if cell.value is not None:
        return Figure.of(cell.value, marker=Marker.REPORTED)
    condition = Condition(cell.condition)
    if condition is Condition.NOT_APPLICABLE:
        return Figure.not_applicable(cell.reason)
    return Figure.not_available(cell.reason) if condition is Condition.NOT_AVAILABLE else Figure.empty()
