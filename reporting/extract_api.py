"""Audit extracts over HTTP: asked for, watched, and taken by whoever asked."""

from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse
from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.generics import ListAPIView
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessment.display.api_shapes import IDEMPOTENCY_KEY, answers, refusals
from assessment.jobs.api_requests import by_of, repeatable
from assessment.jobs.repeats import once
from assessment.people.permissions import Action
from assessment.people.queries import require
from reporting.extract_actions import download_extract, request_extract
from reporting.extract_queries import extract_seen, extracts_of
from reporting.models import AuditExtract
from reporting.operation_api import handed_out
from reporting.operations.audit_extract import Asked
from reporting.pack_api import XLSX, PackWorkbookRenderer


class AuditExtractAskedSerializer(serializers.Serializer[Any]):
    since = serializers.CharField(required=False, allow_blank=True, help_text="first day, such as 2021-04-01")
    until = serializers.CharField(required=False, allow_blank=True, help_text="last day, which counts whole")
    actor = serializers.CharField(required=False, allow_blank=True, help_text="user name")
    unit = serializers.CharField(
        required=False, allow_blank=True, help_text="region code, province or system; a city has its own alone"
    )
    action = serializers.CharField(required=False, allow_blank=True, help_text="such as return.accept")
    subject = serializers.CharField(required=False, allow_blank=True, help_text="kind of object, such as scoring.run")
    number = serializers.CharField(required=False, allow_blank=True, help_text="number or name of the object")


class AuditExtractSerializer(serializers.ModelSerializer[AuditExtract]):
    job_state = serializers.CharField(source="job.state", default=None, allow_null=True)
    job_error = serializers.CharField(source="job.error_code", default="", allow_blank=True)
    rows_written = serializers.IntegerField(source="job.progress_done", default=0)
    kept = serializers.SerializerMethodField(help_text="whether the file can be taken")

    class Meta:
        model = AuditExtract
        fields = [
            "id", "asked", "last", "requested_at", "job_state", "job_error", "rows_written", "rows", "size", "digest",
            "made_at", "expires_at", "kept",
        ]  # fmt: skip

    def get_kept(self, extract: AuditExtract) -> bool:
        return bool(extract.storage_name)


class AuditExtracts(ListAPIView[AuditExtract]):
    serializer_class = AuditExtractSerializer
    filter_backends = []
    queryset = AuditExtract.objects.none()

    def get_queryset(self) -> QuerySet[AuditExtract]:
        by = by_of(self.request)
        require(by, Action.AUDIT_EXTRACT, at=timezone.now())
        return extracts_of(by)

    @extend_schema(
        operation_id="reports_audit_extracts",
        summary="The extracts of the record the asking person has asked for, newest first",
        responses=answers(AuditExtractSerializer(many=True)),
    )
    def get(self, request: Request) -> Response:
        return super().get(request)

    @extend_schema(
        operation_id="reports_audit_extract_request",
        summary="Have 审计摘录 made as Excel; one that waits is answered again. A unit has its own record",
        request=AuditExtractAskedSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(AuditExtractSerializer, 400, 404, status=202),
    )
    def post(self, request: Request) -> Response:
        said = AuditExtractAskedSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        by, at, asked = by_of(request), timezone.now(), Asked.of(said.validated_data)

        def act() -> int:
            return request_extract(asked, by=by, at=at).pk

        made = once(act, repeatable(request), object_type="reporting.audit_extract", by=by, at=at)
        return Response(AuditExtractSerializer(extract_seen(made, by=by)).data, status=status.HTTP_202_ACCEPTED)


class AuditExtractState(APIView):
    @extend_schema(
        operation_id="reports_audit_extract",
        summary="How far an extract is; only for whoever asked for it",
        responses=answers(AuditExtractSerializer, 404),
    )
    def get(self, request: Request, pk: int) -> Response:
        by = by_of(request)
        require(by, Action.AUDIT_EXTRACT, at=timezone.now())
        return Response(AuditExtractSerializer(extract_seen(pk, by=by)).data)


class AuditExtractWorkbook(APIView):
    renderer_classes = [JSONRenderer, PackWorkbookRenderer]

    @extend_schema(
        operation_id="reports_audit_extract_workbook",
        summary="The extract as Excel, with the state of the chains; the download is recorded",
        responses={(200, XLSX): OpenApiTypes.BINARY, **refusals(404, 409)},
    )
    def get(self, request: Request, pk: int) -> FileResponse:
        return handed_out(download_extract(pk, by=by_of(request), at=timezone.now()))


urlpatterns: list[URLPattern] = [
    path("operations/audit-extracts/", AuditExtracts.as_view()),
    path("operations/audit-extracts/<int:pk>/", AuditExtractState.as_view()),
    path("operations/audit-extracts/<int:pk>/extract.xlsx", AuditExtractWorkbook.as_view()),
]
