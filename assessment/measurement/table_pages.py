"""The pages of base tables: list, one table, delivering, comparing, confirming, discarding."""

from datetime import date
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessment.display.pages import carry_out
from assessment.display.wording import say
from assessment.filing.errors.workbook import FileTooLarge
from assessment.filing.upload_actions import Incoming
from assessment.filing.workbook.limits import LARGEST_FILE, MEGABYTE
from assessment.filing.workbook_answers import workbook_answer
from assessment.measurement.deliveries import VINTAGES
from assessment.measurement.errors import NothingChosen
from assessment.measurement.models import BaseTable, TableUpload
from assessment.measurement.table_check_view import all_checks, disputes_of
from assessment.measurement.table_history_view import (
    deliveries_of,
    delivery_lines,
    operator_views,
    vintage_table,
)
from assessment.measurement.table_keys import ACTION_OF, UNIT_OF, TableKey, checked_key, kinds_open_to
from assessment.measurement.table_list_view import table_list
from assessment.measurement.table_preview_view import table_preview
from assessment.measurement.table_queries import table_seen, upload_seen, uploads_visible_to
from assessment.measurement.table_template import table_template_file
from assessment.measurement.table_view import account_blocks, figure_lines, figures_against_province, unit_of
from assessment.measurement.upload_actions import confirm_table, discard_table, upload_table
from assessment.measurement.upload_states import light_of_upload
from assessment.measurement.wording import COLUMNS, kind_name, vintage_name
from assessment.methodology.errors import AssessmentError
from assessment.methodology.income_approach import COMPONENT_NAMES
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import actions_open_to, require

FIRST_YEAR, MOST_UPLOADS = 2019, 10
PART_OF_YEAR = "months_01_11"


@login_required
@require_GET
def tables_page(request: HttpRequest) -> HttpResponse:
    """基础数据 by year, table and vintage."""
    at, user = timezone.now(), _user(request)
    words = {"lines": table_list(user, at=at), "may_deliver": bool(kinds_open_to(user, at=at))}
    return render(request, "measurement/tables.html", words)


@login_required
@require_GET
def table_page(request: HttpRequest, table_id: int) -> HttpResponse:
    at, user = timezone.now(), _user(request)
    table = table_seen(table_id, by=user, at=at)
    checks = all_checks()
    own = table.source_department == user.organisation.name_zh
    allowed = actions_open_to(user, at=at)
    accounts = table.kind == BaseTable.Kind.INDUSTRY_ACCOUNTS
    words = {
        "table": table,
        "name": kind_name(table.kind),
        "vintage": vintage_name(table.vintage),
        "unit": unit_of(table),
        "components": [gettext(COLUMNS[name]) for name in COMPONENT_NAMES],
        "blocks": account_blocks(table, checks) if accounts else [],
        "figures": [] if accounts else figure_lines(table, checks),
        "province": None if accounts else figures_against_province(table),
        "deliveries": delivery_lines(list(deliveries_of(table))),
        "disputes": disputes_of(table, checks),
        "vintages": vintage_table(table),
        "operators": operator_views(table) if accounts else [],
        "may_answer": own and Action.LAID_OUT_DELIVER in allowed,
        "may_deliver": own and Action.BASE_TABLE_DELIVER in allowed,
        "may_read_letters": Action.LETTER_ANSWER in allowed,
    }
    return render(request, "measurement/table.html", words)


@login_required
@require_http_methods(["GET", "POST"])
def deliver_page(request: HttpRequest) -> HttpResponse:
    """Choose the table, take its template, send the file; what cannot be taken is answered with its sentence."""
    at, user = timezone.now(), _user(request)
    require(user, Action.BASE_TABLE_DELIVER, at=at)
    refused = ""
    if request.method == "POST":
        try:
            upload = upload_table(_key(request), _incoming(request), by=user, at=at)
        except AssessmentError as error:
            if error.status in {403, 404}:
                raise
            refused = say(error)
        else:
            return HttpResponseRedirect(reverse("measurement:upload", args=[upload.pk]))
    uploads = uploads_visible_to(user, at=at)[:MOST_UPLOADS]
    words = {
        **_choices(request, user),
        "refused": refused,
        "largest": LARGEST_FILE // MEGABYTE,
        "uploads": [(one, kind_name(one.kind), vintage_name(one.vintage), light_of_upload(one)) for one in uploads],
    }
    return render(request, "measurement/deliver.html", words, status=400 if refused else 200)


