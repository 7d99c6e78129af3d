"""Files beside a return over HTTP."""

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessment.display.api_shapes import IDEMPOTENCY_KEY, answers, refusals
from assessment.evidence.queries import file_numbered
from assessment.evidence.serving import attachment
from assessment.filing import actions
from assessment.filing.evidence_actions import Upload
from assessment.filing.evidence_view import files_beside
from assessment.filing.queries import version_seen
from assessment.filing.serializers.evidence import AddFileSerializer, StoredFileSerializer
from assessment.jobs.api_requests import by_of, repeatable
from assessment.jobs.repeats import once


class VersionEvidence(APIView):
    parser_classes = [MultiPartParser]

    @extend_schema(
        operation_id="filing_evidence",
        summary="The files beside a version, withdrawn ones too",
        responses=answers(StoredFileSerializer(many=True), 404),
    )
    def get(self, request: Request, pk: int) -> Response:
        version = version_seen(pk, by=by_of(request), at=timezone.now())
        return Response(StoredFileSerializer(files_beside(version), many=True).data)

    @extend_schema(
        operation_id="filing_evidence_add",
        summary="Add a file to an item of a draft, or the stamped page once all have signed",
        request=AddFileSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(StoredFileSerializer, 400, 404, 409, 422, status=201),
    )
    def post(self, request: Request, pk: int) -> Response:
        body = AddFileSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        file, by, at = body.validated_data["file"], by_of(request), timezone.now()
        wanted = body.validated_data
        upload = Upload(file.name or "", file.read(), wanted["item"], check_code=wanted["check_code"])
        adding = actions.add_stamped_page if body.validated_data["stamped_page"] else actions.add_evidence
        made = once(
            lambda: adding(pk, upload, by=by, at=at).pk,
            repeatable(request),
            object_type="evidence.file",
            by=by,
            at=at,
        )
        return Response(StoredFileSerializer(file_numbered(made)).data, status=201)


class EvidenceContent(APIView):
    @extend_schema(
        operation_id="filing_evidence_content",
        summary="A copy of a file; always an attachment, and written down",
        responses={
            (200, "application/octet-stream"): OpenApiResponse(OpenApiTypes.BINARY, description="The file."),
            **refusals(404, 409),
        },
    )
    def get(self, request: Request, pk: int) -> HttpResponse:
        stored, content = actions.read_evidence(pk, by=by_of(request), at=timezone.now())
        return attachment(stored, content)


class EvidenceWithdraw(APIView):
    @extend_schema(
        operation_id="filing_evidence_withdraw",
        summary="Withdraw a file; it stays on record",
        request=None,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(StoredFileSerializer, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        by, at = by_of(request), timezone.now()
        made = once(
            lambda: actions.withdraw_evidence(pk, by=by, at=at).pk,
            repeatable(request),
            object_type="evidence.file",
            by=by,
            at=at,
        )
        return Response(StoredFileSerializer(file_numbered(made)).data)


urlpatterns: list[URLPattern] = [
    path("versions/<int:pk>/evidence/", VersionEvidence.as_view(), name="filing-evidence"),
    path("evidence/<int:pk>/content/", EvidenceContent.as_view(), name="filing-evidence-content"),
    path("evidence/<int:pk>/withdraw/", EvidenceWithdraw.as_view(), name="filing-evidence-withdraw"),
]
