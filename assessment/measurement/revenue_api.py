"""营业收入 over HTTP: deliveries, the template, an upload and its comparison, confirming or discarding it."""

import hashlib
from collections.abc import Callable

import django_filters  # type: ignore[import-untyped]  # it has no stubs
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.generics import ListAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessment.display.api_shapes import IDEMPOTENCY_KEY, answers, refusals
from assessment.filing.errors.workbook import FileTooLarge
from assessment.filing.upload_actions import Incoming
from assessment.filing.workbook.limits import LARGEST_FILE, MEGABYTE
from assessment.jobs.api_requests import by_of, repeatable
from assessment.jobs.repeats import Repeatable, once
from assessment.measurement.models import RevenueDelivery
from assessment.measurement.revenue_queries import revenue_seen, revenue_upload_seen, revenues_visible_to
from assessment.measurement.revenue_serializers import (
    RevenueConfirmSerializer,
    RevenueDetailSerializer,
    RevenueSerializer,
    RevenueUploadRequestSerializer,
    RevenueUploadSerializer,
)
from assessment.measurement.revenue_template import revenue_template
from assessment.measurement.revenue_upload_actions import confirm_revenues, discard_revenues, upload_revenues
from assessment.measurement.survey_step_pages import csv_answer


class RevenueFilter(django_filters.FilterSet):  # type: ignore[misc]  # without stubs a base of type Any
    class Meta:
        model = RevenueDelivery
        fields = ["period", "months"]


@extend_schema_view(
    get=extend_schema(
        operation_id="measurement_revenues",
        summary="Operating revenue delivered for parts of years, by city and industry",
        responses=answers(RevenueSerializer(many=True)),
    )
)
class RevenueList(ListAPIView[RevenueDelivery]):
    serializer_class = RevenueSerializer
    filterset_class = RevenueFilter
    queryset = RevenueDelivery.objects.none()

    def get_queryset(self) -> QuerySet[RevenueDelivery]:
        return revenues_visible_to(by_of(self.request), at=timezone.now())


class RevenueDetail(APIView):
    @extend_schema(
        operation_id="measurement_revenue",
        summary="A delivery of operating revenue with its rows",
        responses=answers(RevenueDetailSerializer, 404),
    )
    def get(self, request: Request, pk: int) -> Response:
        return Response(RevenueDetailSerializer(revenue_seen(pk, by=by_of(request), at=timezone.now())).data)


class RevenueTemplate(APIView):
    @extend_schema(
        operation_id="measurement_revenue_template",
        summary="A CSV with a row for each city and industry of your body, still without amounts",
        responses={(200, "text/csv"): OpenApiTypes.BINARY, **refusals()},
    )
    def get(self, request: Request) -> HttpResponse:
        return csv_answer(revenue_template(by=by_of(request), at=timezone.now()), "revenue.csv")


class RevenueUploads(APIView):
    parser_classes = [MultiPartParser]

    @extend_schema(
        operation_id="measurement_revenue_upload",
        summary="Send a CSV of operating revenue for comparison; no delivery changes",
        request={"multipart/form-data": RevenueUploadRequestSerializer},
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(RevenueUploadSerializer, 400, 422, status=201),
    )
    def post(self, request: Request) -> Response:
        asked = RevenueUploadRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        sent = asked.validated_data["file"]
        if sent.size > LARGEST_FILE:
            raise FileTooLarge(received=-(-sent.size // MEGABYTE), largest=LARGEST_FILE // MEGABYTE)
        file, by, at = Incoming(sent.name, sent.read()), by_of(request), timezone.now()
        made = once(
            lambda: upload_revenues(file, by=by, at=at).pk,
            _with_content(request, file),
            object_type="measurement.revenue_upload",
            by=by,
            at=at,
        )
        return Response(RevenueUploadSerializer(revenue_upload_seen(made, by=by, at=at)).data, status=201)


class RevenueUploadDetail(APIView):
    @extend_schema(
        operation_id="measurement_revenue_upload_detail",
        summary="An upload of your body: cells old and new, repairs, problems",
        responses=answers(RevenueUploadSerializer, 404),
    )
    def get(self, request: Request, pk: int) -> Response:
        upload = revenue_upload_seen(pk, by=by_of(request), at=timezone.now())
        return Response(RevenueUploadSerializer(upload).data)


class RevenueUploadConfirm(APIView):
    @extend_schema(
        operation_id="measurement_revenue_upload_confirm",
        summary="Take the revenues over; repeated, nothing changes",
        request=RevenueConfirmSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(RevenueUploadSerializer, 400, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        asked = RevenueConfirmSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        by, at, compared_with = by_of(request), timezone.now(), asked.validated_data["compared_with"]
        return _settled(request, lambda: confirm_revenues(pk, compared_with=compared_with, by=by, at=at).pk)


class RevenueUploadDiscard(APIView):
    @extend_schema(
        operation_id="measurement_revenue_upload_discard",
        summary="Let an upload go; its text stays as evidence",
        request=None,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(RevenueUploadSerializer, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        by, at = by_of(request), timezone.now()
        return _settled(request, lambda: discard_revenues(pk, by=by, at=at).pk)


def _settled(request: Request, act: Callable[[], int]) -> Response:
    by, at = by_of(request), timezone.now()
    made = once(act, repeatable(request), object_type="measurement.revenue_upload", by=by, at=at)
    return Response(RevenueUploadSerializer(revenue_upload_seen(made, by=by, at=at)).data)


def _with_content(request: Request, file: Incoming) -> Repeatable:
    """The same key with another file is another request."""
    body = hashlib.sha256(file.content).hexdigest()
    return Repeatable(
        key=request.headers.get("Idempotency-Key", ""), method=request.method or "", path=request.path, body=body
    )


urlpatterns: list[URLPattern] = [
    path("revenues/", RevenueList.as_view()),
    path("revenues/<int:pk>/", RevenueDetail.as_view()),
    path("revenue-template/", RevenueTemplate.as_view()),
    path("revenue-uploads/", RevenueUploads.as_view()),
    path("revenue-uploads/<int:pk>/", RevenueUploadDetail.as_view()),
    path("revenue-uploads/<int:pk>/confirm/", RevenueUploadConfirm.as_view()),
    path("revenue-uploads/<int:pk>/discard/", RevenueUploadDiscard.as_view()),
]
