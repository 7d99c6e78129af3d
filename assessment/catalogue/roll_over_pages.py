"""The page on which a year is rolled over: what the next year takes over, then the step itself."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_POST

from assessment.catalogue.roll_over_actions import plan_of_next_year, roll_over, years_on_file
from assessment.catalogue.roll_over_view import line_view
from assessment.display.wording import say
from assessment.methodology.errors import AssessmentError
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require


@login_required
@require_GET
def roll_over_page(request: HttpRequest) -> HttpResponse:
    """What the chosen year would take over; without a choice the year after the last one on file."""
    by, at = cast(User, request.user), timezone.now()
    require(by, Action.YEAR_ROLL_OVER, at=at)
    years = [year + 1 for year in reversed(years_on_file())]
    chosen = request.GET.get("year", "")
    year = int(chosen) if chosen in {str(one) for one in years} else max(years, default=0)
    lines = plan_of_next_year(year, by=by, at=at) if years else ()
    words = {
        "year": year,
        "before": year - 1,
        "years": years,
        "lines": [line_view(line) for line in lines],
        "count": sum(line.added for line in lines),
    }
    return render(request, "catalogue/roll_over.html", words)


@login_required
@require_POST
def carry_over_page(request: HttpRequest, year: int) -> HttpResponse:
    try:
        lines = roll_over(year, by=cast(User, request.user), at=timezone.now())
    except AssessmentError as error:
        if error.status == 403:
            raise
        messages.error(request, say(error))
        return HttpResponseRedirect(reverse("catalogue:roll-over"))
    count = sum(line.added for line in lines)
    done = ngettext("{count} draft was added to {year}.", "{count} drafts were added to {year}.", count)
    nothing = gettext("{year} has everything already; nothing was changed.")
    messages.success(request, (done if count else nothing).format(count=count, year=year))
    return HttpResponseRedirect(f"{reverse('catalogue:roll-over')}?year={year}")


urlpatterns: list[URLPattern] = [
    path("roll-over/", roll_over_page, name="roll-over"),
    path("roll-over/<int:year>/", carry_over_page, name="carry-over"),
]
