"""Shapes of revenues and their uploads in JSON."""

from typing import Any

from rest_framework import serializers

from assessment.measurement.models import RevenueDelivery, RevenueRow, RevenueUpload
from assessment.measurement.revenue_view import RevenuePreview, revenue_preview
from assessment.measurement.table_serializers import ChangedCellSerializer, ShownRepairSerializer


class RevenueSerializer(serializers.ModelSerializer[RevenueDelivery]):
    loaded_by = serializers.CharField(source="loaded_by.username")
    rows = serializers.IntegerField(source="row_count")

    class Meta:
        model = RevenueDelivery
        fields = [
            "id", "period", "months", "number", "source_department", "loaded_by", "loaded_at", "superseded_at",
            "digest", "rows",
        ]  # fmt: skip
        read_only_fields = fields


class RevenueRowSerializer(serializers.ModelSerializer[RevenueRow]):
    region = serializers.CharField(source="region.code")

    class Meta:
        model = RevenueRow
        fields = ["region", "industry", "revenue", "revenue_same_months_last_year", "revenue_last_year", "source"]
        read_only_fields = fields


class RevenueDetailSerializer(RevenueSerializer):
    revenues = RevenueRowSerializer(source="rows", many=True, help_text="万元")

    class Meta(RevenueSerializer.Meta):
        fields = [*RevenueSerializer.Meta.fields, "revenues"]
        read_only_fields = fields


class RevenueUploadRequestSerializer(serializers.Serializer[Any]):
    file = serializers.FileField(help_text="a CSV (UTF-8), at most 5 MB", allow_empty_file=True)


class RevenueConfirmSerializer(serializers.Serializer[Any]):
    compared_with = serializers.IntegerField(
        allow_null=True, help_text="the delivery the comparison was shown against, null for a first one"
    )


class RevenuePreviewSerializer(serializers.Serializer[RevenuePreview]):
    changes = ChangedCellSerializer(many=True)
    left_out = serializers.IntegerField(help_text="further cells that change")
    unchanged = serializers.IntegerField()
    repairs = ShownRepairSerializer(many=True)
    problems = serializers.ListField(child=serializers.CharField())
    compared_with = serializers.IntegerField(allow_null=True, help_text="send it back with the confirmation")


class RevenueUploadSerializer(serializers.ModelSerializer[RevenueUpload]):
    uploaded_by = serializers.CharField(source="uploaded_by.username")
    preview = serializers.SerializerMethodField()

    class Meta:
        model = RevenueUpload
        fields = [
            "id", "period", "months", "source_department", "state", "file_name", "file_digest", "delivery",
            "uploaded_by", "uploaded_at", "decided_by", "decided_at", "preview",
        ]  # fmt: skip
        read_only_fields = fields

    def get_preview(self, upload: RevenueUpload) -> RevenuePreviewSerializer:
        return RevenuePreviewSerializer(revenue_preview(upload)).data  # type: ignore[return-value]  # the shape, for the schema
