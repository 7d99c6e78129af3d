"""Opinions and disputes over HTTP."""

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.generics import ListAPIView, ListCreateAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessment.display.api_shapes import IDEMPOTENCY_KEY, answers
from assessment.jobs.api_requests import by_of, found, repeatable
from assessment.jobs.repeats import once
from assessment.measurement.batch_serializers import (
    DecisionSerializer,
    FigureDisputeSerializer,
    OpinionRequestSerializer,
    OpinionSerializer,
)
from assessment.measurement.opinion_actions import Decision, OtherFigure, Statement, decide_dispute, give_opinion
from assessment.measurement.opinion_models import Dispute, Opinion
from assessment.measurement.opinion_queries import dispute_seen, disputes_visible_to, opinions_visible_to
from assessment.measurement.queries import batches_visible_to


@extend_schema_view(
    get=extend_schema(
        operation_id="measurement_batch_opinions",
        summary="Opinions of the bureau of statistics on a batch",
        responses=answers(OpinionSerializer(many=True), 404),
    )
)
class OpinionList(ListCreateAPIView[Opinion]):
    serializer_class = OpinionSerializer
    filter_backends = []
    queryset = Opinion.objects.none()

    def get_queryset(self) -> QuerySet[Opinion]:
        by, at = by_of(self.request), timezone.now()
        batch = found(batches_visible_to(by, at=at).filter(pk=self.kwargs["pk"]).first())
        return opinions_visible_to(by, at=at).filter(batch=batch)

    @extend_schema(
        operation_id="measurement_batch_give_opinion",
        summary="Agree with a submitted batch or object to it, naming other figures",
        request=OpinionRequestSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(OpinionSerializer, 400, 404, 409, 422, status=201),
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        asked = OpinionRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        by, at, pk = by_of(request), timezone.now(), self.kwargs["pk"]
        figures = tuple(OtherFigure(**figure) for figure in asked.validated_data["figures"])
        said = Statement(Opinion.Stand(asked.validated_data["stand"]), asked.validated_data["text"], figures)
        made = once(
            lambda: give_opinion(pk, said, by=by, at=at).pk,
            repeatable(request),
            object_type="measurement.opinion",
            by=by,
            at=at,
        )
        given = opinions_visible_to(by, at=at).get(pk=made)
        return Response(OpinionSerializer(given).data, status=status.HTTP_201_CREATED)


@extend_schema_view(
    get=extend_schema(
        operation_id="measurement_disputes",
        summary="Figures on which the bureaus differ",
        responses=answers(FigureDisputeSerializer(many=True)),
    )
)
class DisputeList(ListAPIView[Dispute]):
    serializer_class = FigureDisputeSerializer
    filter_backends = []
    queryset = Dispute.objects.none()

    def get_queryset(self) -> QuerySet[Dispute]:
        return disputes_visible_to(by_of(self.request), at=timezone.now())


@extend_schema_view(
    get=extend_schema(
        operation_id="measurement_dispute",
        summary="Both figures, and the decision where there is one; no score and no rank",
        responses=answers(FigureDisputeSerializer, 404),
    )
)
class DisputeDetail(RetrieveAPIView[Dispute]):
    serializer_class = FigureDisputeSerializer
    queryset = Dispute.objects.none()

    def get_object(self) -> Dispute:
        return dispute_seen(self.kwargs["pk"], by=by_of(self.request), at=timezone.now())


class DisputeDecide(APIView):
    @extend_schema(
        operation_id="measurement_dispute_decide",
        summary="Record the decision of the commission with document number and reasons",
        request=DecisionSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(FigureDisputeSerializer, 400, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        asked = DecisionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        by, at = by_of(request), timezone.now()
        made = once(
            lambda: decide_dispute(pk, Decision(**asked.validated_data), by=by, at=at).pk,
            repeatable(request),
            object_type="measurement.dispute",
            by=by,
            at=at,
        )
        return Response(FigureDisputeSerializer(dispute_seen(made, by=by, at=at)).data)


urlpatterns: list[URLPattern] = [
    path("batches/<int:pk>/opinions/", OpinionList.as_view()),
    path("disputes/", DisputeList.as_view()),
    path("disputes/<int:pk>/", DisputeDetail.as_view()),
    path("disputes/<int:pk>/decide/", DisputeDecide.as_view()),
]
