"""The measurement stage over HTTP: tables of the bureaus, batches and their moves."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import django_filters  # type: ignore[import-untyped]  # it has no stubs
from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.generics import ListAPIView, ListCreateAPIView, RetrieveAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from assessment.display.api_shapes import IDEMPOTENCY_KEY, answers
from assessment.jobs.api_requests import by_of, found, repeatable
from assessment.jobs.repeats import once
from assessment.measurement import batch_moves_api, opinion_api, reading_api, revenue_api, table_api
from assessment.measurement.actions import request_batch
from assessment.measurement.batch_inputs import Choice
from assessment.measurement.delivery_files import read_accounts, read_deflators, read_figures
from assessment.measurement.errors import FileNotText
from assessment.measurement.models import BaseTable, Batch, BatchResult
from assessment.measurement.queries import batches_visible_to, tables_visible_to
from assessment.measurement.serializers import (
    BatchDetailSerializer,
    BatchRequestSerializer,
    BatchResultSerializer,
    BatchSerializer,
    TableDeliverySerializer,
    TableDetailSerializer,
    TableSerializer,
)
from assessment.measurement.survey_api import urlpatterns as survey_operations
from assessment.measurement.table_actions import (
    Loaded,
    load_all,
    load_deflators,
    load_digitalisation,
    load_gdp,
    load_industry,
    load_industry_accounts,
    load_section_i,
)
from assessment.people.token_authentication import ReadByToken

_READ_AND_LOAD: Mapping[str, tuple[Callable[..., Any], Callable[..., Loaded]]] = {
    BaseTable.Kind.INDUSTRY_ACCOUNTS: (read_accounts, load_industry_accounts),
    BaseTable.Kind.GDP: (read_figures, load_gdp),
    BaseTable.Kind.INDUSTRIAL_DIGITALISATION: (read_figures, load_digitalisation),
    BaseTable.Kind.DEFLATOR: (read_deflators, load_deflators),
    BaseTable.Kind.SECTION_I: (read_figures, load_section_i),
    BaseTable.Kind.INDUSTRY: (read_figures, load_industry),
}


class TableFilter(django_filters.FilterSet):  # type: ignore[misc]  # without stubs a base of type Any
    in_force = django_filters.BooleanFilter(field_name="superseded_at", lookup_expr="isnull", label="in force")

    class Meta:
        model = BaseTable
        fields = ["kind", "period", "vintage"]


@extend_schema_view(
    get=extend_schema(
        operation_id="measurement_tables",
        summary="Tables delivered by the bureaus",
        responses=answers(TableSerializer(many=True)),
    )
)
class TableList(ListCreateAPIView[BaseTable]):
    serializer_class = TableSerializer
    filterset_class = TableFilter
    parser_classes = [MultiPartParser]
    queryset = BaseTable.objects.none()

    def get_queryset(self) -> QuerySet[BaseTable]:
        return tables_visible_to(by_of(self.request), at=timezone.now())

    @extend_schema(
        operation_id="measurement_table_load",
        summary="Deliver a table as CSV; all rows or none, a later delivery supersedes",
        request=TableDeliverySerializer,
        responses=answers(TableSerializer(many=True), 400, status=201),
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        asked = TableDeliverySerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        by, at = by_of(request), timezone.now()
        read, load = _READ_AND_LOAD[asked.validated_data["kind"]]
        reason = asked.validated_data["reason"]
        load = partial(load, reason=reason) if load is load_gdp else load
        deliveries = read(_text(asked.validated_data["file"].read()), year=asked.validated_data["year"]).deliveries
        loaded = load_all(deliveries, load, by=by, at=at)
        tables = tables_visible_to(by, at=at).filter(pk__in=[one.table.pk for one in loaded])
        return Response(TableSerializer(tables, many=True).data, status=status.HTTP_201_CREATED)


@extend_schema_view(
    get=extend_schema(
        operation_id="measurement_table",
        summary="A delivered table with its rows",
        responses=answers(TableDetailSerializer, 404),
    )
)
class TableDetail(RetrieveAPIView[BaseTable]):
    serializer_class = TableDetailSerializer
    queryset = BaseTable.objects.none()

    def get_object(self) -> BaseTable:
        tables = tables_visible_to(by_of(self.request), at=timezone.now())
        rows = tables.prefetch_related("account_rows__region", "region_figures__region")
        return found(rows.filter(pk=self.kwargs["pk"]).first())


class BatchFilter(django_filters.FilterSet):  # type: ignore[misc]  # without stubs a base of type Any
    class Meta:
        model = Batch
        fields = ["period", "state", "months"]


@extend_schema_view(
    get=extend_schema(
        operation_id="measurement_batches", summary="Measurement batches", responses=answers(BatchSerializer(many=True))
    )
)
class BatchList(ReadByToken, ListCreateAPIView[Batch]):
    serializer_class = BatchSerializer
    filterset_class = BatchFilter
    queryset = Batch.objects.none()

    def get_queryset(self) -> QuerySet[Batch]:
        return batches_visible_to(by_of(self.request), at=timezone.now())

    @extend_schema(
        operation_id="measurement_batch_request",
        summary="Freeze the delivered tables and measure them",
        request=BatchRequestSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(BatchSerializer, 400, 409, 422, status=201),
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        asked = BatchRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        wanted = asked.validated_data
        by, at = by_of(request), timezone.now()
        made = once(
            lambda: (
                request_batch(
                    wanted["year"],
                    months=wanted["months"],
                    choice=Choice(wanted["parameter_set"], wanted["gdp_vintage"]),
                    by=by,
                    at=at,
                ).pk
            ),
            repeatable(request),
            object_type="measurement.batch",
            by=by,
            at=at,
        )
        return Response(_made(request, made), status=status.HTTP_201_CREATED)


@extend_schema_view(
    get=extend_schema(
        operation_id="measurement_batch",
        summary="A batch with its findings and the comparison with the province",
        responses=answers(BatchDetailSerializer, 404),
    )
)
class BatchDetail(ReadByToken, RetrieveAPIView[Batch]):
    serializer_class = BatchDetailSerializer
    queryset = Batch.objects.none()

    def get_object(self) -> Batch:
        return found(batches_visible_to(by_of(self.request), at=timezone.now()).filter(pk=self.kwargs["pk"]).first())


@extend_schema_view(
    get=extend_schema(
        operation_id="measurement_batch_results",
        summary="Measured figures of a batch",
        responses=answers(BatchResultSerializer(many=True), 404),
    )
)
class BatchResults(ReadByToken, ListAPIView[BatchResult]):
    serializer_class = BatchResultSerializer
    filter_backends = []
    queryset = BatchResult.objects.none()

    def get_queryset(self) -> QuerySet[BatchResult]:
        batches = batches_visible_to(by_of(self.request), at=timezone.now())
        batch = found(batches.filter(pk=self.kwargs["pk"]).first())
        return BatchResult.objects.filter(batch=batch).order_by("region", "code")


def _made(request: Request, pk: int) -> Any:
    return BatchSerializer(batches_visible_to(by_of(request), at=timezone.now()).get(pk=pk)).data


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileNotText(position=error.start) from None


urlpatterns: list[URLPattern] = [
    *table_api.urlpatterns,
    *revenue_api.urlpatterns,
    path("tables/", TableList.as_view()),
    path("tables/<int:pk>/", TableDetail.as_view()),
    path("batches/", BatchList.as_view()),
    path("batches/<int:pk>/", BatchDetail.as_view()),
    path("batches/<int:pk>/results/", BatchResults.as_view()),
    *batch_moves_api.urlpatterns,
    *opinion_api.urlpatterns,
    *reading_api.urlpatterns,
    *survey_operations,
]
