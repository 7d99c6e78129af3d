"""一张图 for the leaders: one screen of a result, and from each number on it the way down to the city's figure."""

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_GET

from assessment.methodology.periods import Period
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import actions_open_to, require
from assessment.scoring.models import Run
from assessment.scoring.publication_view import withheld_from
from assessment.scoring.wording import kind_name, light_of, title_of
from reporting.city_profile_view import city_profile
from reporting.dashboard_actions import read_run
from reporting.dashboard_queries import runs_to_choose
from reporting.dashboard_view import dashboard_of, picture_of
from reporting.indicator_view import indicator_view
from reporting.pair_view import pair_view
from reporting.ranking_against import choices_against, ranking_against
from reporting.two_periods_view import heads_of_two, in_order, two_periods


@login_required
@require_GET
def dashboard_page(request: HttpRequest) -> HttpResponse:
    """The newest result open to the reader, or the one chosen in the switch."""
    user, at = cast(User, request.user), timezone.now()
    require(user, Action.DASHBOARD_VIEW, at=at)
    choices = runs_to_choose(user, at=at)
    chosen = request.GET.get("run", "")
    if chosen:
        run_id = _number(chosen)
    elif choices:
        run_id = choices[0].pk
    else:
        return render(request, "reporting/dashboard_empty.html")
    run = read_run(run_id, by=user, at=at)
    allowed = actions_open_to(user, at=at)
    picture = dashboard_of(run, reader=user, at=at)
    words = _words(run) | {
        "picture": picture,
        "against": ranking_against(picture.picture, request.GET.get("against", "")),
        "against_choices": choices_against(),
        "choices": [(one, kind_name(one.scheme_version.kind)) for one in choices],
        "bulletins": Action.BULLETIN_VIEW in allowed and run.purpose == Run.Purpose.OFFICIAL,
        "downloads": Action.REPORT_DOWNLOAD in allowed,
    }
    return render(request, "reporting/dashboard.html", words)


@login_required
@require_GET
def city_page(request: HttpRequest, run_id: int, unit: str) -> HttpResponse:
    user, at = cast(User, request.user), timezone.now()
    run = read_run(run_id, by=user, at=at)
    picture = picture_of(run, reader=user, at=at)
    words = _words(run) | {"picture": picture, "view": city_profile(picture, unit)}
    return render(request, "reporting/city_profile.html", words)


@login_required
@require_GET
def indicator_page(request: HttpRequest, run_id: int, code: str) -> HttpResponse:
    user, at = cast(User, request.user), timezone.now()
    run = read_run(run_id, by=user, at=at)
    picture = picture_of(run, reader=user, at=at)
    words = _words(run) | {"picture": picture, "view": indicator_view(picture, code)}
    return render(request, "reporting/indicator.html", words)


@login_required
@require_GET
def pair_page(request: HttpRequest, run_id: int) -> HttpResponse:
    """Two cities of one result; without a choice the first two places."""
    user, at = cast(User, request.user), timezone.now()
    run = read_run(run_id, by=user, at=at)
    picture = picture_of(run, reader=user, at=at)
    view = pair_view(picture, request.GET.get("one", ""), request.GET.get("other", ""))
    return render(request, "reporting/pair.html", _words(run) | {"picture": picture, "view": view})


@login_required
@require_GET
def two_periods_page(request: HttpRequest, run_id: int) -> HttpResponse:
    """A result and another one of its kind; without a choice the one before it, else the one after it."""
    user, at = cast(User, request.user), timezone.now()
    run = read_run(run_id, by=user, at=at)
    choices = [
        one
        for one in runs_to_choose(user, at=at)
        if one.scheme_version.kind == run.scheme_version.kind and one.period != run.period
    ]
    words = _words(run) | {"choices": choices}
    chosen = request.GET.get("other", "")
    if not chosen and not choices:
        return render(request, "reporting/two_periods.html", words)
    here = Period.parse(run.period)
    usual = next((one for one in choices if Period.parse(one.period) < here), choices[-1] if choices else run)
    other = read_run(_number(chosen) if chosen else usual.pk, by=user, at=at)
    before, now = in_order(other, run)
    picture = picture_of(now, reader=user, at=at)
    withholds = picture.view.withholds or bool(withheld_from(user, before, at=at).columns)
    words |= {
        "other": other,
        "before": before,
        "now": now,
        "heads": heads_of_two(before, now),
        "withholds": withholds,
        "first": picture.view.first,
        "view": two_periods(before, picture, request.GET.getlist("city"), withholds=withholds),
        "unpublished": any(one.state != Run.State.ISSUED for one in (before, now)),
    }
    return render(request, "reporting/two_periods.html", words)


def _words(run: Run) -> dict[str, Any]:
    return {
        "run": run,
        "title": title_of(run),
        "light": light_of(run),
        "unpublished": run.state != Run.State.ISSUED,
    }


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise NotFound
    return int(text)


urlpatterns: list[URLPattern] = [
    path("dashboard/", dashboard_page, name="dashboard"),
    path("dashboard/<int:run_id>/cities/<str:unit>/", city_page, name="city-profile"),
    path("dashboard/<int:run_id>/indicators/<str:code>/", indicator_page, name="indicator"),
    path("dashboard/<int:run_id>/pair/", pair_page, name="pair"),
    path("dashboard/<int:run_id>/periods/", two_periods_page, name="two-periods"),
]
