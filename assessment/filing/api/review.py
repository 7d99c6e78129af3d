"""The review over HTTP: the matrix, one return with what lies around it, accepting several together."""

from typing import Any

from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessment.display.api_shapes import answers
from assessment.filing import actions
from assessment.filing.matrix import matrix
from assessment.filing.models import Return
from assessment.filing.queries import version_seen
from assessment.filing.review_view import review_of
from assessment.filing.serializers.review import (
    AcceptedTogetherSerializer,
    AcceptManySerializer,
    MatrixLineSerializer,
    ReviewRowSerializer,
)
from assessment.jobs.api_requests import by_of
from assessment.people.errors import NotFound
from assessment.people.permissions import Action
from assessment.people.queries import require

PERIOD = OpenApiParameter("period", str, OpenApiParameter.QUERY, description="period code, such as 2021c06")


class Matrix(GenericAPIView[Any]):
    serializer_class = MatrixLineSerializer
    filter_backends = []
    queryset = Return.objects.none()

    @extend_schema(
        operation_id="filing_matrix",
        summary="Units by forms: states, findings, open queries, what is overdue; a city sees its own row",
        parameters=[PERIOD],
        responses=answers(MatrixLineSerializer(many=True)),
    )
    def get(self, request: Request) -> Response:
        period = request.query_params.get("period", "")
        lines = matrix(by_of(request), period, at=timezone.now()).lines
        page = self.paginate_queryset(lines)
        shown = MatrixLineSerializer(page or [], many=True)  # type: ignore[arg-type]  # many of them
        return self.get_paginated_response(shown.data)


class VersionReview(APIView):
    @extend_schema(
        operation_id="filing_version_review",
        summary="The items of a submitted version with last period, last year, the other units, findings and queries",
        responses=answers(ReviewRowSerializer(many=True), 404),
    )
    def get(self, request: Request, pk: int) -> Response:
        by, at = by_of(request), timezone.now()
        require(by, Action.RETURN_REVIEW, at=at)
        version = version_seen(pk, by=by, at=at)
        if version.submitted_at is None:
            raise NotFound
        items = list(version.return_filed.collection.form_version.items.select_related("parent"))
        return Response(ReviewRowSerializer(list(review_of(version, items).rows), many=True).data)  # type: ignore[arg-type]  # many of them


class AcceptMany(APIView):
    @extend_schema(
        operation_id="filing_accept_many",
        summary="Accept every named version without a finding or an open query; the others are refused with a reason",
        request=AcceptManySerializer,
        responses=answers(AcceptedTogetherSerializer, 400),
    )
    def post(self, request: Request) -> Response:
        body = AcceptManySerializer(data=request.data)
        body.is_valid(raise_exception=True)
        outcome = actions.accept_many(body.validated_data["versions"], by=by_of(request), at=timezone.now())
        return Response(AcceptedTogetherSerializer(outcome).data)


urlpatterns: list[URLPattern] = [
    path("matrix/", Matrix.as_view(), name="filing-matrix"),
    path("versions/accept/", AcceptMany.as_view(), name="filing-accept-many"),
    path("versions/<int:pk>/review/", VersionReview.as_view(), name="filing-version-review"),
]
