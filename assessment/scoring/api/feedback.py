"""反馈核对 over HTTP: the commission sends, each unit reads and answers its own; no score and no place."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessment.display.api_shapes import IDEMPOTENCY_KEY, answers, refusals
from assessment.evidence.serving import attachment
from assessment.jobs.api_requests import by_of, repeatable
from assessment.jobs.repeats import once
from assessment.scoring.actions import agree, return_form, send_feedback
from assessment.scoring.api.runs import moved
from assessment.scoring.feedback_actions import Scan
from assessment.scoring.feedback_queries import feedback_seen, feedback_visible_to
from assessment.scoring.feedback_serializers import (
    CityFeedbackDetailSerializer,
    CityFeedbackSerializer,
    FeedbackSendSerializer,
    StampedFormSerializer,
)
from assessment.scoring.models import CityFeedback
from assessment.scoring.scoring_files import read_scoring_file
from assessment.scoring.serializers import RunSerializer


class RunFeedbackSend(APIView):
    @extend_schema(
        operation_id="scoring_run_send_feedback",
        summary="Send each unit its own figures for checking (反馈核对), with a window of working days",
        request=FeedbackSendSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(RunSerializer, 400, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        asked = FeedbackSendSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        by, at, days = by_of(request), timezone.now(), asked.validated_data["working_days"]
        return moved(request, lambda: send_feedback(pk, by=by, at=at, working_days=days))


@extend_schema_view(
    get=extend_schema(
        operation_id="scoring_feedback_list",
        summary="What was sent for checking: a unit's own, or all; no score and no place",
        responses=answers(CityFeedbackSerializer(many=True)),
    )
)
class FeedbackList(ListAPIView[CityFeedback]):
    serializer_class = CityFeedbackSerializer
    filter_backends = []
    queryset = CityFeedback.objects.none()

    def get_queryset(self) -> QuerySet[CityFeedback]:
        return feedback_visible_to(by_of(self.request), at=timezone.now())


@extend_schema_view(
    get=extend_schema(
        operation_id="scoring_feedback",
        summary="The figures of a unit as the run used them: level, growth, share, last year, difference to the return",
        responses=answers(CityFeedbackDetailSerializer, 404),
    )
)
class FeedbackDetail(RetrieveAPIView[CityFeedback]):
    serializer_class = CityFeedbackDetailSerializer
    queryset = CityFeedback.objects.none()

    def get_object(self) -> CityFeedback:
        return feedback_seen(self.kwargs["pk"], by=by_of(self.request), at=timezone.now())


class FeedbackForm(APIView):
    parser_classes = [MultiPartParser]

    @extend_schema(
        operation_id="scoring_feedback_return_form",
        summary="Return the scan of the stamped confirmation form (数据核对确认表) of exactly these figures",
        request=StampedFormSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(CityFeedbackSerializer, 400, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        asked = StampedFormSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        file, by, at = asked.validated_data["file"], by_of(request), timezone.now()
        scan = Scan(file.name or "", file.read(), asked.validated_data["check_code"])
        return _answered(request, lambda: return_form(pk, scan, by=by, at=at))


class FeedbackAgree(APIView):
    @extend_schema(
        operation_id="scoring_feedback_agree",
        summary="Confirm that the figures are correct; the stamped form stands beside them already",
        request=None,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(CityFeedbackSerializer, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        by, at = by_of(request), timezone.now()
        return _answered(request, lambda: agree(pk, by=by, at=at))


class ScoringFileContent(APIView):
    @extend_schema(
        operation_id="scoring_file_content",
        summary="A copy of a stamped form, of evidence or of an issued document; written down",
        responses={
            (200, "application/octet-stream"): OpenApiResponse(OpenApiTypes.BINARY, description="The file."),
            **refusals(404, 409),
        },
    )
    def get(self, request: Request, pk: int) -> HttpResponse:
        stored, content = read_scoring_file(pk, by=by_of(request), at=timezone.now())
        return attachment(stored, content)


def _answered(request: Request, step: Callable[[], CityFeedback]) -> Response:
    by, at = by_of(request), timezone.now()
    made = once(lambda: step().pk, repeatable(request), object_type="scoring.feedback", by=by, at=at)
    shown: dict[str, Any] = CityFeedbackSerializer(feedback_seen(made, by=by, at=at)).data
    return Response(shown)


urlpatterns: list[URLPattern] = [
    path("runs/<int:pk>/feedback/", RunFeedbackSend.as_view()),
    path("feedback/", FeedbackList.as_view()),
    path("feedback/<int:pk>/", FeedbackDetail.as_view()),
    path("feedback/<int:pk>/form/", FeedbackForm.as_view()),
    path("feedback/<int:pk>/agree/", FeedbackAgree.as_view()),
    path("files/<int:pk>/content/", ScoringFileContent.as_view()),
]
