"""批示 on a package over HTTP: recorded with the scan, listed, and the scan handed out."""

from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessment.display.api_shapes import IDEMPOTENCY_KEY, answers, refusals
from assessment.evidence.serving import attachment
from assessment.jobs.api_requests import by_of, repeatable
from assessment.jobs.repeats import once
from assessment.people.permissions import Action
from reporting.bulletin_queries import package_seen, run_of_package
from reporting.decision_actions import LONGEST_LEADER, LONGEST_TEXT, Decision, read_decision_scan, record_decision
from reporting.models import BulletinDecision


class BulletinDecisionSerializer(serializers.ModelSerializer[BulletinDecision]):
    recorded_by = serializers.CharField(source="recorded_by.username", read_only=True)
    scan_digest = serializers.CharField(source="scan.digest", read_only=True)

    class Meta:
        model = BulletinDecision
        fields = [
            "id", "edition_number", "leader", "decided_on", "outcome", "text", "scan_digest", "recorded_by",
            "recorded_at",
        ]  # fmt: skip


class BulletinDecisionGivenSerializer(serializers.Serializer[Any]):
    leader = serializers.CharField(max_length=LONGEST_LEADER, help_text="name and post as on the paper")
    decided_on = serializers.CharField(help_text="such as 2021-04-25")
    outcome = serializers.ChoiceField(choices=BulletinDecision.Outcome.choices)
    text = serializers.CharField(max_length=LONGEST_TEXT, help_text="the words of the 批示")
    file = serializers.FileField(help_text="the scan: PDF, PNG or JPG")


class BulletinDecisions(APIView):
    parser_classes = [MultiPartParser]

    @extend_schema(
        operation_id="reports_bulletin_decisions",
        summary="What leaders decided on the package, newest first",
        responses=answers(BulletinDecisionSerializer(many=True), 404),
    )
    def get(self, request: Request, pk: int) -> Response:
        run = run_of_package(pk, Action.BULLETIN_VIEW, by=by_of(request), at=timezone.now())
        decisions = BulletinDecision.objects.select_related("recorded_by", "scan").filter(package=package_seen(run))
        return Response(BulletinDecisionSerializer(decisions, many=True).data)

    @extend_schema(
        operation_id="reports_bulletin_decision_record",
        summary="Record a 批示 on the final edition, with the scan of the paper",
        request=BulletinDecisionGivenSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(BulletinDecisionSerializer, 400, 404, 409, status=201),
    )
    def post(self, request: Request, pk: int) -> Response:
        asked = BulletinDecisionGivenSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        by, at, said = by_of(request), timezone.now(), asked.validated_data
        file = said["file"]
        given = Decision(
            said["leader"], said["decided_on"], said["outcome"], said["text"], file.name or "", file.read()
        )
        made = once(
            lambda: record_decision(pk, given, by=by, at=at).pk,
            repeatable(request),
            object_type="reporting.decision",
            by=by,
            at=at,
        )
        shown = BulletinDecision.objects.select_related("recorded_by", "scan").get(pk=made)
        return Response(BulletinDecisionSerializer(shown).data, status=status.HTTP_201_CREATED)


class BulletinDecisionScan(APIView):
    @extend_schema(
        operation_id="reports_bulletin_decision_scan",
        summary="The scan of a 批示; the download is recorded",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY, **refusals(404)},
    )
    def get(self, request: Request, pk: int, decision: int) -> HttpResponse:
        return attachment(*read_decision_scan(pk, decision, by=by_of(request), at=timezone.now()))


urlpatterns: list[URLPattern] = [
    path("runs/<int:pk>/bulletin/decisions/", BulletinDecisions.as_view()),
    path("runs/<int:pk>/bulletin/decisions/<int:decision>/scan/", BulletinDecisionScan.as_view()),
]
