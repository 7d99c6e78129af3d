"""The return as an Excel workbook: download the template, upload it filled, compare, confirm."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessment.display.wording import say
from assessment.filing import actions
from assessment.filing.errors.uploads import FileNotChosen
from assessment.filing.errors.workbook import FileTooLarge
from assessment.filing.marked_workbook import MARKED_ENDING, marked_workbook
from assessment.filing.models import Upload, Version
from assessment.filing.queries import version_seen
from assessment.filing.return_template import file_name_of, template_of
from assessment.filing.return_view import open_moves
from assessment.filing.states import Move
from assessment.filing.upload_actions import Incoming
from assessment.filing.upload_queries import upload_seen, uploads_of
from assessment.filing.upload_view import light_of_upload, preview_of
from assessment.filing.wording import light_of
from assessment.filing.workbook.limits import LARGEST_FILE, MEGABYTE
from assessment.filing.workbook_answers import workbook_answer
from assessment.methodology.errors import AssessmentError
from assessment.people.models import User


@login_required
@require_GET
def template_page(request: HttpRequest, version_id: int) -> HttpResponse:
    """The template of a version, filled with what the system knows."""
    version = version_seen(version_id, by=_user(request), at=timezone.now())
    return workbook_answer(template_of(version), file_name_of(version))


@login_required
@require_http_methods(["GET", "POST"])
def upload_page(request: HttpRequest, version_id: int) -> HttpResponse:
    """Choose a filled template. A file that cannot be taken is answered with its sentence, and nothing is kept."""
    at = timezone.now()
    version = version_seen(version_id, by=_user(request), at=at)
    if Move.SAVE.value not in open_moves(version, [], by=_user(request), at=at):
        return HttpResponseRedirect(_address_of(version))
    refused = ""
    if request.method == "POST":
        try:
            upload = actions.upload_workbook(version.pk, incoming(request), by=_user(request), at=at)
        except AssessmentError as error:
            if error.status in {403, 404}:
                raise
            refused = say(error)
        else:
            return lead_on(request, reverse("filing:upload-preview", args=[upload.pk]))
    words = {
        "version": version,
        "filed": version.return_filed,
        "light": light_of(version),
        "refused": refused,
        "largest": LARGEST_FILE // MEGABYTE,
        "largest_bytes": LARGEST_FILE,
        "uploads": [(upload, light_of_upload(upload)) for upload in uploads_of(version.pk)],
    }
    return render(request, "filing/upload.html", words, status=400 if refused else 200)


@login_required
@require_GET
def preview_page(request: HttpRequest, upload_id: int) -> HttpResponse:
    """Every cell old → new; nothing is written before it is confirmed."""
    return _preview(request, upload_seen(upload_id, by=_user(request), at=timezone.now()))


@login_required
@require_POST
def confirm_page(request: HttpRequest, upload_id: int) -> HttpResponse:
    """Write the cells; where somebody wrote meanwhile the comparison comes back with both values."""
    at = timezone.now()
    seen = upload_seen(upload_id, by=_user(request), at=at)
    revision = request.POST.get("revision", "")
    shown = int(revision) if revision.isdecimal() and len(revision) < 10 else seen.revision
    try:
        upload = actions.confirm_upload(upload_id, revision=shown, by=_user(request), at=at)
    except AssessmentError as error:
        if error.status in {403, 404}:
            raise
        return _preview(request, upload_seen(upload_id, by=_user(request), at=at), refused=say(error))
    messages.success(request, gettext("The figures of {file} are in the return.").format(file=upload.file_name))
    return HttpResponseRedirect(reverse("filing:fill", args=[upload.version_id]))


@login_required
@require_POST
def discard_page(request: HttpRequest, upload_id: int) -> HttpResponse:
    at = timezone.now()
    try:
        upload = actions.discard_upload(upload_id, by=_user(request), at=at)
    except AssessmentError as error:
        if error.status in {403, 404}:
            raise
        messages.error(request, say(error))
        return HttpResponseRedirect(reverse("filing:upload-preview", args=[upload_id]))
    messages.success(request, gettext("The upload is discarded; the return is as it was."))
    return HttpResponseRedirect(reverse("filing:upload", args=[upload.version_id]))


@login_required
@require_GET
def marked_page(request: HttpRequest, upload_id: int) -> HttpResponse:
    """The user's own workbook back, marked."""
    at = timezone.now()
    upload = upload_seen(upload_id, by=_user(request), at=at)
    name = upload.file_name.removesuffix(".xlsx") + MARKED_ENDING
    return workbook_answer(marked_workbook(upload, by=_user(request), at=at), name)


def lead_on(request: HttpRequest, address: str) -> HttpResponse:
    """To the next page; the page's own script is only told where, so that the page is made once and not twice."""
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return HttpResponse(status=201, headers={"Location": address})
    return HttpResponseRedirect(address)


def incoming(request: HttpRequest) -> Incoming:
    """The file of a form; its size is looked at before it is read."""
    file = request.FILES.get("file")
    if file is None:
        raise FileNotChosen
    if file.size is not None and file.size > LARGEST_FILE:
        raise FileTooLarge(received=-(-file.size // MEGABYTE), largest=LARGEST_FILE // MEGABYTE)
    return Incoming(file.name or "", file.read())


def _preview(request: HttpRequest, upload: Upload, *, refused: str = "") -> HttpResponse:
    preview = preview_of(upload)
    count = len(preview.differences)
    words = {
        "upload": upload,
        "version": upload.version,
        "filed": upload.version.return_filed,
        "preview": preview,
        "refused": refused,
        "pending": upload.state == Upload.State.PENDING,
        "confirm": ngettext("Write {count} cell", "Write {count} cells", count).format(count=count),
    }
    return render(request, "filing/upload_preview.html", words, status=409 if refused else 200)


def _address_of(version: Version) -> str:
    return reverse("filing:version", args=[version.return_filed_id, version.number])


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


urlpatterns: list[URLPattern] = [
    path("returns/versions/<int:version_id>/template/", template_page, name="template"),
    path("returns/versions/<int:version_id>/upload/", upload_page, name="upload"),
    path("returns/uploads/<int:upload_id>/", preview_page, name="upload-preview"),
    path("returns/uploads/<int:upload_id>/confirm/", confirm_page, name="upload-confirm"),
    path("returns/uploads/<int:upload_id>/discard/", discard_page, name="upload-discard"),
    path("returns/uploads/<int:upload_id>/marked/", marked_page, name="upload-marked"),
]
