"""Reports over HTTP."""

from io import BytesIO

from django.http import FileResponse
from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from assessment.display.api_shapes import refusals
from assessment.jobs.api_requests import by_of
from assessment.people.token_authentication import ReadByToken
from reporting import (
    bulletin_api,
    conversion_api,
    dashboard_api,
    decision_api,
    extract_api,
    interchange_api,
    operation_api,
    pack_api,
)
from reporting.batch_downloads import download_accounts, download_comparison
from reporting.downloads import Download, download_ranking, download_survey_quality

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class WorkbookRenderer(JSONRenderer):
    """Lets a reader ask for Excel by name; only refusals are ever rendered, and these stay JSON."""

    media_type = XLSX
    format = "xlsx"


class RankingWorkbook(ReadByToken):
    renderer_classes = [JSONRenderer, WorkbookRenderer]

    @extend_schema(
        operation_id="reports_ranking_workbook",
        summary="The ranking workbook of a run; the download is recorded, an unissued copy carries name and time",
        responses={(200, XLSX): OpenApiTypes.BINARY, **refusals(404, 409)},
    )
    def get(self, request: Request, pk: int) -> FileResponse:
        return _handed_out(download_ranking(pk, by=by_of(request), at=timezone.now()))


class AccountsWorkbook(APIView):
    renderer_classes = [JSONRenderer, WorkbookRenderer]

    @extend_schema(
        operation_id="reports_accounts_workbook",
        summary="Value-added accounts of a batch as Excel; the download is recorded",
        responses={(200, XLSX): OpenApiTypes.BINARY, **refusals(404)},
    )
    def get(self, request: Request, pk: int) -> FileResponse:
        return _handed_out(download_accounts(pk, by=by_of(request), at=timezone.now()))


class ComparisonWorkbook(APIView):
    renderer_classes = [JSONRenderer, WorkbookRenderer]

    @extend_schema(
        operation_id="reports_comparison_workbook",
        summary="A batch against another one as Excel; the download is recorded",
        responses={(200, XLSX): OpenApiTypes.BINARY, **refusals(400, 404)},
    )
    def get(self, request: Request, pk: int, other: int) -> FileResponse:
        return _handed_out(download_comparison(pk, other, by=by_of(request), at=timezone.now()))


class SurveyQualityWorkbook(APIView):
    renderer_classes = [JSONRenderer, WorkbookRenderer]

    @extend_schema(
        operation_id="reports_survey_quality_workbook",
        summary="The quality sheet of a finished estimation as Excel; the download is recorded",
        responses={(200, XLSX): OpenApiTypes.BINARY, **refusals(404, 409)},
    )
    def get(self, request: Request, pk: int) -> FileResponse:
        return _handed_out(download_survey_quality(pk, by=by_of(request), at=timezone.now()))


def _handed_out(download: Download) -> FileResponse:
    return FileResponse(BytesIO(download.content), as_attachment=True, filename=download.file_name, content_type=XLSX)


urlpatterns: list[URLPattern] = [
    path("runs/<int:pk>/ranking.xlsx", RankingWorkbook.as_view()),
    *bulletin_api.urlpatterns,
    *decision_api.urlpatterns,
    path("estimations/<int:pk>/quality.xlsx", SurveyQualityWorkbook.as_view()),
    path("batches/<int:pk>/accounts.xlsx", AccountsWorkbook.as_view()),
    path("batches/<int:pk>/against/<int:other>/comparison.xlsx", ComparisonWorkbook.as_view()),
    *pack_api.urlpatterns,
    *conversion_api.urlpatterns,
    *interchange_api.urlpatterns,
    *dashboard_api.urlpatterns,
    *operation_api.urlpatterns,
    *extract_api.urlpatterns,
]
