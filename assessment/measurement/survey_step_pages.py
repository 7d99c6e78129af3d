"""The buttons of the survey: each body's own step, carried out and told about on the page it came from."""

import csv
import io
from collections.abc import Callable, Iterable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from assessment.display.pages import carry_out
from assessment.display.wording import say
from assessment.measurement.estimation_actions import deliver_estimates, request_estimation
from assessment.measurement.questionnaire_actions import SentQuestionnaire, follow_up, send_questionnaires
from assessment.measurement.survey_actions import Design, draw, fix_design, freeze_frame
from assessment.measurement.survey_errors import DesignNumberWrong
from assessment.measurement.survey_models import Survey
from assessment.measurement.survey_planning import read_wanted
from assessment.measurement.survey_prior import read_earlier
from assessment.methodology.errors import N_, AssessmentError, Phrase
from assessment.people.models import User


@login_required
@require_POST
def freeze_page(request: HttpRequest, survey_id: int) -> HttpResponse:
    return _do(
        request, survey_id, freeze_frame, gettext("The frame is frozen; the institute may design the sample now.")
    )


@login_required
@require_POST
def fix_page(request: HttpRequest, survey_id: int) -> HttpResponse:
    def fix(survey: int, *, by: User, at: Any) -> Survey:
        text = request.POST
        wanted = read_wanted(text.get("cv", ""), text.get("minimum", ""), text.get("certainty", ""))
        seed, earlier = _seed(text.get("seed", "")), read_earlier(text.get("earlier", ""))
        return fix_design(survey, Design(wanted, text.get("share_method", ""), seed, earlier), by=by, at=at)

    return _do(request, survey_id, fix, gettext("The design is fixed. The sample can be drawn."))


@login_required
@require_POST
def draw_page(request: HttpRequest, survey_id: int) -> HttpResponse:
    return _do(request, survey_id, draw, gettext("The sample is drawn and its list frozen."))


@login_required
@require_POST
def send_page(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Links for all who hold none, as a CSV for mailing: the only copy there is."""
    return _links(request, survey_id, send_questionnaires, gettext("Every unit of the sample holds a link already."))


@login_required
@require_POST
def follow_up_page(request: HttpRequest, survey_id: int) -> HttpResponse:
    """催报: new links for who has not answered, as a CSV for mailing."""
    return _links(request, survey_id, follow_up, gettext("Every unit that was asked has answered."))


@login_required
@require_POST
def estimate_page(request: HttpRequest, survey_id: int) -> HttpResponse:
    def estimate(survey: int, *, by: User, at: Any) -> object:
        return request_estimation(survey, by=by, at=at, collapse_reason=request.POST.get("collapse_reason", ""))

    return _do(request, survey_id, estimate, gettext("The estimation is requested."))


@login_required
@require_POST
def deliver_page(request: HttpRequest, survey_id: int, estimation_id: int) -> HttpResponse:
    def deliver(_: int, *, by: User, at: Any) -> object:
        text = request.POST
        return deliver_estimates(
            estimation_id,
            by=by,
            at=at,
            estimator=text.get("estimator", ""),
            vintage=text.get("vintage", "preliminary"),
        )

    return _do(request, survey_id, deliver, gettext("The estimates are delivered; the next batch takes them in."))


def _links(
    request: HttpRequest, survey_id: int, send: Callable[..., list[SentQuestionnaire]], nobody: str
) -> HttpResponse:
    try:
        sent = send(survey_id, by=_user(request), at=timezone.now())
    except AssessmentError as error:
        if error.status in {403, 404}:
            raise
        messages.error(request, say(error))
        return HttpResponseRedirect(_address(survey_id))
    if not sent:
        messages.info(request, nobody)
        return HttpResponseRedirect(_address(survey_id))
    return csv_answer(_links_file(request, sent), "links.csv")


def _links_file(request: HttpRequest, sent: Iterable[SentQuestionnaire]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["问卷编号", "统一社会信用代码", "企业名称", "一次性链接", "有效至"])
    for one in sent:
        until = timezone.localtime(one.issued.link.expires_at).strftime("%Y-%m-%d %H:%M")
        address = request.build_absolute_uri(f"{reverse('directory:door')}#{one.issued.token}")
        writer.writerow([one.unit.pseudonym, one.unit.code, _harmless(one.unit.name_zh), address, until])
    return ("\ufeff" + text.getvalue()).encode()


def _harmless(text: str) -> str:
    """A spreadsheet must not take a name for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def _do(request: HttpRequest, survey_id: int, act: Callable[..., object], done: str) -> HttpResponse:
    user, at = _user(request), timezone.now()
    return carry_out(request, lambda: act(survey_id, by=user, at=at), done=done, back=_address(survey_id))


def _seed(text: str) -> int | None:
    if not text.strip():
        return None
    if not text.strip().isdecimal():
        raise DesignNumberWrong(name=Phrase(N_("Seed")), expected="0, 1, 2 …", received=text)
    return int(text)


def csv_answer(content: bytes, name: str) -> HttpResponse:
    """A file to download."""
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _address(survey_id: int) -> str:
    return reverse("measurement:survey", args=[survey_id])


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


urlpatterns: list[URLPattern] = [
    path("surveys/<int:survey_id>/freeze/", freeze_page, name="survey-freeze"),
    path("surveys/<int:survey_id>/design/fix/", fix_page, name="survey-fix"),
    path("surveys/<int:survey_id>/draw/", draw_page, name="survey-draw"),
    path("surveys/<int:survey_id>/send/", send_page, name="survey-send"),
    path("surveys/<int:survey_id>/follow-up/", follow_up_page, name="survey-follow-up"),
    path("surveys/<int:survey_id>/estimate/", estimate_page, name="survey-estimate"),
    path("surveys/<int:survey_id>/estimations/<int:estimation_id>/deliver/", deliver_page, name="survey-deliver"),
]
