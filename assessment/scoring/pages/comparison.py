"""The page that compares two runs: it shows scores, so it opens as a ranking does and each reading is recorded."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_GET

from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import may
from assessment.scoring.actions import open_scores
from assessment.scoring.comparison_view import run_comparison
from assessment.scoring.models import Run
from assessment.scoring.wording import light_of, title_of


@login_required
@require_GET
def comparison_page(request: HttpRequest, run_id: int, other_id: int) -> HttpResponse:
    """Who moved from the run `other_id` to the run `run_id`, and why; for the province alone."""
    user, at = cast(User, request.user), timezone.now()
    if not may(user, Action.RUN_VIEW, at=at):
        raise NotFound
    now, before = open_scores(run_id, by=user, at=at), open_scores(other_id, by=user, at=at)
    words = {
        "now": now,
        "before": before,
        "title": title_of(now),
        "now_light": light_of(now),
        "before_light": light_of(before),
        "view": run_comparison(before, now),
        "unpublished": Run.State.ISSUED not in {now.state} & {before.state},
    }
    return render(request, "scoring/comparison.html", words)


urlpatterns: list[URLPattern] = [
    path("runs/<int:run_id>/against/<int:other_id>/", comparison_page, name="comparison"),
]
