"""The operation workbooks over HTTP: progress, checks, quality, explanations, 核实单."""

from django.http import FileResponse
from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from assessment.display.api_shapes import refusals
from assessment.filing.explanations_table import ExplanationSearch
from assessment.jobs.api_requests import by_of
from reporting.operation_downloads import (
    CHECKS,
    PROGRESS,
    QUALITY,
    OperationDownload,
    download_explanations,
    download_of_period,
    download_query_sheet,
)
from reporting.pack_api import XLSX, PackWorkbookRenderer

PERIOD = OpenApiParameter("period", str, description="period code, such as 2021c06; the newest collected without it")
SEARCH = [
    OpenApiParameter("text", str, description="words of the explanation"),
    OpenApiParameter("form", str, description="code of the form"),
    OpenApiParameter("period", str, description="period code, such as 2021c06"),
    OpenApiParameter("region", str, description="region code"),
    OpenApiParameter("rule", str, description="code of the check rule"),
    OpenApiParameter("reason", str, description="code of the reason"),
]
BOOK = {(200, XLSX): OpenApiTypes.BINARY}


class _Workbook(APIView):
    renderer_classes = [JSONRenderer, PackWorkbookRenderer]


class ProgressWorkbook(_Workbook):
    @extend_schema(
        operation_id="reports_progress_workbook",
        summary="进度表 of a period as Excel: states, errors, what is late, extensions; the download is recorded",
        parameters=[PERIOD],
        responses={**BOOK, **refusals()},
    )
    def get(self, request: Request) -> FileResponse:
        return _of_period(request, PROGRESS)


class ChecksWorkbook(_Workbook):
    @extend_schema(
        operation_id="reports_checks_workbook",
        summary="审核统计 of a period as Excel: rule × city; the download is recorded",
        parameters=[PERIOD],
        responses={**BOOK, **refusals()},
    )
    def get(self, request: Request) -> FileResponse:
        return _of_period(request, CHECKS)


class QualityWorkbook(_Workbook):
    @extend_schema(
        operation_id="reports_quality_workbook",
        summary="填报质量 of a period as Excel: late, sent back, corrected, not accepted; the download is recorded",
        parameters=[PERIOD],
        responses={**BOOK, **refusals()},
    )
    def get(self, request: Request) -> FileResponse:
        return _of_period(request, QUALITY)


class ExplanationsWorkbook(_Workbook):
    @extend_schema(
        operation_id="reports_explanations_workbook",
        summary="上报说明 as Excel, narrowed like the list of explanations; the download is recorded",
        parameters=SEARCH,
        responses={**BOOK, **refusals()},
    )
    def get(self, request: Request) -> FileResponse:
        search = ExplanationSearch.of(request.query_params)
        return handed_out(download_explanations(search, by=by_of(request), at=timezone.now()))


class QuerySheetWorkbook(_Workbook):
    @extend_schema(
        operation_id="reports_query_sheet_workbook",
        summary="核实单 of a return as Excel; the download is recorded",
        responses={**BOOK, **refusals(404)},
    )
    def get(self, request: Request, pk: int) -> FileResponse:
        return handed_out(download_query_sheet(pk, by=by_of(request), at=timezone.now()))


def handed_out(download: OperationDownload) -> FileResponse:
    return FileResponse(download.content, as_attachment=True, filename=download.file_name, content_type=XLSX)


def _of_period(request: Request, table: str) -> FileResponse:
    period = request.query_params.get("period", "")
    return handed_out(download_of_period(table, period, by=by_of(request), at=timezone.now()))


urlpatterns: list[URLPattern] = [
    path("operations/progress.xlsx", ProgressWorkbook.as_view()),
    path("operations/checks.xlsx", ChecksWorkbook.as_view()),
    path("operations/quality.xlsx", QualityWorkbook.as_view()),
    path("operations/explanations.xlsx", ExplanationsWorkbook.as_view()),
    path("returns/<int:pk>/query-sheet.xlsx", QuerySheetWorkbook.as_view()),
]
