"""Workbooks over HTTP: the template, an upload and its comparison, confirming or discarding it, the marked copy."""

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
from assessment.filing import actions
from assessment.filing.errors.workbook import FileTooLarge
from assessment.filing.marked_workbook import MARKED_ENDING, marked_workbook
from assessment.filing.queries import version_seen
from assessment.filing.return_template import file_name_of, template_of
from assessment.filing.serializers.uploads import UploadConfirmSerializer, UploadRequestSerializer, UploadSerializer
from assessment.filing.upload_actions import Incoming
from assessment.filing.upload_queries import upload_seen
from assessment.filing.workbook.limits import LARGEST_FILE, MEGABYTE
from assessment.filing.workbook_answers import XLSX, workbook_answer
from assessment.jobs.api_requests import by_of, repeatable
from assessment.jobs.repeats import Repeatable, once


class Template(APIView):
    @extend_schema(
        operation_id="filing_version_template",
        summary="The template of a version as a workbook, filled with what the system knows",
        responses={(200, XLSX): OpenApiTypes.BINARY, **refusals(404)},
    )
    def get(self, request: Request, pk: int) -> HttpResponse:
        version = version_seen(pk, by=by_of(request), at=timezone.now())
        return workbook_answer(template_of(version), file_name_of(version))


class VersionUploads(APIView):
    parser_classes = [MultiPartParser]

    @extend_schema(
        operation_id="filing_upload",
        summary="Upload a filled template for comparison; no cell changes",
        request={"multipart/form-data": UploadRequestSerializer},
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(UploadSerializer, 400, 404, 409, 422, status=201),
    )
    def post(self, request: Request, pk: int) -> Response:
        body = UploadRequestSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        sent = body.validated_data["file"]
        if sent.size > LARGEST_FILE:
            raise FileTooLarge(received=-(-sent.size // MEGABYTE), largest=LARGEST_FILE // MEGABYTE)
        file = Incoming(sent.name, sent.read())
        by, at = by_of(request), timezone.now()
        made = once(
            lambda: actions.upload_workbook(pk, file, by=by, at=at).pk,
            _with_content(request, file),
            object_type="filing.upload",
            by=by,
            at=at,
        )
        return Response(UploadSerializer(upload_seen(made, by=by, at=at)).data, status=201)


class UploadDetail(APIView):
    @extend_schema(
        operation_id="filing_upload_detail",
        summary="An upload: every cell old and new, every repair, every problem, the checks of the result",
        responses=answers(UploadSerializer, 404),
    )
    def get(self, request: Request, pk: int) -> Response:
        return Response(UploadSerializer(upload_seen(pk, by=by_of(request), at=timezone.now())).data)


class UploadConfirm(APIView):
    @extend_schema(
        operation_id="filing_upload_confirm",
        summary="Write the cells of an upload into the draft; repeated, nothing changes",
        request=UploadConfirmSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(UploadSerializer, 400, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        body = UploadConfirmSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        by, at, revision = by_of(request), timezone.now(), body.validated_data["revision"]
        return _decided(request, pk, lambda: actions.confirm_upload(pk, revision=revision, by=by, at=at).pk)


class UploadDiscard(APIView):
    @extend_schema(
        operation_id="filing_upload_discard",
        summary="Let an upload go; the file stays as evidence",
        request=None,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(UploadSerializer, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        by, at = by_of(request), timezone.now()
        return _decided(request, pk, lambda: actions.discard_upload(pk, by=by, at=at).pk)


class UploadMarked(APIView):
    @extend_schema(
        operation_id="filing_upload_marked",
        summary="The user's own workbook back, its cells marked; who took it is written down",
        responses={(200, XLSX): OpenApiTypes.BINARY, **refusals(404)},
    )
    def get(self, request: Request, pk: int) -> HttpResponse:
        by, at = by_of(request), timezone.now()
        upload = upload_seen(pk, by=by, at=at)
        name = upload.file_name.removesuffix(".xlsx") + MARKED_ENDING
        return workbook_answer(marked_workbook(upload, by=by, at=at), name)


def _decided(request: Request, pk: int, act: Callable[[], int]) -> Response:
    by, at = by_of(request), timezone.now()
    made = once(act, repeatable(request), object_type="filing.upload", by=by, at=at)
    return Response(UploadSerializer(upload_seen(made, by=by, at=at)).data)


def _with_content(request: Request, file: Incoming) -> Repeatable:
    """The same key with another file is another request."""
    digest = hashlib.sha256(file.content).hexdigest()
    key = request.headers.get("Idempotency-Key", "")
    return Repeatable(key=key, method=request.method or "", path=request.path, body=digest)


urlpatterns: list[URLPattern] = [
    path("versions/<int:pk>/template/", Template.as_view(), name="filing-template"),
    path("versions/<int:pk>/uploads/", VersionUploads.as_view(), name="filing-uploads"),
    path("uploads/<int:pk>/", UploadDetail.as_view(), name="filing-upload"),
    path("uploads/<int:pk>/confirm/", UploadConfirm.as_view(), name="filing-upload-confirm"),
    path("uploads/<int:pk>/discard/", UploadDiscard.as_view(), name="filing-upload-discard"),
    path("uploads/<int:pk>/marked/", UploadMarked.as_view(), name="filing-upload-marked"),
]
