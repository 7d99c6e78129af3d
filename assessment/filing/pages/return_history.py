"""What happened to a return, and what stood on a day."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_GET

from assessment.display.wording import say
from assessment.filing.correction_queries import end_of_day, stood_at
from assessment.filing.errors.corrections import DayUnreadable
from assessment.filing.return_view import rows_of
from assessment.filing.timeline import timeline
from assessment.people.models import User


@login_required
@require_GET
def timeline_page(request: HttpRequest, return_id: int) -> HttpResponse:
    """时间线, newest first."""
    filed, events = timeline(return_id, by=cast(User, request.user), at=timezone.now())
    return render(request, "filing/timeline.html", {"filed": filed, "events": events[::-1]})


@login_required
@require_GET
def as_of_page(request: HttpRequest, return_id: int) -> HttpResponse:
    """时点查询: the version that was in force when the chosen day was over; without a day, now."""
    now = timezone.now()
    day = request.GET.get("on", "").strip()
    refused = ""
    try:
        moment = end_of_day(day) if day else now
    except DayUnreadable as error:
        day, moment, refused = "", now, say(error)
    filed, span = stood_at(return_id, moment, by=cast(User, request.user), at=now)
    words = {
        "filed": filed,
        "day": day or timezone.localtime(now).date().isoformat(),
        "moment": moment,
        "span": span,
        "rows": rows_of(span.version, filed.collection.form_version.items.all()) if span else [],
        "refused": refused,
    }
    return render(request, "filing/as_of.html", words, status=400 if refused else 200)


urlpatterns: list[URLPattern] = [
    path("returns/<int:return_id>/timeline/", timeline_page, name="timeline"),
    path("returns/<int:return_id>/as-of/", as_of_page, name="as-of"),
]
