"""Shapes of packs and of 折算得分 in JSON. Numbers are text: exact as shown, never floats."""

from typing import Any

from rest_framework import serializers

from assessment.catalogue.models import SchemeVersion
from reporting.models import CityPack, ConversionRule


class CityPackSerializer(serializers.ModelSerializer[CityPack]):
    period = serializers.CharField(source="run.period")
    kind = serializers.CharField(source="run.scheme_version.kind")
    unit = serializers.CharField(source="region.code")
    issue_number = serializers.CharField(source="run.issue_number")

    class Meta:
        model = CityPack
        fields = ["id", "run", "period", "kind", "unit", "issue_number", "version", "digest", "made_at"]


class _Text(serializers.CharField):
    """A number as text, or null."""

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_null=True, **options)


class PackFigureSerializer(serializers.Serializer[Any]):
    value = _Text()
    decimals = serializers.IntegerField()
    word = serializers.CharField(help_text="what stands in the place of a value: 暂无数据, 不适用, --")


class PackPlaceSerializer(serializers.Serializer[Any]):
    unit = serializers.CharField()
    name = serializers.CharField()
    group = serializers.CharField()
    score = PackFigureSerializer()
    rank = _Text()
    previous = _Text()
    change = serializers.CharField()
    figures = PackFigureSerializer(many=True)


class PackColumnSerializer(serializers.Serializer[Any]):
    # `label` is taken by the fields of serializers themselves.
    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        return {"label": serializers.CharField(), "unit": serializers.CharField()}


class PackIndicatorSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    theme = serializers.CharField()
    weight = _Text()
    figure = PackFigureSerializer(allow_null=True)
    unit = serializers.CharField()
    score = _Text()
    mean = _Text()
    ahead = _Text()
    points = _Text()
    change = _Text()


class PackPullSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    code = serializers.CharField()
    kind = serializers.CharField()
    points = _Text(help_text="percentage points")


class PackGoneSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    code = serializers.CharField()
    how = serializers.CharField()


class PackGrowthSerializer(serializers.Serializer[Any]):
    points = _Text(help_text="growth of the city, percent")
    word = serializers.CharField()
    lines = PackPullSerializer(many=True)
    subtotals = PackPullSerializer(many=True)
    gone = PackGoneSerializer(many=True)
    listed = serializers.IntegerField()
    missing = serializers.IntegerField()


class PackTrendSerializer(serializers.Serializer[Any]):
    period = serializers.CharField()
    period_name = serializers.CharField()
    rank = _Text()
    ranked = serializers.IntegerField()


class CityReportSerializer(serializers.Serializer[Any]):
    title = serializers.CharField()
    period = serializers.CharField()
    kind = serializers.CharField()
    unit = serializers.CharField()
    name = serializers.CharField()
    group = serializers.CharField()
    issue_number = serializers.CharField()
    correction_number = serializers.CharField()
    version = serializers.IntegerField()
    result_digest = serializers.CharField()
    columns = PackColumnSerializer(many=True)
    places = PackPlaceSerializer(many=True)
    indicators = PackIndicatorSerializer(many=True)
    change = _Text()
    growth = PackGrowthSerializer(allow_null=True)
    trend = PackTrendSerializer(many=True)
    footnotes = serializers.ListField(child=serializers.CharField())
    notes = serializers.ListField(child=serializers.CharField())


class ConversionRuleSerializer(serializers.ModelSerializer[ConversionRule]):
    entered_by = serializers.CharField(source="entered_by.display_name")

    class Meta:
        model = ConversionRule
        fields = [
            "id", "kind", "first_period", "method", "full_points", "step", "floor", "digits", "document_number",
            "entered_by", "entered_at",
        ]  # fmt: skip


class ConversionRuleEntrySerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=SchemeVersion.Kind.choices)
    first_period = serializers.CharField(max_length=10)
    method = serializers.ChoiceField(choices=ConversionRule.Method.choices)
    full_points = serializers.DecimalField(max_digits=8, decimal_places=4)
    step = serializers.DecimalField(max_digits=8, decimal_places=4, required=False, allow_null=True, default=None)
    floor = serializers.DecimalField(max_digits=8, decimal_places=4, required=False, allow_null=True, default=None)
    document_number = serializers.CharField(max_length=80)


class ConversionRowSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    group = serializers.CharField()
    score = _Text()
    rank = _Text()
    points = _Text()


class ConversionSerializer(serializers.Serializer[Any]):
    title = serializers.CharField()
    period = serializers.CharField()
    issue_number = serializers.CharField()
    result_digest = serializers.CharField()
    rows = ConversionRowSerializer(many=True)
    notes = serializers.ListField(child=serializers.CharField())
