"""Shapes of uploaded workbooks in JSON."""

from typing import Any

from rest_framework import serializers

from assessment.filing.models import Upload
from assessment.filing.serializers.findings import FindingSerializer
from assessment.filing.upload_view import Difference, NamedProblem, NamedRepair, Preview, preview_of


class UploadRequestSerializer(serializers.Serializer[Any]):
    file = serializers.FileField(help_text="the filled template, .xlsx, at most 5 MB", allow_empty_file=True)


class UploadConfirmSerializer(serializers.Serializer[Any]):
    revision = serializers.IntegerField(min_value=0, help_text="revision of the return that the comparison showed")


class DifferenceSerializer(serializers.Serializer[Difference]):
    cell = serializers.CharField()
    item = serializers.CharField(source="label")
    basis = serializers.CharField()
    unit = serializers.CharField()
    old = serializers.CharField()
    new = serializers.CharField()
    kind = serializers.ChoiceField(choices=["filled", "changed", "cleared"])
    reason = serializers.CharField()
    meanwhile = serializers.CharField(help_text="who wrote the cell after the template was downloaded")


class UploadRepairSerializer(serializers.Serializer[NamedRepair]):
    cell = serializers.CharField()
    what = serializers.CharField()
    received = serializers.CharField()
    read_as = serializers.CharField()


class ProblemSerializer(serializers.Serializer[NamedProblem]):
    cell = serializers.CharField()
    sentence = serializers.CharField()


class PreviewSerializer(serializers.Serializer[Preview]):
    differences = DifferenceSerializer(many=True)
    repairs = UploadRepairSerializer(many=True)
    problems = ProblemSerializer(many=True)
    findings = FindingSerializer(many=True)
    unchanged = serializers.IntegerField()


class UploadSerializer(serializers.ModelSerializer[Upload]):
    version = serializers.IntegerField(source="version_id")
    revision = serializers.IntegerField(source="version.revision", help_text="send it back with the confirmation")
    uploaded_by = serializers.CharField(source="uploaded_by.username")
    preview = serializers.SerializerMethodField()

    class Meta:
        model = Upload
        fields = [
            "id", "version", "state", "file_name", "file_digest", "revision", "saved_revision", "ignored",
            "uploaded_by", "uploaded_at", "decided_by", "decided_at", "preview",
        ]  # fmt: skip
        read_only_fields = fields

    def get_preview(self, upload: Upload) -> PreviewSerializer:
        return PreviewSerializer(preview_of(upload)).data  # type: ignore[return-value]  # the shape, for the schema
