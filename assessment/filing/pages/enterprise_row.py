"""The page of an enterprise: its one row, filled, signed and filed by itself."""

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
from django.views.decorators.http import require_GET, require_POST

from assessment.display.pages import carry_out
from assessment.display.wording import say
from assessment.filing import actions
from assessment.filing.checking import checked
from assessment.filing.enterprise_actions import Statement
from assessment.filing.enterprise_row_view import begin, collection_open_to, fill_lines, newest_row
from assessment.filing.findings_view import panel_of
from assessment.filing.models import Correction, Version
from assessment.filing.return_view import open_moves, rows_of
from assessment.filing.states import NEXT_VERSION_AFTER, Move, State
from assessment.filing.typed_cells import Typed, read
from assessment.filing.wording import light_of
from assessment.methodology.errors import AssessmentError
from assessment.people.models import User

HOME = "filing:enterprise-row"


@login_required
@require_GET
def row_page(request: HttpRequest) -> HttpResponse:
    """Begin, fill, or what was filed with its receipt, as the row stands."""
    user, at = _user(request), timezone.now()
    collection = collection_open_to(user, at=at)
    version = newest_row(user, at=at)
    if version is None or version.state in NEXT_VERSION_AFTER:
        words = {"collection": collection, "version": version, "light": light_of(version), **_filed_words(version)}
        return render(request, "filing/enterprise_begin.html", words)
    if version.state == State.DRAFT:
        return _fill(request, version, {}, Typed())
    words = {"collection": collection, "version": version, "light": light_of(version), **_filed_words(version)}
    moves = open_moves(version, [], by=user, at=at)
    return render(request, "filing/enterprise_filed.html", {**words, "withdraws": Move.WITHDRAW.value in moves})


@login_required
@require_POST
def start_page(request: HttpRequest) -> HttpResponse:
    """The first version, or the next one after it was sent back, taken back or accepted."""
    user, at = _user(request), timezone.now()
    return _there(request, lambda: begin(user, at=at))


@login_required
@require_POST
def save_page(request: HttpRequest) -> HttpResponse:
    """Save what was typed; with the second button sign and file it as well. Nothing typed is lost."""
    user, at = _user(request), timezone.now()
    version = newest_row(user, at=at)
    if version is None or version.state != State.DRAFT:
        return HttpResponseRedirect(reverse(HOME))
    items = {item.code: item for item in version.return_filed.collection.form_version.items.all()}
    sent = {name: str(text) for name, text in request.POST.items()}
    typed = read(sent, version.cells.all(), items)
    refused = "" if typed.slips else _carry_out(request, version, typed, at=at)
    if typed.slips or refused:
        return _fill(request, version, sent, typed, refused=refused)
    return HttpResponseRedirect(reverse(HOME))


@login_required
@require_POST
def withdraw_page(request: HttpRequest) -> HttpResponse:
    """Take the row back before the review begins."""
    user, at = _user(request), timezone.now()
    version = newest_row(user, at=at)
    number = version.pk if version else 0
    return carry_out(
        request,
        lambda: actions.withdraw(number, by=user, at=at),
        done=gettext("The row is taken back. Begin it again to file it anew."),
        back=reverse(HOME),
    )


def _carry_out(request: HttpRequest, version: Version, typed: Typed, *, at: datetime) -> str:
    """Save, and sign and file where asked; the sentence of a refusal, or nothing."""
    user, text = _user(request), request.POST
    revision = text.get("revision", "")
    seen = int(revision) if revision.isdecimal() else version.revision
    try:
        actions.save_cells(version.pk, typed.changes, revision=seen, by=user, at=at)
    except AssessmentError as error:
        return say(error)
    if "file" not in text:
        count = len(typed.changes)
        messages.success(
            request, ngettext("{count} figure saved.", "{count} figures saved.", count).format(count=count)
        )
        return ""
    statement = Statement(text.get("filler_name", ""), text.get("head_name", ""), "promised" in text)
    try:
        actions.sign_and_submit(version.pk, statement, by=user, at=at)
    except AssessmentError as error:
        saved = gettext("The figures are saved, the row is not filed yet.")
        return f"{saved} {say(error)}"
    messages.success(request, gettext("The row is filed. The receipt is below."))
    return ""


def _fill(
    request: HttpRequest, version: Version, sent: dict[str, str], typed: Typed, *, refused: str = ""
) -> HttpResponse:
    fresh = Version.objects.get(pk=version.pk)
    lines = fill_lines(version, sent, typed.slips)
    words = {
        "version": version,
        "collection": version.return_filed.collection,
        "light": light_of(version),
        "lines": lines,
        # A form that asks for one period only has no column for the year before.
        "compares": any(len([entry for entry in line.row.entries if entry]) > 1 for line in lines),
        "slips": typed.slips,
        "refused": refused,
        "revision": fresh.revision,
        "panel": panel_of(version, checked(version), by=_user(request), at=timezone.now()),
        "filler_name": sent.get("filler_name", ""),
        "head_name": sent.get("head_name", ""),
        "promised": "promised" in sent,
    }
    return render(request, "filing/enterprise_fill.html", words, status=400 if typed.slips or refused else 200)


def _filed_words(version: Version | None) -> dict[str, Any]:
    if version is None:
        return {"rows": []}
    items = version.return_filed.collection.form_version.items.all()
    return {
        "rows": rows_of(version, items),
        "receipt": getattr(version, "receipt", None),
        "promise": getattr(version, "promise", None),
        "granted": version.return_filed.corrections.filter(state=Correction.State.GRANTED).exists(),
    }


def _there(request: HttpRequest, step: Callable[[], object]) -> HttpResponse:
    """Run a step without a word of success: the page it leads to says enough."""
    try:
        step()
    except AssessmentError as error:
        if error.status in {403, 404}:
            raise
        messages.error(request, say(error))
    return HttpResponseRedirect(reverse(HOME))


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


urlpatterns: list[URLPattern] = [
    path("enterprise/row/", row_page, name="enterprise-row"),
    path("enterprise/row/start/", start_page, name="enterprise-row-start"),
    path("enterprise/row/save/", save_page, name="enterprise-row-save"),
    path("enterprise/row/withdraw/", withdraw_page, name="enterprise-row-withdraw"),
]
