"""通报预览: the package of a run, its texts to edit, its annexes to hold them against, and the way out as documents."""

from io import BytesIO
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from assessment.display.pages import carry_out
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import actions_open_to, require
from assessment.scoring.models import Run
from assessment.scoring.queries import run_with_scores_seen
from assessment.scoring.wording import light_of, publicity_choices, title_of
from reporting import bulletin_actions
from reporting.bulletin.texts import KEYS
from reporting.bulletin_actions import Quotation
from reporting.bulletin_downloads import download_package, download_preview
from reporting.bulletin_queries import checked, is_complete, last_edition, package_of
from reporting.bulletin_view import package_view
from reporting.decision_view import decision_views, outcome_choices
from reporting.downloads import Download, read_bulletin

ZIP, PDF = "application/zip", "application/pdf"
SYSTEM_TEXT = "generated"


@login_required
@require_GET
def bulletin_page(request: HttpRequest, run_id: int) -> HttpResponse:
    user, at = cast(User, request.user), timezone.now()
    require(user, Action.BULLETIN_VIEW, at=at)
    report = read_bulletin(run_id, by=user, at=at)
    run = run_with_scores_seen(run_id, by=user, at=at)
    package = package_of(run)
    allowed = actions_open_to(user, at=at)
    words = {
        "run": run,
        "light": light_of(run),
        "title": title_of(run),
        "package": package,
        "unpublished": run.state != Run.State.ISSUED,
        "may_make": Action.BULLETIN_MAKE in allowed and run.purpose == Run.Purpose.OFFICIAL,
        "may_edit": Action.BULLETIN_EDIT in allowed,
        "may_record": Action.BULLETIN_RECORD_DECISION in allowed,
        "publicities": publicity_choices(),
        "outcomes": outcome_choices(),
    }
    if package is not None:
        edition = last_edition(package)
        found = checked(report, edition)
        words["edition"], words["complete"] = edition, is_complete(package, edition)
        words["decisions"] = decision_views(package)
        words["view"] = package_view(package, edition, found, reader=user, at=at)
    return render(request, "reporting/bulletin.html", words)


@login_required
@require_POST
def make_page(request: HttpRequest, run_id: int) -> HttpResponse:
    return carry_out(
        request,
        lambda: bulletin_actions.make_package(run_id, by=_user(request), at=timezone.now()),
        done=gettext("The texts are written; check them against the annexes."),
        back=_address(run_id),
    )


@login_required
@require_POST
def save_page(request: HttpRequest, run_id: int) -> HttpResponse:
    """The texts of the form; a block whose text is asked back from the system takes that one."""
    changes = {key: request.POST[key] for key in (*KEYS, "publicity") if key in request.POST}
    for key in request.POST.getlist("take_back"):
        changes[key] = request.POST.get(f"{SYSTEM_TEXT}-{key}", "")
    base = _number(request)
    return carry_out(
        request,
        lambda: bulletin_actions.save_texts(run_id, base, changes, by=_user(request), at=timezone.now()),
        done=gettext("The texts are saved as a new edition."),
        back=_address(run_id),
    )


@login_required
@require_POST
def sources_page(request: HttpRequest, run_id: int) -> HttpResponse:
    """The sources of the numbers that are quoted; rows left as they were are no statement."""
    rows = zip(*(request.POST.getlist(name) for name in ("block", "part", "before", "source")), strict=False)
    stated = [Quotation(block, part, source) for block, part, before, source in rows if source.strip() != before]
    return carry_out(
        request,
        lambda: bulletin_actions.state_sources(run_id, _number(request), stated, by=_user(request), at=timezone.now()),
        done=gettext("The sources are stated in a new edition."),
        back=_address(run_id),
    )


@login_required
@require_POST
def complete_page(request: HttpRequest, run_id: int) -> HttpResponse:
    number = _number(request)
    return carry_out(
        request,
        lambda: bulletin_actions.complete_package(run_id, number, by=_user(request), at=timezone.now()),
        done=gettext("The text is final: every number in it stands in the annexes."),
        back=_address(run_id),
    )


@login_required
@require_POST
def preview_page(request: HttpRequest, run_id: int) -> HttpResponse:
    return carry_out(
        request,
        lambda: bulletin_actions.request_preview(run_id, by=_user(request), at=timezone.now()),
        done=gettext("The preview is being printed."),
        back=_address(run_id),
    )


@login_required
@require_GET
def package_page(request: HttpRequest, run_id: int) -> FileResponse:
    return _handed_out(download_package(run_id, by=_user(request), at=timezone.now()), ZIP, attached=True)


@login_required
@require_GET
def printed_page(request: HttpRequest, run_id: int, preview_id: int) -> FileResponse:
    download = download_preview(run_id, preview_id, by=_user(request), at=timezone.now())
    return _handed_out(download, PDF, attached=False)


def _handed_out(download: Download, content_type: str, *, attached: bool) -> FileResponse:
    content = BytesIO(download.content)
    return FileResponse(content, as_attachment=attached, filename=download.file_name, content_type=content_type)


def _number(request: HttpRequest) -> int:
    text = request.POST.get("edition", "")
    return int(text) if text.isascii() and text.isdigit() else 0


def _address(run_id: int) -> str:
    return reverse("reporting:bulletin", args=[run_id])


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


urlpatterns: list[URLPattern] = [
    path("bulletins/<int:run_id>/", bulletin_page, name="bulletin"),
    path("bulletins/<int:run_id>/make/", make_page, name="make-bulletin"),
    path("bulletins/<int:run_id>/texts/", save_page, name="save-bulletin"),
    path("bulletins/<int:run_id>/sources/", sources_page, name="bulletin-sources"),
    path("bulletins/<int:run_id>/complete/", complete_page, name="complete-bulletin"),
    path("bulletins/<int:run_id>/package.zip", package_page, name="bulletin-package"),
    path("bulletins/<int:run_id>/previews/", preview_page, name="preview-bulletin"),
    path("bulletins/<int:run_id>/previews/<int:preview_id>/preview.pdf", printed_page, name="bulletin-preview"),
]
