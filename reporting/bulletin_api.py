"""The bulletin package over HTTP."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from django.http import FileResponse
from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessment.display.api_shapes import IDEMPOTENCY_KEY, answers, refusals
from assessment.jobs.api_requests import by_of, repeatable
from assessment.jobs.repeats import once
from assessment.people.permissions import Action
from assessment.people.queries import require
from assessment.scoring.models import Run
from assessment.scoring.queries import run_with_scores_seen
from reporting.bulletin_actions import (
    Quotation,
    complete_package,
    make_package,
    request_preview,
    save_texts,
    state_sources,
)
from reporting.bulletin_downloads import download_package, download_preview
from reporting.bulletin_queries import checked, is_complete, last_edition, package_seen, preview_seen, run_of_package
from reporting.downloads import Download, read_bulletin

ZIP, PDF = "application/zip", "application/pdf"


class ArchiveRenderer(JSONRenderer):
    """Lets a reader ask for the archive by name; only refusals are ever rendered, and these stay JSON."""

    media_type, format = ZIP, "zip"


class PrintedRenderer(JSONRenderer):
    """The same for a PDF."""

    media_type, format = PDF, "pdf"


class BulletinMismatchSerializer(serializers.Serializer[Any]):
    quoted = serializers.CharField()
    owners = serializers.CharField(allow_blank=True, help_text="whose number it would be")
    trouble = serializers.CharField()
    quotable = serializers.BooleanField(help_text="may stay once its source is stated")


class BulletinBlockSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    text = serializers.CharField(allow_blank=True)
    generated = serializers.CharField(allow_blank=True, help_text="the text of the system, from the ranking")
    mismatches = BulletinMismatchSerializer(many=True)
    sources = serializers.DictField(child=serializers.CharField(), help_text="quoted part of the text → its source")


class BulletinPackageSerializer(serializers.Serializer[Any]):
    run = serializers.IntegerField()
    edition = serializers.IntegerField(help_text="number of the last edition")
    complete = serializers.BooleanField()
    publicity = serializers.CharField(allow_blank=True, help_text="公开属性 as proposed")
    blocks = BulletinBlockSerializer(many=True)


class BulletinTextsSerializer(serializers.Serializer[Any]):
    edition = serializers.IntegerField(help_text="the edition that was edited")
    texts = serializers.DictField(child=serializers.CharField(allow_blank=True), help_text="key of the block → text")
    publicity = serializers.ChoiceField(choices=Run.Publicity.choices, required=False, allow_blank=True)


class BulletinQuotationSerializer(serializers.Serializer[Any]):
    block = serializers.CharField()
    part = serializers.CharField(help_text="as `quoted` of the mismatch")
    reference = serializers.CharField(
        allow_blank=True, help_text="document with number or date; blank takes the mark back"
    )


class BulletinSourcesSerializer(serializers.Serializer[Any]):
    edition = serializers.IntegerField(help_text="the edition that was read")
    sources = BulletinQuotationSerializer(many=True, allow_empty=False)


class BulletinEditionSerializer(serializers.Serializer[Any]):
    edition = serializers.IntegerField()


class BulletinPreviewSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    edition = serializers.IntegerField(source="edition.number")
    job_state = serializers.CharField(source="job.state", default=None, allow_null=True)
    job_error = serializers.CharField(source="job.error_code", default="", allow_blank=True)
    printed = serializers.SerializerMethodField()

    def get_printed(self, preview: Any) -> bool:
        return preview.file_id is not None


class Bulletin(APIView):
    @extend_schema(
        operation_id="reports_bulletin",
        summary="The bulletin package of a run: its texts, and what in them differs from the annexes",
        responses=answers(BulletinPackageSerializer, 404),
    )
    def get(self, request: Request, pk: int) -> Response:
        by, at = by_of(request), timezone.now()
        require(by, Action.BULLETIN_VIEW, at=at)
        package_seen(run_with_scores_seen(pk, by=by, at=at))
        return Response(_shown(request, pk))

    @extend_schema(
        operation_id="reports_bulletin_make",
        summary="Make the package of a run with the texts of the system; the one that exists is answered again",
        request=None,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(BulletinPackageSerializer, 404, 409, status=201),
    )
    def post(self, request: Request, pk: int) -> Response:
        by, at = by_of(request), timezone.now()
        _once(request, lambda: make_package(pk, by=by, at=at).pk, "reporting.bulletin_package")
        return Response(_shown(request, pk), status=status.HTTP_201_CREATED)


class BulletinTexts(APIView):
    @extend_schema(
        operation_id="reports_bulletin_save",
        summary="Save changed texts as the next edition",
        request=BulletinTextsSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(BulletinPackageSerializer, 400, 404, 409),
    )
    def post(self, request: Request, pk: int) -> Response:
        asked = BulletinTextsSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        by, at, said = by_of(request), timezone.now(), asked.validated_data
        changes: Mapping[str, str] = {**said["texts"], **{key: said[key] for key in ("publicity",) if key in said}}
        _once(request, lambda: save_texts(pk, said["edition"], changes, by=by, at=at).pk, "reporting.bulletin_edition")
        return Response(_shown(request, pk))


class BulletinSources(APIView):
    @extend_schema(
        operation_id="reports_bulletin_sources",
        summary="Mark numbers of the texts as quoted, each with its source; the next edition",
        request=BulletinSourcesSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(BulletinPackageSerializer, 400, 404, 409),
    )
    def post(self, request: Request, pk: int) -> Response:
        asked = BulletinSourcesSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        by, at, said = by_of(request), timezone.now(), asked.validated_data
        stated = [Quotation(one["block"], one["part"], one["reference"]) for one in said["sources"]]
        _once(
            request, lambda: state_sources(pk, said["edition"], stated, by=by, at=at).pk, "reporting.bulletin_edition"
        )
        return Response(_shown(request, pk))


class BulletinComplete(APIView):
    @extend_schema(
        operation_id="reports_bulletin_complete",
        summary="Declare the last edition final; 409 while a number in it is not in the annexes",
        request=BulletinEditionSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(BulletinPackageSerializer, 400, 404, 409),
    )
    def post(self, request: Request, pk: int) -> Response:
        asked = BulletinEditionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        by, at, number = by_of(request), timezone.now(), asked.validated_data["edition"]
        _once(request, lambda: complete_package(pk, number, by=by, at=at).pk, "reporting.bulletin_package")
        return Response(_shown(request, pk))


class BulletinArchive(APIView):
    renderer_classes = [JSONRenderer, ArchiveRenderer]

    @extend_schema(
        operation_id="reports_bulletin_package",
        summary="Memo, bulletin draft, annexes, leaders' page and workbook as one archive; the download is recorded",
        responses={(200, ZIP): OpenApiTypes.BINARY, **refusals(404, 409)},
    )
    def get(self, request: Request, pk: int) -> FileResponse:
        return _handed_out(download_package(pk, by=by_of(request), at=timezone.now()), ZIP)


class BulletinPreviews(APIView):
    @extend_schema(
        operation_id="reports_bulletin_preview_request",
        summary="Have the last edition printed as PDF for the asking person",
        request=None,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(BulletinPreviewSerializer, 404, 409, status=201),
    )
    def post(self, request: Request, pk: int) -> Response:
        by, at = by_of(request), timezone.now()
        made = _once(request, lambda: request_preview(pk, by=by, at=at).pk, "reporting.bulletin_preview")
        run = run_of_package(pk, Action.BULLETIN_PREVIEW, by=by, at=at)
        shown = BulletinPreviewSerializer(preview_seen(made, run, by=by)).data
        return Response(shown, status=status.HTTP_201_CREATED)


class BulletinPreviewState(APIView):
    @extend_schema(
        operation_id="reports_bulletin_preview",
        summary="How far a preview is; only for whoever asked for it",
        responses=answers(BulletinPreviewSerializer, 404),
    )
    def get(self, request: Request, pk: int, preview: int) -> Response:
        by, at = by_of(request), timezone.now()
        run = run_of_package(pk, Action.BULLETIN_VIEW, by=by, at=at)
        return Response(BulletinPreviewSerializer(preview_seen(preview, run, by=by)).data)


class BulletinPrinted(APIView):
    renderer_classes = [JSONRenderer, PrintedRenderer]

    @extend_schema(
        operation_id="reports_bulletin_preview_pdf",
        summary="The printed preview, only for whoever asked for it; the download is recorded",
        responses={(200, PDF): OpenApiTypes.BINARY, **refusals(404, 409)},
    )
    def get(self, request: Request, pk: int, preview: int) -> FileResponse:
        return _handed_out(download_preview(pk, preview, by=by_of(request), at=timezone.now()), PDF)


def _once(request: Request, act: Any, object_type: str) -> int:
    return once(act, repeatable(request), object_type=object_type, by=by_of(request), at=timezone.now())


def _shown(request: Request, pk: int) -> object:
    """The package as it stands; reading one that is not issued is written down."""
    by, at = by_of(request), timezone.now()
    report = read_bulletin(pk, by=by, at=at)
    package = package_seen(run_with_scores_seen(pk, by=by, at=at))
    edition = last_edition(package)
    found = checked(report, edition)
    blocks = [
        {
            "key": key,
            "text": text,
            "generated": found.generated[key],
            "mismatches": found.found.get(key, []),
            "sources": found.sources.get(key, {}),
        }
        for key, text in found.texts.items()
    ]
    shown = {
        "run": pk,
        "edition": edition.number,
        "complete": is_complete(package, edition),
        "publicity": package.publicity,
        "blocks": blocks,
    }
    return BulletinPackageSerializer(shown).data


def _handed_out(download: Download, content_type: str) -> FileResponse:
    content = BytesIO(download.content)
    return FileResponse(content, as_attachment=True, filename=download.file_name, content_type=content_type)


urlpatterns: list[URLPattern] = [
    path("runs/<int:pk>/bulletin/", Bulletin.as_view()),
    path("runs/<int:pk>/bulletin/texts/", BulletinTexts.as_view()),
    path("runs/<int:pk>/bulletin/sources/", BulletinSources.as_view()),
    path("runs/<int:pk>/bulletin/complete/", BulletinComplete.as_view()),
    path("runs/<int:pk>/bulletin/package.zip", BulletinArchive.as_view()),
    path("runs/<int:pk>/bulletin/previews/", BulletinPreviews.as_view()),
    path("runs/<int:pk>/bulletin/previews/<int:preview>/", BulletinPreviewState.as_view()),
    path("runs/<int:pk>/bulletin/previews/<int:preview>/preview.pdf", BulletinPrinted.as_view()),
]
