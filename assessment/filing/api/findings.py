"""Findings over HTTP: reading them, explaining them, carrying out the conversion one of them offers."""

from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessment.display.api_shapes import IDEMPOTENCY_KEY, answers
from assessment.filing import actions
from assessment.filing.checking import checked
from assessment.filing.explanation_actions import Explaining
from assessment.filing.explanation_queries import explanations_visible_to
from assessment.filing.filters import ExplanationFilter
from assessment.filing.models import Explanation
from assessment.filing.queries import version_seen
from assessment.filing.serializers.findings import (
    ConvertSerializer,
    ExplanationSerializer,
    ExplanationsSerializer,
    FindingsSerializer,
    findings_answer,
)
from assessment.jobs.api_requests import by_of, repeatable
from assessment.jobs.repeats import once


class VersionFindings(APIView):
    """What every answer of this subject shows: the findings as they stand now."""

    def answer(self, request: Request, pk: int) -> Response:
        """The findings of a version the reader may see."""
        version = version_seen(pk, by=by_of(request), at=timezone.now())
        return Response(FindingsSerializer(findings_answer(version, checked(version))).data)


class Findings(VersionFindings):
    @extend_schema(
        operation_id="filing_findings",
        summary="The failed checks of a version, gravest first, with their explanations",
        responses=answers(FindingsSerializer, 404),
    )
    def get(self, request: Request, pk: int) -> Response:
        return self.answer(request, pk)


class Explanations(VersionFindings):
    @extend_schema(
        operation_id="filing_explanations_put",
        summary="Explain findings of a draft, all or none",
        request=ExplanationsSerializer,
        responses=answers(FindingsSerializer, 400, 404, 409),
    )
    def put(self, request: Request, pk: int) -> Response:
        body = ExplanationsSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        said = [Explaining(**one) for one in body.validated_data["explanations"]]
        actions.explain(pk, said, by=by_of(request), at=timezone.now())
        return self.answer(request, pk)


class Conversions(VersionFindings):
    @extend_schema(
        operation_id="filing_convert",
        summary="Carry out the conversion of a unit or of a cumulative period that a finding offers",
        request=ConvertSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(FindingsSerializer, 400, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        body = ConvertSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        by, at, wanted = by_of(request), timezone.now(), body.validated_data

        def act() -> int:
            actions.convert(pk, wanted["finding"], revision=wanted["revision"], by=by, at=at)
            return pk

        once(act, repeatable(request), object_type="filing.version", by=by, at=at)
        return self.answer(request, pk)


@extend_schema_view(
    get=extend_schema(
        operation_id="filing_explanations",
        summary="Explanations of the regions open to you, newest first",
        responses=answers(ExplanationSerializer(many=True)),
    )
)
class ExplanationList(ListAPIView[Explanation]):
    serializer_class = ExplanationSerializer
    filterset_class = ExplanationFilter
    queryset = Explanation.objects.none()

    def get_queryset(self) -> QuerySet[Explanation]:
        return explanations_visible_to(by_of(self.request), at=timezone.now())


urlpatterns: list[URLPattern] = [
    path("versions/<int:pk>/findings/", Findings.as_view(), name="filing-findings"),
    path("versions/<int:pk>/explanations/", Explanations.as_view(), name="filing-explanations-put"),
    path("versions/<int:pk>/conversions/", Conversions.as_view(), name="filing-convert"),
    path("explanations/", ExplanationList.as_view(), name="filing-explanations"),
]
