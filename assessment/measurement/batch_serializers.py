"""Shapes of what a batch says beside its figures: checks, growth, opinions, disputes, comparison, trace."""

from typing import Any

from rest_framework import serializers

from assessment.measurement.opinion_models import Dispute, Opinion


class CheckFindingSerializer(serializers.Serializer[Any]):
    rule = serializers.CharField(help_text="V-A4 … V-A9, V-R1, V-Q1")
    code = serializers.CharField()
    severity = serializers.CharField(help_text="blocking | explain | inform")
    region = serializers.CharField(allow_blank=True)
    expected = serializers.CharField(allow_null=True)
    received = serializers.CharField(allow_null=True)
    difference = serializers.CharField(allow_null=True)


class GrowthRowSerializer(serializers.Serializer[Any]):
    region = serializers.CharField()
    code = serializers.CharField()
    base = serializers.CharField(help_text="last year's confirmed figure, 万元")
    nominal_percent = serializers.CharField(allow_null=True)
    real_percent = serializers.CharField(allow_null=True, help_text="where a deflator was delivered")
    marker = serializers.CharField()
    deflator = serializers.CharField(required=False, help_text="the price index, last year = 100, where there is one")
    deflator_of = serializers.CharField(required=False, help_text="the region the index was compiled for")


class BenchmarkedRowSerializer(serializers.Serializer[Any]):
    region = serializers.CharField()
    code = serializers.CharField()
    raw = serializers.CharField(help_text="as measured, 万元")
    benchmarked = serializers.CharField(help_text="× factor; beside the raw figure, never in its place")
    factor = serializers.CharField()
    alert = serializers.BooleanField(help_text="the factor is more than 5 % away from 1")


class ContestedFigureSerializer(serializers.Serializer[Any]):
    region = serializers.CharField()
    code = serializers.CharField()


class OpinionSerializer(serializers.ModelSerializer[Opinion]):
    given_by = serializers.CharField(source="given_by.display_name")
    organisation = serializers.CharField(source="given_by.organisation.name_zh")

    class Meta:
        model = Opinion
        fields = ["id", "batch", "number", "stand", "text", "given_by", "organisation", "given_at"]


class OtherFigureSerializer(serializers.Serializer[Any]):
    region = serializers.CharField()
    code = serializers.CharField(help_text="as in the results of the batch")
    value = serializers.DecimalField(max_digits=24, decimal_places=4, help_text="in the unit of the result")


class OpinionRequestSerializer(serializers.Serializer[Any]):
    stand = serializers.ChoiceField(choices=Opinion.Stand.choices)
    text = serializers.CharField(required=False, default="", allow_blank=True)
    figures = OtherFigureSerializer(many=True, required=False, default=list)


class FigureDisputeSerializer(serializers.ModelSerializer[Dispute]):
    reasons = serializers.CharField(source="opinion.text")
    objected_by = serializers.CharField(source="opinion.given_by.organisation.name_zh")
    decided_by = serializers.CharField(source="decided_by.display_name", default=None, allow_null=True)

    class Meta:
        model = Dispute
        fields = [
            "id", "batch", "region", "code", "unit", "measured_value", "proposed_value", "state", "reasons",
            "objected_by", "upheld", "document_number", "decision_reasons", "decided_by", "decided_at",
        ]  # fmt: skip


class DecisionSerializer(serializers.Serializer[Any]):
    upheld = serializers.ChoiceField(choices=Dispute.Upheld.choices)
    document_number = serializers.CharField(allow_blank=True)
    reasons = serializers.CharField(allow_blank=True)


class ComparedFigureSerializer(serializers.Serializer[Any]):
    region = serializers.CharField()
    code = serializers.CharField()
    unit = serializers.CharField()
    first = serializers.CharField(allow_null=True)
    second = serializers.CharField(allow_null=True)
    difference = serializers.CharField(allow_null=True)
    parts = serializers.DictField(
        child=serializers.CharField(),
        allow_null=True,
        help_text="data, method, parameters, gdp_vintage; null where a figure is missing on the way",
    )


class ComparisonSerializer(serializers.Serializer[Any]):
    first = serializers.IntegerField()
    second = serializers.IntegerField()
    order = serializers.ListField(child=serializers.CharField(), help_text="in which the ingredients are exchanged")
    figures = ComparedFigureSerializer(many=True)


class ComponentSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    value = serializers.CharField(allow_null=True, help_text="万元")
    derived = serializers.BooleanField()


class TracedDeliverySerializer(serializers.Serializer[Any]):
    table = serializers.CharField()
    department = serializers.CharField(allow_blank=True)
    vintage = serializers.CharField(allow_blank=True)
    number = serializers.IntegerField(allow_null=True)
    delivered_by = serializers.CharField(allow_blank=True)
    delivered_at = serializers.DateTimeField(allow_null=True)
    stated_source = serializers.CharField(source="source", allow_blank=True)


class TracedFigureSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    value = serializers.CharField(allow_null=True)
    components = ComponentSerializer(many=True)
    delivery = TracedDeliverySerializer(allow_null=True)


class TracedStatementSerializer(serializers.Serializer[Any]):
    industry = serializers.CharField()
    pseudonym = serializers.CharField(help_text="of this batch alone")
    enterprise = serializers.CharField(allow_null=True, help_text="for whoever may read returns, as the next three")
    code = serializers.CharField(allow_null=True)
    return_filed = serializers.IntegerField(allow_null=True)
    version_number = serializers.IntegerField(allow_null=True)
    components = serializers.DictField(child=serializers.CharField(), allow_null=True, help_text="万元")
    value_added = serializers.CharField(allow_null=True, help_text="万元")


class TraceSerializer(serializers.Serializer[Any]):
    region = serializers.CharField()
    method_version = serializers.CharField()
    parameter_set = serializers.CharField(allow_blank=True)
    totals = TracedFigureSerializer(many=True)
    figures = TracedFigureSerializer(many=True)
    statements = TracedStatementSerializer(many=True, help_text="empty for whoever may not trace to enterprises")
    survey_estimation = serializers.IntegerField(allow_null=True, help_text="behind the industrial digitalisation")
