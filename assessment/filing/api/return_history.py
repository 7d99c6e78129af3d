"""What stood when, and what happened to a return, over HTTP."""

from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessment.display.api_shapes import answers
from assessment.filing.correction_queries import end_of_day, stood_at
from assessment.filing.serializers.corrections import StoodAtSerializer, TimelineEventSerializer
from assessment.filing.timeline import timeline
from assessment.jobs.api_requests import by_of


class AsItStood(APIView):
    @extend_schema(
        operation_id="filing_return_as_of",
        summary="The version that was in force when a day was over, with its cells (原报数)",
        parameters=[OpenApiParameter("on", str, description="a day in Beijing, such as 2021-04-30; without it, now")],
        responses=answers(StoodAtSerializer, 400, 404),
    )
    def get(self, request: Request, pk: int) -> Response:
        now = timezone.now()
        day = request.query_params.get("on", "")
        moment = end_of_day(day) if day else now
        _, span = stood_at(pk, moment, by=by_of(request), at=now)
        return Response(StoodAtSerializer({"moment": moment, "in_force": span}).data)


class Timeline(APIView):
    @extend_schema(
        operation_id="filing_return_timeline",
        summary="What happened to a return, who did it and when",
        responses=answers(TimelineEventSerializer(many=True), 404),
    )
    def get(self, request: Request, pk: int) -> Response:
        _, events = timeline(pk, by=by_of(request), at=timezone.now())
        return Response([TimelineEventSerializer(event).data for event in events])


urlpatterns: list[URLPattern] = [
    path("returns/<int:pk>/as-of/", AsItStood.as_view(), name="filing-return-as-of"),
    path("returns/<int:pk>/timeline/", Timeline.as_view(), name="filing-return-timeline"),
]
