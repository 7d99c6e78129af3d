"""What a result will withhold, for the commission to look at before it issues: figures, no score and no place."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from assessment.display.pages import carry_out
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import actions_open_to, require
from assessment.scoring.actions import DecisionOnFigures, decide_unchecked
from assessment.scoring.models import Run
from assessment.scoring.publication_preview import publication_preview
from assessment.scoring.queries import run_seen, runs_with_scores_open_to
from assessment.scoring.run_tabs import PUBLICATION, run_tabs
from assessment.scoring.states import SETTLED
from assessment.scoring.wording import light_of, title_of
from assessment.territory.models import Region


@login_required
@require_GET
def publication_page(request: HttpRequest, run_id: int) -> HttpResponse:
    user, at = cast(User, request.user), timezone.now()
    require(user, Action.PUBLICATION_PREVIEW, at=at)
    run = run_seen(run_id, by=user, at=at)
    allowed = actions_open_to(user, at=at)
    sees_scores = Action.SCORE_VIEW in allowed and runs_with_scores_open_to(user, at=at).filter(pk=run.pk).exists()
    province = Region.objects.get(level=Region.Level.PROVINCE, valid_until__isnull=True).code
    words = {
        "run": run,
        "light": light_of(run),
        "title": title_of(run),
        "view": publication_preview(run, province),
        "unpublished": run.state != Run.State.ISSUED,
        "may_decide": run.state not in SETTLED and Action.PUBLICATION_DECIDE in allowed,
        "tabs": run_tabs(run, PUBLICATION, allowed, sees_scores=sees_scores),
    }
    return render(request, "scoring/publication.html", words)


@login_required
@require_POST
def decide_page(request: HttpRequest, run_id: int) -> HttpResponse:
    def step() -> Run:
        chosen = (key.partition("/") for key in request.POST.getlist("figure"))
        figures = frozenset((period, code) for period, _, code in chosen)
        decision = DecisionOnFigures(figures, request.POST.get("choice", ""), request.POST.get("reason", ""))
        return decide_unchecked(run_id, decision, by=cast(User, request.user), at=timezone.now())

    done = gettext("The decision is recorded.")
    return carry_out(request, step, done=done, back=reverse("scoring:publication", args=[run_id]))


urlpatterns: list[URLPattern] = [
    path("runs/<int:run_id>/publication/", publication_page, name="publication"),
    path("runs/<int:run_id>/publication/decide/", decide_page, name="publication-decide"),
]
