"""Scores over HTTP for those who may read them; before the issue each reading is written down."""

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from assessment.display.api_shapes import answers
from assessment.jobs.api_requests import by_of
from assessment.people.errors import NotFound
from assessment.people.token_authentication import ReadByToken
from assessment.scoring.actions import open_scores
from assessment.scoring.api.runs import RunFilter
from assessment.scoring.check_notes import notes_beside
from assessment.scoring.explanations import explanation_document, shown_explanation
from assessment.scoring.models import Placing, Run, Score
from assessment.scoring.names import indicators_shown
from assessment.scoring.placing_notes import PlacingNotes
from assessment.scoring.publication_view import NO_VEIL, veil_of, withheld_from
from assessment.scoring.queries import (
    document_of,
    may_explain,
    placings_visible_to,
    ranking_rows,
    runs_with_scores_open_to,
    scores_visible_to,
)
from assessment.scoring.serializers import (
    PlacingSerializer,
    RunSerializer,
    ScoreExplanationSerializer,
    ScoreSerializer,
)


@extend_schema_view(
    get=extend_schema(
        operation_id="scoring_rankings",
        summary="Runs whose ranking the reader may see",
        responses=answers(RunSerializer(many=True)),
    )
)
class RankingList(ReadByToken, ListAPIView[Run]):
    serializer_class = RunSerializer
    filterset_class = RunFilter
    queryset = Run.objects.none()

    def get_queryset(self) -> QuerySet[Run]:
        runs = runs_with_scores_open_to(by_of(self.request), at=timezone.now())
        return runs.select_related("started_by", "confirmed_by", "approved_by", "issued_by", "scheme_version", "job")


@extend_schema_view(
    get=extend_schema(
        operation_id="scoring_run_ranking",
        summary="Totals and places of a run; reading an unissued one is recorded",
        responses=answers(PlacingSerializer(many=True), 404),
    )
)
class RunRanking(ReadByToken, ListAPIView[Placing]):
    serializer_class = PlacingSerializer
    filter_backends = []
    queryset = Placing.objects.none()

    def get_queryset(self) -> QuerySet[Placing]:
        by, at = by_of(self.request), timezone.now()
        run = open_scores(self.kwargs["pk"], by=by, at=at)
        self.names = {unit["code"]: unit["name"] for unit in document_of(run)["units"]}
        self.notes = PlacingNotes(run, withheld_from(by, run, at=at))
        return ranking_rows(run) & placings_visible_to(by, at=at)

    def get_serializer_context(self) -> dict[str, Any]:
        beside = {"names": getattr(self, "names", {}), "notes": getattr(self, "notes", None)}
        return {**super().get_serializer_context(), **beside}


@extend_schema_view(
    get=extend_schema(
        operation_id="scoring_run_scores",
        summary="Scores of every node of the tree; a city reads its own",
        responses=answers(ScoreSerializer(many=True), 404),
    )
)
class RunScores(ReadByToken, ListAPIView[Score]):
    serializer_class = ScoreSerializer
    filter_backends = []
    queryset = Score.objects.none()

    def get_queryset(self) -> QuerySet[Score]:
        by, at = by_of(self.request), timezone.now()
        run = open_scores(self.kwargs["pk"], by=by, at=at)
        self.veil = veil_of(run, withheld_from(by, run, at=at))
        return scores_visible_to(by, at=at).filter(run=run).order_by("unit", "-level", "code")

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "veil": getattr(self, "veil", NO_VEIL)}


class RunExplanation(ReadByToken):
    @extend_schema(
        operation_id="scoring_run_explanation",
        summary="Why a unit has its score: the tree down to the figures",
        responses=answers(ScoreExplanationSerializer, 404),
    )
    def get(self, request: Request, pk: int, unit: str) -> Response:
        by, at = by_of(request), timezone.now()
        if not may_explain(by, unit, at=at):
            raise NotFound
        run = open_scores(pk, by=by, at=at)
        document = explanation_document(shown_explanation(run, unit, withheld_from(by, run, at=at)))
        document["footnotes"] += notes_beside(run, indicators_shown(run))[unit]
        return Response(document)


urlpatterns: list[URLPattern] = [
    path("runs/<int:pk>/ranking/", RunRanking.as_view()),
    path("runs/<int:pk>/scores/", RunScores.as_view()),
    path("runs/<int:pk>/explanation/<str:unit>/", RunExplanation.as_view()),
    path("rankings/", RankingList.as_view()),
]
