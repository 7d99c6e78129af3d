"""The pages of files beside a return: the list, adding, withdrawing, taking a copy."""

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from assessment.display.pages import carry_out
from assessment.display.wording import say
from assessment.evidence.models import StoredFile
from assessment.evidence.serving import attachment
from assessment.filing import actions
from assessment.filing.errors.evidence import FileNotChosen
from assessment.filing.evidence_actions import Upload
from assessment.filing.evidence_view import evidence_panel
from assessment.filing.queries import version_seen
from assessment.people.models import User

Adding = Callable[..., StoredFile]


@login_required
@require_GET
def evidence_page(request: HttpRequest, version_id: int) -> HttpResponse:
    user, at = cast(User, request.user), timezone.now()
    version = version_seen(version_id, by=user, at=at)
    words = {"version": version, "filed": version.return_filed, "evidence": evidence_panel(version, by=user, at=at)}
    return render(request, "filing/evidence.html", words)


@login_required
@require_POST
def add_page(request: HttpRequest, version_id: int) -> HttpResponse:
    return _add(request, version_id, actions.add_evidence)


@login_required
@require_POST
def add_stamped_page(request: HttpRequest, version_id: int) -> HttpResponse:
    return _add(request, version_id, actions.add_stamped_page)


@login_required
@require_POST
def withdraw_page(request: HttpRequest, file_id: int) -> HttpResponse:
    at = timezone.now()
    taken: list[StoredFile] = []
    answer = carry_out(
        request,
        lambda: taken.append(actions.withdraw_evidence(file_id, by=cast(User, request.user), at=at)),
        done=gettext("The file is withdrawn; it stays on record."),
        back="/",
    )
    return HttpResponseRedirect(reverse("filing:evidence", args=[int(taken[0].key)])) if taken else answer


@login_required
@require_GET
def file_page(request: HttpRequest, file_id: int) -> HttpResponse:
    """The file itself, always to be saved."""
    stored, content = actions.read_evidence(file_id, by=cast(User, request.user), at=timezone.now())
    return attachment(stored, content)


def uploads_in(request: HttpRequest) -> list[Upload]:
    """The files a form brought along, in their order."""
    return [Upload(file.name or "", file.read()) for file in request.FILES.getlist("files")]


def _add(request: HttpRequest, version_id: int, adding: Adding) -> HttpResponse:
    user, at = cast(User, request.user), timezone.now()
    version_seen(version_id, by=user, at=at)
    back = reverse("filing:evidence", args=[version_id])
    file = request.FILES.get("file")
    if file is None:
        messages.error(request, say(FileNotChosen()))
        return HttpResponseRedirect(back)
    item, code = request.POST.get("item", ""), request.POST.get("check_code", "").strip()
    upload = Upload(file.name or "", file.read(), item, check_code=code)
    answer = carry_out(
        request,
        lambda: adding(version_id, upload, by=user, at=at),
        done=gettext("The file is added."),
        back=back,
    )
    # The script of the page loads it again; a redirect that it followed itself would use the message up.
    return HttpResponse(status=204) if request.headers.get("X-Requested-With") == "XMLHttpRequest" else answer


urlpatterns: list[URLPattern] = [
    path("returns/versions/<int:version_id>/evidence/", evidence_page, name="evidence"),
    path("returns/versions/<int:version_id>/evidence/add/", add_page, name="evidence-add"),
    path("returns/versions/<int:version_id>/evidence/stamped/", add_stamped_page, name="stamped-page-add"),
    path("returns/evidence/<int:file_id>/", file_page, name="evidence-file"),
    path("returns/evidence/<int:file_id>/withdraw/", withdraw_page, name="evidence-withdraw"),
]
