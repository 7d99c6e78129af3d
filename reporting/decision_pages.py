"""批示 on the page of the package: recording one, and its scan."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from assessment.display.pages import carry_out
from assessment.evidence.serving import attachment
from assessment.people.models import User
from reporting.decision_actions import Decision, read_decision_scan, record_decision
from reporting.errors.decision import DecisionScanMissing
from reporting.models import BulletinDecision


@login_required
@require_POST
def record_decision_page(request: HttpRequest, run_id: int) -> HttpResponse:
    def step() -> BulletinDecision:
        file = request.FILES.get("file")
        if file is None:
            raise DecisionScanMissing
        leader, day, outcome, text = (
            request.POST.get(name, "") for name in ("leader", "decided_on", "outcome", "text")
        )
        given = Decision(leader, day, outcome, text, file.name or "", file.read())
        return record_decision(run_id, given, by=_user(request), at=timezone.now())

    done = gettext("The decision is recorded with its scan.")
    return carry_out(request, step, done=done, back=f"{reverse('reporting:bulletin', args=[run_id])}#decisions")


@login_required
@require_GET
def decision_scan_page(request: HttpRequest, run_id: int, decision_id: int) -> HttpResponse:
    return attachment(*read_decision_scan(run_id, decision_id, by=_user(request), at=timezone.now()))


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


urlpatterns: list[URLPattern] = [
    path("bulletins/<int:run_id>/decisions/", record_decision_page, name="record-decision"),
    path("bulletins/<int:run_id>/decisions/<int:decision_id>/scan/", decision_scan_page, name="decision-scan"),
]
