"""The pages of assessment schemes: list, one scheme, uploading with a difference, weights, freezing, downloading."""

from decimal import Decimal, InvalidOperation
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessment.catalogue.actions import freeze_scheme
from assessment.catalogue.closing_days import closes_on
from assessment.catalogue.errors import WeightWrong
from assessment.catalogue.models import SchemeVersion
from assessment.catalogue.queries import scheme_of, scheme_state, schemes_visible_to
from assessment.catalogue.scheme_actions import delete_draft, save_draft
from assessment.catalogue.scheme_documents import SchemeFiles, office_text, scheme_document
from assessment.catalogue.scheme_upload import (
    LARGEST,
    SentFile,
    files_of,
    files_sent,
    plain_text,
    preview_of,
    ready_made_files,
    ready_made_schemes,
)
from assessment.catalogue.scheme_view import change_lines, kind_words, light_of_scheme, scheme_table
from assessment.catalogue.stored_schemes import document_of
from assessment.display.pages import carry_out
from assessment.display.wording import say
from assessment.methodology.errors import AssessmentError
from assessment.methodology.periods import Period
from assessment.methodology.scheme_editing import with_weights
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import actions_open_to, require

LONGEST_NUMBER, WEIGHT = 12, "weight-"


@login_required
@require_GET
def schemes_page(request: HttpRequest) -> HttpResponse:
    """考核方案: every version the reader may see, the newest periods first."""
    at, user = timezone.now(), user_of(request)
    versions = schemes_visible_to(user, at=at).order_by("-effective_on", "kind", "code", "-number")
    allowed = actions_open_to(user, at=at)
    words = {
        "lines": [(version, kind_words(version.kind), light_of_scheme(scheme_state(version))) for version in versions],
        "may_draft": Action.SCHEME_DRAFT in allowed,
        "may_roll_over": Action.YEAR_ROLL_OVER in allowed,
    }
    return render(request, "catalogue/schemes.html", words)


@login_required
@require_GET
def scheme_page(request: HttpRequest, scheme_id: int) -> HttpResponse:
    """The scheme in words and verbatim."""
    at, user = timezone.now(), user_of(request)
    version = scheme_seen(request, scheme_id)
    allowed = actions_open_to(user, at=at) if version.frozen_at is None else frozenset()
    words = {
        "version": version,
        "kind": kind_words(version.kind),
        "state": light_of_scheme(scheme_state(version)),
        "table": scheme_table(scheme_of(version)),
        "closes_on": closes_on(Period.parse(version.first_period)),
        "may_freeze": Action.SCHEME_FREEZE in allowed,
        "may_draft": Action.SCHEME_DRAFT in allowed,
        "may_delete": Action.SCHEME_DELETE in allowed,
    }
    return render(request, "catalogue/scheme.html", words)


