"""Tests of robustness over HTTP, for the commission; they show places, so each reading is recorded."""

from collections.abc import Mapping
from typing import Any

from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessment.display.api_shapes import IDEMPOTENCY_KEY, answers
from assessment.jobs.api_requests import by_of, repeatable
from assessment.jobs.repeats import once
from assessment.methodology.run_document import thaw
from assessment.people.permissions import Action
from assessment.people.queries import require
from assessment.scoring.actions import open_scores
from assessment.scoring.models import RobustnessTest
from assessment.scoring.robustness_actions import request_robustness

REQUIRED = ("replications", "seed", "weight_spread")
# Everything a test may vary and does not have to.
OPTIONAL = ("weight_levels", "normalisations", "aggregations", "winsorise_points", "noise", "noise_samples", "samples")


class RobustnessTestSerializer(serializers.ModelSerializer[RobustnessTest]):
    settings = serializers.SerializerMethodField()
    result = serializers.SerializerMethodField()

    class Meta:
        model = RobustnessTest
        fields = ["id", "number", "state", "settings", "result", "result_digest", "requested_at", "tested_at"]

    def get_settings(self, test: RobustnessTest) -> dict[str, Any]:
        return thaw(test.settings)

    def get_result(self, test: RobustnessTest) -> dict[str, Any] | None:
        return thaw(test.result_document) if test.result_document else None


class RobustnessList(APIView):
    @extend_schema(
        operation_id="scoring_run_robustness",
        summary="Tests of the robustness of a run, the newest first: an internal annex",
        responses=answers(RobustnessTestSerializer(many=True), 404),
    )
    def get(self, request: Request, pk: int) -> Response:
        by, at = by_of(request), timezone.now()
        require(by, Action.ROBUSTNESS_VIEW, at=at)
        run = open_scores(pk, by=by, at=at)
        return Response(RobustnessTestSerializer(run.robustness_tests.all(), many=True).data)

    @extend_schema(
        operation_id="scoring_run_robustness_request",
        summary="Have the ranking of a run tested under the given settings",
        request=inline_serializer(
            "RobustnessRequest",
            {
                "replications": serializers.IntegerField(),
                "seed": serializers.IntegerField(),
                "weight_spread": serializers.CharField(help_text="0.25: within a quarter of each weight"),
                **{name: serializers.JSONField(required=False) for name in OPTIONAL},
            },
        ),
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(RobustnessTestSerializer, 400, 404, status=201),
    )
    def post(self, request: Request, pk: int) -> Response:
        by, at = by_of(request), timezone.now()
        sent = request.data if isinstance(request.data, Mapping) else {}
        wanted = {name: sent[name] for name in (*REQUIRED, *OPTIONAL) if name in sent}
        made = once(
            lambda: request_robustness(pk, wanted, by=by, at=at).pk,
            repeatable(request),
            object_type="scoring.robustness_test",
            by=by,
            at=at,
        )
        test = RobustnessTest.objects.get(pk=made)
        return Response(RobustnessTestSerializer(test).data, status=status.HTTP_201_CREATED)


urlpatterns: list[URLPattern] = [path("runs/<int:pk>/robustness/", RobustnessList.as_view())]
