"""Shapes of the review in JSON: rows of a return, the matrix, queries, adopted values."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assessment.display import formats
from assessment.display.wording import say
from assessment.filing.cells import shortest
from assessment.filing.matrix import MatrixLine
from assessment.filing.models import AdoptedValue, Cell, QueryMessage, QuerySheet, QueryThread, Version
from assessment.filing.return_view import Row
from assessment.filing.review_actions import AcceptedTogether, Refused
from assessment.filing.review_view import Distribution, ReviewRow
from assessment.filing.serializers.returns import (
    CollectionBriefSerializer,
    PersonSerializer,
    ReportingUnitSerializer,
    VersionSerializer,
)

TEXT, NOTE = 1000, 500


class QueryMessageSerializer(serializers.ModelSerializer[QueryMessage]):
    by = PersonSerializer()

    class Meta:
        model = QueryMessage
        fields = ["kind", "text", "by", "at"]


class QueryThreadSerializer(serializers.ModelSerializer[QueryThread]):
    messages = QueryMessageSerializer(many=True)

    class Meta:
        model = QueryThread
        fields = ["id", "serial", "version", "item", "basis", "rule", "due_on", "state", "messages"]


class QuerySheetSerializer(serializers.ModelSerializer[QuerySheet]):
    """核实单: one number, and every question that was asked about the return."""

    reporting_unit = ReportingUnitSerializer(source="return_filed.reporting_unit")
    collection = CollectionBriefSerializer(source="return_filed.collection")
    threads = QueryThreadSerializer(many=True)

    class Meta:
        model = QuerySheet
        fields = ["number", "opened_at", "reporting_unit", "collection", "threads"]


class QuestionSerializer(serializers.Serializer[Any]):
    item = serializers.CharField(max_length=60)
    basis = serializers.CharField(max_length=30, default=Cell.Basis.CURRENT)
    text = serializers.CharField(max_length=TEXT)
    due_on = serializers.DateField()
    rule = serializers.CharField(max_length=40, allow_blank=True, default="")


class AskSerializer(serializers.Serializer[Any]):
    questions = QuestionSerializer(many=True, allow_empty=False)


class QueryAnswerSerializer(serializers.Serializer[Any]):
    thread = serializers.IntegerField(min_value=0)
    text = serializers.CharField(max_length=TEXT)


class AnswersSerializer(serializers.Serializer[Any]):
    answers = QueryAnswerSerializer(many=True, allow_empty=False)


class CloseSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=TEXT)


class AskAgainSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=TEXT)
    due_on = serializers.DateField()


class AcceptManySerializer(serializers.Serializer[Any]):
    versions = serializers.ListField(child=serializers.IntegerField(min_value=1), allow_empty=False, max_length=500)


class RefusedSerializer(serializers.Serializer[Refused]):
    version = serializers.IntegerField(source="version_id")
    code = serializers.CharField(source="error.code")
    message = serializers.SerializerMethodField()

    def get_message(self, refused: Refused) -> str:
        return say(refused.error)


class AcceptedTogetherSerializer(serializers.Serializer[AcceptedTogether]):
    """What was accepted, and what was refused with its reason."""

    accepted = VersionSerializer(many=True)
    refused = RefusedSerializer(many=True)


class AdoptedValueSerializer(serializers.ModelSerializer[AdoptedValue]):
    reporting_unit = ReportingUnitSerializer(source="return_filed.reporting_unit")
    collection = CollectionBriefSerializer(source="return_filed.collection")
    value = serializers.SerializerMethodField(method_name="exact_value")
    proposed_by = PersonSerializer()
    decided_by = PersonSerializer(allow_null=True)

    class Meta:
        model = AdoptedValue
        fields = [
            "id", "return_filed", "reporting_unit", "collection", "item", "basis", "number", "kind", "condition",
            "value", "reason", "document", "state", "proposed_by", "proposed_at", "decided_by", "decided_at",
            "decision_note",
        ]  # fmt: skip

    def exact_value(self, row: AdoptedValue) -> str | None:
        return formats.plain(shortest(row.value))


class AdoptionSerializer(serializers.Serializer[Any]):
    item = serializers.CharField(max_length=60)
    basis = serializers.CharField(max_length=30, default=Cell.Basis.CURRENT)
    condition = serializers.ChoiceField(choices=Cell.Condition.choices, default=Cell.Condition.VALUE)
    value = serializers.CharField(max_length=60, allow_null=True, allow_blank=True, default=None)
    unit = serializers.CharField(max_length=20, allow_blank=True, default="")
    reason = serializers.CharField(max_length=NOTE)
    document = serializers.CharField(max_length=200)


class WithdrawalSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=NOTE)
    document = serializers.CharField(max_length=200)


class AdoptedConfirmSerializer(serializers.Serializer[Any]):
    note = serializers.CharField(max_length=NOTE, allow_blank=True, default="")


class RejectSerializer(serializers.Serializer[Any]):
    note = serializers.CharField(max_length=NOTE)


class ReviewedCellSerializer(serializers.Serializer[Any]):
    basis = serializers.CharField()
    value = serializers.CharField(source="text", help_text="as the page shows it")
    before = serializers.CharField(allow_null=True, help_text="in the version before, where it has changed")
    adopted = serializers.CharField(allow_null=True, help_text="考核采用值 in force beside it")


class DistributionSerializer(serializers.Serializer[Distribution]):
    """Where the growth of this unit lies among those of the others; no place, no score."""

    own = serializers.SerializerMethodField()
    minimum = serializers.SerializerMethodField()
    median = serializers.SerializerMethodField()
    maximum = serializers.SerializerMethodField()
    stands_apart = serializers.BooleanField()

    def get_own(self, given: Distribution) -> str:
        return formats.number(given.own, decimals=given.decimals)

    def get_minimum(self, given: Distribution) -> str:
        return formats.number(given.spread.minimum, decimals=given.decimals)

    def get_median(self, given: Distribution) -> str:
        return formats.number(given.spread.median, decimals=given.decimals)

    def get_maximum(self, given: Distribution) -> str:
        return formats.number(given.spread.maximum, decimals=given.decimals)


class ReviewRowSerializer(serializers.Serializer[ReviewRow]):
    item = serializers.CharField(source="item.code")
    cells = ReviewedCellSerializer(many=True)
    last_period = serializers.CharField()
    filed_last_year = serializers.CharField()
    growth = serializers.SerializerMethodField()
    distribution = DistributionSerializer(allow_null=True)
    findings = serializers.SerializerMethodField()
    queries = serializers.SerializerMethodField()
    changed = serializers.BooleanField()

    def get_growth(self, line: ReviewRow) -> str:
        row: Row = line.row
        return row.growth

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_findings(self, line: ReviewRow) -> list[str]:
        return [finding.rule for finding in line.findings]

    @extend_schema_field(serializers.ListField(child=serializers.IntegerField()))
    def get_queries(self, line: ReviewRow) -> list[int]:
        return [thread.pk for thread in line.open_threads]


class MatrixLineSerializer(serializers.Serializer[MatrixLine]):
    """One field of the matrix 市（州） × 报表; `state` is null while nobody has begun."""

    reporting_unit = ReportingUnitSerializer(source="line.owed.reporting_unit")
    collection = CollectionBriefSerializer(source="line.owed.collection")
    version = serializers.IntegerField(source="line.owed.latest.pk", default=None, allow_null=True)
    state = serializers.ChoiceField(
        source="line.owed.latest.state", choices=Version.State.choices, default=None, allow_null=True
    )
    filled = serializers.IntegerField(source="line.filled")
    cells = serializers.IntegerField(source="line.cells")
    light = serializers.CharField(source="lamp.tone", help_text="good 绿, warn 黄, bad 红")
    findings_grave = serializers.IntegerField(source="findings.grave")
    findings_to_explain = serializers.IntegerField(source="findings.explain")
    open_queries = serializers.IntegerField(source="queries")
    overdue = serializers.BooleanField(source="line.overdue")
    late = serializers.BooleanField(source="line.owed.latest.late", default=False)
