"""Pages of findings: the panel, alone or as a part of another page, explaining, converting; the search."""

from datetime import datetime
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from assessment.display.wording import say
from assessment.filing import actions
from assessment.filing.checking import checked
from assessment.filing.explanation_actions import Explaining
from assessment.filing.explanation_queries import explanations_visible_to
from assessment.filing.explanations_table import ExplanationSearch, choices_among, explanation_lines
from assessment.filing.findings_view import Slip, panel_of
from assessment.filing.models import Version
from assessment.filing.queries import version_seen
from assessment.methodology.errors import AssessmentError
from assessment.people.models import User

PER_PAGE = 50
PART = "findings-panel"
"""What the panel's script says in the header X-Part: answer with the panel alone."""


@login_required
@require_GET
def findings_page(request: HttpRequest, version_id: int) -> HttpResponse:
    """The findings of a version as they stand now."""
    version = version_seen(version_id, by=_user(request), at=timezone.now())
    return _panel(request, version)


@login_required
@require_POST
def explain_page(request: HttpRequest, version_id: int) -> HttpResponse:
    """Explain one finding. What is refused comes back as it was typed, with the sentence beside it."""
    by, at = _user(request), timezone.now()
    version = version_seen(version_id, by=by, at=at)
    finding, reason = request.POST.get("finding", ""), request.POST.get("reason", "")
    text = request.POST.get("text", "")
    try:
        actions.explain(version_id, [Explaining(finding, reason, text)], by=by, at=at)
    except AssessmentError as error:
        if error.status in {403, 404}:
            raise
        return _panel(request, version, slip=Slip(finding, reason, text, say(error)))
    return _done(request, version, gettext("The explanation is kept."), at=at)


@login_required
@require_POST
def convert_page(request: HttpRequest, version_id: int) -> HttpResponse:
    """Carry out the conversion a finding offers."""
    by, at = _user(request), timezone.now()
    version = version_seen(version_id, by=by, at=at)
    finding, revision = request.POST.get("finding", ""), request.POST.get("revision", "")
    seen = int(revision) if revision.isdecimal() else version.revision
    try:
        actions.convert(version_id, finding, revision=seen, by=by, at=at)
    except AssessmentError as error:
        if error.status in {403, 404}:
            raise
        return _panel(request, version, slip=Slip(finding, "", "", say(error)))
    return _done(request, version, gettext("The figure is converted."), at=at)


@login_required
@require_GET
def explanations_page(request: HttpRequest) -> HttpResponse:
    """Explanations of all cities the reader may see, by words, form, period, rule, reason and city."""
    search = ExplanationSearch.of(request.GET)
    visible = explanations_visible_to(_user(request), at=timezone.now())
    page = Paginator(search.narrowed(visible), PER_PAGE).get_page(request.GET.get("page"))
    lines = explanation_lines(page.object_list)
    words = {"search": search, "page": page, "lines": lines, "choices": choices_among(visible)}
    return render(request, "filing/explanations.html", words)


def _panel(request: HttpRequest, version: Version, *, slip: Slip | None = None) -> HttpResponse:
    outcome = checked(version)
    slips = [slip] if slip else []
    panel = panel_of(version, outcome, by=_user(request), at=timezone.now(), slips=slips)
    template = "filing/findings_panel.html" if _wants_part(request) else "filing/findings.html"
    words = {"version": version, "filed": version.return_filed, "panel": panel, "slip": slip, "next": _next(request)}
    return render(request, template, words, status=400 if slip else 200)


def _done(request: HttpRequest, version: Version, sentence: str, *, at: datetime) -> HttpResponse:
    if _wants_part(request):
        return _panel(request, version_seen(version.pk, by=_user(request), at=at))
    messages.success(request, sentence)
    return HttpResponseRedirect(_next(request) or reverse("filing:findings", args=[version.pk]))


def _next(request: HttpRequest) -> str:
    """The page of ours to return to; an address of another site is none."""
    wanted = request.POST.get("next", "") or request.GET.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else ""


def _wants_part(request: HttpRequest) -> bool:
    return request.headers.get("X-Part") == PART


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


urlpatterns: list[URLPattern] = [
    path("returns/explanations/", explanations_page, name="explanations"),
    path("returns/versions/<int:version_id>/findings/", findings_page, name="findings"),
    path("returns/versions/<int:version_id>/explain/", explain_page, name="explain"),
    path("returns/versions/<int:version_id>/convert/", convert_page, name="convert"),
]