@login_required
@require_GET
def table_template_page(request: HttpRequest) -> HttpResponse:
    """The template of the chosen table, filled with what the system knows."""
    key = _key(request)
    require(_user(request), ACTION_OF[key.kind], at=timezone.now())
    return workbook_answer(*table_template_file(key, _user(request)))


@login_required
@require_GET
def upload_page(request: HttpRequest, upload_id: int) -> HttpResponse:
    """Every cell old → new; nothing is written before it is confirmed."""
    return _preview(request, upload_seen(upload_id, by=_user(request), at=timezone.now()))


@login_required
@require_POST
def confirm_upload_page(request: HttpRequest, upload_id: int) -> HttpResponse:
    """Take the delivery over; where another delivery came meanwhile the comparison comes back."""
    at, user = timezone.now(), _user(request)
    shown = request.POST.get("compared_with", "")
    reason = request.POST.get("reason", "")
    compared_with = int(shown) if shown.isdecimal() and len(shown) < 18 else None
    try:
        upload = confirm_table(upload_id, compared_with=compared_with, by=user, at=at, reason=reason)
    except AssessmentError as error:
        if error.status in {403, 404}:
            raise
        return _preview(request, upload_seen(upload_id, by=user, at=at), refused=say(error))
    messages.success(request, gettext("The delivery is taken over; the cities can check their figures."))
    return HttpResponseRedirect(reverse("measurement:table", args=[upload.table_id]))


@login_required
@require_POST
def discard_upload_page(request: HttpRequest, upload_id: int) -> HttpResponse:
    return carry_out(
        request,
        lambda: discard_table(upload_id, by=_user(request), at=timezone.now()),
        done=gettext("The upload is discarded; the tables are as they were."),
        back=reverse("measurement:deliver"),
    )


def _preview(request: HttpRequest, upload: TableUpload, *, refused: str = "") -> HttpResponse:
    preview = table_preview(upload)
    count = len(preview.changes) + preview.left_out
    words = {
        "upload": upload,
        "name": kind_name(upload.kind),
        "vintage": vintage_name(upload.vintage),
        "preview": preview,
        "refused": refused,
        "reason": request.POST.get("reason", ""),
        "unit": UNIT_OF[upload.kind],
        "pending": upload.state == TableUpload.State.PENDING,
        "confirm": ngettext("Take over {count} cell", "Take over {count} cells", count).format(count=count),
    }
    return render(request, "measurement/table_preview.html", words, status=409 if refused else 200)


def _choices(request: HttpRequest, user: User) -> dict[str, object]:
    """What can be chosen on the page, and what is chosen now."""
    kinds = kinds_open_to(user, at=timezone.now())
    given = request.POST or request.GET
    this_year = timezone.localdate().year
    years = [str(year) for year in range(this_year, FIRST_YEAR - 1, -1)]
    vintages = [*VINTAGES, PART_OF_YEAR]
    chosen = TableKey(
        given.get("kind", "") if given.get("kind", "") in kinds else kinds[0],
        given.get("period", "") if given.get("period", "") in years else str(date(this_year, 1, 1).year - 1),
        given.get("vintage", "") if given.get("vintage", "") in vintages else VINTAGES[0],
    )
    return {
        "kinds": [(kind, kind_name(kind)) for kind in kinds],
        "years": years,
        "vintages": [(vintage, vintage_name(vintage)) for vintage in vintages],
        "chosen": chosen,
        "table_name": kind_name(chosen.kind),
        "vintage_name": vintage_name(chosen.vintage),
    }


def _key(request: HttpRequest) -> TableKey:
    given = request.POST if request.method == "POST" else request.GET
    return checked_key(given.get("kind", ""), given.get("period", ""), given.get("vintage", ""))


def _incoming(request: HttpRequest) -> Incoming:
    """The file of the form; its size is looked at before it is read."""
    file = request.FILES.get("file")
    if file is None:
        raise NothingChosen
    if file.size is not None and file.size > LARGEST_FILE:
        raise FileTooLarge(received=-(-file.size // MEGABYTE), largest=LARGEST_FILE // MEGABYTE)
    return Incoming(file.name or "", file.read())


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


urlpatterns: list[URLPattern] = [
    path("tables/", tables_page, name="tables"),
    path("tables/deliver/", deliver_page, name="deliver"),
    path("tables/template/", table_template_page, name="table-template"),
    path("tables/<int:table_id>/", table_page, name="table"),
    path("tables/uploads/<int:upload_id>/", upload_page, name="upload"),
    path("tables/uploads/<int:upload_id>/confirm/", confirm_upload_page, name="upload-confirm"),
    path("tables/uploads/<int:upload_id>/discard/", discard_upload_page, name="upload-discard"),
]
