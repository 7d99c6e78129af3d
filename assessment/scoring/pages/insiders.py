"""The page of the 知悉人员名单: kept by the approver of the commission, seen by security and audit."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from assessment.display.pages import carry_out
from assessment.people import insider_actions
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import actions_open_to, require
from assessment.scoring.insider_view import candidates, insider_list


@login_required
@require_GET
def insiders_page(request: HttpRequest) -> HttpResponse:
    user, at = cast(User, request.user), timezone.now()
    require(user, Action.INSIDER_LIST_VIEW, at=at)
    shown = insider_list(request.GET.get("period", ""), by=user, at=at)
    allowed = actions_open_to(user, at=at)
    changes = Action.INSIDER_LIST_CHANGE in allowed
    words = {
        "shown": shown,
        "changes": changes,
        "sees_runs": Action.RUN_VIEW in allowed,
        "candidates": candidates(shown.listed, at=at) if changes else (),
        "most": insider_actions.MOST_INSIDERS,
        "full": len(shown.listed) >= insider_actions.MOST_INSIDERS,
    }
    return render(request, "scoring/insiders.html", words)


@login_required
@require_POST
def add_page(request: HttpRequest, period: str) -> HttpResponse:
    username, reason = request.POST.get("username", ""), request.POST.get("reason", "")
    return carry_out(
        request,
        lambda: insider_actions.add_insider(period, username, reason, by=_user(request), at=timezone.now()),
        done=gettext("The person is on the list from now on."),
        back=_address(period),
    )


@login_required
@require_POST
def remove_page(request: HttpRequest, period: str, username: str) -> HttpResponse:
    return carry_out(
        request,
        lambda: insider_actions.remove_insider(period, username, by=_user(request), at=timezone.now()),
        done=gettext("The person is off the list from now on; that they stood on it stays on record."),
        back=_address(period),
    )


def _address(period: str) -> str:
    return f"{reverse('scoring:insiders')}?period={period}"


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


urlpatterns: list[URLPattern] = [
    path("insiders/", insiders_page, name="insiders"),
    path("insiders/<slug:period>/", add_page, name="insider-add"),
    path("insiders/<slug:period>/<str:username>/remove/", remove_page, name="insider-remove"),
]
