"""The pages of returns: the overview, one return, filling a draft. Each button is one action."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessment.display.pages import carry_out
from assessment.display.wording import say
from assessment.filing import actions
from assessment.filing.entry_view import entry_rows
from assessment.filing.models import Version
from assessment.filing.queries import return_seen, steps_missing, version_seen
from assessment.filing.return_view import chain_of, open_moves, rows_of
from assessment.filing.returns_table import overview
from assessment.filing.states import Move
from assessment.filing.typed_cells import Typed, read
from assessment.filing.verification import is_genuine
from assessment.filing.wording import light_of
from assessment.methodology.errors import N_, AssessmentError
from assessment.people.errors import NotFound
from assessment.people.models import User

# The move in the address -> the action and the sentence once it is done.
STEPS: dict[str, tuple[Callable[..., object], str]] = {
    "request-signatures": (actions.request_signatures, N_("The signatures are asked for.")),
    "sign": (actions.sign, N_("You have signed.")),
    "submit": (actions.submit, N_("The return is submitted. The receipt is below.")),
    "withdraw": (actions.withdraw, N_("The version is withdrawn.")),
    "open-review": (actions.open_review, N_("The review has begun; the unit can no longer withdraw.")),
    "accept": (actions.accept, N_("The return is accepted.")),
    "lock": (actions.lock, N_("The return is locked.")),
}


@login_required
@require_GET
def returns_page(request: HttpRequest) -> HttpResponse:
    """市（州） × 报表: what every unit the reader may see owes, for one period."""
    table = overview(_user(request), request.GET.get("period", ""), at=timezone.now())
    return render(request, "filing/returns.html", {"table": table})


@login_required
@require_GET
def return_page(request: HttpRequest, return_id: int, number: int | None = None) -> HttpResponse:
    """One version of a return; without a number the newest."""
    at = timezone.now()
    filed = return_seen(return_id, by=_user(request), at=at)
    versions = list(filed.versions.order_by("-number"))
    chosen = [one for one in versions if number is None or one.number == number]
    if not chosen:
        raise NotFound
    version = version_seen(chosen[0].pk, by=_user(request), at=at)
    words = _return_words(version, _user(request), at=at)
    newest = version.pk == versions[0].pk
    return render(request, "filing/return.html", {**words, "filed": filed, "versions": versions, "newest": newest})


@login_required
@require_POST
def start_page(request: HttpRequest) -> HttpResponse:
    """Begin the first or the next version and go straight to filling it."""
    collection, unit = request.POST.get("collection", ""), request.POST.get("unit", "")
    try:
        version = actions.start_version(
            int(collection) if collection.isdecimal() else 0, unit, by=_user(request), at=timezone.now()
        )
    except AssessmentError as error:
        if error.status in {403, 404}:
            raise
        messages.error(request, say(error))
        return HttpResponseRedirect("/")
    return HttpResponseRedirect(reverse("filing:fill", args=[version.pk]))


@login_required
@require_POST
def step_page(request: HttpRequest, version_id: int, step: str) -> HttpResponse:
    """One move of a version."""
    if step not in STEPS:
        raise NotFound
    action, done = STEPS[step]
    at = timezone.now()
    version = version_seen(version_id, by=_user(request), at=at)
    return carry_out(
        request,
        lambda: action(version_id, by=_user(request), at=at),
        done=gettext(done),
        back=_address_of(version),
    )


@login_required
@require_POST
def send_back_page(request: HttpRequest, version_id: int) -> HttpResponse:
    """退回 the items that carry a note."""
    at = timezone.now()
    version = version_seen(version_id, by=_user(request), at=at)
    notes = {
        name.removeprefix("note."): str(text).strip()
        for name, text in request.POST.items()
        if name.startswith("note.") and str(text).strip()
    }
    done = ngettext("{count} item is sent back.", "{count} items are sent back.", len(notes))
    return carry_out(
        request,
        lambda: actions.send_back(version_id, notes, by=_user(request), at=at),
        done=done.format(count=len(notes)),
        back=_address_of(version),
    )


@login_required
@require_http_methods(["GET", "POST"])
def fill_page(request: HttpRequest, version_id: int) -> HttpResponse:
    """Fill a draft. Nothing typed is lost: with a slip the page comes back as it was sent."""
    at = timezone.now()
    version = version_seen(version_id, by=_user(request), at=at)
    if Move.SAVE.value not in open_moves(version, [], by=_user(request), at=at):
        return HttpResponseRedirect(_address_of(version))
    items = {item.code: item for item in version.return_filed.collection.form_version.items.all()}
    if all(item.laid_out for item in items.values()):
        return HttpResponseRedirect(reverse("filing:figure-check", args=[version.pk]))
    sent = {name: str(text) for name, text in request.POST.items()}
    typed = read(sent, version.cells.all(), items) if request.method == "POST" else Typed()
    refused = "" if typed.slips or request.method == "GET" else _save(request, version, typed, at=at)
    if request.method == "POST" and not typed.slips and not refused:
        return HttpResponseRedirect(_after_saving(request, version))
    words = {
        "version": version,
        "filed": version.return_filed,
        "light": light_of(version),
        "rows": entry_rows(version, items.values(), sent, typed.slips),
        "slips": typed.slips,
        "refused": refused,
        "revision": sent.get("revision", version.revision),
    }
    return render(request, "filing/fill.html", words, status=400 if typed.slips or refused else 200)


def _save(request: HttpRequest, version: Version, typed: Typed, *, at: datetime) -> str:
    """Save what changed; the sentence of a refusal, or nothing."""
    revision = request.POST.get("revision", "")
    seen = int(revision) if revision.isdecimal() else version.revision
    try:
        actions.save_cells(version.pk, typed.changes, revision=seen, by=_user(request), at=at)
    except AssessmentError as error:
        return say(error)
    count = len(typed.changes)
    said = ngettext("{count} figure saved.", "{count} figures saved.", count).format(count=count)
    if typed.repaired:
        words = ngettext(
            "{count} number was typed with signs or wide digits and was read as a plain number.",
            "{count} numbers were typed with signs or wide digits and were read as plain numbers.",
            typed.repaired,
        )
        said = f"{said} {words.format(count=typed.repaired)}"
    messages.success(request, said)
    return ""


def _after_saving(request: HttpRequest, version: Version) -> str:
    if "and_leave" in request.POST:
        return _address_of(version)
    return reverse("filing:fill", args=[version.pk])


def _return_words(version: Version, user: User, *, at: datetime) -> dict[str, Any]:
    form = version.return_filed.collection.form_version
    missing = steps_missing(version)
    return {
        "version": version,
        "light": light_of(version),
        "rows": rows_of(version, form.items.all()),
        "chain": chain_of(version, getattr(version, "signed_steps", []), form.sign_off_steps.all()),
        "next_title": missing[0] if missing else None,
        "moves": open_moves(version, missing, by=user, at=at),
        "receipt": getattr(version, "receipt", None),
        "genuine": is_genuine(version),
    }


def _address_of(version: Version) -> str:
    return reverse("filing:version", args=[version.return_filed_id, version.number])


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


urlpatterns: list[URLPattern] = [
    path("returns/", returns_page, name="returns"),
    path("returns/start/", start_page, name="start"),
    path("returns/<int:return_id>/", return_page, name="return"),
    path("returns/<int:return_id>/<int:number>/", return_page, name="version"),
    path("returns/versions/<int:version_id>/fill/", fill_page, name="fill"),
    path("returns/versions/<int:version_id>/send-back/", send_back_page, name="send-back"),
    path("returns/versions/<int:version_id>/<slug:step>/", step_page, name="step"),
]
