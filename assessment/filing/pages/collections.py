"""期次管理: planning, who owes, extensions, reminders, waivers. Each button is one action."""

from datetime import datetime
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from assessment.catalogue.actions import Plan, change_plan, plan_collection
from assessment.catalogue.calendar_actions import waive
from assessment.catalogue.models import Form, Obligation
from assessment.display.pages import carry_out
from assessment.filing import actions
from assessment.filing.collections_view import collection_lines, unit_table
from assessment.filing.deadlines import deadlines_of
from assessment.filing.extension_actions import Until
from assessment.filing.models import Extension
from assessment.filing.queries import version_seen
from assessment.filing.typed_moments import read_moment
from assessment.filing.walls import returns_within
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import actions_open_to, require


@login_required
@require_GET
def collections_page(request: HttpRequest) -> HttpResponse:
    user, at = _user(request), timezone.now()
    require(user, Action.OBLIGATION_VIEW, at=at)
    words = {
        "lines": collection_lines(user, at=at),
        "forms": Form.objects.order_by("code"),
        "may_plan": Action.COLLECTION_PLAN in actions_open_to(user, at=at),
    }
    return render(request, "filing/collections.html", words)


@login_required
@require_POST
def plan_page(request: HttpRequest) -> HttpResponse:
    """Plan a collection, or move the moments of one that is named."""
    collection = request.POST.get("collection", "")

    def act() -> object:
        plan, by, at = _plan(request), _user(request), timezone.now()
        if collection.isdecimal():
            return change_plan(int(collection), plan, by=by, at=at)
        return plan_collection(request.POST.get("form", ""), request.POST.get("period", ""), plan, by=by, at=at)

    return carry_out(request, act, done=gettext("The collection is planned."), back=reverse("filing:collections"))


@login_required
@require_GET
def units_page(request: HttpRequest, collection_id: int) -> HttpResponse:
    """Who owes one collection, and what can be done about it."""
    user, at = _user(request), timezone.now()
    require(user, Action.OBLIGATION_VIEW, at=at)
    table = unit_table(collection_id, by=user, at=at)
    return render(
        request, "filing/collection_units.html", {"table": table, "may": _allowed(user, at=at), "today": at}
    )  # fmt: skip


@login_required
@require_POST
def remind_page(request: HttpRequest, collection_id: int) -> HttpResponse:
    """催报: one unit, or all that owe."""
    unit, by, at = request.POST.get("unit", ""), _user(request), timezone.now()
    back = _units(collection_id)
    if unit:
        return carry_out(
            request,
            lambda: actions.remind_unit(collection_id, unit, by=by, at=at),
            done=gettext("The unit is reminded."),
            back=back,
        )
    done = gettext("Every unit that owes is reminded; who was reminded today already was passed over.")
    return carry_out(request, lambda: actions.remind_all(collection_id, by=by, at=at), done=done, back=back)


@login_required
@require_POST
def waive_page(request: HttpRequest, obligation_id: int) -> HttpResponse:
    at, by = timezone.now(), _user(request)
    obligation = _obligation(obligation_id, Action.OBLIGATION_WAIVE, by=by, at=at)
    return carry_out(
        request,
        lambda: waive(obligation_id, request.POST.get("reason", ""), by=by, at=at),
        done=gettext("The unit no longer owes this return."),
        back=_units(obligation.collection_id),
    )


@login_required
@require_POST
def grant_page(request: HttpRequest, obligation_id: int) -> HttpResponse:
    at, by = timezone.now(), _user(request)
    obligation = _obligation(obligation_id, Action.EXTENSION_GRANT, by=by, at=at)

    def act() -> object:
        on_time = read_moment(request.POST.get("on_time_until", ""))
        expires = read_moment(request.POST.get("expires_at", "") or request.POST.get("on_time_until", ""))
        reason = request.POST.get("reason", "")
        return actions.grant_extension(obligation_id, reason, Until(on_time, expires), by=by, at=at)

    back = _units(obligation.collection_id)
    return carry_out(request, act, done=gettext("The extension is granted."), back=back)


