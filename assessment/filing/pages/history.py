"""历史数据: a unit's own series, and taking past workbooks of any shape over into it."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessment.catalogue.models import Form, Item
from assessment.display.wording import say
from assessment.filing import actions
from assessment.filing.history_actions import ANNUAL, book_of, figures_of, form_of_history, sheet_named
from assessment.filing.history_form import layout_in, mapping_in
from assessment.filing.history_queries import (
    history_file_seen,
    own_series,
    remembered_mapping,
    units_with_history,
)
from assessment.filing.history_reading import HistoryLayout, signature_of
from assessment.filing.history_view import (
    MONEY_UNITS,
    guessed_head_row,
    guessed_label_column,
    guessed_shape,
    guessed_unit,
    mapped_columns,
    mapped_labels,
    sample_letters,
    sample_of,
    series_csv,
    series_tables,
    shape_choices,
)
from assessment.filing.models import HistoryFile
from assessment.filing.pages.workbooks import incoming, lead_on
from assessment.filing.return_view import BASES
from assessment.filing.workbook.cell_data import RawSheet, letters
from assessment.filing.workbook.limits import LARGEST_FILE, MEGABYTE
from assessment.methodology.errors import AssessmentError
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import may
from assessment.territory.models import ReportingUnit


@login_required
@require_GET
def histories_page(request: HttpRequest) -> HttpResponse:
    """The first unit whose series the reader may see."""
    units = units_with_history(_user(request), at=timezone.now())
    if not units:
        raise NotFound
    return HttpResponseRedirect(reverse("filing:history", args=[units[0].code]))


@login_required
@require_http_methods(["GET", "POST"])
def history_page(request: HttpRequest, unit_code: str) -> HttpResponse:
    """The series of a unit; a POST takes a past workbook in for mapping."""
    at = timezone.now()
    units = units_with_history(_user(request), at=at)
    unit = _unit(units, unit_code)
    refused = ""
    if request.method == "POST":
        try:
            form_code = request.POST.get("form", "")
            past = actions.upload_history(unit.code, form_code, incoming(request), by=_user(request), at=at)
        except AssessmentError as error:
            if error.status in {403, 404}:
                raise
            refused = say(error)
        else:
            return lead_on(request, reverse("filing:history-map", args=[past.pk]))
    forms = _forms_of(unit)
    files = HistoryFile.objects.filter(reporting_unit=unit).select_related("uploaded_by").order_by("-id")[:10]
    words = {
        "unit": unit,
        "units": units,
        "tables": series_tables(own_series(unit), forms),
        "forms": [form for form, _ in forms],
        "files": files,
        "may_import": may(_user(request), Action.HISTORY_IMPORT, at=at, region=unit.region),
        "refused": refused,
        "largest": LARGEST_FILE // MEGABYTE,
        "largest_bytes": LARGEST_FILE,
    }
    return render(request, "filing/history.html", words, status=400 if refused else 200)


@login_required
@require_GET
def history_csv_page(request: HttpRequest, unit_code: str) -> HttpResponse:
    """The series as CSV."""
    unit = _unit(units_with_history(_user(request), at=timezone.now()), unit_code)
    labels = {(form.code, item.code): item for form, items in _forms_of(unit) for item in items}
    response = HttpResponse(series_csv(own_series(unit), labels), content_type="text/csv; charset=utf-8")
    name = f"历史数据_{unit.name_zh}.csv"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


@login_required
@require_http_methods(["GET", "POST"])
def map_page(request: HttpRequest, file_id: int) -> HttpResponse:
    """Which sheet, which row is the heading, which column or row is which item. A POST keeps it for the preview."""
    at = timezone.now()
    past = history_file_seen(file_id, by=_user(request), at=at)
    if past.state != HistoryFile.State.PENDING:
        return HttpResponseRedirect(reverse("filing:history", args=[past.reporting_unit.code]))
    refused, words = "", {}
    try:
        words = _mapping_words(request, past)
        if request.method == "POST":
            actions.map_history(past.pk, words["layout"], by=_user(request), at=at)
            return HttpResponseRedirect(reverse("filing:history-preview", args=[past.pk]))
    except AssessmentError as error:
        if error.status in {403, 404}:
            raise
        refused = say(error)
    words = {**words, "past": past, "unit": past.reporting_unit, "refused": refused}
    return render(request, "filing/history_map.html", words, status=400 if refused else 200)


@login_required
@require_GET
def preview_page(request: HttpRequest, file_id: int) -> HttpResponse:
    """Every figure that would be kept, and every cell that is left out."""
    return _preview(request, history_file_seen(file_id, by=_user(request), at=timezone.now()))


@login_required
@require_POST
def decide_page(request: HttpRequest, file_id: int, step: str) -> HttpResponse:
    """Take the figures over, or let the workbook go."""
    at = timezone.now()
    past = history_file_seen(file_id, by=_user(request), at=at)
    act = {"confirm": actions.confirm_history, "discard": actions.discard_history}.get(step)
    if act is None:
        raise NotFound
    try:
        act(file_id, by=_user(request), at=at)
    except AssessmentError as error:
        if error.status in {403, 404}:
            raise
        messages.error(request, say(error))
        return HttpResponseRedirect(reverse("filing:history-map", args=[file_id]))
    done = gettext("The figures are taken over and marked as history.")
    messages.success(request, done if step == "confirm" else gettext("The workbook is discarded; nothing was kept."))
    return HttpResponseRedirect(reverse("filing:history", args=[past.reporting_unit.code]))


def _preview(request: HttpRequest, past: HistoryFile) -> HttpResponse:
    if not past.mapping:
        return HttpResponseRedirect(reverse("filing:history-map", args=[past.pk]))
    layout = HistoryLayout.of(past.mapping)
    items = form_of_history(_form(past)).items
    read = figures_of(past, layout, sheet_named(book_of(past), layout.sheet))
    filed = {one.period for one in own_series(past.reporting_unit) if one.form == past.form and not one.taken_over}
    words = {
        "past": past,
        "unit": past.reporting_unit,
        "figures": [(one, items[one.item], gettext(BASES[one.basis]), one.period in filed) for one in read.figures],
        "problems": [say(problem) for problem in read.problems],
        "periods": sorted({one.period for one in read.figures}),
        "pending": past.state == HistoryFile.State.PENDING,
    }
    return render(request, "filing/history_preview.html", words)


def _mapping_words(request: HttpRequest, past: HistoryFile) -> dict[str, Any]:
    form = _form(past)
    annual = form.frequency == ANNUAL
    items = list(form_of_history(form).items.values())
    sent = {name: str(text) for name, text in (request.POST or request.GET).items()}
    book = book_of(past)
    sheet = sheet_named(book, sent.get("sheet", past.mapping.get("sheet") or book.sheets[0].name))
    layout = _layout(sent, past, sheet, items, annual=annual)
    columns = mapped_columns(sheet, layout, items, annual=annual)
    labels = mapped_labels(sheet, layout, items)
    if request.method == "POST":
        means, chosen = mapping_in(sent, columns, labels, annual=annual)
        layout = HistoryLayout(**{**vars(layout), "columns": means, "labels": chosen})
    return {
        "layout": layout,
        "sheets": [one.name for one in book.sheets],
        "label_letter": letters(layout.label_column),
        "period_letter": letters(layout.period_column or 2),
        "columns": columns,
        "labels": labels,
        "items": items,
        "bases": [(basis, gettext(words)) for basis, words in BASES.items()],
        "money_units": MONEY_UNITS,
        "shapes": shape_choices(),
        "sample": sample_of(sheet),
        "sample_letters": sample_letters(sheet),
        "form": form,
        "remembered": layout.columns and not past.mapping,
    }


def _layout(
    sent: dict[str, str], past: HistoryFile, sheet: RawSheet, items: list[Item], *, annual: bool
) -> HistoryLayout:
    """As chosen; else as kept for this file; else as remembered of a table with these headings; else a guess."""
    if "head_row" in sent:
        return layout_in(sent, sheet, annual=annual)
    if past.mapping and past.mapping.get("sheet") == sheet.name:
        return HistoryLayout.of(past.mapping)
    head_row = guessed_head_row(sheet)
    shape = guessed_shape(sheet, head_row, items)
    guess = HistoryLayout(
        sheet=sheet.name,
        head_row=head_row,
        shape=shape,
        label_column=guessed_label_column(sheet, head_row, items),
        unit=guessed_unit(sheet, head_row),
    )
    remembered = remembered_mapping(past.reporting_unit, signature_of(sheet, guess))
    if remembered is None:
        return guess
    known = HistoryLayout.of({**remembered, "sheet": sheet.name, "period": ""})
    # Years move on: the periods are read from the headings of this table, not from those of the last one.
    columns = {number: type(means)(means.item, means.basis, "", means.unit) for number, means in known.columns.items()}
    return HistoryLayout(**{**vars(known), "columns": columns})


def _forms_of(unit: ReportingUnit) -> list[tuple[Form, list[Item]]]:
    forms = Form.objects.filter(code__in=unit.forms).order_by("-code")
    return [(form, list(form_of_history(form).items.values())) for form in forms]


def _form(past: HistoryFile) -> Form:
    return Form.objects.get(code=past.form)


def _unit(units: list[ReportingUnit], code: str) -> ReportingUnit:
    found = next((unit for unit in units if unit.code == code), None)
    if found is None:
        raise NotFound
    return found


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


urlpatterns: list[URLPattern] = [
    path("history/", histories_page, name="histories"),
    path("history/files/<int:file_id>/", map_page, name="history-map"),
    path("history/files/<int:file_id>/preview/", preview_page, name="history-preview"),
    path("history/files/<int:file_id>/<slug:step>/", decide_page, name="history-decide"),
    path("history/<str:unit_code>/", history_page, name="history"),
    path("history/<str:unit_code>/series.csv", history_csv_page, name="history-csv"),
]
