"""Packs of the cities over HTTP: the list, one as data, its workbook and its note."""

from io import BytesIO

from django.db.models import QuerySet
from django.http import FileResponse
from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.generics import ListAPIView
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from assessment.display.api_shapes import answers, refusals
from assessment.evidence.content import MEDIA_TYPES
from assessment.jobs.api_requests import by_of
from assessment.people.token_authentication import ReadByToken
from reporting.city_pack_actions import NOTE, WORKBOOK, download_pack, read_pack
from reporting.city_pack_queries import packs_visible_to, report_in
from reporting.models import CityPack
from reporting.pack_report import report_document
from reporting.pack_serializers import CityPackSerializer, CityReportSerializer

XLSX, DOCX = MEDIA_TYPES["xlsx"], MEDIA_TYPES["docx"]


class PackWorkbookRenderer(JSONRenderer):
    """Lets a reader ask for Excel by name; only refusals are ever rendered, and these stay JSON."""

    media_type = XLSX
    format = "xlsx"


class PackNoteRenderer(JSONRenderer):
    """The same for Word."""

    media_type = DOCX
    format = "docx"


@extend_schema_view(
    get=extend_schema(
        operation_id="reports_city_packs",
        summary="The result packs of the own city, newest first",
        responses=answers(CityPackSerializer(many=True)),
    )
)
class CityPackList(ReadByToken, ListAPIView[CityPack]):
    serializer_class = CityPackSerializer
    filter_backends = []
    queryset = CityPack.objects.none()

    def get_queryset(self) -> QuerySet[CityPack]:
        return packs_visible_to(by_of(self.request), at=timezone.now())


class CityPackDetail(ReadByToken):
    @extend_schema(
        operation_id="reports_city_pack",
        summary="Everything a pack says; the reading is recorded",
        responses=answers(CityReportSerializer, 404),
    )
    def get(self, request: Request, pk: int) -> Response:
        report = report_in(read_pack(pk, by=by_of(request), at=timezone.now()))
        return Response(CityReportSerializer(report_document(report)).data)


class CityPackWorkbook(ReadByToken):
    renderer_classes = [JSONRenderer, PackWorkbookRenderer]

    @extend_schema(
        operation_id="reports_city_pack_workbook",
        summary="The workbook of a pack as it was made; the download is recorded",
        responses={(200, XLSX): OpenApiTypes.BINARY, **refusals(404)},
    )
    def get(self, request: Request, pk: int) -> FileResponse:
        return _handed_out(request, pk, WORKBOOK, XLSX)


class CityPackNote(ReadByToken):
    renderer_classes = [JSONRenderer, PackNoteRenderer]

    @extend_schema(
        operation_id="reports_city_pack_note",
        summary="The note for the leader (情况说明) of a pack as it was made; the download is recorded",
        responses={(200, DOCX): OpenApiTypes.BINARY, **refusals(404)},
    )
    def get(self, request: Request, pk: int) -> FileResponse:
        return _handed_out(request, pk, NOTE, DOCX)


def _handed_out(request: Request, pk: int, part: str, media_type: str) -> FileResponse:
    download = download_pack(pk, part, by=by_of(request), at=timezone.now())
    return FileResponse(
        BytesIO(download.content), as_attachment=True, filename=download.file_name, content_type=media_type
    )


urlpatterns: list[URLPattern] = [
    path("city-packs/", CityPackList.as_view()),
    path("city-packs/<int:pk>/", CityPackDetail.as_view()),
    path("city-packs/<int:pk>/results.xlsx", CityPackWorkbook.as_view()),
    path("city-packs/<int:pk>/note.docx", CityPackNote.as_view()),
]
