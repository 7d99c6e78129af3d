"""Single cells and items of a version: what stands behind an item, 待核 marks, who else is here."""

from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessment.display.api_shapes import answers
from assessment.filing import actions, presence
from assessment.filing.item_view import item_detail
from assessment.filing.queries import version_seen, version_to_fill
from assessment.filing.serializers.cells import (
    AnnounceSerializer,
    ItemDetailSerializer,
    MarkSerializer,
    PresenceSerializer,
)
from assessment.filing.serializers.returns import CellSerializer
from assessment.jobs.api_requests import by_of


class VersionItem(APIView):
    @extend_schema(
        operation_id="filing_item",
        summary="An item of a version: definition, the last twelve values, who changed what",
        responses=answers(ItemDetailSerializer, 404),
    )
    def get(self, request: Request, pk: int, item: str) -> Response:
        version = version_seen(pk, by=by_of(request), at=timezone.now())
        return Response(ItemDetailSerializer(item_detail(version, item)).data)


class VersionMarks(APIView):
    @extend_schema(
        operation_id="filing_cell_mark",
        summary="Set or take off the mark (待核) of one cell of a draft",
        request=MarkSerializer,
        responses=answers(CellSerializer, 400, 404, 409),
    )
    def put(self, request: Request, pk: int) -> Response:
        body = MarkSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        wanted = body.validated_data
        place = (wanted["item"], wanted["basis"])
        cell = actions.mark_cell(pk, place, marked=wanted["marked"], by=by_of(request), at=timezone.now())
        return Response(CellSerializer(cell).data)


class VersionPresence(APIView):
    @extend_schema(
        operation_id="filing_presence",
        summary="Say that you have the version open, and learn who else has; nothing is stored",
        request=AnnounceSerializer,
        responses=answers(PresenceSerializer, 400, 404),
    )
    def put(self, request: Request, pk: int) -> Response:
        body = AnnounceSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        by, at = by_of(request), timezone.now()
        version = version_to_fill(pk, by=by, at=at)
        others = presence.announce(version.pk, body.validated_data["cell"], by=by, at=at)
        return Response(PresenceSerializer({"revision": version.revision, "others": others}).data)


urlpatterns: list[URLPattern] = [
    path("versions/<int:pk>/items/<slug:item>/", VersionItem.as_view(), name="filing-item"),
    path("versions/<int:pk>/marks/", VersionMarks.as_view(), name="filing-marks"),
    path("versions/<int:pk>/presence/", VersionPresence.as_view(), name="filing-presence"),
]
