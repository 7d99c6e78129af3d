"""Opinions and disputes as pages: 省统计局 speaks on the page of a batch, 省发展改革委 decides on a page of its own."""

from collections.abc import Iterator

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from assessment.display.pages import carry_out
from assessment.measurement.amounts import stored_value
from assessment.measurement.batch_requests import address_of, user_of
from assessment.measurement.models import BatchResult
from assessment.measurement.opinion_actions import Decision, OtherFigure, Statement, decide_dispute, give_opinion
from assessment.measurement.opinion_models import Dispute, Opinion
from assessment.measurement.opinion_queries import dispute_seen, disputes_visible_to
from assessment.measurement.opinion_view import LINES_OF_THE_FORM, dispute_lines
from assessment.methodology.run_measurement import TEN_THOUSAND_YUAN
from assessment.methodology.text_numbers import read_number
from assessment.people.permissions import Action
from assessment.people.queries import actions_open_to


@login_required
@require_POST
def opinion_page(request: HttpRequest, batch_id: int) -> HttpResponse:
    def step() -> Opinion:
        stand = Opinion.Stand.OBJECTS if request.POST.get("stand") == Opinion.Stand.OBJECTS else Opinion.Stand.AGREES
        said = Statement(stand, request.POST.get("text", ""), tuple(_figures(request, batch_id)))
        return give_opinion(batch_id, said, by=user_of(request), at=timezone.now())

    return carry_out(request, step, done=gettext("The opinion is recorded."), back=address_of(batch_id))


def _figures(request: HttpRequest, batch_id: int) -> Iterator[OtherFigure]:
    """The lines of the form that were filled in; amounts were typed in 亿元."""
    units = dict(BatchResult.objects.filter(batch=batch_id).values_list("code", "unit"))
    for line in range(LINES_OF_THE_FORM):
        typed = request.POST.get(f"value-{line}", "").strip()
        if not typed:
            continue
        code = request.POST.get(f"code-{line}", "")
        unit = units.get(code, TEN_THOUSAND_YUAN)
        value = stored_value(read_number(typed).value, unit)
        yield OtherFigure(request.POST.get(f"region-{line}", ""), code, value)


@login_required
@require_GET
def disputes_page(request: HttpRequest) -> HttpResponse:
    lines = dispute_lines(disputes_visible_to(user_of(request), at=timezone.now()))
    return render(request, "measurement/disputes.html", {"lines": lines})


@login_required
@require_GET
def dispute_page(request: HttpRequest, dispute_id: int) -> HttpResponse:
    """Both figures and what was said of them. 先定后算: nothing here knows a score or a rank."""
    at, user = timezone.now(), user_of(request)
    (line,) = dispute_lines([dispute_seen(dispute_id, by=user, at=at)])
    may_decide = line.open and Action.DISPUTE_DECIDE in actions_open_to(user, at=at)
    words = {"line": line, "may_decide": may_decide, "upheld": Dispute.Upheld}
    return render(request, "measurement/dispute.html", words)


@login_required
@require_POST
def decide_page(request: HttpRequest, dispute_id: int) -> HttpResponse:
    asked = request.POST
    decision = Decision(asked.get("upheld", ""), asked.get("document_number", ""), asked.get("reasons", ""))
    return carry_out(
        request,
        lambda: decide_dispute(dispute_id, decision, by=user_of(request), at=timezone.now()),
        done=gettext("The decision is recorded."),
        back=reverse("measurement:dispute", args=[dispute_id]),
    )


urlpatterns = [
    path("batches/<int:batch_id>/opinion/", opinion_page, name="opinion"),
    path("disputes/", disputes_page, name="disputes"),
    path("disputes/<int:dispute_id>/", dispute_page, name="dispute"),
    path("disputes/<int:dispute_id>/decide/", decide_page, name="decide"),
]
