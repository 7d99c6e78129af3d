"""Shapes of the measurement stage in JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assessment.measurement.batch_serializers import (
    BenchmarkedRowSerializer,
    CheckFindingSerializer,
    ContestedFigureSerializer,
    GrowthRowSerializer,
)
from assessment.measurement.models import AccountRow, BaseTable, Batch, BatchResult, RegionFigure
from assessment.measurement.opinion_queries import contested_figures
from assessment.methodology.core_classes import Scope
from assessment.methodology.run_document import thaw


class TableSerializer(serializers.ModelSerializer[BaseTable]):
    rows = serializers.IntegerField(read_only=True, help_text="number of rows")
    loaded_by = serializers.CharField(source="loaded_by.display_name")
    in_force = serializers.SerializerMethodField()

    class Meta:
        model = BaseTable
        fields = [
            "id", "kind", "period", "vintage", "number", "source_department", "loaded_by", "loaded_at",
            "superseded_at", "in_force", "rows", "digest", "revision_reason",
        ]  # fmt: skip

    def get_in_force(self, table: BaseTable) -> bool:
        return table.superseded_at is None


class AccountRowSerializer(serializers.ModelSerializer[AccountRow]):
    region = serializers.CharField(source="region.code")

    class Meta:
        model = AccountRow
        fields = [
            "region", "industry", "value_added", "compensation_of_employees", "net_taxes_on_production",
            "depreciation", "operating_surplus", "total_output", "intermediate_consumption", "value_added_tax",
            "marker", "source",
        ]  # fmt: skip


class RegionFigureSerializer(serializers.ModelSerializer[RegionFigure]):
    region = serializers.CharField(source="region.code")

    class Meta:
        model = RegionFigure
        fields = ["region", "value", "marker", "source"]


class TableDetailSerializer(TableSerializer):
    account_rows = AccountRowSerializer(many=True)
    region_figures = RegionFigureSerializer(many=True)

    class Meta(TableSerializer.Meta):
        fields = [*TableSerializer.Meta.fields, "account_rows", "region_figures"]


class TableDeliverySerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=BaseTable.Kind.choices)
    file = serializers.FileField(help_text="CSV, UTF-8")
    year = serializers.CharField(required=False, default="", allow_blank=True, help_text="only the rows of this year")
    reason = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=500, help_text="why GDP is revised, where it must be"
    )


class IdentityFindingSerializer(serializers.Serializer[Any]):
    region = serializers.CharField()
    industry = serializers.CharField()
    code = serializers.CharField()
    severity = serializers.CharField()
    expected = serializers.CharField(allow_null=True)
    received = serializers.CharField(allow_null=True)
    difference = serializers.CharField(allow_null=True)


class ReconciliationSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    sum_of_regions = serializers.CharField()
    province = serializers.CharField()
    factor = serializers.CharField(help_text="k = province / Σ regions; stated, never applied")
    difference = serializers.CharField()
    regions_missing = serializers.IntegerField()
    within = serializers.BooleanField()


class BatchSerializer(serializers.ModelSerializer[Batch]):
    requested_by = serializers.CharField(source="requested_by.display_name")
    submitted_by = serializers.CharField(source="submitted_by.display_name", default=None, allow_null=True)
    confirmed_by = serializers.CharField(source="confirmed_by.display_name", default=None, allow_null=True)
    job_state = serializers.CharField(source="job.state", default=None, allow_null=True)
    job_error = serializers.CharField(source="job.error_code", default="", allow_blank=True)

    class Meta:
        model = Batch
        fields = [
            "id", "period", "number", "name_zh", "months", "state", "method_version", "parameter_set", "gdp_vintage",
            "input_digest", "result_digest",
            "requested_by", "requested_at", "measured_at", "submitted_by", "submitted_at", "confirmed_by",
            "confirmed_at", "decision_note", "job_state", "job_error",
        ]  # fmt: skip


class BatchDetailSerializer(BatchSerializer):
    scope = serializers.SerializerMethodField(help_text="of digital industrialisation: four_industries, not core")
    findings = serializers.SerializerMethodField()
    checks = serializers.SerializerMethodField()
    reconciliation = serializers.SerializerMethodField()
    growth = serializers.SerializerMethodField()
    benchmarked = serializers.SerializerMethodField()
    contested = serializers.SerializerMethodField()

    class Meta(BatchSerializer.Meta):
        fields = [
            *BatchSerializer.Meta.fields, "scope", "findings", "checks", "reconciliation", "growth", "benchmarked",
            "contested",
        ]  # fmt: skip

    def get_scope(self, _: Batch) -> str:
        return Scope.FOUR_INDUSTRIES.value

    @extend_schema_field(IdentityFindingSerializer(many=True))
    def get_findings(self, batch: Batch) -> Any:
        return _part(batch, "findings")

    @extend_schema_field(CheckFindingSerializer(many=True))
    def get_checks(self, batch: Batch) -> Any:
        return _part(batch, "checks")

    @extend_schema_field(ReconciliationSerializer(many=True))
    def get_reconciliation(self, batch: Batch) -> Any:
        return _part(batch, "reconciliation")

    @extend_schema_field(GrowthRowSerializer(many=True))
    def get_growth(self, batch: Batch) -> Any:
        return _part(batch, "growth")

    @extend_schema_field(BenchmarkedRowSerializer(many=True))
    def get_benchmarked(self, batch: Batch) -> Any:
        return _part(batch, "benchmarked")

    @extend_schema_field(ContestedFigureSerializer(many=True))
    def get_contested(self, batch: Batch) -> Any:
        return [{"region": region, "code": code} for region, code in sorted(contested_figures(batch))]


def _part(batch: Batch, name: str) -> Any:
    """A list of the stored result; a method before it knew none."""
    return thaw(batch.result_document).get(name, []) if batch.result_document else []


class BatchResultSerializer(serializers.ModelSerializer[BatchResult]):
    class Meta:
        model = BatchResult
        fields = ["region", "code", "value", "unit", "marker", "method_version", "parameter_set"]


class BatchRequestSerializer(serializers.Serializer[Any]):
    year = serializers.CharField(help_text="2021")
    months = serializers.IntegerField(required=False, default=12, min_value=1, max_value=12)
    parameter_set = serializers.CharField(
        required=False, default="", allow_blank=True, help_text="identifier of a set; empty: the one that holds"
    )
    gdp_vintage = serializers.CharField(
        required=False, default="", allow_blank=True, help_text="final, census_revised …; empty: the newest delivered"
    )


class ReasonSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(allow_blank=True)
