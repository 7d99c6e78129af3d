"""The moves of a batch over HTTP: cancel, submit, confirm, return."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessment.display.api_shapes import IDEMPOTENCY_KEY, answers
from assessment.jobs.api_requests import by_of, repeatable
from assessment.jobs.repeats import once
from assessment.measurement.actions import cancel_measuring, confirm_batch, return_batch, submit_batch
from assessment.measurement.models import Batch
from assessment.measurement.queries import batches_visible_to
from assessment.measurement.serializers import BatchSerializer, ReasonSerializer


class BatchCancel(APIView):
    @extend_schema(
        operation_id="measurement_batch_cancel",
        summary="Stop the measuring of a batch; requested again, it begins anew",
        request=None,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(BatchSerializer, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        by, at = by_of(request), timezone.now()
        return _moved(request, lambda: cancel_measuring(pk, by=by, at=at))


class BatchSubmit(APIView):
    @extend_schema(
        operation_id="measurement_batch_submit",
        summary="Submit a measurement to the bureau",
        request=None,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(BatchSerializer, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        by, at = by_of(request), timezone.now()
        return _moved(request, lambda: submit_batch(pk, by=by, at=at))


class BatchConfirm(APIView):
    @extend_schema(
        operation_id="measurement_batch_confirm",
        summary="Confirm a measurement (省大数据局确认)",
        request=None,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(BatchSerializer, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        by, at = by_of(request), timezone.now()
        return _moved(request, lambda: confirm_batch(pk, by=by, at=at))


class BatchReturn(APIView):
    @extend_schema(
        operation_id="measurement_batch_return",
        summary="Return a measurement with a reason",
        request=ReasonSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(BatchSerializer, 400, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        asked = ReasonSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        by, at = by_of(request), timezone.now()
        return _moved(request, lambda: return_batch(pk, asked.validated_data["reason"], by=by, at=at))


def _moved(request: Request, move: Callable[[], Batch]) -> Response:
    by, at = by_of(request), timezone.now()
    made = once(lambda: move().pk, repeatable(request), object_type="measurement.batch", by=by, at=at)
    return Response(_batch(request, made))


def _batch(request: Request, pk: int) -> Any:
    return BatchSerializer(batches_visible_to(by_of(request), at=timezone.now()).get(pk=pk)).data


urlpatterns: list[URLPattern] = [
    path("batches/<int:pk>/cancel/", BatchCancel.as_view()),
    path("batches/<int:pk>/submit/", BatchSubmit.as_view()),
    path("batches/<int:pk>/confirm/", BatchConfirm.as_view()),
    path("batches/<int:pk>/return/", BatchReturn.as_view()),
]
