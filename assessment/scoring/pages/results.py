"""The pages with scores: the list of rankings, one ranking, why a unit has its score.

Before issue they open only for the 知悉人员名单, every reading is recorded, and each carries the reader's name.
"""

from datetime import datetime
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_GET

from assessment.display import formats
from assessment.display.charts import bump
from assessment.display.templatetags.figures import named as short_name
from assessment.methodology.periods import Period
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import actions_open_to, regions_open_to
from assessment.scoring.actions import open_scores
from assessment.scoring.change_view import changes_of
from assessment.scoring.explanation_view import explanation_view
from assessment.scoring.feedback_actions import USUAL_WINDOW
from assessment.scoring.gap_view import gap_view
from assessment.scoring.history import places_over_quarters
from assessment.scoring.models import CurrentRun, Run
from assessment.scoring.next_step import next_step
from assessment.scoring.overview_cards import cards_of, tile_map_of
from assessment.scoring.publication_view import withheld_from
from assessment.scoring.queries import may_explain, runs_with_scores_open_to
from assessment.scoring.ranking_view import RankingView, ranking_view
from assessment.scoring.run_tabs import RANKING, run_tabs
from assessment.scoring.run_view import open_moves
from assessment.scoring.wording import kind_name, life_of, light_of, publicity_choices, title_of
from assessment.territory.models import Region


@login_required
@require_GET
def rankings_page(request: HttpRequest) -> HttpResponse:
    """The rankings open to the reader: the run that counts for each period, newest first."""
    user, at = cast(User, request.user), timezone.now()
    counting = CurrentRun.objects.values("run")
    runs = runs_with_scores_open_to(user, at=at).filter(pk__in=counting)
    ordered = sorted(runs, key=lambda run: Period.parse(run.period), reverse=True)
    lines = [(run, light_of(run), kind_name(run.scheme_version.kind)) for run in ordered]
    return render(request, "scoring/rankings.html", {"lines": lines})


@login_required
@require_GET
def ranking_page(request: HttpRequest, run_id: int) -> HttpResponse:
    user, at = cast(User, request.user), timezone.now()
    run = open_scores(run_id, by=user, at=at)
    view = ranking_view(run, withheld_from(user, run, at=at))
    regions = {region.code: region for region in Region.objects.filter(valid_until__isnull=True)}
    periods, places = places_over_quarters(Period.parse(run.period).year, by=user, at=at)
    named = {short_name(regions[unit], "short_name"): ranks for unit, ranks in places.items() if unit in regions}
    allowed = actions_open_to(user, at=at)
    moves = open_moves(run, allowed, user)
    words = {
        "run": run,
        "light": light_of(run),
        "title": title_of(run),
        "life": life_of(run) if run.purpose == Run.Purpose.OFFICIAL else (),
        "view": view,
        "cards": cards_of(run, view),
        "tiles": tile_map_of(run, view, regions),
        "bump": bump(named, [formats.short_period(code) for code in periods]) if len(periods) > 1 else None,
        "places": named,
        "periods": periods,
        "unpublished": run.state != Run.State.ISSUED,
        "downloads": Action.REPORT_DOWNLOAD in allowed,
        "bulletins": Action.BULLETIN_VIEW in allowed and run.purpose == Run.Purpose.OFFICIAL,
        "converts": run.state == Run.State.ISSUED and Action.CONVERSION_VIEW in allowed,
        "moves": moves,
        "next": next_step(run, moves, allowed, at=at) if Action.RUN_VIEW in allowed else None,
        "tabs": run_tabs(run, RANKING, allowed, sees_scores=True),
        "usual_window": USUAL_WINDOW,
        "publicities": publicity_choices(),
        "changes": changes_of(run, allowed),
        "explains": _explained_to(user, view, allowed, at=at),
    }
    return render(request, "scoring/ranking.html", words)


def _explained_to(user: User, view: RankingView, allowed: frozenset[Action], *, at: datetime) -> set[str]:
    """The units whose score `user` may look into: see `queries.may_explain`."""
    units = {row.unit for row in view.rows}
    if Action.RUN_VIEW in allowed:
        return units
    return units & set(regions_open_to(user, Action.SCORE_VIEW, at=at).values_list("code", flat=True))


@login_required
@require_GET
def explanation_page(request: HttpRequest, run_id: int, unit: str) -> HttpResponse:
    """总分 → 分项 → 指标 → figures → the return they were filed in."""
    user, at = cast(User, request.user), timezone.now()
    if not may_explain(user, unit, at=at):
        raise NotFound
    run = open_scores(run_id, by=user, at=at)
    words = {
        "run": run,
        "light": light_of(run),
        "view": explanation_view(run, unit, withheld_from(user, run, at=at)),
        "gap": gap_view(run, unit, actions_open_to(user, at=at)),
        "unpublished": run.state != Run.State.ISSUED,
    }
    return render(request, "scoring/explanation.html", words)


urlpatterns: list[URLPattern] = [
    path("rankings/", rankings_page, name="rankings"),
    path("rankings/<int:run_id>/", ranking_page, name="ranking"),
    path("rankings/<int:run_id>/<str:unit>/", explanation_page, name="explanation"),
]
