"""The only writers of figures of the past: taking a workbook in, mapping it, taking its figures over."""

import hashlib
from datetime import datetime

from django.db import transaction

from assessment.audit.actions import Fact, record
from assessment.catalogue.models import Form
from assessment.catalogue.queries import form_named
from assessment.evidence import storage
from assessment.evidence.actions import Subject, store
from assessment.filing.cells import FormOfReturn
from assessment.filing.errors.history import HistoryDecided, NothingMapped, SheetMissing
from assessment.filing.errors.returns import FormNotOwed
from assessment.filing.history_reading import HistoryLayout, PastFigure, PastFigures, read_history, signature_of
from assessment.filing.models import HistoryFigure, HistoryFile, HistoryMapping
from assessment.filing.upload_actions import Incoming
from assessment.filing.workbook.cell_data import RawBook, RawSheet
from assessment.filing.workbook.isolation import read_isolated
from assessment.filing.workbook.limits import OF_HISTORY
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import regions_open_to, require
from assessment.territory.models import ReportingUnit

KIND = ReportingUnit.Kind

SUBJECT = "filing.history_file"
ANNUAL = "annual"


def upload_history(unit_code: str, form_code: str, file: Incoming, *, by: User, at: datetime) -> HistoryFile:
    """Take a past workbook in for mapping. None of its figures is kept yet."""
    unit = _own_unit(unit_code, by=by, at=at)
    if form_code not in unit.forms:
        raise FormNotOwed(unit=unit.name_zh, form=form_code)
    form_named(form_code)
    book = read_isolated(file.content, file_name=file.name, limits=OF_HISTORY)
    with transaction.atomic():
        name = file.shown_name
        subject = Subject(SUBJECT, unit.code, "", unit.region.code)
        stored = store(subject, name=name, content=file.content, by=by, at=at)
        past = HistoryFile.objects.create(
            reporting_unit=unit,
            form=form_code,
            file=stored,
            file_name=name,
            file_digest=hashlib.sha256(file.content).hexdigest(),
            sheets=[sheet.name for sheet in book.sheets],
            uploaded_by=by,
            uploaded_at=at,
        )
        record(_fact(past, step="uploaded"), by=by, at=at)
    return past


def map_history(file_id: int, layout: HistoryLayout, *, by: User, at: datetime) -> HistoryFile:
    """Keep how the sheet is to be read, for the preview. No figure is kept yet."""
    with transaction.atomic():
        past = _locked(file_id, by=by, at=at)
        _refuse_decided(past)
        past.mapping = layout.document
        past.save(update_fields=["mapping"])
        record(_fact(past, step="mapped", sheet=layout.sheet, columns=len(layout.columns)), by=by, at=at)
    return past


def confirm_history(file_id: int, *, by: User, at: datetime) -> HistoryFile:
    """Keep the figures, marked as taken over, and remember the mapping. Confirming again changes nothing."""
    with transaction.atomic():
        past = _locked(file_id, by=by, at=at)
        if past.state == HistoryFile.State.CONFIRMED:
            return past
        _refuse_decided(past)
        layout = HistoryLayout.of(past.mapping) if past.mapping else None
        if layout is None:
            raise NothingMapped
        sheet = sheet_named(book_of(past), layout.sheet)
        read = figures_of(past, layout, sheet)
        if not read.figures:
            raise NothingMapped
        _keep_figures(past, layout, read.figures, by=by, at=at)
        HistoryMapping.objects.update_or_create(
            reporting_unit=past.reporting_unit,
            signature=signature_of(sheet, layout),
            defaults={"mapping": layout.document, "saved_by": by.username, "saved_at": at},
        )
        past.state, past.decided_at = HistoryFile.State.CONFIRMED, at
        past.save(update_fields=["state", "decided_at"])
        record(_fact(past, step="confirmed", figures=len(read.figures), left_out=len(read.problems)), by=by, at=at)
    return past


def discard_history(file_id: int, *, by: User, at: datetime) -> HistoryFile:
    with transaction.atomic():
        past = _locked(file_id, by=by, at=at)
        if past.state == HistoryFile.State.DISCARDED:
            return past
        _refuse_decided(past)
        past.state, past.decided_at = HistoryFile.State.DISCARDED, at
        past.save(update_fields=["state", "decided_at"])
        record(_fact(past, step="discarded"), by=by, at=at)
    return past


def book_of(past: HistoryFile) -> RawBook:
    """The workbook read again, in a child process."""
    return read_isolated(storage.read(past.file.storage_name), file_name=past.file_name, limits=OF_HISTORY)


def sheet_named(book: RawBook, name: str) -> RawSheet:
    for sheet in book.sheets:
        if sheet.name == name:
            return sheet
    raise SheetMissing(received=name, expected="、".join(sheet.name for sheet in book.sheets[:10]))


def figures_of(past: HistoryFile, layout: HistoryLayout, sheet: RawSheet) -> PastFigures:
    """What the mapping reads from the sheet, in the units of the form's newest version."""
    form = form_named(past.form)
    return read_history(sheet, layout, form_of_history(form), annual=form.frequency == ANNUAL)


def form_of_history(form: Form) -> FormOfReturn:
    """The newest version of a form: past figures are kept in the units of today."""
    newest = form.versions.order_by("-number").first()
    if newest is None:
        raise NothingMapped
    return FormOfReturn(form.code, "", {item.code: item for item in newest.items.select_related("parent")})


def _keep_figures(
    past: HistoryFile, layout: HistoryLayout, figures: tuple[PastFigure, ...], *, by: User, at: datetime
) -> None:
    HistoryFigure.objects.bulk_create(
        [
            HistoryFigure(
                reporting_unit=past.reporting_unit,
                form=past.form,
                period=figure.period,
                item=figure.item,
                basis=figure.basis,
                value=figure.value,
                source_file=past,
                source_cell=f"{layout.sheet[:100]}!{figure.cell}",
                imported_by=by.username,
                imported_at=at,
            )
            for figure in figures
        ],
        update_conflicts=True,
        unique_fields=["reporting_unit", "form", "period", "item", "basis"],
        update_fields=["value", "source_file", "source_cell", "imported_by", "imported_at"],
    )


def _own_unit(code: str, *, by: User, at: datetime) -> ReportingUnit:
    require(by, Action.HISTORY_IMPORT, at=at)
    regions = regions_open_to(by, Action.HISTORY_IMPORT, at=at)
    units = ReportingUnit.objects.select_related("region").filter(kind=KIND.REGION, region__in=regions)
    unit = units.filter(code=code).first()
    if unit is None:
        raise NotFound
    return unit


def _locked(file_id: int, *, by: User, at: datetime) -> HistoryFile:
    require(by, Action.HISTORY_IMPORT, at=at)
    regions = regions_open_to(by, Action.HISTORY_IMPORT, at=at)
    files = HistoryFile.objects.select_for_update(of=("self",)).select_related("reporting_unit__region", "file")
    past = files.filter(pk=file_id, reporting_unit__kind=KIND.REGION, reporting_unit__region__in=regions).first()
    if past is None:
        raise NotFound
    return past


def _refuse_decided(past: HistoryFile) -> None:
    if past.state != HistoryFile.State.PENDING:
        raise HistoryDecided


def _fact(past: HistoryFile, **facts: object) -> Fact:
    unit = past.reporting_unit
    return Fact(
        Action.HISTORY_IMPORT.value,
        unit.region.code,
        "filing.history_file",
        str(past.pk),
        facts={"reporting_unit": unit.code, "form": past.form, "digest": past.file_digest, **facts},
    )
