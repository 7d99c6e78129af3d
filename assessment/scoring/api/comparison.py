"""Two runs compared over HTTP, in exact figures; it shows scores, so it opens as a ranking does and is recorded."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from assessment.display.api_shapes import answers
from assessment.jobs.api_requests import by_of
from assessment.methodology.run_comparison import PartChange, UnitChange
from assessment.people.permissions import Action
from assessment.people.queries import require
from assessment.people.token_authentication import ReadByToken
from assessment.scoring.actions import open_scores
from assessment.scoring.comparison_view import in_places, run_changes
from assessment.scoring.names import node_names, region_names


class PartChangeSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="of an indicator, an adjustment or a cap")
    name = serializers.CharField()
    before = serializers.CharField(help_text="points it gave to the total, exact")
    now = serializers.CharField()
    change = serializers.CharField()


class UnitChangeSerializer(serializers.Serializer[Any]):
    unit = serializers.CharField()
    name = serializers.CharField()
    rank_before = serializers.CharField(allow_null=True)
    rank_now = serializers.CharField(allow_null=True)
    moved = serializers.CharField(allow_null=True, help_text="places gained (positive) or lost")
    score_before = serializers.CharField(allow_null=True, help_text="points, exact")
    score_now = serializers.CharField(allow_null=True)
    change = serializers.CharField(allow_null=True, help_text="null where a run has no total for the unit")
    parts = PartChangeSerializer(many=True, help_text="their changes add up to the change of the total exactly")


class RunComparisonSerializer(serializers.Serializer[Any]):
    before = serializers.IntegerField(help_text="the run compared with")
    now = serializers.IntegerField()
    moved = serializers.IntegerField(help_text="how many units have another place")
    units = UnitChangeSerializer(many=True, help_text="in the order of the places of the run `now`")


class RunAgainst(ReadByToken):
    @extend_schema(
        operation_id="scoring_run_against",
        summary="Who moved from the run `other` to this one, and why; reading unissued runs is recorded",
        responses=answers(RunComparisonSerializer, 404, 409),
    )
    def get(self, request: Request, pk: int, other: int) -> Response:
        by, at = by_of(request), timezone.now()
        require(by, Action.RUN_VIEW, at=at)
        now, before = open_scores(pk, by=by, at=at), open_scores(other, by=by, at=at)
        changes = in_places(run_changes(before, now))
        units, nodes = region_names(one.unit for one in changes), node_names(now)
        return Response({
            "before": before.pk,
            "now": now.pk,
            "moved": len([one for one in changes if one.moved]),
            "units": [_unit(one, units, nodes) for one in changes],
        })  # fmt: skip


def _unit(one: UnitChange, units: Mapping[str, str], nodes: Mapping[str, str]) -> dict[str, Any]:
    return {
        "unit": one.unit,
        "name": units.get(one.unit, one.name),
        "rank_before": _plain(one.rank_before),
        "rank_now": _plain(one.rank_now),
        "moved": _plain(one.moved),
        "score_before": _plain(one.score_before),
        "score_now": _plain(one.score_now),
        "change": _plain(one.change),
        "parts": [_part(part, nodes) for part in one.parts],
    }


def _part(part: PartChange, nodes: Mapping[str, str]) -> dict[str, Any]:
    figures = {name: _plain(getattr(part, name)) for name in ("before", "now", "change")}
    return {"code": part.code, "name": nodes.get(part.code, part.name), **figures}


def _plain(value: Decimal | None) -> str | None:
    """All its digits and no exponent."""
    return None if value is None else format(value, "f")


urlpatterns: list[URLPattern] = [path("runs/<int:pk>/against/<int:other>/", RunAgainst.as_view())]
