"""Shapes of laid-out figures and their check in JSON."""

from typing import Any

from rest_framework import serializers

from assessment.filing.cells import shortest
from assessment.filing.models import FigureCheck, LaidOutFigure
from assessment.filing.serializers.returns import CollectionBriefSerializer, PersonSerializer, ReportingUnitSerializer


class LaidOutFigureSerializer(serializers.ModelSerializer[LaidOutFigure]):
    """One figure as it counts now; `number` says how often it was delivered."""

    collection = CollectionBriefSerializer()
    reporting_unit = ReportingUnitSerializer()
    value = serializers.SerializerMethodField(method_name="exact_value")
    delivered_by = PersonSerializer()

    class Meta:
        model = LaidOutFigure
        fields = [
            "collection", "reporting_unit", "item", "basis", "number", "condition", "value", "reason",
            "source_department", "vintage", "delivered_by", "delivered_at",
        ]  # fmt: skip

    def exact_value(self, figure: LaidOutFigure) -> str | None:
        value = shortest(figure.value)
        return None if value is None else format(value, "f")


class DeliverySerializer(serializers.Serializer[Any]):
    file = serializers.FileField(help_text="CSV with the columns of a figures file; `source` says which accounts")


class DeliveredSerializer(serializers.Serializer[Any]):
    figures = serializers.IntegerField(help_text="how many the file held")
    new = serializers.IntegerField(help_text="how many of them had not been delivered so before")


class SaidSerializer(serializers.Serializer[Any]):
    item = serializers.CharField(max_length=60)
    verdict = serializers.ChoiceField(choices=FigureCheck.Verdict.choices)
    reason = serializers.CharField(max_length=500, allow_blank=True, default="")


class CheckFiguresSerializer(serializers.Serializer[Any]):
    checks = SaidSerializer(many=True, allow_empty=False)


class FigureCheckSerializer(serializers.ModelSerializer[FigureCheck]):
    version = serializers.IntegerField(source="version_id")
    checked_by = PersonSerializer()
    answered_by = PersonSerializer(allow_null=True)

    class Meta:
        model = FigureCheck
        fields = [
            "id", "version", "item", "verdict", "reason", "checked_by", "checked_at", "answer", "answered_by",
            "answered_at", "superseded_at",
        ]  # fmt: skip


class DisputeSerializer(FigureCheckSerializer):
    """A disputed item as its body sees it: whose, which period, why."""

    collection = CollectionBriefSerializer(source="version.return_filed.collection")
    reporting_unit = ReportingUnitSerializer(source="version.return_filed.reporting_unit")

    class Meta(FigureCheckSerializer.Meta):
        fields = [*FigureCheckSerializer.Meta.fields, "collection", "reporting_unit"]


class DeliveryAnswerSerializer(serializers.Serializer[Any]):
    answer = serializers.CharField(max_length=500)
