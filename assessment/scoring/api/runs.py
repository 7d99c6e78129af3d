"""Runs over HTTP and the moves of people; no scores."""

from collections.abc import Callable
from typing import Any

import django_filters  # type: ignore[import-untyped]  # it has no stubs
from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.generics import ListCreateAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessment.catalogue.models import SchemeVersion
from assessment.display.api_shapes import IDEMPOTENCY_KEY, answers
from assessment.jobs.api_requests import by_of, found, repeatable
from assessment.jobs.repeats import once
from assessment.people.token_authentication import ReadByToken
from assessment.scoring.actions import (
    approve_run,
    cancel_run,
    confirm_run,
    issue_run,
    start_run,
    start_trial,
)
from assessment.scoring.models import Run
from assessment.scoring.queries import indicators_of, run_seen, runs_visible_to
from assessment.scoring.serializers import (
    ApprovalSerializer,
    CancelSerializer,
    FiguresSerializer,
    RunDetailSerializer,
    RunIssueSerializer,
    RunSerializer,
    RunStartSerializer,
)
from assessment.scoring.staleness import is_stale
from assessment.scoring.states import states_of


class RunFilter(django_filters.FilterSet):  # type: ignore[misc]  # without stubs a base of type Any
    kind = django_filters.ChoiceFilter(field_name="scheme_version__kind", choices=SchemeVersion.Kind.choices)

    class Meta:
        model = Run
        fields = ["period", "state", "purpose"]


@extend_schema_view(
    get=extend_schema(
        operation_id="scoring_runs",
        summary="Runs with their states; no scores",
        responses=answers(RunSerializer(many=True)),
    )
)
class RunList(ReadByToken, ListCreateAPIView[Run]):
    serializer_class = RunSerializer
    filterset_class = RunFilter
    queryset = Run.objects.none()

    def get_queryset(self) -> QuerySet[Run]:
        return runs_visible_to(by_of(self.request), at=timezone.now())

    @extend_schema(
        operation_id="scoring_run_start",
        summary="Freeze the inputs of a period and score them: officially, or as a trial of the commission",
        request=RunStartSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(RunSerializer, 400, 409, 422, status=201),
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        asked = RunStartSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        by, at = by_of(request), timezone.now()
        wanted = asked.validated_data
        starting = start_trial if wanted["purpose"] == Run.Purpose.TRIAL else start_run
        made = once(
            lambda: starting(wanted["period"], wanted["kind"], by=by, at=at).pk,
            repeatable(request),
            object_type="scoring.run",
            by=by,
            at=at,
        )
        return Response(RunSerializer(run_seen(made, by=by, at=at)).data, status=status.HTTP_201_CREATED)


@extend_schema_view(
    get=extend_schema(
        operation_id="scoring_run",
        summary="A run: who did what when, and whether it is stale; no scores",
        responses=answers(RunDetailSerializer, 404),
    )
)
class RunDetail(ReadByToken, RetrieveAPIView[Run]):
    serializer_class = RunDetailSerializer
    queryset = Run.objects.none()

    def get_object(self) -> Run:
        run = run_seen(self.kwargs["pk"], by=by_of(self.request), at=timezone.now())
        run.stale, run.moves = is_stale(run), states_of(run).moves_from(run.state)  # type: ignore[attr-defined]  # for the answer only
        return run


class RunFigures(ReadByToken):
    @extend_schema(
        operation_id="scoring_run_figures",
        summary="Figures that went into a run, by unit; no scores",
        responses=answers(FiguresSerializer, 404, 409),
    )
    def get(self, request: Request, pk: int) -> Response:
        return Response(indicators_of(run_seen(pk, by=by_of(request), at=timezone.now())))


class RunConfirm(APIView):
    @extend_schema(
        operation_id="scoring_run_confirm",
        summary="Confirm the figures of a run",
        request=None,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(RunSerializer, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        by, at = by_of(request), timezone.now()
        return moved(request, lambda: confirm_run(pk, by=by, at=at))


class RunApprove(APIView):
    @extend_schema(
        operation_id="scoring_run_approve",
        summary="Approve a run (审定), by a second person; 409 while answers or objections are outstanding",
        request=ApprovalSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(RunSerializer, 400, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        asked = ApprovalSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        by, at = by_of(request), timezone.now()
        return moved(request, lambda: approve_run(pk, by=by, at=at, stale_reason=asked.validated_data["stale_reason"]))


class RunIssue(APIView):
    @extend_schema(
        operation_id="scoring_run_issue",
        summary="Issue a run under a document number (印发); the scan of the document stands beside it already",
        request=RunIssueSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(RunSerializer, 400, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        asked = RunIssueSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        by, at = by_of(request), timezone.now()
        number, publicity = asked.validated_data["issue_number"], asked.validated_data["publicity"]
        return moved(request, lambda: issue_run(pk, number, publicity, by=by, at=at))


class RunCancel(APIView):
    @extend_schema(
        operation_id="scoring_run_cancel",
        summary="Cancel a run that is not issued",
        request=CancelSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(RunSerializer, 400, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        asked = CancelSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        by, at = by_of(request), timezone.now()
        return moved(request, lambda: cancel_run(pk, asked.validated_data["reason"], by=by, at=at))


def moved(request: Request, move: Callable[[], Run]) -> Response:
    by, at = by_of(request), timezone.now()
    made = once(lambda: move().pk, repeatable(request), object_type="scoring.run", by=by, at=at)
    return Response(RunSerializer(found(runs_visible_to(by, at=at).filter(pk=made).first())).data)


urlpatterns: list[URLPattern] = [
    path("runs/", RunList.as_view()),
    path("runs/<int:pk>/", RunDetail.as_view()),
    path("runs/<int:pk>/figures/", RunFigures.as_view()),
    path("runs/<int:pk>/confirm/", RunConfirm.as_view()),
    path("runs/<int:pk>/approve/", RunApprove.as_view()),
    path("runs/<int:pk>/issue/", RunIssue.as_view()),
    path("runs/<int:pk>/cancel/", RunCancel.as_view()),
]
