"""What a result will withhold, for the commission to look at before it issues: figures, no score and no place."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_GET

from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require
from assessment.scoring.models import Run
from assessment.scoring.publication_preview import publication_preview
from assessment.scoring.queries import run_seen
from assessment.scoring.wording import light_of, title_of
from assessment.territory.models import Region


@login_required
@require_GET
def publication_page(request: HttpRequest, run_id: int) -> HttpResponse:
    user, at = cast(User, request.user), timezone.now()
    require(user, Action.PUBLICATION_PREVIEW, at=at)
    run = run_seen(run_id, by=user, at=at)
    province = Region.objects.get(level=Region.Level.PROVINCE, valid_until__isnull=True).code
    words = {
        "run": run,
        "light": light_of(run),
        "title": title_of(run),
        "view": publication_preview(run, province),
        "unpublished": run.state != Run.State.ISSUED,
    }
    return render(request, "scoring/publication.html", words)


urlpatterns: list[URLPattern] = [path("runs/<int:run_id>/publication/", publication_page, name="publication")]
