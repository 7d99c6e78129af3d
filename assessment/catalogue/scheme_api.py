"""Schemes and the roll-over of a year over HTTP."""

from collections.abc import Sequence
from typing import Any

import django_filters  # type: ignore[import-untyped]  # it has no stubs
from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessment.catalogue.actions import freeze_scheme
from assessment.catalogue.models import SchemeVersion
from assessment.catalogue.queries import schemes_visible_to
from assessment.catalogue.roll_over_actions import plan_of_next_year, roll_over
from assessment.catalogue.roll_over_lines import RollOverLine
from assessment.catalogue.roll_over_view import line_view
from assessment.catalogue.scheme_actions import delete_draft, save_draft
from assessment.catalogue.scheme_documents import SchemeFiles, scheme_document
from assessment.catalogue.scheme_serializers import (
    DraftSchemeSerializer,
    RollOverSerializer,
    SchemeDetailSerializer,
    SchemeFilesSerializer,
    SchemePreviewSerializer,
    SchemeSerializer,
)
from assessment.catalogue.scheme_upload import SchemePreview, plain_text, preview_of
from assessment.catalogue.scheme_view import change_lines
from assessment.display.api_shapes import IDEMPOTENCY_KEY, answers
from assessment.jobs.api_requests import by_of, found, repeatable
from assessment.jobs.repeats import once
from assessment.people.permissions import Action
from assessment.people.queries import require
from assessment.people.token_authentication import ReadByToken


class SchemeFilter(django_filters.FilterSet):  # type: ignore[misc]  # without stubs a base of type Any
    kind = django_filters.ChoiceFilter(choices=SchemeVersion.Kind.choices)
    code = django_filters.CharFilter(label="code of the scheme")
    frozen = django_filters.BooleanFilter(field_name="frozen_at", lookup_expr="isnull", exclude=True, label="in force")

    class Meta:
        model = SchemeVersion
        fields: list[str] = []


@extend_schema_view(
    get=extend_schema(
        operation_id="catalogue_schemes",
        summary="Assessment schemes",
        responses=answers(SchemeSerializer(many=True)),
    )
)
class SchemeList(ReadByToken, ListAPIView[SchemeVersion]):
    serializer_class = SchemeSerializer
    filterset_class = SchemeFilter
    queryset = SchemeVersion.objects.none()

    def get_queryset(self) -> QuerySet[SchemeVersion]:
        return schemes_visible_to(by_of(self.request), at=timezone.now())

    @extend_schema(
        operation_id="catalogue_scheme_draft",
        summary="Save a scheme with its 考核办法 as a draft",
        request=DraftSchemeSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(SchemeSerializer, 400, 409, 422, status=201),
    )
    def post(self, request: Request) -> Response:
        by, at = by_of(request), timezone.now()
        require(by, Action.SCHEME_DRAFT, at=at)
        body = DraftSchemeSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        document = scheme_document(_files(body.validated_data))
        made = once(
            lambda: save_draft(document, seen=body.validated_data["seen"], by=by, at=at).pk,
            repeatable(request),
            object_type="catalogue.scheme",
            by=by,
            at=at,
        )
        return Response(SchemeSerializer(SchemeVersion.objects.get(pk=made)).data, status=201)


@extend_schema_view(
    get=extend_schema(
        operation_id="catalogue_scheme",
        summary="An assessment scheme with its text",
        responses=answers(SchemeDetailSerializer, 404),
    )
)
class SchemeDetail(ReadByToken, RetrieveAPIView[SchemeVersion]):
    serializer_class = SchemeDetailSerializer
    queryset = SchemeVersion.objects.none()

    def get_object(self) -> SchemeVersion:
        schemes = schemes_visible_to(by_of(self.request), at=timezone.now())
        return found(schemes.filter(pk=self.kwargs["pk"]).first())

    @extend_schema(
        operation_id="catalogue_scheme_delete",
        summary="Delete a draft that nothing goes by; a frozen scheme stays",
        responses=answers(None, 404, 409, status=204),
    )
    def delete(self, request: Request, pk: int) -> Response:
        delete_draft(pk, by=by_of(request), at=timezone.now())
        return Response(status=204)


class SchemeCompare(APIView):
    @extend_schema(
        operation_id="catalogue_scheme_preview",
        summary="What the files of a scheme would change; nothing is written",
        request=SchemeFilesSerializer,
        responses=answers(SchemePreviewSerializer, 400, 409),
    )
    def post(self, request: Request) -> Response:
        require(by_of(request), Action.SCHEME_DRAFT, at=timezone.now())
        body = SchemeFilesSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        return Response(_preview(preview_of(_files(body.validated_data))))


class SchemeFreeze(APIView):
    @extend_schema(
        operation_id="catalogue_scheme_freeze",
        summary="Freeze a scheme; it is in force from now on and never edited",
        request=None,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(SchemeSerializer, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        by, at = by_of(request), timezone.now()
        made = once(
            lambda: freeze_scheme(pk, by=by, at=at).pk,
            repeatable(request),
            object_type="catalogue.scheme",
            by=by,
            at=at,
        )
        return Response(SchemeSerializer(SchemeVersion.objects.get(pk=made)).data)


class RollOver(APIView):
    @extend_schema(
        operation_id="catalogue_roll_over_plan",
        summary="What a year would take over from the year before",
        responses=answers(RollOverSerializer, 404),
    )
    def get(self, request: Request, year: int) -> Response:
        return Response(_year(year, plan_of_next_year(year, by=by_of(request), at=timezone.now())))

    @extend_schema(
        operation_id="catalogue_roll_over",
        summary="Roll the catalogue over to a year as drafts; repeated it changes nothing",
        request=None,
        responses=answers(RollOverSerializer, 404),
    )
    def post(self, request: Request, year: int) -> Response:
        return Response(_year(year, roll_over(year, by=by_of(request), at=timezone.now())))


def _files(data: dict[str, Any]) -> SchemeFiles:
    return SchemeFiles(plain_text(data["scheme"]), plain_text(data["document"]))


def _preview(preview: SchemePreview) -> dict[str, Any]:
    other = preview.compared_with
    return {
        "code": preview.document.code,
        "number": preview.document.number,
        "digest": preview.document.digest,
        "seen": preview.seen,
        "compared_with": "" if other is None else f"{other.code} v{other.number}",
        "changes": [vars(line) for line in change_lines(preview.changes)],
    }


def _year(year: int, lines: Sequence[RollOverLine]) -> dict[str, Any]:
    views = [(line, line_view(line)) for line in lines]
    return {
        "year": year,
        "lines": [
            {
                "kind": line.kind,
                "name": view.name,
                "added": line.added,
                "old": view.old,
                "new": view.new,
                "note": view.note,
                "changes": [vars(change) for change in view.changes],
            }
            for line, view in views
        ],
    }


urlpatterns: list[URLPattern] = [
    path("schemes/", SchemeList.as_view(), name="catalogue-schemes"),
    path("schemes/preview/", SchemeCompare.as_view(), name="catalogue-scheme-preview"),
    path("schemes/<int:pk>/", SchemeDetail.as_view(), name="catalogue-scheme"),
    path("schemes/<int:pk>/freeze/", SchemeFreeze.as_view(), name="catalogue-scheme-freeze"),
    path("roll-over/<int:year>/", RollOver.as_view(), name="catalogue-roll-over"),
]