@login_required
@require_GET
def scheme_file_page(request: HttpRequest, scheme_id: int, part: str) -> HttpResponse:
    """One of the two files, as they can be uploaded again."""
    version = scheme_seen(request, scheme_id)
    text = version.text if part == "scheme" else office_text(document_of(version))
    ending = "yaml" if part == "scheme" else "document.yaml"
    answer = HttpResponse(text, content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{version.code}.{ending}"'
    return answer


@login_required
@require_http_methods(["GET", "POST"])
def upload_page(request: HttpRequest, scheme_id: int | None = None) -> HttpResponse:
    """Choose the files, or a ready-made scheme; what comes back is the difference. Nothing is written here."""
    draft = None if scheme_id is None else scheme_seen(request, scheme_id)
    require(user_of(request), Action.SCHEME_DRAFT, at=timezone.now())
    if request.method == "POST":
        try:
            return shown_preview(request, _files(request, draft), draft)
        except AssessmentError as error:
            return _upload(request, draft, refused=say(error))
    return _upload(request, draft)


@login_required
@require_POST
def weights_page(request: HttpRequest, scheme_id: int) -> HttpResponse:
    """The weights of the form on the page of a draft, as a difference to confirm."""
    draft = scheme_seen(request, scheme_id)
    require(user_of(request), Action.SCHEME_DRAFT, at=timezone.now())
    try:
        weights = {
            name.removeprefix(WEIGHT): _weight(name, request.POST.get(name, ""))
            for name in request.POST
            if name.startswith(WEIGHT)
        }
        files = files_of(document_of(draft))
        changed = SchemeFiles(
            with_weights(files.scheme, weights), files.document, files.scheme_name, files.document_name
        )
        return shown_preview(request, changed, draft)
    except AssessmentError as error:
        messages.error(request, say(error))
        return HttpResponseRedirect(reverse("catalogue:scheme", args=[scheme_id]))


@login_required
@require_POST
def confirm_page(request: HttpRequest) -> HttpResponse:
    """Write what the difference showed, all of it or nothing; a draft that changed meanwhile is shown anew."""
    files = SchemeFiles(
        plain_text(request.POST.get("scheme", "")),
        plain_text(request.POST.get("document", "")),
        request.POST.get("scheme_name", "-")[:80],
        request.POST.get("document_name", "-")[:80],
    )
    try:
        by, at = user_of(request), timezone.now()
        version = save_draft(scheme_document(files), seen=request.POST.get("seen", ""), by=by, at=at)
    except AssessmentError as error:
        if error.status in {403, 404}:
            raise
        return _again(request, files, error)
    messages.success(request, gettext("The draft is saved."))
    return HttpResponseRedirect(reverse("catalogue:scheme", args=[version.pk]))


@login_required
@require_POST
def freeze_page(request: HttpRequest, scheme_id: int) -> HttpResponse:
    return carry_out(
        request,
        lambda: freeze_scheme(scheme_id, by=user_of(request), at=timezone.now()),
        done=gettext("The scheme is frozen and in force."),
        back=reverse("catalogue:scheme", args=[scheme_id]),
    )


@login_required
@require_POST
def delete_page(request: HttpRequest, scheme_id: int) -> HttpResponse:
    title = scheme_seen(request, scheme_id).title_zh
    try:
        delete_draft(scheme_id, by=user_of(request), at=timezone.now())
    except AssessmentError as error:
        if error.status in {403, 404}:
            raise
        messages.error(request, say(error))
        return HttpResponseRedirect(reverse("catalogue:scheme", args=[scheme_id]))
    messages.success(request, gettext("The draft “{title}” is deleted.").format(title=title))
    return HttpResponseRedirect(reverse("catalogue:schemes"))


def shown_preview(
    request: HttpRequest, files: SchemeFiles, draft: SchemeVersion | None, *, refused: str = ""
) -> HttpResponse:
    preview = preview_of(files, draft=draft)
    document = preview.document
    words = {
        "preview": preview,
        "refused": refused,
        "document": document,
        "kind": kind_words(document.kind),
        "changes": change_lines(preview.changes),
        "table": scheme_table(preview.scheme),
        "back": draft,
    }
    return render(request, "catalogue/scheme_preview.html", words)


def _again(request: HttpRequest, files: SchemeFiles, refused: AssessmentError) -> HttpResponse:
    """The difference as it is now, with the sentence why it was not written; files that cannot be read come back."""
    try:
        answer = shown_preview(request, files, None, refused=say(refused))
    except AssessmentError as error:
        return _upload(request, None, refused=say(error))
    answer.status_code = refused.status
    return answer


def _upload(request: HttpRequest, draft: SchemeVersion | None, *, refused: str = "") -> HttpResponse:
    words = {
        "draft": draft,
        "refused": refused,
        "largest": LARGEST // 1024,
        "ready_made": () if draft else [(one, kind_words(one.kind)) for one in ready_made_schemes()],
    }
    return render(request, "catalogue/scheme_upload.html", words, status=400 if refused else 200)


def _files(request: HttpRequest, draft: SchemeVersion | None) -> SchemeFiles:
    if request.POST.get("ready_made"):
        return ready_made_files(request.POST["ready_made"])
    return files_sent(_sent(request, "scheme"), _sent(request, "document"), beside=draft)


def _sent(request: HttpRequest, name: str) -> SentFile | None:
    file = request.FILES.get(name)
    return None if file is None else SentFile(file.name or "-", file.read(LARGEST + 1))


def _weight(name: str, text: str) -> Decimal:
    """A weight above zero in plain digits; the reader of the scheme checks the rest."""
    try:
        weight = Decimal(text.strip())
    except InvalidOperation:
        weight = Decimal(0)
    if len(text) > LONGEST_NUMBER or not weight.is_finite() or weight <= 0 or "E" in str(weight):
        raise WeightWrong(place=name.removeprefix(WEIGHT), received=text[:LONGEST_NUMBER])
    return weight


def scheme_seen(request: HttpRequest, scheme_id: int) -> SchemeVersion:
    version = schemes_visible_to(user_of(request), at=timezone.now()).filter(pk=scheme_id).first()
    if version is None:
        raise NotFound
    return version


def user_of(request: HttpRequest) -> User:
    return cast(User, request.user)


urlpatterns: list[URLPattern] = [
    path("schemes/", schemes_page, name="schemes"),
    path("schemes/new/", upload_page, name="new-scheme"),
    path("schemes/confirm/", confirm_page, name="confirm-scheme"),
    path("schemes/<int:scheme_id>/", scheme_page, name="scheme"),
    path("schemes/<int:scheme_id>/upload/", upload_page, name="upload-scheme"),
    path("schemes/<int:scheme_id>/weights/", weights_page, name="scheme-weights"),
    path("schemes/<int:scheme_id>/delete/", delete_page, name="delete-scheme"),
    path("schemes/<int:scheme_id>/freeze/", freeze_page, name="freeze-scheme"),
    path("schemes/<int:scheme_id>/scheme.yaml", scheme_file_page, {"part": "scheme"}, name="scheme-file"),
    path("schemes/<int:scheme_id>/document.yaml", scheme_file_page, {"part": "document"}, name="document-file"),
]
