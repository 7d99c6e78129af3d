"""稳健性测算 of a run: an internal annex for the commission. It shows places, so each reading is recorded."""

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from assessment.display.pages import carry_out
from assessment.jobs.progress_view import job_view
from assessment.methodology.text_numbers import read_number
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import actions_open_to, require
from assessment.scoring.actions import open_scores
from assessment.scoring.models import Run
from assessment.scoring.robustness_actions import request_robustness
from assessment.scoring.robustness_view import robustness_view
from assessment.scoring.run_tabs import ROBUSTNESS, run_tabs
from assessment.scoring.wording import light_of, title_of

USUAL = {"replications": 1000, "weight_spread": 25, "samples": 256}
OTHER_METHODS = ("minmax", "rank")
MOST_DIGITS_OF_SEED = 8


@login_required
@require_GET
def robustness_page(request: HttpRequest, run_id: int) -> HttpResponse:
    """The newest test, or the one whose number is asked for."""
    user, at = cast(User, request.user), timezone.now()
    require(user, Action.ROBUSTNESS_VIEW, at=at)
    run = open_scores(run_id, by=user, at=at)
    tests = list(run.robustness_tests.select_related("job__event", "requested_by"))
    wanted, allowed = request.GET.get("test", ""), actions_open_to(user, at=at)
    test = next((one for one in tests if str(one.number) == wanted), tests[0] if tests else None)
    words = {
        "run": run,
        "light": light_of(run),
        "title": title_of(run),
        "tests": tests,
        "test": test,
        "job": job_view(test.job, at=at) if test else None,
        "view": robustness_view(run, test) if test else None,
        "may_request": Action.ROBUSTNESS_REQUEST in allowed,
        "tabs": run_tabs(run, ROBUSTNESS, allowed, sees_scores=True),
        "usual": USUAL | {"seed": seed_of(run)},
        "unpublished": run.state != Run.State.ISSUED,
    }
    return render(request, "scoring/robustness.html", words)


@login_required
@require_POST
def request_page(request: HttpRequest, run_id: int) -> HttpResponse:
    by, at = cast(User, request.user), timezone.now()
    return carry_out(
        request,
        lambda: request_robustness(run_id, _settings(request.POST.dict()), by=by, at=at),
        done=gettext("The test of robustness has been requested."),
        back=reverse("scoring:robustness", args=[run_id]),
    )


def seed_of(run: Run) -> int:
    """A seed nobody chose: the head of the digest of the inputs."""
    return int(run.input_digest[:MOST_DIGITS_OF_SEED], 16)


def _settings(given: dict[str, str]) -> dict[str, Any]:
    """What the form asks for, as plain settings: percent as a share, the chosen methods beside the scheme's own."""
    numbers = {name: read_number(given.get(name, "")).value for name in ("replications", "seed", "samples")}
    spread = read_number(given.get("weight_spread", "")).value
    # What is no whole number goes on as it is and is refused by its name.
    whole = {name: value == value.to_integral_value() for name, value in numbers.items()}
    settings: dict[str, Any] = {name: int(value) if whole[name] else value for name, value in numbers.items()}
    settings["weight_spread"] = str(spread / 100)
    settings["normalisations"] = ["scheme", *(method for method in OTHER_METHODS if given.get(method))]
    return settings


urlpatterns: list[URLPattern] = [
    path("runs/<int:run_id>/robustness/", robustness_page, name="robustness"),
    path("runs/<int:run_id>/robustness/request/", request_page, name="request-robustness"),
]
