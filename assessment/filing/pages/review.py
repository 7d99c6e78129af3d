"""The pages of the review: one return with all that lies around it, and accepting several together."""

from datetime import datetime
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from assessment.display.pages import carry_out
from assessment.display.wording import say
from assessment.filing import actions
from assessment.filing.evidence_view import ENDINGS
from assessment.filing.models import Version
from assessment.filing.queries import steps_missing, version_seen, versions_visible_to
from assessment.filing.return_view import open_moves
from assessment.filing.review_forms import due_day, questions_in
from assessment.filing.review_queries import next_to_review, sheet_of
from assessment.filing.review_view import review_of
from assessment.filing.together import candidates
from assessment.filing.wording import light_of
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import actions_open_to, require


@login_required
@require_GET
def review_page(request: HttpRequest, version_id: int) -> HttpResponse:
    """Each item with last period, last year, the other units, findings, explanations and queries."""
    at = timezone.now()
    by = _user(request)
    require(by, Action.RETURN_REVIEW, at=at)
    version = version_seen(version_id, by=by, at=at)
    if version.submitted_at is None:
        raise NotFound
    form = version.return_filed.collection.form_version
    words = {
        "version": version,
        "filed": version.return_filed,
        "light": light_of(version),
        "review": review_of(version, list(form.items.select_related("parent"))),
        "moves": open_moves(version, steps_missing(version), by=by, at=at),
        "due_on": due_day(at),
        "endings": ENDINGS,
        "sheet": sheet_of(version),
        "proposes": Action.ADOPTED_VALUE_PROPOSE in actions_open_to(by, at=at),
        "next": next_to_review(version, by=by, at=at),
    }
    return render(request, "filing/review.html", words)


@login_required
@require_http_methods(["POST"])
def ask_page(request: HttpRequest, version_id: int) -> HttpResponse:
    """Put the questions that were written on the unit's 核实单."""
    at = timezone.now()
    version = version_seen(version_id, by=_user(request), at=at)
    count = len([name for name in request.POST if name.startswith("question.") and request.POST[name].strip()])
    done = ngettext("{count} item is queried.", "{count} items are queried.", count).format(count=count)
    return carry_out(
        request,
        lambda: actions.ask(version_id, questions_in(request.POST), by=_user(request), at=at),
        done=done,
        back=_review_of(version),
    )


@login_required
@require_http_methods(["GET", "POST"])
def accept_together_page(request: HttpRequest) -> HttpResponse:
    """Accept returns without a finding together: first a second look at them, then the list of what became of each."""
    at = timezone.now()
    by = _user(request)
    require(by, Action.RETURN_ACCEPT, at=at)
    period = request.GET.get("period", "")
    if request.method == "POST":
        return _accepted(request, period, at=at)
    return render(request, "filing/accept_together.html", {"candidates": candidates(by, period, at=at)})


def _accepted(request: HttpRequest, period: str, *, at: datetime) -> HttpResponse:
    chosen = [int(text) for text in request.POST.getlist("version") if text.isdecimal()]
    if not chosen:
        messages.error(request, gettext("No return is chosen. Tick at least one return."))
        return HttpResponseRedirect(f"{reverse('filing:accept-together')}?period={period}")
    outcome = actions.accept_many(chosen, by=_user(request), at=at)
    seen = versions_visible_to(_user(request), at=at).filter(pk__in=chosen)
    names = {version.pk: version for version in seen}
    words = {
        "period": period,
        "accepted": [names[version.pk] for version in outcome.accepted if version.pk in names],
        "refused": [(names.get(one.version_id), say(one.error)) for one in outcome.refused],
    }
    return render(request, "filing/accepted_together.html", words)


def _review_of(version: Version) -> str:
    return reverse("filing:review", args=[version.pk])


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


urlpatterns: list[URLPattern] = [
    path("returns/accept-together/", accept_together_page, name="accept-together"),
    path("returns/versions/<int:version_id>/review/", review_page, name="review"),
    path("returns/versions/<int:version_id>/ask/", ask_page, name="ask"),
]
