"""定时印发 over HTTP: planned by an officer, seen and withdrawn by the commission."""

from typing import Any

from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessment.display.api_shapes import IDEMPOTENCY_KEY, answers
from assessment.jobs.api_requests import by_of, repeatable
from assessment.jobs.repeats import once
from assessment.people.api_requests import found
from assessment.people.permissions import Action
from assessment.people.queries import require
from assessment.scoring.actions import IssuePlan, plan_issue, withdraw_planned_issue
from assessment.scoring.models import PlannedIssue
from assessment.scoring.planned_issues import last_plan
from assessment.scoring.queries import run_seen
from assessment.scoring.serializers import RunIssueSerializer

OBJECT = "scoring.planned_issue"


class IssuePlanSerializer(RunIssueSerializer):
    release_at = serializers.DateTimeField(help_text="a moment ahead; until then the results stay hidden")


class PlannedIssueSerializer(serializers.ModelSerializer[PlannedIssue]):
    planned_by = serializers.CharField(source="planned_by.display_name")
    ended_by = serializers.CharField(source="ended_by.display_name", default=None, allow_null=True)
    refusal = serializers.SerializerMethodField(help_text="code of the refusal where the issue failed")
    state = serializers.CharField(help_text="waiting | carried_out | withdrawn | failed")

    class Meta:
        model = PlannedIssue
        fields = [
            "id", "run", "issue_number", "publicity", "release_at", "state", "planned_by", "planned_at", "ended_by",
            "ended_at", "refusal",
        ]  # fmt: skip

    def get_refusal(self, plan: PlannedIssue) -> str:
        failure: dict[str, Any] = plan.failure or {}
        return str(failure.get("code", ""))


class RunPlannedIssue(APIView):
    @extend_schema(
        operation_id="scoring_run_planned_issue",
        summary="The last planned issue of a run, whatever became of it",
        responses=answers(PlannedIssueSerializer, 404),
    )
    def get(self, request: Request, pk: int) -> Response:
        by, at = by_of(request), timezone.now()
        require(by, Action.ISSUE_PLAN_VIEW, at=at)
        return Response(PlannedIssueSerializer(found(last_plan(run_seen(pk, by=by, at=at)))).data)

    @extend_schema(
        operation_id="scoring_run_plan_issue",
        summary="Plan the issue of an approved run for a moment ahead (定时印发); the server carries it out",
        request=IssuePlanSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(PlannedIssueSerializer, 400, 404, 409, 422, status=201),
    )
    def post(self, request: Request, pk: int) -> Response:
        asked = IssuePlanSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        by, at, said = by_of(request), timezone.now(), asked.validated_data
        planned = IssuePlan(said["issue_number"], said["publicity"], said["release_at"])
        made = once(
            lambda: plan_issue(pk, planned, by=by, at=at).pk,
            repeatable(request),
            object_type=OBJECT,
            by=by,
            at=at,
        )
        return Response(_shown(made), status=status.HTTP_201_CREATED)


class RunPlannedIssueWithdraw(APIView):
    @extend_schema(
        operation_id="scoring_run_planned_issue_withdraw",
        summary="Withdraw the waiting planned issue; the run stays approved",
        request=None,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(PlannedIssueSerializer, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        by, at = by_of(request), timezone.now()
        made = once(
            lambda: withdraw_planned_issue(pk, by=by, at=at).pk,
            repeatable(request),
            object_type=OBJECT,
            by=by,
            at=at,
        )
        return Response(_shown(made))


def _shown(plan_id: int) -> object:
    plans = PlannedIssue.objects.select_related("planned_by", "ended_by")
    return PlannedIssueSerializer(plans.get(pk=plan_id)).data


urlpatterns: list[URLPattern] = [
    path("runs/<int:pk>/planned-issue/", RunPlannedIssue.as_view()),
    path("runs/<int:pk>/planned-issue/withdraw/", RunPlannedIssueWithdraw.as_view()),
]
