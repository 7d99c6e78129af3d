"""Base tables over HTTP: the template, an upload and its comparison, confirming or discarding it."""

import hashlib
from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessment.display.api_shapes import IDEMPOTENCY_KEY, answers, refusals
from assessment.filing.errors.workbook import FileTooLarge
from assessment.filing.upload_actions import Incoming
from assessment.filing.workbook.limits import LARGEST_FILE, MEGABYTE
from assessment.filing.workbook_answers import XLSX, workbook_answer
from assessment.jobs.api_requests import by_of, repeatable
from assessment.jobs.repeats import Repeatable, once
from assessment.measurement.table_keys import ACTION_OF, checked_key
from assessment.measurement.table_queries import upload_seen
from assessment.measurement.table_serializers import (
    TableConfirmSerializer,
    TableUploadRequestSerializer,
    TableUploadSerializer,
)
from assessment.measurement.table_template import table_template_file
from assessment.measurement.upload_actions import confirm_table, discard_table, upload_table
from assessment.people.queries import require


class TableTemplate(APIView):
    @extend_schema(
        operation_id="measurement_table_template",
        summary="The template of a base table for your body, filled with what was delivered last",
        responses={(200, XLSX): OpenApiTypes.BINARY, **refusals(400)},
    )
    def get(self, request: Request, kind: str, period: str, vintage: str) -> HttpResponse:
        key, by = checked_key(kind, period, vintage), by_of(request)
        require(by, ACTION_OF[key.kind], at=timezone.now())
        return workbook_answer(*table_template_file(key, by))


class TableUploads(APIView):
    parser_classes = [MultiPartParser]

    @extend_schema(
        operation_id="measurement_table_upload",
        summary="Send a filled template or a CSV for comparison; no table changes",
        request={"multipart/form-data": TableUploadRequestSerializer},
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(TableUploadSerializer, 400, 422, status=201),
    )
    def post(self, request: Request) -> Response:
        asked = TableUploadRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        sent = asked.validated_data.pop("file")
        if sent.size > LARGEST_FILE:
            raise FileTooLarge(received=-(-sent.size // MEGABYTE), largest=LARGEST_FILE // MEGABYTE)
        key, file = checked_key(**asked.validated_data), Incoming(sent.name, sent.read())
        by, at = by_of(request), timezone.now()
        made = once(
            lambda: upload_table(key, file, by=by, at=at).pk,
            _with_content(request, file, str(key)),
            object_type="measurement.upload",
            by=by,
            at=at,
        )
        return Response(TableUploadSerializer(upload_seen(made, by=by, at=at)).data, status=201)


class TableUploadDetail(APIView):
    @extend_schema(
        operation_id="measurement_table_upload_detail",
        summary="An upload of your body: cells old and new, repairs, problems, findings, revisions",
        responses=answers(TableUploadSerializer, 404),
    )
    def get(self, request: Request, pk: int) -> Response:
        return Response(TableUploadSerializer(upload_seen(pk, by=by_of(request), at=timezone.now())).data)


class TableUploadConfirm(APIView):
    @extend_schema(
        operation_id="measurement_table_upload_confirm",
        summary="Take the delivery over and lay it out for the cities; repeated, nothing changes",
        request=TableConfirmSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(TableUploadSerializer, 400, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        asked = TableConfirmSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        by, at, given = by_of(request), timezone.now(), asked.validated_data
        return _settled(request, lambda: confirm_table(pk, by=by, at=at, **given).pk)


class TableUploadDiscard(APIView):
    @extend_schema(
        operation_id="measurement_table_upload_discard",
        summary="Let an upload go; the file stays as evidence",
        request=None,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(TableUploadSerializer, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        by, at = by_of(request), timezone.now()
        return _settled(request, lambda: discard_table(pk, by=by, at=at).pk)


def _settled(request: Request, act: Callable[[], int]) -> Response:
    by, at = by_of(request), timezone.now()
    made = once(act, repeatable(request), object_type="measurement.upload", by=by, at=at)
    return Response(TableUploadSerializer(upload_seen(made, by=by, at=at)).data)


def _with_content(request: Request, file: Incoming, key: str) -> Repeatable:
    """The same key with another file, or for another table, is another request."""
    body = hashlib.sha256(key.encode() + file.content).hexdigest()
    return Repeatable(
        key=request.headers.get("Idempotency-Key", ""), method=request.method or "", path=request.path, body=body
    )


urlpatterns: list[URLPattern] = [
    path("table-templates/<str:kind>/<str:period>/<str:vintage>/", TableTemplate.as_view()),
    path("table-uploads/", TableUploads.as_view()),
    path("table-uploads/<int:pk>/", TableUploadDetail.as_view()),
    path("table-uploads/<int:pk>/confirm/", TableUploadConfirm.as_view()),
    path("table-uploads/<int:pk>/discard/", TableUploadDiscard.as_view()),
]
