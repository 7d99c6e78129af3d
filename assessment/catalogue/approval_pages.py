"""The page on which the approval of a form is recorded: what is on the form, what was granted anew."""

from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from assessment.catalogue.approval_actions import Approval, record_approval
from assessment.catalogue.approval_queries import MARKS, approval_trouble, collections_to_approve, longest
from assessment.catalogue.errors import ApprovalDayUnreadable
from assessment.catalogue.models import FormVersion
from assessment.catalogue.queries import form_versions_visible_to
from assessment.display import formats
from assessment.display.wording import say
from assessment.methodology.errors import N_, AssessmentError
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require

LONGEST_SHOWN = 40
LABELS = {
    "table_number": N_("Table number"),
    "approver": N_("Approved by"),
    "approval_number": N_("Approval number"),
    "valid_until": N_("Valid until"),
}


@login_required
@require_http_methods(["GET", "POST"])
def approval_page(request: HttpRequest, version_id: int) -> HttpResponse:
    user, at = cast(User, request.user), timezone.now()
    require(user, Action.FORM_APPROVAL_RECORD, at=at)
    version = form_versions_visible_to(user, at=at).filter(pk=version_id).first()
    if version is None:
        raise NotFound
    if request.method == "GET":
        return _page(request, version, None)
    try:
        made = record_approval(version_id, _approval(request), by=user, at=at)
    except AssessmentError as error:
        if error.status in {403, 404}:
            raise
        return _page(request, version, error)
    done = gettext("The approval is recorded: version {number} of the form, from {period}.")
    messages.success(request, done.format(number=made.number, period=formats.period(made.first_period)))
    opening = made.collections.order_by("opens_at").first()
    back = reverse("catalogue:collection", args=[opening.pk]) if opening else reverse("catalogue:roll-over")
    return HttpResponseRedirect(back)


def _approval(request: HttpRequest) -> Approval:
    given = {name: request.POST.get(name, "") for name in (*MARKS, "first_period")}
    received = request.POST.get("valid_until", "").strip()
    try:
        valid_until = date.fromisoformat(received)
    except ValueError:
        raise ApprovalDayUnreadable(field="valid_until", received=received[:LONGEST_SHOWN] or "-") from None
    return Approval(valid_until=valid_until, **given)


def _page(request: HttpRequest, version: FormVersion, refused: AssessmentError | None) -> HttpResponse:
    planned = collections_to_approve(version.form)
    given = request.POST if refused else {"table_number": version.table_number, "approver": version.approver}
    words: dict[str, Any] = {
        "version": version,
        "trouble": approval_trouble(version, at=max([timezone.now(), *(one.opens_at for one in planned[:1])])),
        "fields": [_field(name, given.get(name, ""), refused) for name in MARKS],
        "day": _field("valid_until", given.get("valid_until", ""), refused),
        "periods": [one.period for one in planned],
        "chosen": given.get("first_period", ""),
        "first_wrong": say(refused) if refused and refused.where.get("field") == "first_period" else "",
        "refused": say(refused) if refused else "",
        "wrong_field": refused.where.get("field", "") if refused else "",
        "copy": not version.approval_number.strip(),
    }
    words["trouble"] = say(words["trouble"]) if words["trouble"] else ""
    return render(request, "catalogue/approval.html", words, status=refused.status if refused else 200)


def _field(name: str, value: str, refused: AssessmentError | None) -> dict[str, Any]:
    wrong = say(refused) if refused and refused.where.get("field") == name else ""
    most = longest(name) if name in MARKS else 10
    return {"name": name, "label": gettext(LABELS[name]), "value": value, "wrong": wrong, "most": most}


urlpatterns: list[URLPattern] = [
    path("forms/<int:version_id>/approval/", approval_page, name="form-approval"),
]
