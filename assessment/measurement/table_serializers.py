"""Shapes of uploaded base tables in JSON."""

from typing import Any

from rest_framework import serializers

from assessment.measurement.models import BaseTable, TableUpload
from assessment.measurement.table_history_view import ChangedCell
from assessment.measurement.table_preview_view import (
    ShownFinding,
    ShownRepair,
    ShownRevision,
    TablePreview,
    table_preview,
)


class TableKeySerializer(serializers.Serializer[Any]):
    kind = serializers.CharField(help_text=" | ".join(BaseTable.Kind.values))
    period = serializers.CharField(help_text="the year, e.g. 2021")
    vintage = serializers.CharField(help_text="preliminary | final | census_revised | months_01_11")


class TableUploadRequestSerializer(TableKeySerializer):
    file = serializers.FileField(help_text="the filled template (.xlsx) or a CSV, at most 5 MB", allow_empty_file=True)


class TableConfirmSerializer(serializers.Serializer[Any]):
    compared_with = serializers.IntegerField(
        allow_null=True, help_text="the table the comparison was shown against, null for a first delivery"
    )
    reason = serializers.CharField(
        required=False, default="", allow_blank=True, max_length=500, help_text="why GDP is revised, where it must be"
    )


class ChangedCellSerializer(serializers.Serializer[ChangedCell]):
    where = serializers.CharField()
    column = serializers.CharField()
    old = serializers.CharField()
    new = serializers.CharField()


class ShownRepairSerializer(serializers.Serializer[ShownRepair]):
    where = serializers.CharField()
    what = serializers.CharField()
    received = serializers.CharField()
    read_as = serializers.CharField()


class ShownFindingSerializer(serializers.Serializer[ShownFinding]):
    where = serializers.CharField()
    text = serializers.CharField()
    expected = serializers.CharField()
    received = serializers.CharField()


class ShownRevisionSerializer(serializers.Serializer[ShownRevision]):
    name = serializers.CharField()
    level = serializers.CharField()
    growth = serializers.CharField()
    next_growth = serializers.CharField()
    beyond = serializers.BooleanField()


class TablePreviewSerializer(serializers.Serializer[TablePreview]):
    changes = ChangedCellSerializer(many=True)
    left_out = serializers.IntegerField(help_text="further cells that change")
    unchanged = serializers.IntegerField()
    repairs = ShownRepairSerializer(many=True)
    problems = serializers.ListField(child=serializers.CharField())
    findings = ShownFindingSerializer(many=True)
    revisions = ShownRevisionSerializer(many=True)
    reason_wanted = serializers.BooleanField()
    compared_with = serializers.IntegerField(allow_null=True, help_text="send it back with the confirmation")


class TableUploadSerializer(serializers.ModelSerializer[TableUpload]):
    uploaded_by = serializers.CharField(source="uploaded_by.username")
    preview = serializers.SerializerMethodField()

    class Meta:
        model = TableUpload
        fields = [
            "id", "kind", "period", "vintage", "source_department", "state", "file_name", "file_digest", "table",
            "uploaded_by", "uploaded_at", "decided_by", "decided_at", "preview",
        ]  # fmt: skip
        read_only_fields = fields

    def get_preview(self, upload: TableUpload) -> TablePreviewSerializer:
        return TablePreviewSerializer(table_preview(upload)).data  # type: ignore[return-value]  # the shape, for the schema
