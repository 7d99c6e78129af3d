"""折算得分 over HTTP: the rules with their start periods, the table of an issued run as data, workbook and CSV."""

from io import BytesIO

from django.db.models import QuerySet
from django.http import FileResponse
from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.generics import ListCreateAPIView
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from assessment.display.api_shapes import IDEMPOTENCY_KEY, answers, refusals
from assessment.jobs.api_requests import by_of, repeatable
from assessment.jobs.repeats import once
from assessment.people.permissions import Action
from assessment.people.queries import require
from assessment.people.token_authentication import ReadByToken
from reporting.conversion_actions import CSV, JSON, XLSX, RuleEntry, download_conversion, enter_rule, export_conversion
from reporting.models import ConversionRule
from reporting.pack_api import XLSX as XLSX_TYPE
from reporting.pack_api import PackWorkbookRenderer
from reporting.pack_serializers import ConversionRuleEntrySerializer, ConversionRuleSerializer, ConversionSerializer

CSV_TYPE = "text/csv"


class CsvRenderer(JSONRenderer):
    """Lets a reader ask for CSV by name; only refusals are ever rendered, and these stay JSON."""

    media_type = CSV_TYPE
    format = "csv"


@extend_schema_view(
    get=extend_schema(
        operation_id="reports_conversion_rules",
        summary="The rules of conversion with their start periods",
        responses=answers(ConversionRuleSerializer(many=True)),
    )
)
class ConversionRules(ListCreateAPIView[ConversionRule]):
    serializer_class = ConversionRuleSerializer
    filter_backends = []
    queryset = ConversionRule.objects.none()

    def get_queryset(self) -> QuerySet[ConversionRule]:
        require(by_of(self.request), Action.CONVERSION_VIEW, at=timezone.now())
        return ConversionRule.objects.select_related("entered_by")

    @extend_schema(
        operation_id="reports_conversion_rule_enter",
        summary="Enter the rule in force from a period on; one that stands is never edited",
        request=ConversionRuleEntrySerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(ConversionRuleSerializer, 400, 409, 422, status=201),
    )
    def post(self, request: Request, *args: object, **kwargs: object) -> Response:
        by, at = by_of(request), timezone.now()
        require(by, Action.CONVERSION_SET, at=at)
        asked = ConversionRuleEntrySerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        entry = RuleEntry(**asked.validated_data)
        made = once(
            lambda: enter_rule(entry, by=by, at=at).pk,
            repeatable(request),
            object_type="reporting.conversion_rule",
            by=by,
            at=at,
        )
        rule = ConversionRule.objects.select_related("entered_by").get(pk=made)
        return Response(ConversionRuleSerializer(rule).data, status=status.HTTP_201_CREATED)


class ConversionTable(ReadByToken):
    @extend_schema(
        operation_id="reports_conversion",
        summary="Converted points of an issued run; the reading is recorded",
        responses=answers(ConversionSerializer, 404, 409),
    )
    def get(self, request: Request, pk: int) -> Response:
        report = export_conversion(pk, JSON, by=by_of(request), at=timezone.now())
        return Response(ConversionSerializer(report).data)


class ConversionWorkbook(ReadByToken):
    renderer_classes = [JSONRenderer, PackWorkbookRenderer]

    @extend_schema(
        operation_id="reports_conversion_workbook",
        summary="Converted points of an issued run as Excel; the download is recorded",
        responses={(200, XLSX_TYPE): OpenApiTypes.BINARY, **refusals(404, 409)},
    )
    def get(self, request: Request, pk: int) -> FileResponse:
        return _handed_out(request, pk, XLSX, XLSX_TYPE)


class ConversionCsv(ReadByToken):
    renderer_classes = [JSONRenderer, CsvRenderer]

    @extend_schema(
        operation_id="reports_conversion_csv",
        summary="Converted points of an issued run as CSV; the download is recorded",
        responses={(200, CSV_TYPE): OpenApiTypes.BINARY, **refusals(404, 409)},
    )
    def get(self, request: Request, pk: int) -> FileResponse:
        return _handed_out(request, pk, CSV, CSV_TYPE)


def _handed_out(request: Request, pk: int, form: str, media_type: str) -> FileResponse:
    download = download_conversion(pk, form, by=by_of(request), at=timezone.now())
    return FileResponse(
        BytesIO(download.content), as_attachment=True, filename=download.file_name, content_type=media_type
    )


urlpatterns: list[URLPattern] = [
    path("conversion-rules/", ConversionRules.as_view()),
    path("runs/<int:pk>/conversion/", ConversionTable.as_view()),
    path("runs/<int:pk>/conversion.xlsx", ConversionWorkbook.as_view()),
    path("runs/<int:pk>/conversion.csv", ConversionCsv.as_view()),
]
