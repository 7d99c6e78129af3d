"""Requests for correction over HTTP."""

import django_filters  # type: ignore[import-untyped]  # it has no stubs
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
from assessment.filing.correction_queries import correction_seen, corrections_visible_to
from assessment.filing.models import Correction
from assessment.filing.serializers.corrections import (
    CorrectionRequestSerializer,
    CorrectionSerializer,
    GrantCorrectionSerializer,
    RefuseCorrectionSerializer,
)
from assessment.jobs.api_requests import by_of, repeatable
from assessment.jobs.repeats import once


class CorrectionFilter(django_filters.FilterSet):  # type: ignore[misc]  # without stubs a base of type Any
    return_filed = django_filters.NumberFilter(field_name="return_filed_id", label="id of the return")

    class Meta:
        model = Correction
        fields = ["state"]


@extend_schema_view(
    get=extend_schema(
        operation_id="filing_corrections",
        summary="Requests for correction of the regions open to you",
        responses=answers(CorrectionSerializer(many=True)),
    )
)
class CorrectionList(ListAPIView[Correction]):
    serializer_class = CorrectionSerializer
    filterset_class = CorrectionFilter
    queryset = Correction.objects.none()

    def get_queryset(self) -> QuerySet[Correction]:
        return corrections_visible_to(by_of(self.request), at=timezone.now())


class CorrectionDetail(APIView):
    @extend_schema(
        operation_id="filing_correction",
        summary="A request for correction and what was decided",
        responses=answers(CorrectionSerializer, 404),
    )
    def get(self, request: Request, pk: int) -> Response:
        return _shown(request, pk)


class CorrectionRequest(APIView):
    @extend_schema(
        operation_id="filing_correction_request",
        summary="Ask to correct named items of an accepted return",
        request=CorrectionRequestSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(CorrectionSerializer, 400, 404, 409, 422, status=201),
    )
    def post(self, request: Request, pk: int) -> Response:
        body = CorrectionRequestSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        by, at, asked = by_of(request), timezone.now(), body.validated_data
        made = once(
            lambda: actions.request_correction(pk, asked["items"], asked["reason"], by=by, at=at).pk,
            repeatable(request),
            object_type="filing.correction",
            by=by,
            at=at,
        )
        return _shown(request, made, status=201)


class GrantCorrection(APIView):
    @extend_schema(
        operation_id="filing_correction_grant",
        summary="Grant the request; the named items may change in one next version",
        request=GrantCorrectionSerializer,
        responses=answers(CorrectionSerializer, 400, 404, 409),
    )
    def post(self, request: Request, pk: int) -> Response:
        body = GrantCorrectionSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        actions.grant_correction(pk, **body.validated_data, by=by_of(request), at=timezone.now())
        return _shown(request, pk)


class RefuseCorrection(APIView):
    @extend_schema(
        operation_id="filing_correction_refuse",
        summary="Refuse the request with a reason",
        request=RefuseCorrectionSerializer,
        responses=answers(CorrectionSerializer, 400, 404, 409),
    )
    def post(self, request: Request, pk: int) -> Response:
        body = RefuseCorrectionSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        actions.refuse_correction(pk, body.validated_data["reason"], by=by_of(request), at=timezone.now())
        return _shown(request, pk)


class WithdrawCorrection(APIView):
    @extend_schema(
        operation_id="filing_correction_withdraw",
        summary="Take the request back before the corrected version is begun",
        request=None,
        responses=answers(CorrectionSerializer, 404, 409),
    )
    def post(self, request: Request, pk: int) -> Response:
        actions.withdraw_correction(pk, by=by_of(request), at=timezone.now())
        return _shown(request, pk)


def _shown(request: Request, correction_id: int, *, status: int = 200) -> Response:
    correction = correction_seen(correction_id, by=by_of(request), at=timezone.now())
    return Response(CorrectionSerializer(correction).data, status=status)


urlpatterns: list[URLPattern] = [
    path("corrections/", CorrectionList.as_view(), name="filing-corrections"),
    path("corrections/<int:pk>/", CorrectionDetail.as_view(), name="filing-correction"),
    path("corrections/<int:pk>/grant/", GrantCorrection.as_view(), name="filing-correction-grant"),
    path("corrections/<int:pk>/refuse/", RefuseCorrection.as_view(), name="filing-correction-refuse"),
    path("corrections/<int:pk>/withdraw/", WithdrawCorrection.as_view(), name="filing-correction-withdraw"),
    path("returns/<int:pk>/corrections/", CorrectionRequest.as_view(), name="filing-correction-request"),
]
