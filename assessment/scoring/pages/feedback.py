"""The pages of 反馈核对: the list, the figures of one unit with its answer, the form to be stamped, files."""

from decimal import Decimal
from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from assessment.display.pages import carry_out
from assessment.evidence.serving import attachment
from assessment.methodology.text_numbers import read_number
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import actions_open_to
from assessment.scoring import actions
from assessment.scoring.errors.feedback import StampedFormMissing
from assessment.scoring.feedback_actions import Scan
from assessment.scoring.feedback_queries import (
    answered_by,
    feedback_seen,
    feedback_visible_to,
    objections_visible_to,
)
from assessment.scoring.feedback_view import (
    closed_words,
    feedback_light,
    feedback_page_of,
    in_ten_thousand,
    item_name,
    names_of,
    objection_light,
    window_open,
)
from assessment.scoring.models import CityFeedback, Objection
from assessment.scoring.objection_actions import Claim
from assessment.scoring.scoring_files import read_scoring_file
from assessment.scoring.wording import kind_name, title_of

PER_PAGE = 30
WATERMARKS = ("55 80", "155 80", "105 150", "55 220", "155 220")


@login_required
@require_GET
def list_page(request: HttpRequest) -> HttpResponse:
    user, at = _user(request), timezone.now()
    page = Paginator(feedback_visible_to(user, at=at), PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page)
    own = answered_by(user, rows, at=at)
    objections = Paginator(objections_visible_to(user, at=at), PER_PAGE).get_page(request.GET.get("objections"))
    names = names_of([*rows, *(one.feedback for one in objections)])
    words = {
        "page": page,
        "lines": [
            (
                row,
                names.get(row.unit, row.unit),
                feedback_light(row),
                kind_name(row.run.scheme_version.kind),
                row.unit in own,
            )
            for row in rows
        ],
        "objections": [
            (one, names.get(one.feedback.unit, one.feedback.unit), item_name(one.item), objection_light(one))
            for one in objections
        ],
        "objections_page": objections,
    }
    return render(request, "scoring/feedback_list.html", words)


@login_required
@require_GET
def feedback_page(request: HttpRequest, feedback_id: int) -> HttpResponse:
    """The own figures of a unit: level, growth, share, last year, difference. No score and no place."""
    user, at = _user(request), timezone.now()
    row = feedback_seen(feedback_id, by=user, at=at)
    allowed = actions_open_to(user, at=at)
    objections = objections_visible_to(user, at=at).filter(feedback=row).order_by("pk")
    contested = {one.item for one in objections if one.state != Objection.State.WITHDRAWN}
    own = bool(answered_by(user, [row], at=at))
    shown = feedback_page_of(row)
    may_answer = window_open(row, at=at) and own
    words = {
        "row": row,
        "run": row.run,
        "title": title_of(row.run),
        "reads_files": own or Action.RUN_VIEW in allowed,
        "shown": shown,
        "light": feedback_light(row),
        "closed": closed_words(row, at=at) if own else "",
        "may_agree": may_answer and row.state == CityFeedback.State.AWAITING,
        "may_object": may_answer and row.state in {CityFeedback.State.AWAITING, CityFeedback.State.OBJECTED},
        "contestable": [line for line in shown.lines if line.contestable and line.code not in contested],
        "objections": [(one, item_name(one.item), objection_light(one)) for one in objections],
    }
    return render(request, "scoring/feedback.html", words)


@login_required
@require_GET
def form_page(request: HttpRequest, feedback_id: int) -> HttpResponse:
    """The 数据核对确认表 on one A4 sheet, to be printed, signed and stamped."""
    row = feedback_seen(feedback_id, by=_user(request), at=timezone.now())
    words = {
        "row": row,
        "run": row.run,
        "title": title_of(row.run),
        "shown": feedback_page_of(row),
        "marks": WATERMARKS,
    }
    return render(request, "scoring/confirmation_form.html", words)


@login_required
@require_POST
def agree_page(request: HttpRequest, feedback_id: int) -> HttpResponse:
    def step() -> CityFeedback:
        file = request.FILES.get("file")
        if file is None:
            raise StampedFormMissing
        scan = Scan(file.name or "", file.read(), request.POST.get("check_code", ""))
        return actions.agree_with_form(feedback_id, scan, by=_user(request), at=timezone.now())

    return carry_out(request, step, done=gettext("The figures are confirmed."), back=_address(feedback_id))


@login_required
@require_POST
def return_page(request: HttpRequest, feedback_id: int) -> HttpResponse:
    """The stamped form of a unit that objects, beside its objections."""

    def step() -> CityFeedback:
        file = request.FILES.get("file")
        if file is None:
            raise StampedFormMissing
        scan = Scan(file.name or "", file.read(), request.POST.get("check_code", ""))
        return actions.return_form(feedback_id, scan, by=_user(request), at=timezone.now())

    return carry_out(request, step, done=gettext("The stamped form is kept."), back=_address(feedback_id))


@login_required
@require_POST
def object_page(request: HttpRequest, feedback_id: int) -> HttpResponse:
    def step() -> Objection:
        row = feedback_seen(feedback_id, by=_user(request), at=timezone.now())
        files = tuple((file.name or "", file.read()) for file in request.FILES.getlist("files"))
        typed: Decimal = read_number(request.POST.get("claimed_value", "")).value
        claim = Claim(request.POST.get("item", ""), in_ten_thousand(typed, row), request.POST.get("reasons", ""), files)
        return actions.raise_objection(feedback_id, claim, by=_user(request), at=timezone.now())

    return carry_out(request, step, done=gettext("The objection is received."), back=_address(feedback_id))


@login_required
@require_GET
def file_page(request: HttpRequest, file_id: int) -> HttpResponse:
    return attachment(*read_scoring_file(file_id, by=_user(request), at=timezone.now()))


def _address(feedback_id: int) -> str:
    return reverse("scoring:feedback", args=[feedback_id])


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


urlpatterns: list[URLPattern] = [
    path("feedback/", list_page, name="feedback-list"),
    path("feedback/<int:feedback_id>/", feedback_page, name="feedback"),
    path("feedback/<int:feedback_id>/form/", form_page, name="confirmation-form"),
    path("feedback/<int:feedback_id>/agree/", agree_page, name="agree"),
    path("feedback/<int:feedback_id>/return/", return_page, name="return-form"),
    path("feedback/<int:feedback_id>/object/", object_page, name="object"),
    path("feedback/files/<int:file_id>/", file_page, name="file"),
]
