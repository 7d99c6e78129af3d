"""Shapes of 一张图 in JSON: figures as text as the page prints them, × where a figure is withheld."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from reporting.dashboard_view import Dashboard, GapLine
from reporting.filing_lights import FilingLights


class DashboardCardSerializer(serializers.Serializer[Any]):
    # `label` is taken by the fields of serializers themselves.
    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return {name: serializers.CharField() for name in ("label", "value", "unit", "remark")}


class DashboardPlaceSerializer(serializers.Serializer[Any]):
    unit = serializers.CharField()
    name = serializers.CharField()
    group = serializers.CharField()
    rank = serializers.CharField(allow_null=True)
    score = serializers.CharField()
    change = serializers.CharField(help_text="位次变化 in words")
    figures = serializers.DictField(child=serializers.CharField(), help_text="by indicator")
    parts = serializers.DictField(child=serializers.CharField(), help_text="points of the total by part")


class DashboardGapSerializer(serializers.Serializer[Any]):
    unit = serializers.CharField()
    indicator = serializers.CharField()
    figure = serializers.CharField()
    score = serializers.CharField()
    mean = serializers.CharField(help_text="simple mean of the cities that have a score, points")
    gap = serializers.CharField(help_text="score less mean, points")


class DashboardLightSerializer(serializers.Serializer[Any]):
    unit = serializers.CharField()
    received = serializers.IntegerField()
    owed = serializers.IntegerField()
    tone = serializers.ChoiceField(["good", "warn", "bad"])
    words = serializers.CharField()


class DashboardFilingSerializer(serializers.Serializer[Any]):
    period = serializers.CharField()
    until = serializers.DateTimeField()
    received = serializers.IntegerField()
    owed = serializers.IntegerField()
    tone = serializers.ChoiceField(["good", "warn", "bad"])
    words = serializers.CharField()
    cities = DashboardLightSerializer(many=True)


class DashboardTrendSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    places = serializers.ListField(child=serializers.CharField(allow_null=True))


class DashboardSerializer(serializers.Serializer[Any]):
    period = serializers.CharField()
    issued = serializers.BooleanField()
    cards = DashboardCardSerializer(many=True)
    places = DashboardPlaceSerializer(many=True)
    worst = DashboardGapSerializer(many=True)
    filing = DashboardFilingSerializer(allow_null=True)
    periods = serializers.ListField(child=serializers.CharField())
    trend = DashboardTrendSerializer(many=True)


def dashboard_document(dashboard: Dashboard, *, issued: bool) -> dict[str, Any]:
    picture = dashboard.picture
    view = picture.view
    return {
        "period": picture.run.period,
        "issued": issued,
        "cards": [
            {"label": card.label, "value": card.value, "unit": card.unit, "remark": card.remark}
            for card in dashboard.cards
        ],
        "places": [
            {
                "unit": row.unit,
                "name": row.name,
                "group": row.group,
                "rank": _text(row.rank),
                "score": row.score,
                "change": row.change.spoken,
                "figures": dict(zip((column.code for column in view.columns), row.figures, strict=True)),
                "parts": {part.label: format(part.amount, "f") for part in row.parts},
            }
            for row in view.rows
        ],
        "worst": [_gap(line) for line in dashboard.worst],
        "filing": None if dashboard.filing is None else _filing(dashboard.filing),
        "periods": list(dashboard.trend.periods),
        "trend": [{"name": name, "places": [_text(rank) for rank in ranks]} for name, ranks in dashboard.trend.places],
    }


def _gap(line: GapLine) -> dict[str, str]:
    return {
        "unit": line.unit,
        "indicator": line.code,
        "figure": line.figure,
        "score": line.score,
        "mean": line.mean,
        "gap": line.gap,
    }


def _filing(filing: FilingLights) -> dict[str, Any]:
    return {
        "period": filing.period,
        "until": filing.until,
        "received": filing.received,
        "owed": filing.owed,
        "tone": filing.light.tone,
        "words": filing.light.text,
        "cities": [
            {
                "unit": line.unit,
                "received": line.received,
                "owed": line.owed,
                "tone": line.light.tone,
                "words": line.light.text,
            }
            for line in filing.lines
        ],
    }


def _text(number: Decimal | None) -> str | None:
    return None if number is None else format(number.normalize(), "f")
