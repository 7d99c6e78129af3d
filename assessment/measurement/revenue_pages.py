"""The pages of 营业收入 by city and industry: deliveries, one delivery, sending a CSV, comparing, confirming."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_POST

from assessment.display.pages import carry_out
from assessment.display.wording import say
from assessment.filing.errors.workbook import FileTooLarge
from assessment.filing.upload_actions import Incoming
from assessment.filing.workbook.limits import LARGEST_FILE, MEGABYTE
from assessment.measurement.batch_requests import user_of
from assessment.measurement.errors import NothingChosen
from assessment.measurement.revenue_files import REVENUES
from assessment.measurement.revenue_models import RevenueUpload
from assessment.measurement.revenue_queries import (
    revenue_seen,
    revenue_upload_seen,
    revenue_uploads_visible_to,
    revenues_visible_to,
)
from assessment.measurement.revenue_template import revenue_template
from assessment.measurement.revenue_upload_actions import confirm_revenues, discard_revenues, upload_revenues
from assessment.measurement.revenue_view import column_heads, revenue_blocks, revenue_preview
from assessment.measurement.survey_step_pages import csv_answer
from assessment.measurement.upload_states import light_of_upload
from assessment.methodology.errors import AssessmentError
from assessment.people.permissions import Action
from assessment.people.queries import actions_open_to

MOST_UPLOADS = 10


@login_required
@require_GET
def revenues_page(request: HttpRequest) -> HttpResponse:
    """What was delivered for which months, and for who delivers the way to send more."""
    return _revenues(request)


@login_required
@require_POST
def upload_page(request: HttpRequest) -> HttpResponse:
    """Take a CSV in for comparison; what is no table of revenues at all is answered with its sentence."""
    try:
        upload = upload_revenues(_incoming(request), by=user_of(request), at=timezone.now())
    except AssessmentError as error:
        if error.status in {403, 404}:
            raise
        return _revenues(request, refused=say(error))
    return HttpResponseRedirect(reverse("measurement:revenue-upload", args=[upload.pk]))


@login_required
@require_GET
def template_page(request: HttpRequest) -> HttpResponse:
    """A CSV with a row for each city and industry of the own body, still without amounts."""
    return csv_answer(revenue_template(by=user_of(request), at=timezone.now()), "revenue.csv")


@login_required
@require_GET
def revenue_page(request: HttpRequest, delivery_id: int) -> HttpResponse:
    delivery = revenue_seen(delivery_id, by=user_of(request), at=timezone.now())
    words = {"delivery": delivery, "blocks": revenue_blocks(delivery), "heads": column_heads()}
    return render(request, "measurement/revenue.html", words)


@login_required
@require_GET
def preview_page(request: HttpRequest, upload_id: int) -> HttpResponse:
    """Every cell old → new; nothing is written before it is confirmed."""
    return _preview(request, revenue_upload_seen(upload_id, by=user_of(request), at=timezone.now()))


@login_required
@require_POST
def confirm_page(request: HttpRequest, upload_id: int) -> HttpResponse:
    """Take the file over; where another delivery came meanwhile the comparison comes back."""
    at, user = timezone.now(), user_of(request)
    shown = request.POST.get("compared_with", "")
    compared_with = int(shown) if shown.isdecimal() and len(shown) < 18 else None
    try:
        upload = confirm_revenues(upload_id, compared_with=compared_with, by=user, at=at)
    except AssessmentError as error:
        if error.status in {403, 404}:
            raise
        return _preview(request, revenue_upload_seen(upload_id, by=user, at=at), refused=say(error))
    messages.success(request, gettext("The revenues are taken over; the next batch carries on with them."))
    return HttpResponseRedirect(reverse("measurement:revenue", args=[upload.delivery_id]))


@login_required
@require_POST
def discard_page(request: HttpRequest, upload_id: int) -> HttpResponse:
    return carry_out(
        request,
        lambda: discard_revenues(upload_id, by=user_of(request), at=timezone.now()),
        done=gettext("The upload is discarded; the tables are as they were."),
        back=reverse("measurement:revenues"),
    )


def _revenues(request: HttpRequest, *, refused: str = "") -> HttpResponse:
    user, at = user_of(request), timezone.now()
    may_deliver = Action.INDUSTRY_TABLE_LOAD in actions_open_to(user, at=at)
    uploads = revenue_uploads_visible_to(user, at=at)[:MOST_UPLOADS] if may_deliver else []
    words = {
        "deliveries": revenues_visible_to(user, at=at),
        "may_deliver": may_deliver,
        "uploads": [(one, light_of_upload(one)) for one in uploads],
        "refused": refused,
        "largest": LARGEST_FILE // MEGABYTE,
    }
    return render(request, "measurement/revenues.html", words, status=400 if refused else 200)


def _preview(request: HttpRequest, upload: RevenueUpload, *, refused: str = "") -> HttpResponse:
    preview = revenue_preview(upload)
    count = len(preview.changes) + preview.left_out
    words = {
        "upload": upload,
        "preview": preview,
        "refused": refused,
        "pending": upload.state == RevenueUpload.State.PENDING,
        "columns": len(REVENUES),
        "confirm": ngettext("Take over {count} cell", "Take over {count} cells", count).format(count=count),
    }
    return render(request, "measurement/revenue_preview.html", words, status=409 if refused else 200)


def _incoming(request: HttpRequest) -> Incoming:
    """The file of the form; its size is looked at before it is read."""
    file = request.FILES.get("file")
    if file is None:
        raise NothingChosen
    if file.size is not None and file.size > LARGEST_FILE:
        raise FileTooLarge(received=-(-file.size // MEGABYTE), largest=LARGEST_FILE // MEGABYTE)
    return Incoming(file.name or "", file.read())


urlpatterns: list[URLPattern] = [
    path("revenues/", revenues_page, name="revenues"),
    path("revenues/upload/", upload_page, name="revenue-send"),
    path("revenues/template.csv", template_page, name="revenue-template"),
    path("revenues/<int:delivery_id>/", revenue_page, name="revenue"),
    path("revenues/uploads/<int:upload_id>/", preview_page, name="revenue-upload"),
    path("revenues/uploads/<int:upload_id>/confirm/", confirm_page, name="revenue-confirm"),
    path("revenues/uploads/<int:upload_id>/discard/", discard_page, name="revenue-discard"),
]
