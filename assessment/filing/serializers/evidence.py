"""Shapes of files beside a return in JSON."""

from typing import Any

from rest_framework import serializers

from assessment.evidence.models import StoredFile
from assessment.filing.serializers.returns import PersonSerializer


class StoredFileSerializer(serializers.ModelSerializer[StoredFile]):
    version = serializers.CharField(source="key")
    name = serializers.CharField(source="original_name")
    stored_by = PersonSerializer()

    class Meta:
        model = StoredFile
        fields = [
            "id", "kind", "version", "item", "name", "media_type", "size", "digest", "stored_by", "stored_at",
            "withdrawn_at",
        ]  # fmt: skip


class AddFileSerializer(serializers.Serializer[Any]):
    file = serializers.FileField(help_text="PDF, PNG, JPG, XLSX or DOCX")
    item = serializers.CharField(required=False, allow_blank=True, default="", help_text="code of the item it proves")
    stamped_page = serializers.BooleanField(required=False, default=False)
    check_code = serializers.CharField(
        required=False, allow_blank=True, default="", help_text="of a stamped page: the check code at its foot"
    )
