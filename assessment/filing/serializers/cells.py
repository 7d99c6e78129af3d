"""Shapes of single cells and items in JSON."""

from typing import Any

from rest_framework import serializers

from assessment.display import formats
from assessment.filing.cells import shortest
from assessment.filing.item_view import ItemDetail, PastEdit, PastValue
from assessment.filing.models import Cell
from assessment.filing.presence import Present


class PastValueSerializer(serializers.Serializer[PastValue]):
    """What was filed for an earlier period, in the version in force."""

    period = serializers.CharField()
    period_name = serializers.SerializerMethodField()
    condition = serializers.ChoiceField(choices=Cell.Condition.choices)
    value = serializers.SerializerMethodField(method_name="exact_value")

    def get_period_name(self, past: PastValue) -> str:
        return formats.period(past.period)

    def exact_value(self, past: PastValue) -> str | None:
        return formats.plain(shortest(past.value))


class PastEditSerializer(serializers.Serializer[PastEdit]):
    """One change: `old` and `new` are a number as text or the condition that stands in its place."""

    basis = serializers.ChoiceField(choices=Cell.Basis.choices)
    old = serializers.CharField()
    new = serializers.CharField()
    reason = serializers.CharField(allow_blank=True)
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment]  # DRF names its own attribute so
    by = serializers.CharField()
    at = serializers.DateTimeField()
    version = serializers.IntegerField()


class ItemDetailSerializer(serializers.Serializer[ItemDetail]):
    """指标 with definition, method, department, the last twelve values and who changed what."""

    item = serializers.CharField(source="item.code")
    number = serializers.CharField(source="item.number")
    label = serializers.CharField()  # type: ignore[assignment]  # DRF names its own attribute so
    unit = serializers.CharField(source="item.unit")
    definition = serializers.CharField(allow_blank=True)
    method = serializers.CharField(allow_blank=True)
    maker = serializers.CharField()
    source_department = serializers.CharField(source="item.source_department", allow_blank=True)
    past = PastValueSerializer(many=True)
    edits = PastEditSerializer(many=True)
    notes = serializers.ListField(child=serializers.CharField())


class MarkSerializer(serializers.Serializer[Any]):
    item = serializers.CharField(max_length=60)
    basis = serializers.ChoiceField(choices=Cell.Basis.choices)
    marked = serializers.BooleanField()


class AnnounceSerializer(serializers.Serializer[Any]):
    cell = serializers.CharField(max_length=100, allow_blank=True, help_text="the field the cursor stands in")


class PresentSerializer(serializers.Serializer[Present]):
    name = serializers.CharField()
    organisation = serializers.CharField()
    cell = serializers.CharField(allow_blank=True)


class PresenceSerializer(serializers.Serializer[Any]):
    """Who else has the version open, and its revision: a newer one than yours has cells to fetch."""

    revision = serializers.IntegerField()
    others = PresentSerializer(many=True)
