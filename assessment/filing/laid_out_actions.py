"""Writers of laid-out figures: a body delivers, the unit checks, the body answers. Nobody edits a figure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from assessment.audit.actions import PROVINCE, Fact, record
from assessment.catalogue.models import Collection, Item
from assessment.filing.cells import CellChange, FormOfReturn
from assessment.filing.errors.laid_out import (
    AnswerMissing,
    ChecksMissing,
    DisputeAnswered,
    DisputeReasonMissing,
    DisputesUnanswered,
    FigureNotDelivered,
    ItemNotLaidOut,
    ItemOfAnotherBody,
    UnitUnknown,
    VerdictUnknown,
)
from assessment.filing.laid_out_notices import tell_answered, tell_disputed
from assessment.filing.laid_out_queries import (
    checks_missing,
    departments_of,
    disputes_unanswered,
    newest_figures,
    standing_checks,
)
from assessment.filing.locking import fact, lock_version
from assessment.filing.models import Cell, FigureCheck, LaidOutFigure, Version
from assessment.filing.states import VERSION_STATES, Move, State
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require
from assessment.territory.models import ReportingUnit

FEWEST_CHARACTERS = 5
Verdict = FigureCheck.Verdict


@dataclass(frozen=True)
class Laid:
    """One figure as a body sends it: for which unit, and the cell it is to fill. `change.source` is the vintage."""

    unit: str
    change: CellChange


@dataclass(frozen=True)
class Said:
    """What a unit says of one item."""

    item: str
    verdict: str
    reason: str = ""


@dataclass(frozen=True)
class _Hand:
    """Who lays out, for which departments, and under which word of the record."""

    action: Action
    departments: frozenset[str]
    by: User
    at: datetime


def deliver_figures(collection_id: int, figures: Sequence[Laid], *, by: User, at: datetime) -> int:
    """Lay out figures of one collection, all or none; returns how many are new. What stands already changes nothing.

    A body delivers its own items only. Drafts that wait for the figure take it over, and their check of it is asked
    anew; a version that was signed or submitted keeps what was signed.
    """
    return _lay_out(collection_id, figures, _Hand(Action.LAID_OUT_DELIVER, departments_of(by), by, at))


def lay_out_confirmed(collection_id: int, figures: Sequence[Laid], *, department: str, by: User, at: datetime) -> int:
    """The figures of a measurement, laid out by who confirms it, for the department that measured. Else as above."""
    return _lay_out(collection_id, figures, _Hand(Action.LAID_OUT_CONFIRMED, frozenset({department}), by, at))


def _lay_out(collection_id: int, figures: Sequence[Laid], hand: _Hand) -> int:
    with transaction.atomic():
        require(hand.by, hand.action, at=hand.at)
        collection = Collection.objects.select_for_update(of=("self",)).select_related("form_version__form")
        found = collection.filter(pk=collection_id).first()
        if found is None:
            raise NotFound
        new = _new_figures(found, figures, hand)
        LaidOutFigure.objects.bulk_create(new)
        if new:
            record(_delivered(found, new, hand.action), by=hand.by, at=hand.at)
        for unit in sorted({figure.reporting_unit_id for figure in new}):
            _take_over(found, [one for one in new if one.reporting_unit_id == unit], hand)
    return len(new)


def check_figures(version_id: int, said: Iterable[Said], *, by: User, at: datetime) -> Version:
    """核对: agree with a laid-out item or dispute it with a reason; said again otherwise, the earlier is kept."""
    with transaction.atomic():
        version = lock_version(version_id, Action.FIGURE_CHECK, by=by, at=at)
        VERSION_STATES.after(version.state, Move.SAVE)
        items = {item.code: item for item in version.return_filed.collection.form_version.items.all()}
        standing = standing_checks(version)
        new = [one for one in said if not _said_already(standing.get(one.item), one)]
        for one in new:
            _check_said(version, items.get(one.item), one)
        _supersede(version, [one.item for one in new], at=at)
        FigureCheck.objects.bulk_create(
            FigureCheck(
                version=version,
                item=one.item,
                verdict=one.verdict,
                reason=one.reason.strip(),
                checked_by=by,
                checked_at=at,
            )
            for one in new
        )
        if new:
            disputed = sorted(one.item for one in new if one.verdict == Verdict.DISPUTED)
            entry = fact(Action.FIGURE_CHECK, version, items=sorted(one.item for one in new), disputed=disputed)
            record(entry, by=by, at=at)
            tell_disputed(version, disputed, at=at)
    return version


def answer_dispute(check_id: int, answer: str, *, by: User, at: datetime) -> FigureCheck:
    """The body that laid out the figure says why it stands. To change it, the body delivers anew instead."""
    with transaction.atomic():
        require(by, Action.LAID_OUT_DELIVER, at=at)
        checks = FigureCheck.objects.select_for_update(of=("self",)).select_related(
            "version__return_filed__collection__form_version__form", "version__return_filed__reporting_unit__region"
        )
        check = checks.filter(pk=check_id, verdict=Verdict.DISPUTED).first()
        if check is None or not _own_item(check.version.return_filed.collection, check.item, by=by):
            raise NotFound
        if check.answered_at is not None or check.superseded_at is not None:
            raise DisputeAnswered
        if len(answer.strip()) < FEWEST_CHARACTERS:
            raise AnswerMissing
        check.answer, check.answered_by, check.answered_at = answer.strip(), by, at
        check.save(update_fields=["answer", "answered_by", "answered_at"])
        record(fact(Action.LAID_OUT_DELIVER, check.version, answered=check.item), by=by, at=at)
        tell_answered(check, at=at)
    return check


def refuse_unchecked(version: Version) -> None:
    """A return is signed when the unit has agreed with, or disputed, every laid-out item."""
    missing = checks_missing(version)
    if missing:
        raise ChecksMissing(count=len(missing), item=missing[0])


def refuse_unanswered(version: Version) -> None:
    """A return is accepted when every dispute in it is answered."""
    disputed = disputes_unanswered(version)
    if disputed:
        raise DisputesUnanswered(count=len(disputed), item=disputed[0])


def _new_figures(collection: Collection, figures: Sequence[Laid], hand: _Hand) -> list[LaidOutFigure]:
    form = FormOfReturn.of(collection)
    units = {unit.code: unit for unit in ReportingUnit.objects.filter(forms__contains=[form.code])}
    newest = {
        (figure.reporting_unit_id, figure.item, figure.basis): figure
        for figure in newest_figures().filter(collection=collection)
    }
    made = []
    for laid in figures:
        unit = units.get(laid.unit)
        if unit is None:
            raise UnitUnknown(received=laid.unit, form=form.code)
        change = form.checked(laid.change)
        check_own(form.items[change.item], hand.departments)
        before = newest.get((unit.pk, change.item, change.basis))
        figure = _figure(change, form.items[change.item], before)
        if before is None or _content(before) != _content(figure):
            figure.collection, figure.reporting_unit = collection, unit
            figure.delivered_by, figure.delivered_at = hand.by, hand.at
            made.append(figure)
    return made


def _figure(change: CellChange, item: Item, before: LaidOutFigure | None) -> LaidOutFigure:
    return LaidOutFigure(
        item=change.item,
        basis=change.basis,
        number=1 if before is None else before.number + 1,
        condition=change.condition,
        value=change.value,
        reason=change.reason,
        source_department=item.source_department,
        vintage=change.source,
    )


def _content(figure: LaidOutFigure) -> tuple[object, ...]:
    return figure.condition, figure.value, figure.reason, figure.vintage


def check_own(item: Item, departments: frozenset[str]) -> None:
    """A body lays out its own items and no others."""
    if not item.laid_out:
        raise ItemNotLaidOut(item=item.code)
    if item.source_department not in departments:
        raise ItemOfAnotherBody(item=item.code, department=item.source_department)


def _delivered(collection: Collection, new: Sequence[LaidOutFigure], action: Action) -> Fact:
    """The audit keeps which figures came; the values as keyed digests only."""
    changes: Mapping[str, tuple[object, object]] = {
        f"{one.reporting_unit.code}.{one.item}.{one.basis}": (one.number - 1 or None, [one.condition, one.value])
        for one in new
    }
    facts = {"form": collection.form_version.form.code, "period": collection.period, "figures": len(new)}
    return Fact(action.value, PROVINCE, "catalogue.collection", str(collection.pk), changes=changes, facts=facts)


def _take_over(collection: Collection, new: Sequence[LaidOutFigure], hand: _Hand) -> None:
    """The open draft of the unit, if there is one, takes the new figures; what was said of them is asked again."""
    drafts = Version.objects.select_for_update(of=("self",)).select_related(
        "return_filed__collection__form_version__form", "return_filed__reporting_unit__region"
    )
    draft = drafts.filter(
        return_filed__collection=collection,
        return_filed__reporting_unit=new[0].reporting_unit,
        state=State.DRAFT,
    ).first()
    if draft is None:
        return
    figures = {(one.item, one.basis): one for one in new}
    taken = [cell for cell in draft.cells.all() if (cell.item, cell.basis) in figures and _may_take(draft, cell)]
    if not taken:
        return
    draft.revision += 1
    draft.save(update_fields=["revision"])
    for cell in taken:
        _fill(cell, figures[cell.item, cell.basis], revision=draft.revision)
    items = sorted({cell.item for cell in taken})
    _supersede(draft, items, at=hand.at)
    record(fact(hand.action, draft, taken=items, revision=draft.revision), by=hand.by, at=hand.at)


def _may_take(draft: Version, cell: Cell) -> bool:
    return draft.named_items is None or cell.item in draft.named_items


def _fill(cell: Cell, figure: LaidOutFigure, *, revision: int) -> None:
    cell.condition, cell.value, cell.reason = figure.condition, figure.value, figure.reason
    cell.source, cell.changed_revision = figure.source_shown, revision
    cell.changed_by, cell.changed_at = figure.delivered_by.username, figure.delivered_at
    cell.save()


def _check_said(version: Version, item: Item | None, said: Said) -> None:
    if item is None or not item.laid_out:
        raise ItemNotLaidOut(item=said.item)
    if said.verdict not in Verdict.values:
        raise VerdictUnknown(received=said.verdict, expected=", ".join(Verdict.values))
    if said.verdict == Verdict.DISPUTED:
        if len(said.reason.strip()) < FEWEST_CHARACTERS:
            raise DisputeReasonMissing(item=item.label_zh)
        return
    if any(cell.condition == Cell.Condition.EMPTY for cell in version.cells.filter(item=item.code)):
        raise FigureNotDelivered(item=item.label_zh, department=item.source_department)


def _said_already(check: FigureCheck | None, said: Said) -> bool:
    return check is not None and (check.verdict, check.reason) == (said.verdict, said.reason.strip())


def _supersede(version: Version, items: Sequence[str], *, at: datetime) -> None:
    version.figure_checks.filter(item__in=items, superseded_at__isnull=True).update(superseded_at=at)


def _own_item(collection: Collection, item: str, *, by: User) -> bool:
    departments = departments_of(by)
    return collection.form_version.items.filter(code=item, source_department__in=departments).exists()
