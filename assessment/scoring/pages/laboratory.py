"""方案比选: a draft tried on the inputs of a run. It shows scores, so each reading of an unissued run is recorded."""

from decimal import Decimal
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from assessment.catalogue.queries import scheme_of
from assessment.catalogue.scheme_view import scheme_table
from assessment.display.kept_input import keep_input
from assessment.display.wording import say
from assessment.methodology.errors import AssessmentError
from assessment.methodology.scheme_editing import with_weights
from assessment.methodology.text_numbers import read_number
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import actions_open_to, may, require
from assessment.scoring.actions import open_scores
from assessment.scoring.laboratory_actions import LONGEST_NAME, Variation, delete_variant, save_variant
from assessment.scoring.laboratory_queries import drafts_of, variants_visible_to
from assessment.scoring.laboratory_view import variant_view
from assessment.scoring.models import Run
from assessment.scoring.run_tabs import LABORATORY, run_tabs
from assessment.scoring.wording import light_of, title_of

WEIGHT = "weight-"


@login_required
@require_GET
def laboratory_page(request: HttpRequest, run_id: int) -> HttpResponse:
    """The variants tried on the inputs of a run, and a form for another one."""
    user, at = cast(User, request.user), timezone.now()
    variants = variants_visible_to(user, at=at).filter(run=run_id)
    run = open_scores(run_id, by=user, at=at)
    drafts, allowed = list(drafts_of(run)), actions_open_to(user, at=at)
    chosen = next((one for one in drafts if str(one.pk) == request.GET.get("draft", "")), drafts[0] if drafts else None)
    words = {
        "run": run,
        "light": light_of(run),
        "title": title_of(run),
        "variants": variants,
        "drafts": drafts,
        "chosen": chosen,
        "table": scheme_table(scheme_of(chosen)) if chosen else None,
        "longest_name": LONGEST_NAME,
        "may_save": Action.LABORATORY_USE in allowed,
        "tabs": run_tabs(run, LABORATORY, allowed, sees_scores=True),
        "unpublished": run.state != Run.State.ISSUED,
    }
    return render(request, "scoring/laboratory.html", words)


@login_required
@require_GET
def variant_page(request: HttpRequest, variant_id: int) -> HttpResponse:
    user, at = cast(User, request.user), timezone.now()
    variant = variants_visible_to(user, at=at).filter(pk=variant_id).first()
    if variant is None:
        raise NotFound
    run = open_scores(variant.run_id, by=user, at=at)
    words = {
        "variant": variant,
        "run": run,
        "title": title_of(run),
        "view": variant_view(variant),
        "may_delete": may(user, Action.LABORATORY_DELETE, at=at),
        "unpublished": run.state != Run.State.ISSUED,
    }
    return render(request, "scoring/variant.html", words)


@login_required
@require_POST
def save_page(request: HttpRequest, run_id: int) -> HttpResponse:
    """Weights of the table are written into the text; what else is to change is changed in the text itself."""
    by, at = cast(User, request.user), timezone.now()
    require(by, Action.LABORATORY_USE, at=at)
    given = request.POST
    draft = int(given.get("draft", "0") or 0) if given.get("draft", "").isdecimal() else 0
    try:
        text = with_weights(given.get("text", "").replace("\r\n", "\n"), _weights(request))
        variant = save_variant(Variation(draft, run_id, given.get("name", ""), text), by=by, at=at)
    except AssessmentError as error:
        messages.error(request, say(error))
        keep_input(request)
        return HttpResponseRedirect(f"{reverse('scoring:laboratory', args=[run_id])}?draft={draft}")
    messages.success(request, gettext("The variant is saved."))
    return HttpResponseRedirect(reverse("scoring:variant", args=[variant.pk]))


@login_required
@require_POST
def delete_page(request: HttpRequest, variant_id: int) -> HttpResponse:
    variant = delete_variant(variant_id, by=cast(User, request.user), at=timezone.now())
    messages.success(request, gettext("The variant “{name}” is deleted.").format(name=variant.name))
    return HttpResponseRedirect(reverse("scoring:laboratory", args=[variant.run_id]))


def _weights(request: HttpRequest) -> dict[str, Decimal]:
    return {
        name.removeprefix(WEIGHT): read_number(value).value
        for name, value in request.POST.items()
        if name.startswith(WEIGHT) and isinstance(value, str)
    }


urlpatterns: list[URLPattern] = [
    path("runs/<int:run_id>/laboratory/", laboratory_page, name="laboratory"),
    path("runs/<int:run_id>/laboratory/save/", save_page, name="save-variant"),
    path("laboratory/<int:variant_id>/delete/", delete_page, name="delete-variant"),
    path("laboratory/<int:variant_id>/", variant_page, name="variant"),
]
