"""Laid-out figures over HTTP: a body delivers its own, the unit checks them, the body answers."""

from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.generics import ListAPIView, ListCreateAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessment.display.api_shapes import answers
from assessment.filing import actions
from assessment.filing.laid_out_actions import Said
from assessment.filing.laid_out_queries import disputes_before, figures_delivered_by, standing_checks
from assessment.filing.models import FigureCheck, LaidOutFigure
from assessment.filing.queries import version_seen
from assessment.filing.serializers.laid_out import (
    CheckFiguresSerializer,
    DeliveredSerializer,
    DeliveryAnswerSerializer,
    DeliverySerializer,
    DisputeSerializer,
    FigureCheckSerializer,
    LaidOutFigureSerializer,
)
from assessment.jobs.api_requests import by_of


@extend_schema_view(
    get=extend_schema(
        operation_id="filing_laid_out",
        summary="The figures your body has laid out, as they count now",
        responses=answers(LaidOutFigureSerializer(many=True)),
    )
)
class LaidOutList(ListCreateAPIView[LaidOutFigure]):
    serializer_class = LaidOutFigureSerializer
    filter_backends = []
    parser_classes = [MultiPartParser]
    queryset = LaidOutFigure.objects.none()

    def get_queryset(self) -> QuerySet[LaidOutFigure]:
        return figures_delivered_by(by_of(self.request), at=timezone.now())

    @extend_schema(
        operation_id="filing_laid_out_deliver",
        summary="Lay out figures as CSV; all rows or none, what stands already changes nothing",
        request=DeliverySerializer,
        responses=answers(DeliveredSerializer, 400, status=201),
    )
    def post(self, request: Request) -> Response:
        body = DeliverySerializer(data=request.data)
        body.is_valid(raise_exception=True)
        file = body.validated_data["file"]
        report = actions.deliver_file(file.read(), file_name=file.name, by=by_of(request), at=timezone.now())
        return Response(DeliveredSerializer(report).data, status=201)


class FigureChecks(APIView):
    @extend_schema(
        operation_id="filing_figure_checks",
        summary="What the unit says of each laid-out item of a version",
        responses=answers(FigureCheckSerializer(many=True), 404),
    )
    def get(self, request: Request, pk: int) -> Response:
        return self._shown(request, pk)

    @extend_schema(
        operation_id="filing_figure_checks_save",
        summary="Agree with laid-out items or dispute them with a reason",
        request=CheckFiguresSerializer,
        responses=answers(FigureCheckSerializer(many=True), 400, 404, 409),
    )
    def put(self, request: Request, pk: int) -> Response:
        body = CheckFiguresSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        said = [Said(**one) for one in body.validated_data["checks"]]
        actions.check_figures(pk, said, by=by_of(request), at=timezone.now())
        return self._shown(request, pk)

    def _shown(self, request: Request, pk: int) -> Response:
        version = version_seen(pk, by=by_of(request), at=timezone.now())
        return Response(FigureCheckSerializer(list(standing_checks(version).values()), many=True).data)


@extend_schema_view(
    get=extend_schema(
        operation_id="filing_disputes",
        summary="What units dispute about the figures of your body",
        responses=answers(DisputeSerializer(many=True)),
    )
)
class DisputeList(ListAPIView[FigureCheck]):
    serializer_class = DisputeSerializer
    filter_backends = []
    queryset = FigureCheck.objects.none()

    def get_queryset(self) -> QuerySet[FigureCheck]:
        return disputes_before(by_of(self.request), at=timezone.now())


class AnswerDispute(APIView):
    @extend_schema(
        operation_id="filing_dispute_answer",
        summary="Say why the figure stands; to change it, deliver it anew",
        request=DeliveryAnswerSerializer,
        responses=answers(FigureCheckSerializer, 400, 404, 409),
    )
    def post(self, request: Request, pk: int) -> Response:
        body = DeliveryAnswerSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        check = actions.answer_dispute(pk, body.validated_data["answer"], by=by_of(request), at=timezone.now())
        return Response(FigureCheckSerializer(check).data)


urlpatterns: list[URLPattern] = [
    path("laid-out/", LaidOutList.as_view(), name="filing-laid-out"),
    path("versions/<int:pk>/figure-checks/", FigureChecks.as_view(), name="filing-figure-checks"),
    path("disputes/", DisputeList.as_view(), name="filing-disputes"),
    path("disputes/<int:pk>/answer/", AnswerDispute.as_view(), name="filing-dispute-answer"),
]
