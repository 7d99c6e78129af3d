"""The pages of letters of request: the list, issuing one, the document, recording the reply."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from assessment.display.pages import carry_out
from assessment.filing import actions
from assessment.filing.letter_actions import Request, letters_visible_to
from assessment.filing.letter_document import letter_attachment
from assessment.filing.typed_moments import read_day
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import actions_open_to
from assessment.territory.models import Organisation

TYPED = ("organisation", "period", "asked_for", "purpose", "contact")


@login_required
@require_GET
def letters_page(request: HttpRequest) -> HttpResponse:
    user, at = cast(User, request.user), timezone.now()
    letters = letters_visible_to(user, at=at)
    allowed = actions_open_to(user, at=at)
    words = {
        "letters": letters,
        "may_issue": Action.LETTER_ISSUE in allowed,
        "may_answer": Action.LETTER_ANSWER in allowed,
        "organisations": Organisation.objects.filter(kind=Organisation.Kind.COMMUNICATIONS_ADMINISTRATION),
        "today": at,
    }
    return render(request, "filing/letters.html", words)


@login_required
@require_POST
def issue_page(request: HttpRequest) -> HttpResponse:
    def act() -> object:
        sent = {name: request.POST.get(name, "") for name in TYPED}
        wanted = Request(**sent, reply_by=read_day(request.POST.get("reply_by", "")))
        return actions.issue_letter(wanted, by=cast(User, request.user), at=timezone.now())

    return carry_out(request, act, done=gettext("The letter is issued."), back=reverse("filing:letters"))


@login_required
@require_POST
def answer_page(request: HttpRequest, letter_id: int) -> HttpResponse:
    reply = request.POST.get("reply", "")
    return carry_out(
        request,
        lambda: actions.answer_letter(letter_id, reply, by=cast(User, request.user), at=timezone.now()),
        done=gettext("The reply is recorded."),
        back=reverse("filing:letters"),
    )


@login_required
@require_GET
def document_page(request: HttpRequest, letter_id: int) -> HttpResponse:
    """The letter as a document."""
    user = cast(User, request.user)
    letters = letters_visible_to(user, at=timezone.now()).select_related("issued_by__organisation")
    letter = letters.filter(pk=letter_id).first()
    if letter is None:
        raise NotFound
    return letter_attachment(letter)


urlpatterns: list[URLPattern] = [
    path("letters/", letters_page, name="letters"),
    path("letters/issue/", issue_page, name="issue-letter"),
    path("letters/<int:letter_id>/document/", document_page, name="letter-document"),
    path("letters/<int:letter_id>/answer/", answer_page, name="answer-letter"),
]