@login_required
@require_POST
def refuse_page(request: HttpRequest, extension_id: int) -> HttpResponse:
    at, by = timezone.now(), _user(request)
    require(by, Action.EXTENSION_GRANT, at=at)
    extension = Extension.objects.filter(pk=extension_id).first()
    if extension is None:
        raise NotFound
    return carry_out(
        request,
        lambda: actions.refuse_extension(extension_id, request.POST.get("note", ""), by=by, at=at),
        done=gettext("The extension is refused."),
        back=_units(extension.collection_id),
    )


@login_required
@require_GET
def extension_page(request: HttpRequest, obligation_id: int) -> HttpResponse:
    """Where a city asks for more time: the deadlines in force, what was asked before, and the form."""
    at, by = timezone.now(), _user(request)
    obligation = _obligation(obligation_id, Action.EXTENSION_ASK, by=by, at=at)
    earlier = Extension.objects.filter(
        collection=obligation.collection_id, reporting_unit=obligation.reporting_unit_id
    ).select_related("asked_by", "decided_by")
    words = {
        "obligation": obligation,
        "deadlines": deadlines_of(obligation.collection, obligation.reporting_unit, at=at),
        "earlier": earlier,
        "may_ask": not any(one.state == Extension.State.ASKED for one in earlier),
    }
    return render(request, "filing/extension.html", words)


@login_required
@require_POST
def ask_page(request: HttpRequest, obligation_id: int) -> HttpResponse:
    at, by = timezone.now(), _user(request)
    _obligation(obligation_id, Action.EXTENSION_ASK, by=by, at=at)

    def act() -> object:
        wanted = request.POST.get("wanted_until", "")
        until = read_moment(wanted) if wanted else None
        reason = request.POST.get("reason", "")
        return actions.ask_extension(obligation_id, reason, wanted_until=until, by=by, at=at)

    back = reverse("filing:extension", args=[obligation_id])
    return carry_out(request, act, done=gettext("The extension is asked for."), back=back)


@login_required
@require_POST
def vet_page(request: HttpRequest, version_id: int) -> HttpResponse:
    """Vet the delay of a late return."""
    at, by = timezone.now(), _user(request)
    version = version_seen(version_id, by=by, at=at)
    return carry_out(
        request,
        lambda: actions.vet_late(version_id, request.POST.get("note", ""), by=by, at=at),
        done=gettext("The delay is vetted; the return can be accepted."),
        back=reverse("filing:version", args=[version.return_filed_id, version.number]),
    )


def _obligation(obligation_id: int, action: Action, *, by: User, at: datetime) -> Obligation:
    require(by, action, at=at)
    obligations = Obligation.objects.select_related("collection__form_version__form", "reporting_unit__region")
    obligation = obligations.filter(returns_within(by, action, at=at), pk=obligation_id).first()
    if obligation is None:
        raise NotFound
    return obligation


def _plan(request: HttpRequest) -> Plan:
    names = ("opens_at", "on_time_until", "locks_at")
    return Plan(*(read_moment(request.POST.get(name, "")) for name in names))


def _allowed(user: User, *, at: datetime) -> dict[str, bool]:
    allowed = actions_open_to(user, at=at)
    return {
        "grant": Action.EXTENSION_GRANT in allowed,
        "remind": Action.REMINDER_SEND in allowed,
        "waive": Action.OBLIGATION_WAIVE in allowed,
        "ask": Action.EXTENSION_ASK in allowed,
    }


def _units(collection_id: int) -> str:
    return reverse("filing:collection-units", args=[collection_id])


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


urlpatterns: list[URLPattern] = [
    path("collections/", collections_page, name="collections"),
    path("collections/plan/", plan_page, name="plan-collection"),
    path("collections/<int:collection_id>/units/", units_page, name="collection-units"),
    path("collections/<int:collection_id>/remind/", remind_page, name="remind"),
    path("obligations/<int:obligation_id>/waive/", waive_page, name="waive"),
    path("obligations/<int:obligation_id>/extend/", grant_page, name="grant-extension"),
    path("obligations/<int:obligation_id>/extension/", extension_page, name="extension"),
    path("obligations/<int:obligation_id>/extension/ask/", ask_page, name="ask-extension"),
    path("extensions/<int:extension_id>/refuse/", refuse_page, name="refuse-extension"),
    path("returns/versions/<int:version_id>/vet-late/", vet_page, name="vet-late"),
]
