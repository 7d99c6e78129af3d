"""The pages of the end: issuing with number and scan, and the notice of correction as the exception."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from assessment.display.pages import carry_out
from assessment.filing.typed_moments import read_moment
from assessment.people.models import User
from assessment.scoring import actions
from assessment.scoring.errors.runs import IssueScanMissing
from assessment.scoring.issue_actions import IssuedDocument
from assessment.scoring.models import PlannedIssue, Run


@login_required
@require_POST
def issue_page(request: HttpRequest, run_id: int) -> HttpResponse:
    def step() -> Run | PlannedIssue:
        file = request.FILES.get("file")
        if file is None:
            raise IssueScanMissing
        number, publicity = request.POST.get("issue_number", ""), request.POST.get("publicity", "")
        issued = IssuedDocument(number, publicity, file.name or "", file.read())
        if release_at:
            return actions.plan_with_scan(run_id, issued, read_moment(release_at), by=_user(request), at=timezone.now())
        return actions.issue_with_scan(run_id, issued, by=_user(request), at=timezone.now())

    release_at = request.POST.get("release_at", "").strip()
    planned = gettext("The issue is planned; until its moment nobody else sees the results.")
    done = planned if release_at else gettext("The results are issued; the cities can see them.")
    return carry_out(request, step, done=done, back=_address(run_id))


@login_required
@require_POST
def withdraw_plan_page(request: HttpRequest, run_id: int) -> HttpResponse:
    return carry_out(
        request,
        lambda: actions.withdraw_planned_issue(run_id, by=_user(request), at=timezone.now()),
        done=gettext("The planned issue is withdrawn; the results stay approved."),
        back=_address(run_id),
    )


@login_required
@require_POST
def propose_page(request: HttpRequest, run_id: int) -> HttpResponse:
    number, reason = request.POST.get("number", ""), request.POST.get("reason", "")
    return carry_out(
        request,
        lambda: actions.propose_correction(run_id, number, reason, by=_user(request), at=timezone.now()),
        done=gettext("The notice of correction is recorded; a second person confirms it."),
        back=_address(run_id),
    )


@login_required
@require_POST
def confirm_page(request: HttpRequest, run_id: int) -> HttpResponse:
    return carry_out(
        request,
        lambda: actions.confirm_correction(run_id, by=_user(request), at=timezone.now()),
        done=gettext("The notice of correction is confirmed."),
        back=_address(run_id),
    )


def _address(run_id: int) -> str:
    return reverse("scoring:run", args=[run_id])


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


urlpatterns: list[URLPattern] = [
    path("runs/<int:run_id>/issue/", issue_page, name="issue"),
    path("runs/<int:run_id>/planned-issue/withdraw/", withdraw_plan_page, name="withdraw-plan"),
    path("runs/<int:run_id>/correction/", propose_page, name="propose-correction"),
    path("runs/<int:run_id>/correction/confirm/", confirm_page, name="confirm-correction"),
]
