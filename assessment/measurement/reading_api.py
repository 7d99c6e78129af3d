"""Batches read closely over HTTP: two compared, and what the figures of one city rest on."""

from dataclasses import asdict
from typing import Any

from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessment.display.api_shapes import answers
from assessment.jobs.api_requests import by_of, found
from assessment.measurement.batch_serializers import ComparisonSerializer, TraceSerializer
from assessment.measurement.comparison_view import compared
from assessment.measurement.models import Batch
from assessment.measurement.queries import batches_visible_to
from assessment.measurement.statement_trace import statement_document, statements_behind, survey_behind
from assessment.measurement.trace_view import Traced, trace_of
from assessment.methodology.run_figures import plain_number


class BatchAgainst(APIView):
    @extend_schema(
        operation_id="measurement_batch_against",
        summary="A batch against another one, each difference by data, method, parameters and GDP vintage",
        responses=answers(ComparisonSerializer, 400, 404, 409),
    )
    def get(self, request: Request, pk: int, other: int) -> Response:
        second, first = _batch(request, pk), _batch(request, other)
        comparison = compared(first, second)
        shape = {
            "first": first.pk,
            "second": second.pk,
            "order": [ingredient.value for ingredient in comparison.order],
            "figures": [figure.document() for figure in comparison.figures],
        }
        return Response(ComparisonSerializer(shape).data)


class BatchTrace(APIView):
    @extend_schema(
        operation_id="measurement_batch_trace",
        summary="Where the figures of a city come from: industries, components, deliveries, statements, the survey",
        responses=answers(TraceSerializer, 404),
    )
    def get(self, request: Request, pk: int, region: str) -> Response:
        by, at, batch = by_of(request), timezone.now(), _batch(request, pk)
        trace, estimation = trace_of(batch, region), survey_behind(batch, by=by, at=at)
        shape = {
            "region": region,
            "method_version": batch.method_version,
            "parameter_set": batch.parameter_set,
            "totals": [_traced(one) for one in trace.totals],
            "figures": [_traced(one) for one in trace.figures],
            "statements": [statement_document(one) for one in statements_behind(batch, region, by=by, at=at)],
            "survey_estimation": None if estimation is None else estimation.pk,
        }
        return Response(TraceSerializer(shape).data)


def _batch(request: Request, pk: int) -> Batch:
    return found(batches_visible_to(by_of(request), at=timezone.now()).filter(pk=pk).first())


def _traced(one: Traced) -> dict[str, Any]:
    components = [{"code": c.code, "value": plain_number(c.value), "derived": c.derived} for c in one.components]
    return {
        "code": one.code,
        "value": plain_number(one.value),
        "components": components,
        "delivery": None if one.delivery is None else asdict(one.delivery),
    }


urlpatterns: list[URLPattern] = [
    path("batches/<int:pk>/against/<int:other>/", BatchAgainst.as_view()),
    path("batches/<int:pk>/trace/<str:region>/", BatchTrace.as_view()),
]
