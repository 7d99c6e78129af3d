"""The pages of corrections: asking for one, the list, and the decision. No effect is shown before the decision."""

from datetime import datetime, time
from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessment.display.pages import carry_out
from assessment.display.wording import say
from assessment.filing import actions
from assessment.filing.correction_actions import Wanted
from assessment.filing.correction_queries import correction_seen, corrections_visible_to, end_of_day
from assessment.filing.correction_view import light_of_correction, moves_of
from assessment.filing.errors.evidence import FileNotChosen
from assessment.filing.evidence_view import CORRECTION_FILE, ENDINGS, files_of_requests
from assessment.filing.models import Correction
from assessment.filing.pages.evidence import uploads_in
from assessment.filing.queries import return_seen, version_seen
from assessment.filing.return_view import rows_of
from assessment.methodology.errors import AssessmentError
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require

PAGE_SIZE = 30


@login_required
@require_GET
def corrections_page(request: HttpRequest) -> HttpResponse:
    """Every request the reader may see, undecided ones first."""
    requests = corrections_visible_to(_user(request), at=timezone.now())
    page = Paginator(requests, PAGE_SIZE).get_page(request.GET.get("page"))
    lines = [(one, light_of_correction(one)) for one in page]
    return render(request, "filing/corrections.html", {"page": page, "lines": lines})


@login_required
@require_http_methods(["GET", "POST"])
def request_page(request: HttpRequest, return_id: int) -> HttpResponse:
    """更正申请: choose the items, say why. What was typed stays when something is wrong."""
    at, user = timezone.now(), _user(request)
    require(user, Action.CORRECTION_REQUEST, at=at)
    filed = return_seen(return_id, by=user, at=at)
    chosen, reason = request.POST.getlist("items"), request.POST.get("reason", "")
    refused = ""
    if request.method == "POST":
        try:
            wanted = Wanted(chosen, reason, uploads_in(request))
            made = actions.request_with_files(return_id, wanted, by=user, at=at)
        except AssessmentError as error:
            if error.status in {403, 404}:
                raise
            refused = say(error)
        else:
            return HttpResponseRedirect(reverse("filing:correction", args=[made.pk]))
    newest = version_seen(max(filed.versions.all(), key=lambda one: one.number).pk, by=user, at=at)
    words = {
        "filed": filed,
        "version": newest,
        "rows": rows_of(newest, filed.collection.form_version.items.all()),
        "chosen": chosen,
        "reason": reason,
        "refused": refused,
        "endings": ENDINGS,
    }
    return render(request, "filing/correction_request.html", words, status=400 if refused else 200)


@login_required
@require_GET
def correction_page(request: HttpRequest, correction_id: int) -> HttpResponse:
    """One request: what, why, decided by whom; and the step that is open to the reader."""
    at, user = timezone.now(), _user(request)
    correction = correction_seen(correction_id, by=user, at=at)
    version = version_seen(correction.version_id, by=user, at=at)
    rows = rows_of(version, correction.return_filed.collection.form_version.items.all())
    words = {
        "correction": correction,
        "filed": correction.return_filed,
        "light": light_of_correction(correction),
        "rows": [row for row in rows if row.item.code in correction.items],
        "moves": moves_of(correction, by=user, at=at),
        "files": files_of_requests(CORRECTION_FILE, [correction.pk]).get(correction.pk, []),
        "endings": ENDINGS,
        "locked": at > correction.return_filed.collection.locks_at,
    }
    return render(request, "filing/correction.html", words)


@login_required
@require_POST
def decide_page(request: HttpRequest, correction_id: int) -> HttpResponse:
    """Grant or refuse, by the button that was pressed."""
    at, user = timezone.now(), _user(request)
    reason = request.POST.get("reason", "")

    def decided() -> Correction:
        if request.POST.get("decision") != "grant":
            return actions.refuse_correction(correction_id, reason, by=user, at=at)
        until = _last_moment(request.POST.get("reopened_until", ""))
        return actions.grant_correction(correction_id, reason, reopened_until=until, by=user, at=at)

    return carry_out(request, decided, done=gettext("The decision is recorded."), back=_address(correction_id))


@login_required
@require_POST
def add_files_page(request: HttpRequest, correction_id: int) -> HttpResponse:
    """More documents beside a request that waits."""
    at, user = timezone.now(), _user(request)
    correction_seen(correction_id, by=user, at=at)

    def added() -> None:
        uploads = uploads_in(request)
        if not uploads:
            raise FileNotChosen
        for upload in uploads:
            actions.add_correction_file(correction_id, upload, by=user, at=at)

    return carry_out(request, added, done=gettext("The file is added."), back=_address(correction_id))


@login_required
@require_POST
def withdraw_page(request: HttpRequest, correction_id: int) -> HttpResponse:
    return carry_out(
        request,
        lambda: actions.withdraw_correction(correction_id, by=_user(request), at=timezone.now()),
        done=gettext("The request is withdrawn."),
        back=_address(correction_id),
    )


def _last_moment(day: str) -> datetime | None:
    """The end of the working day that was chosen: 18:00 in Beijing, as all deadlines here."""
    if not day.strip():
        return None
    chosen = timezone.localtime(end_of_day(day)).date()
    return datetime.combine(chosen, time(18), tzinfo=timezone.get_default_timezone())


def _address(correction_id: int) -> str:
    return reverse("filing:correction", args=[correction_id])


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


urlpatterns: list[URLPattern] = [
    path("corrections/", corrections_page, name="corrections"),
    path("corrections/<int:correction_id>/", correction_page, name="correction"),
    path("corrections/<int:correction_id>/decide/", decide_page, name="correction-decide"),
    path("corrections/<int:correction_id>/withdraw/", withdraw_page, name="correction-withdraw"),
    path("corrections/<int:correction_id>/files/", add_files_page, name="correction-files"),
    path("returns/<int:return_id>/correction/", request_page, name="correction-request"),
]
