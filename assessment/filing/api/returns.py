"""Returns over HTTP. There is no address by which the province could change a figure of a city."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.generics import GenericAPIView, ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessment.display.api_shapes import IDEMPOTENCY_KEY, answers
from assessment.filing import actions
from assessment.filing.cells import CellChange
from assessment.filing.filters import ReturnFilter
from assessment.filing.models import Return
from assessment.filing.queries import owed_by, return_seen, returns_visible_to, verify_receipt, version_seen
from assessment.filing.serializers.returns import (
    CellSerializer,
    OwedSerializer,
    ReturnDetailSerializer,
    ReturnSerializer,
    SaveCellsSerializer,
    SavedSerializer,
    StartSerializer,
    VerifiedReceiptSerializer,
    VerifyReceiptSerializer,
    VersionDetailSerializer,
)
from assessment.jobs.api_requests import by_of, repeatable
from assessment.jobs.repeats import once
from assessment.methodology.text_numbers import read_number


@extend_schema_view(
    get=extend_schema(
        operation_id="filing_returns",
        summary="Returns of the regions open to you",
        responses=answers(ReturnSerializer(many=True)),
    )
)
class ReturnList(ListAPIView[Return]):
    serializer_class = ReturnSerializer
    filterset_class = ReturnFilter
    queryset = Return.objects.none()

    def get_queryset(self) -> QuerySet[Return]:
        return returns_visible_to(by_of(self.request), at=timezone.now())


@extend_schema_view(
    get=extend_schema(
        operation_id="filing_return",
        summary="A return with its versions",
        responses=answers(ReturnDetailSerializer, 404),
    )
)
class ReturnDetail(RetrieveAPIView[Return]):
    serializer_class = ReturnDetailSerializer
    queryset = Return.objects.none()

    def get_object(self) -> Return:
        return return_seen(self.kwargs["pk"], by=by_of(self.request), at=timezone.now())


class OwedList(GenericAPIView[Any]):
    serializer_class = OwedSerializer
    filter_backends = []
    queryset = Return.objects.none()

    @extend_schema(
        operation_id="filing_owed",
        summary="What the regions open to you owe to open collections, begun or not",
        responses=answers(OwedSerializer(many=True)),
    )
    def get(self, request: Request) -> Response:
        owed = owed_by(by_of(request), at=timezone.now())
        page = self.paginate_queryset(owed)
        shown = OwedSerializer(page or [], many=True)  # type: ignore[arg-type]  # many of them
        return self.get_paginated_response(shown.data)


class VersionStart(APIView):
    @extend_schema(
        operation_id="filing_version_start",
        summary="Begin a version of a return",
        request=StartSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(VersionDetailSerializer, 400, 404, 409, 422, status=201),
    )
    def post(self, request: Request) -> Response:
        body = StartSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        by, at = by_of(request), timezone.now()
        wanted = body.validated_data
        made = once(
            lambda: actions.start_version(wanted["collection"], wanted["reporting_unit"], by=by, at=at).pk,
            repeatable(request),
            object_type="filing.version",
            by=by,
            at=at,
        )
        return Response(VersionDetailSerializer(version_seen(made, by=by, at=at)).data, status=201)


class VersionDetail(APIView):
    @extend_schema(
        operation_id="filing_version",
        summary="A version with its cells, signatures and receipt",
        responses=answers(VersionDetailSerializer, 404),
    )
    def get(self, request: Request, pk: int) -> Response:
        version = version_seen(pk, by=by_of(request), at=timezone.now())
        return Response(VersionDetailSerializer(version).data)


class VersionCells(APIView):
    @extend_schema(
        operation_id="filing_cells",
        summary="The cells of a version",
        responses=answers(CellSerializer(many=True), 404),
    )
    def get(self, request: Request, pk: int) -> Response:
        version = version_seen(pk, by=by_of(request), at=timezone.now())
        return Response(CellSerializer(version.cells.all(), many=True).data)

    @extend_schema(
        operation_id="filing_cells_save",
        summary="Save the changed cells of a draft, all or none",
        request=SaveCellsSerializer,
        responses=answers(SavedSerializer, 400, 404, 409),
    )
    def patch(self, request: Request, pk: int) -> Response:
        body = SaveCellsSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        changes, repairs = _read_changes(body.validated_data["cells"])
        at = timezone.now()
        version = actions.save_cells(pk, changes, revision=body.validated_data["revision"], by=by_of(request), at=at)
        saved = {"revision": version.revision, "saved_at": at, "cells": version.cells.all(), "repairs": repairs}
        return Response(SavedSerializer(saved).data)


class ReceiptVerify(APIView):
    @extend_schema(
        operation_id="filing_receipt_verify",
        summary="Whether a receipt is genuine (验真); no data is shown",
        request=VerifyReceiptSerializer,
        responses=answers(VerifiedReceiptSerializer, 400),
    )
    def post(self, request: Request) -> Response:
        body = VerifyReceiptSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        verified = verify_receipt(body.validated_data["number"], body.validated_data["digest"])
        return Response(VerifiedReceiptSerializer(verified).data)


def _read_changes(cells: list[Mapping[str, Any]]) -> tuple[list[CellChange], list[dict[str, str]]]:
    """The changes with their numbers read, and what had to be repaired to read them."""
    changes: list[CellChange] = []
    repairs: list[dict[str, str]] = []
    for cell in cells:
        typed = cell["value"]
        read = read_number(typed) if typed and typed.strip() else None
        changes.append(CellChange(**{**cell, "value": read.value if read else None}))
        for repair in read.repairs if read else ():
            number = format(read.value, "f") if read else ""
            place = {"item": cell["item"], "basis": cell["basis"]}
            repairs.append({**place, "repair": repair.value, "received": typed, "read_as": number})
    return changes, repairs


urlpatterns: list[URLPattern] = [
    path("owed/", OwedList.as_view(), name="filing-owed"),
    path("returns/", ReturnList.as_view(), name="filing-returns"),
    path("returns/<int:pk>/", ReturnDetail.as_view(), name="filing-return"),
    path("versions/", VersionStart.as_view(), name="filing-version-start"),
    path("versions/<int:pk>/", VersionDetail.as_view(), name="filing-version"),
    path("versions/<int:pk>/cells/", VersionCells.as_view(), name="filing-cells"),
    path("receipts/verify/", ReceiptVerify.as_view(), name="filing-receipt-verify"),
]
