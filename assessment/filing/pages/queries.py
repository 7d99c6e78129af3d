"""The page of a 核实单: read by the bureau and the city, answered by the city in the same table, several at once."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_POST

from assessment.display.pages import carry_out
from assessment.filing import actions
from assessment.filing.query_sheet_document import DOCX, document_name, query_sheet_document
from assessment.filing.return_view import open_moves
from assessment.filing.review_forms import answers_in, due_day, read_day
from assessment.filing.review_queries import newest_version, sheet_seen
from assessment.filing.sheet_view import sheet_view
from assessment.filing.wording import light_of
from assessment.people.models import User


@login_required
@require_GET
def sheet_page(request: HttpRequest, return_id: int) -> HttpResponse:
    at = timezone.now()
    sheet = sheet_seen(return_id, by=_user(request), at=at)
    newest = newest_version(sheet)
    words = {
        "view": sheet_view(sheet, newest, at=at),
        "filed": sheet.return_filed,
        "version": newest,
        "light": light_of(newest),
        "moves": open_moves(newest, [], by=_user(request), at=at),
        "due_on": due_day(at),
    }
    return render(request, "filing/query_sheet.html", words)


@login_required
@require_GET
def sheet_document(request: HttpRequest, return_id: int) -> HttpResponse:
    at = timezone.now()
    sheet = sheet_seen(return_id, by=_user(request), at=at)
    view = sheet_view(sheet, newest_version(sheet), at=at)
    disposition = content_disposition_header(as_attachment=True, filename=document_name(view)) or "attachment"
    return HttpResponse(query_sheet_document(view), content_type=DOCX, headers={"Content-Disposition": disposition})


@login_required
@require_POST
def answer_page(request: HttpRequest, return_id: int) -> HttpResponse:
    """Every answer that was written, in one step."""
    at = timezone.now()
    sheet = sheet_seen(return_id, by=_user(request), at=at)
    newest = newest_version(sheet)
    answers = answers_in(request.POST)
    done = ngettext("{count} answer is sent.", "{count} answers are sent.", len(answers)).format(count=len(answers))
    return carry_out(
        request,
        lambda: actions.answer(newest.pk, answers, by=_user(request), at=at),
        done=done,
        back=_address(return_id),
    )


@login_required
@require_POST
def close_page(request: HttpRequest, return_id: int, thread_id: int) -> HttpResponse:
    return carry_out(
        request,
        lambda: actions.close_query(thread_id, request.POST.get("reason", ""), by=_user(request), at=timezone.now()),
        done=gettext("The query is closed."),
        back=_back(request, return_id),
    )


@login_required
@require_POST
def ask_again_page(request: HttpRequest, return_id: int, thread_id: int) -> HttpResponse:
    def again() -> object:
        due_on = read_day(request.POST.get("due_on", ""))
        text = request.POST.get("question", "")
        return actions.ask_again(thread_id, text, due_on, by=_user(request), at=timezone.now())

    return carry_out(request, again, done=gettext("The query is asked again."), back=_back(request, return_id))


def _back(request: HttpRequest, return_id: int) -> str:
    """To the review where the step was taken from, else to the sheet."""
    version = request.POST.get("review", "")
    return reverse("filing:review", args=[int(version)]) if version.isdecimal() else _address(return_id)


def _address(return_id: int) -> str:
    return reverse("filing:query-sheet", args=[return_id])


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


urlpatterns: list[URLPattern] = [
    path("returns/<int:return_id>/queries/", sheet_page, name="query-sheet"),
    path("returns/<int:return_id>/queries/document/", sheet_document, name="query-sheet-document"),
    path("returns/<int:return_id>/queries/answer/", answer_page, name="answer"),
    path("returns/<int:return_id>/queries/<int:thread_id>/close/", close_page, name="close-query"),
    path("returns/<int:return_id>/queries/<int:thread_id>/again/", ask_again_page, name="ask-again"),
]
