"""The survey over HTTP: what stands, and the steps of each body. Units leave under their pseudonyms alone."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.generics import ListAPIView, ListCreateAPIView, RetrieveAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessment.display.api_shapes import IDEMPOTENCY_KEY, answers
from assessment.jobs.api_requests import by_of, found, repeatable
from assessment.jobs.repeats import once
from assessment.measurement.estimation_actions import deliver_estimates, request_estimation
from assessment.measurement.queries import tables_visible_to
from assessment.measurement.questionnaire_actions import enter_paper_answers, follow_up, send_questionnaires
from assessment.measurement.serializers import TableSerializer
from assessment.measurement.survey_actions import Design, draw, fix_design, freeze_frame, import_frame
from assessment.measurement.survey_models import Survey, SurveyEstimation
from assessment.measurement.survey_planning import Wanted
from assessment.measurement.survey_queries import channels_of, estimations_visible_to, survey_seen, surveys_visible_to
from assessment.measurement.survey_serializers import (
    DesignSerializer,
    EstimatesDeliverySerializer,
    EstimationDetailSerializer,
    EstimationRequestSerializer,
    EstimationSerializer,
    FrameSerializer,
    PaperFileSerializer,
    PaperImportSerializer,
    QuestionnaireSerializer,
    SentSerializer,
    SurveyDetailSerializer,
    SurveySerializer,
    UnitLinkSerializer,
)
from assessment.measurement.survey_view import questionnaire_lines


@extend_schema_view(
    get=extend_schema(operation_id="surveys", summary="Sample surveys", responses=answers(SurveySerializer(many=True)))
)
class SurveyList(ListCreateAPIView[Survey]):
    serializer_class = SurveySerializer
    filter_backends = []
    parser_classes = [MultiPartParser]
    queryset = Survey.objects.none()

    def get_queryset(self) -> QuerySet[Survey]:
        return surveys_visible_to(by_of(self.request), at=timezone.now())

    @extend_schema(
        operation_id="survey_frame_import",
        summary="Import a frame as CSV; all rows or none, it replaces a frame that is not frozen yet",
        request=FrameSerializer,
        responses=answers(SurveySerializer, 400, status=201),
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        asked = FrameSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        by, at = by_of(request), timezone.now()
        file = asked.validated_data["file"]
        survey = import_frame(file.read(), asked.validated_data["year"], file=file.name, by=by, at=at)
        return Response(_survey(request, survey.pk), status=status.HTTP_201_CREATED)


@extend_schema_view(
    get=extend_schema(
        operation_id="survey", summary="A survey with its strata", responses=answers(SurveyDetailSerializer, 404)
    )
)
class SurveyDetail(RetrieveAPIView[Survey]):
    serializer_class = SurveyDetailSerializer
    queryset = Survey.objects.none()

    def get_object(self) -> Survey:
        surveys = surveys_visible_to(by_of(self.request), at=timezone.now()).prefetch_related("strata__region")
        return found(surveys.filter(pk=self.kwargs["pk"]).first())


class Questionnaires(APIView):
    @extend_schema(
        operation_id="survey_questionnaires",
        summary="The sample under its pseudonyms, with how each unit has answered",
        responses=answers(QuestionnaireSerializer(many=True), 404),
    )
    def get(self, request: Request, pk: int) -> Response:
        survey = survey_seen(pk, by=by_of(request), at=timezone.now())
        lines = questionnaire_lines(survey, channels_of(survey))
        return Response(QuestionnaireSerializer(lines, many=True).data)


class SurveyFreeze(APIView):
    @extend_schema(
        operation_id="survey_freeze",
        summary="Freeze the frame",
        request=None,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(SurveySerializer, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        by, at = by_of(request), timezone.now()
        return _stepped(request, lambda: freeze_frame(pk, by=by, at=at))


class SurveyDesign(APIView):
    @extend_schema(
        operation_id="survey_design",
        summary="Fix target CV, minimum, seed and the reading of ρ",
        request=DesignSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(SurveySerializer, 400, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        asked = DesignSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        told = asked.validated_data
        by, at = by_of(request), timezone.now()
        wanted = Wanted(told["target_cv"], told["minimum"], told["certainty_from"])
        design = Design(wanted, told["share_method"], told["seed"], told["earlier"])
        return _stepped(request, lambda: fix_design(pk, design, by=by, at=at))


class SurveyDraw(APIView):
    @extend_schema(
        operation_id="survey_draw",
        summary="Draw the sample by the seed of the design",
        request=None,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(SurveySerializer, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        by, at = by_of(request), timezone.now()
        return _stepped(request, lambda: draw(pk, by=by, at=at))


class SurveySend(APIView):
    @extend_schema(
        operation_id="survey_send",
        summary="Links for every drawn unit without one; tokens are told this once",
        request=None,
        responses=answers(SentSerializer, 404, 409),
    )
    def post(self, request: Request, pk: int) -> Response:
        sent = send_questionnaires(pk, by=by_of(request), at=timezone.now())
        return Response({"sent": UnitLinkSerializer(sent, many=True).data})


class SurveyFollowUp(APIView):
    @extend_schema(
        operation_id="survey_follow_up",
        summary="New links for every unit that has not answered (催报)",
        request=None,
        responses=answers(SentSerializer, 404, 409),
    )
    def post(self, request: Request, pk: int) -> Response:
        sent = follow_up(pk, by=by_of(request), at=timezone.now())
        return Response({"sent": UnitLinkSerializer(sent, many=True).data})


class SurveyPaper(APIView):
    parser_classes = [MultiPartParser]

    @extend_schema(
        operation_id="survey_paper",
        summary="Answers on paper as CSV under pseudonyms; all rows or none",
        request=PaperFileSerializer,
        responses=answers(PaperImportSerializer, 400, 404, 409, status=201),
    )
    def post(self, request: Request, pk: int) -> Response:
        asked = PaperFileSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        file = asked.validated_data["file"]
        entered = enter_paper_answers(pk, file, name=file.name, by=by_of(request), at=timezone.now())
        return Response(PaperImportSerializer(entered).data, status=status.HTTP_201_CREATED)


@extend_schema_view(
    get=extend_schema(
        operation_id="survey_estimations",
        summary="The estimations of a survey",
        responses=answers(EstimationSerializer(many=True), 404),
    )
)
class EstimationList(ListAPIView[SurveyEstimation]):
    serializer_class = EstimationSerializer
    filter_backends = []
    queryset = SurveyEstimation.objects.none()

    def get_queryset(self) -> QuerySet[SurveyEstimation]:
        by, at = by_of(self.request), timezone.now()
        survey = survey_seen(self.kwargs["pk"], by=by, at=at)
        return estimations_visible_to(by, at=at).filter(survey=survey)

    @extend_schema(
        operation_id="survey_estimate",
        summary="Freeze the answers and estimate; strata are collapsed only with a reason",
        request=EstimationRequestSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(EstimationSerializer, 400, 404, 409, 422, status=201),
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        asked = EstimationRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        by, at = by_of(request), timezone.now()
        made = once(
            lambda: request_estimation(self.kwargs["pk"], by=by, at=at, **asked.validated_data).pk,
            repeatable(request),
            object_type="measurement.estimation",
            by=by,
            at=at,
        )
        estimation = estimations_visible_to(by, at=at).get(pk=made)
        return Response(EstimationSerializer(estimation).data, status=status.HTTP_201_CREATED)


@extend_schema_view(
    get=extend_schema(
        operation_id="survey_estimation",
        summary="An estimation with its result document",
        responses=answers(EstimationDetailSerializer, 404),
    )
)
class EstimationDetail(RetrieveAPIView[SurveyEstimation]):
    serializer_class = EstimationDetailSerializer
    queryset = SurveyEstimation.objects.none()

    def get_object(self) -> SurveyEstimation:
        estimations = estimations_visible_to(by_of(self.request), at=timezone.now())
        return found(estimations.filter(pk=self.kwargs["pk"]).first())


class EstimationDeliver(APIView):
    @extend_schema(
        operation_id="survey_deliver",
        summary="Deliver the estimates of the cities as industrial digitalisation",
        request=EstimatesDeliverySerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(TableSerializer, 400, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        asked = EstimatesDeliverySerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        by, at = by_of(request), timezone.now()
        made = once(
            lambda: deliver_estimates(pk, by=by, at=at, **asked.validated_data).table.pk,
            repeatable(request),
            object_type="measurement.table",
            by=by,
            at=at,
        )
        return Response(TableSerializer(tables_visible_to(by, at=at).get(pk=made)).data)


def _stepped(request: Request, step: Callable[[], Survey]) -> Response:
    by, at = by_of(request), timezone.now()
    made = once(lambda: step().pk, repeatable(request), object_type="measurement.survey", by=by, at=at)
    return Response(_survey(request, made))


def _survey(request: Request, pk: int) -> Any:
    return SurveySerializer(survey_seen(pk, by=by_of(request), at=timezone.now())).data


urlpatterns: list[URLPattern] = [
    path("surveys/", SurveyList.as_view()),
    path("surveys/<int:pk>/", SurveyDetail.as_view()),
    path("surveys/<int:pk>/questionnaires/", Questionnaires.as_view()),
    path("surveys/<int:pk>/freeze/", SurveyFreeze.as_view()),
    path("surveys/<int:pk>/design/", SurveyDesign.as_view()),
    path("surveys/<int:pk>/draw/", SurveyDraw.as_view()),
    path("surveys/<int:pk>/send/", SurveySend.as_view()),
    path("surveys/<int:pk>/follow-up/", SurveyFollowUp.as_view()),
    path("surveys/<int:pk>/paper/", SurveyPaper.as_view()),
    path("surveys/<int:pk>/estimations/", EstimationList.as_view()),
    path("estimations/<int:pk>/", EstimationDetail.as_view()),
    path("estimations/<int:pk>/deliver/", EstimationDeliver.as_view()),
]
