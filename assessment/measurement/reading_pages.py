"""The pages that read batches closely: two batches compared, and what the figures of one city rest on."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from assessment.measurement.batch_requests import batch_of, user_of
from assessment.measurement.comparison_view import compared, comparison_view
from assessment.measurement.statement_trace import statements_behind, survey_behind
from assessment.measurement.trace_view import trace_of
from assessment.measurement.wording import COMPONENTS, FIGURES, figure_name
from assessment.methodology.income_approach import COMPONENT_NAMES


@login_required
@require_GET
def choose_page(request: HttpRequest) -> HttpResponse:
    """Two batches chosen on the list lead to the page of their comparison."""
    first, second = (request.GET.get(name, "") for name in ("first", "second"))
    if not (first.isdecimal() and second.isdecimal()):
        return HttpResponseRedirect(reverse("measurement:batches"))
    return HttpResponseRedirect(reverse("measurement:comparison", args=[int(second), int(first)]))


@login_required
@require_GET
def comparison_page(request: HttpRequest, batch_id: int, other_id: int) -> HttpResponse:
    """`batch_id` against the earlier `other_id`: what each figure moved, and why."""
    batch, other = batch_of(request, batch_id), batch_of(request, other_id)
    code = request.GET.get("figure", "")
    view = comparison_view(
        compared(other, batch),
        code=code if code in FIGURES else "",
        only_moved=request.GET.get("moved") == "1",
    )
    words = {
        "batch": batch,
        "other": other,
        "view": view,
        "code": code,
        "only_moved": request.GET.get("moved") == "1",
        "figures": [(key, figure_name(key)) for key in FIGURES],
    }
    return render(request, "measurement/comparison.html", words)


@login_required
@require_GET
def trace_page(request: HttpRequest, batch_id: int, region: str) -> HttpResponse:
    """Down to the statement of an enterprise, named or under its pseudonym, and to the survey."""
    at, user, batch = timezone.now(), user_of(request), batch_of(request, batch_id)
    words: dict[str, Any] = {
        "batch": batch,
        "region": region,
        "trace": trace_of(batch, region),
        "statements": statements_behind(batch, region, by=user, at=at),
        "components": [gettext(COMPONENTS[name]) for name in COMPONENT_NAMES],
        "estimation": survey_behind(batch, by=user, at=at),
    }
    return render(request, "measurement/trace.html", words)


urlpatterns = [
    path("batches/compare/", choose_page, name="compare"),
    path("batches/<int:batch_id>/against/<int:other_id>/", comparison_page, name="comparison"),
    path("batches/<int:batch_id>/regions/<str:region>/", trace_page, name="trace"),
]
