"""Shapes of the catalogue in JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assessment.catalogue.models import CheckRule, Collection, FormVersion, Item, SignOffStep
from assessment.catalogue.queries import collection_state
from assessment.catalogue.states import CollectionState
from assessment.methodology.periods import Period


class PeriodSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name_zh = serializers.CharField()
    name_en = serializers.CharField()


class ItemSerializer(serializers.ModelSerializer[Item]):
    parent = serializers.CharField(source="parent.code", default=None, allow_null=True)  # type: ignore[assignment]  # DRF names its own attribute so

    class Meta:
        model = Item
        fields = [
            "code", "number", "label_zh", "label_en", "definition_zh", "definition_en", "unit", "decimals", "parent",
            "of_which", "not_applicable", "laid_out", "bases", "source_department", "position",
        ]  # fmt: skip


class SignOffStepSerializer(serializers.ModelSerializer[SignOffStep]):
    class Meta:
        model = SignOffStep
        fields = ["step", "title_zh", "title_en", "role"]


class FormVersionSerializer(serializers.ModelSerializer[FormVersion]):
    form = serializers.CharField(source="form.code")
    name_zh = serializers.CharField(source="form.name_zh")
    name_en = serializers.CharField(source="form.name_en")
    frequency = serializers.CharField(source="form.frequency")

    class Meta:
        model = FormVersion
        fields = [
            "id", "form", "name_zh", "name_en", "frequency", "number", "first_period", "last_period", "table_number",
            "maker", "approver", "approval_number", "valid_until", "illustrative", "scope_zh", "scope_en", "digest",
        ]  # fmt: skip


class FormVersionDetailSerializer(FormVersionSerializer):
    items = ItemSerializer(many=True)
    sign_off_steps = SignOffStepSerializer(many=True)

    class Meta(FormVersionSerializer.Meta):
        fields = [*FormVersionSerializer.Meta.fields, "items", "sign_off_steps"]


class CheckRuleSerializer(serializers.ModelSerializer[CheckRule]):
    """`content` is the rule as it stands in its file, examples included."""

    class Meta:
        model = CheckRule
        fields = ["id", "form", "code", "first_period", "last_period", "scope", "severity", "content", "digest"]


class CollectionSerializer(serializers.ModelSerializer[Collection]):
    form = serializers.CharField(source="form_version.form.code")
    form_version = serializers.IntegerField(source="form_version.number")
    period = serializers.SerializerMethodField()
    state = serializers.SerializerMethodField()

    class Meta:
        model = Collection
        fields = [
            "id", "form", "form_version", "period", "purpose", "state", "opens_at", "on_time_until", "locks_at",
            "opened_at", "opened_by",
        ]  # fmt: skip

    @extend_schema_field(PeriodSerializer)
    def get_period(self, collection: Collection) -> dict[str, Any]:
        return dict(PeriodSerializer(Period.parse(collection.period)).data)

    def get_state(self, collection: Collection) -> CollectionState:
        return collection_state(collection)


class PlanMomentsSerializer(serializers.Serializer[Any]):
    opens_at = serializers.DateTimeField()
    on_time_until = serializers.DateTimeField()
    locks_at = serializers.DateTimeField()


class PlanCollectionSerializer(PlanMomentsSerializer):
    form = serializers.CharField(help_text="code of the form")
    period = serializers.CharField(max_length=10)
