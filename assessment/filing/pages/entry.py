"""The page on which a draft is filled. Without script it is a form; with it the cells save themselves."""

from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from assessment.directory.queries import is_enterprise
from assessment.display.wording import say
from assessment.filing import actions
from assessment.filing.earlier_figures import earlier_figures
from assessment.filing.entry_view import grid_of
from assessment.filing.entry_words import entry_words
from assessment.filing.models import Version
from assessment.filing.queries import version_seen
from assessment.filing.return_view import open_moves
from assessment.filing.states import Move
from assessment.filing.typed_cells import Typed, read
from assessment.filing.wording import light_of
from assessment.methodology.errors import AssessmentError
from assessment.people.models import User


@login_required
@require_http_methods(["GET", "POST"])
def fill_page(request: HttpRequest, version_id: int) -> HttpResponse:
    """Fill a draft. Nothing typed is lost: with a slip the page comes back as it was sent.

    An enterprise fills, signs and files on a page of its own.
    """
    at = timezone.now()
    version = version_seen(version_id, by=_user(request), at=at)
    if Move.SAVE.value not in open_moves(version, [], by=_user(request), at=at):
        return HttpResponseRedirect(_address_of(version))
    if is_enterprise(_user(request)):
        return HttpResponseRedirect(reverse("filing:enterprise-row"))
    items = {item.code: item for item in version.return_filed.collection.form_version.items.all()}
    if all(item.laid_out for item in items.values()):
        return HttpResponseRedirect(reverse("filing:figure-check", args=[version.pk]))
    sent = {name: str(text) for name, text in request.POST.items()}
    typed = read(sent, version.cells.all(), items) if request.method == "POST" else Typed()
    refused = "" if typed.slips or request.method == "GET" else _save(request, version, typed, at=at)
    if request.method == "POST" and not typed.slips and not refused:
        return HttpResponseRedirect(_after_saving(request, version))
    words: dict[str, Any] = {
        "version": version,
        "filed": version.return_filed,
        "form_version": version.return_filed.collection.form_version,
        "light": light_of(version),
        "grid": grid_of(version, items, earlier_figures(version, items), sent, typed.slips),
        "words": entry_words(),
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


def _address_of(version: Version) -> str:
    return reverse("filing:version", args=[version.return_filed_id, version.number])


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


urlpatterns: list[URLPattern] = [
    path("returns/versions/<int:version_id>/fill/", fill_page, name="fill"),
]
