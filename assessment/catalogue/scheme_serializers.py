"""Shapes of schemes and of a new year in JSON."""

from typing import Any

from rest_framework import serializers

from assessment.catalogue.models import SchemeVersion
from assessment.catalogue.queries import scheme_state
from assessment.catalogue.states import SchemeState


class SchemeSerializer(serializers.ModelSerializer[SchemeVersion]):
    state = serializers.SerializerMethodField()

    class Meta:
        model = SchemeVersion
        fields = [
            "id", "code", "number", "kind", "title_zh", "title_en", "first_period", "last_period", "document_number",
            "issuer", "effective_on", "state", "digest", "frozen_at", "frozen_by",
        ]  # fmt: skip

    def get_state(self, version: SchemeVersion) -> SchemeState:
        return scheme_state(version)


class SchemeDetailSerializer(SchemeSerializer):
    class Meta(SchemeSerializer.Meta):
        fields = [*SchemeSerializer.Meta.fields, "text", "labels"]


class SchemeFilesSerializer(serializers.Serializer[Any]):
    scheme = serializers.CharField(max_length=200_000, trim_whitespace=False, help_text="the scheme file (YAML)")
    document = serializers.CharField(
        max_length=200_000, trim_whitespace=False, help_text="the file of its assessment rules, 考核办法 (YAML)"
    )


class DraftSchemeSerializer(SchemeFilesSerializer):
    seen = serializers.CharField(
        max_length=64,
        required=False,
        allow_blank=True,
        default="",
        help_text="digest of the draft that is to be replaced; empty for a new one",
    )


class SchemeChangeSerializer(serializers.Serializer[Any]):
    place = serializers.CharField()
    what = serializers.CharField()
    old = serializers.CharField()
    new = serializers.CharField()


class SchemePreviewSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    number = serializers.IntegerField()
    digest = serializers.CharField()
    seen = serializers.CharField(help_text="to be sent along when the draft is saved")
    compared_with = serializers.CharField(help_text="code and version; empty where there is nothing to compare with")
    changes = SchemeChangeSerializer(many=True)


class RollOverLineSerializer(serializers.Serializer[Any]):
    kind = serializers.CharField()
    name = serializers.CharField()
    added = serializers.BooleanField(help_text="a draft is to be added, or was added now")
    old = serializers.CharField()
    new = serializers.CharField()
    note = serializers.CharField()
    changes = SchemeChangeSerializer(many=True)


class RollOverSerializer(serializers.Serializer[Any]):
    year = serializers.IntegerField()
    lines = RollOverLineSerializer(many=True)
