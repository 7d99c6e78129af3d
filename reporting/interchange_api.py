"""Results as data over HTTP, for people and for programs with a token: which there are, what they mean, the numbers."""

from typing import Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from assessment.display.api_shapes import answers, refusals
from assessment.jobs.api_requests import by_of
from assessment.people.token_authentication import ReadByToken
from assessment.scoring.models import Run
from reporting import interchange_terms as terms
from reporting.interchange_downloads import (
    CSV,
    METADATA,
    SDMX_CSV,
    Description,
    TakenAlong,
    describe,
    download_observations,
    download_structure,
)
from reporting.interchange_queries import results_open_to

CSV_TYPE = "text/csv"
SDMX_CSV_TYPE = "application/vnd.sdmx.data+csv"
STRUCTURE_TYPE = "application/vnd.sdmx.structure+json"
# As the two formats are to be named in full.
VERSIONS = {SDMX_CSV_TYPE: "; version=2.0.0", STRUCTURE_TYPE: "; version=2.0.0"}


class SdmxCsvRenderer(JSONRenderer):
    """Lets a reader ask by name; only refusals are ever rendered, and these stay JSON."""

    media_type = SDMX_CSV_TYPE
    format = "sdmx-csv"


class PlainCsvRenderer(SdmxCsvRenderer):
    media_type = CSV_TYPE
    format = "csv"


class StructureRenderer(SdmxCsvRenderer):
    media_type = STRUCTURE_TYPE
    format = "sdmx-json"


class ResultSerializer(serializers.ModelSerializer[Run]):
    """A run whose results the reader may take along."""

    kind = serializers.CharField(source="scheme_version.kind")
    scheme = serializers.CharField(source="scheme_version.title_zh")

    class Meta:
        model = Run
        fields = [
            "id", "period", "kind", "purpose", "state", "scheme", "method_version", "result_digest", "issue_number",
            "issued_at",
        ]  # fmt: skip
        extra_kwargs = {"state": {"help_text": "issued, or earlier for the list of insiders"}}


class ResultUnitSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    group = serializers.CharField()


class ResultItemSerializer(serializers.Serializer[Any]):
    """A column of the figures, or a node of the scheme, then with the node above it and its weight."""

    code = serializers.CharField()
    name = serializers.CharField()
    unit = serializers.CharField(help_text="unit of measure of its figures")
    within = serializers.CharField(allow_null=True, help_text="code of the node above")
    weight = serializers.CharField(allow_null=True)


class ResultMetadataSerializer(serializers.Serializer[Any]):
    """What one must know to read the observations of a run."""

    result = ResultSerializer()
    notice = serializers.CharField(help_text="whose copy of an unissued result this is, and whether it is demo data")
    scheme_document_number = serializers.CharField()
    units = ResultUnitSerializer(many=True)
    items = ResultItemSerializer(many=True)
    measures = serializers.DictField(child=serializers.CharField())
    conditions = serializers.DictField(child=serializers.CharField(), help_text="condition and its SDMX OBS_STATUS")
    confidentiality = serializers.DictField(child=serializers.CharField())
    markers = serializers.DictField(child=serializers.CharField())


@extend_schema_view(
    get=extend_schema(
        operation_id="reports_results",
        summary="Results that can be taken along as data, newest first",
        responses=answers(ResultSerializer(many=True)),
    )
)
class ResultList(ReadByToken, ListAPIView[Run]):
    serializer_class = ResultSerializer
    filterset_fields = ("period", "state", "purpose")
    queryset = Run.objects.none()

    def get_queryset(self) -> QuerySet[Run]:
        return results_open_to(by_of(self.request), at=timezone.now())


class ResultMetadata(ReadByToken):
    records_token = True

    @extend_schema(
        operation_id="reports_result_metadata",
        summary="Units, items, measures and codes of a result; the reading is recorded",
        responses=answers(ResultMetadataSerializer, 404),
    )
    def get(self, request: Request, pk: int) -> Response:
        described = describe(pk, METADATA, by=by_of(request), at=timezone.now())
        return Response(ResultMetadataSerializer(_metadata(described)).data)


class ResultCsv(ReadByToken):
    records_token = True
    renderer_classes = [JSONRenderer, PlainCsvRenderer]

    @extend_schema(
        operation_id="reports_result_csv",
        summary="Observations of a result as CSV, streamed; the download is recorded",
        responses={(200, CSV_TYPE): OpenApiTypes.BINARY, **refusals(404)},
    )
    def get(self, request: Request, pk: int) -> StreamingHttpResponse:
        return _streamed(download_observations(pk, CSV, by=by_of(request), at=timezone.now()), CSV_TYPE)


class ResultSdmxCsv(ReadByToken):
    records_token = True
    renderer_classes = [JSONRenderer, SdmxCsvRenderer]

    @extend_schema(
        operation_id="reports_result_sdmx_csv",
        summary="Observations of a result as SDMX-CSV 2.0, streamed; the download is recorded",
        responses={(200, SDMX_CSV_TYPE): OpenApiTypes.BINARY, **refusals(404)},
    )
    def get(self, request: Request, pk: int) -> StreamingHttpResponse:
        return _streamed(download_observations(pk, SDMX_CSV, by=by_of(request), at=timezone.now()), SDMX_CSV_TYPE)


class ResultStructure(ReadByToken):
    records_token = True
    renderer_classes = [JSONRenderer, StructureRenderer]

    @extend_schema(
        operation_id="reports_result_structure",
        summary="Code lists, data structure and dataflow of a result as SDMX-JSON 2.0; the download is recorded",
        responses={(200, STRUCTURE_TYPE): OpenApiTypes.BINARY, **refusals(404)},
    )
    def get(self, request: Request, pk: int) -> StreamingHttpResponse:
        return _streamed(download_structure(pk, by=by_of(request), at=timezone.now()), STRUCTURE_TYPE)


def _metadata(described: Description) -> dict[str, Any]:
    nodes = {node.code: node for node in described.sight.scheme.nodes}
    return {
        "result": described.run,
        "notice": described.heading.notice,
        "scheme_document_number": described.run.scheme_version.document_number,
        "units": [{"code": code, "name": n, "group": group} for code, (n, group) in described.names.units.items()],
        "items": [_item(code, *words, nodes.get(code)) for code, words in described.names.items.items()],
        "measures": {code: zh for code, (zh, _) in terms.MEASURES.items()},
        "conditions": dict(terms.OBS_STATUS),
        "confidentiality": {code: zh for code, (zh, _) in terms.CONF_STATUS_NAMES.items()},
        "markers": dict(terms.MARKER_NAMES),
    }


def _item(code: str, name: str, unit: str, node: Any) -> dict[str, Any]:
    weight = getattr(node, "weight", None)
    parent = getattr(node, "parent", None)
    return {
        "code": code,
        "name": name,
        "unit": unit,
        "within": parent,
        "weight": None if weight is None else f"{weight:f}",
    }


def _streamed(taken: TakenAlong, media_type: str) -> StreamingHttpResponse:
    content_type = f"{media_type}{VERSIONS.get(media_type, '')}; charset=utf-8"
    answer = StreamingHttpResponse((line.encode() for line in taken.lines), content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{taken.file_name}"'
    return answer


urlpatterns: list[URLPattern] = [
    path("results/", ResultList.as_view()),
    path("runs/<int:pk>/metadata/", ResultMetadata.as_view()),
    path("runs/<int:pk>/observations.csv", ResultCsv.as_view()),
    path("runs/<int:pk>/observations.sdmx.csv", ResultSdmxCsv.as_view()),
    path("runs/<int:pk>/structure.json", ResultStructure.as_view()),
]
