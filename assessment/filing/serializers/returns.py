"""Shapes of returns in JSON. A number is text, so that no digit is lost on the way."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assessment.catalogue.models import Collection
from assessment.catalogue.serializers import CollectionSerializer, SignOffStepSerializer
from assessment.filing.cells import shortest
from assessment.filing.models import Cell, Receipt, Return, Signature, Version
from assessment.filing.queries import Owed, steps_to_sign
from assessment.filing.states import VERSION_STATES
from assessment.people.models import User
from assessment.territory.models import ReportingUnit


class PersonSerializer(serializers.ModelSerializer[User]):
    class Meta:
        model = User
        fields = ["username", "display_name"]


class ReportingUnitSerializer(serializers.ModelSerializer[ReportingUnit]):
    region = serializers.CharField(source="region.code")

    class Meta:
        model = ReportingUnit
        fields = ["code", "name_zh", "kind", "region"]


class CollectionBriefSerializer(serializers.ModelSerializer[Collection]):
    form = serializers.CharField(source="form_version.form.code")

    class Meta:
        model = Collection
        fields = ["id", "form", "period", "on_time_until", "locks_at"]


class ReturnSerializer(serializers.ModelSerializer[Return]):
    """A return with the state of its newest version and the number of the one in force."""

    collection = CollectionBriefSerializer()
    reporting_unit = ReportingUnitSerializer()
    in_force = serializers.IntegerField(source="in_force_id", allow_null=True)
    in_force_number = serializers.IntegerField(source="in_force.number", default=None, allow_null=True)
    latest_version = serializers.IntegerField(allow_null=True)
    latest_number = serializers.IntegerField(allow_null=True)
    latest_state = serializers.ChoiceField(choices=Version.State.choices, allow_null=True)
    latest_late = serializers.BooleanField(allow_null=True)

    class Meta:
        model = Return
        fields = [
            "id", "collection", "reporting_unit", "in_force", "in_force_number", "latest_version", "latest_number",
            "latest_state", "latest_late", "created_at",
        ]  # fmt: skip


class VersionSerializer(serializers.ModelSerializer[Version]):
    filler = PersonSerializer()
    reviewer = PersonSerializer(allow_null=True)

    class Meta:
        model = Version
        fields = [
            "id", "number", "state", "revision", "filler", "created_at", "signatures_requested_at", "submitted_at",
            "late", "reviewer", "decided_at", "decision_note", "digest",
        ]  # fmt: skip


class ReturnDetailSerializer(ReturnSerializer):
    versions = VersionSerializer(many=True)

    class Meta(ReturnSerializer.Meta):
        fields = [*ReturnSerializer.Meta.fields, "versions"]


class CellSerializer(serializers.ModelSerializer[Cell]):
    value = serializers.SerializerMethodField(method_name="exact_value")

    class Meta:
        model = Cell
        fields = [
            "item", "basis", "condition", "value", "reason", "source", "sent_back_note", "marked", "changed_revision",
            "changed_by", "changed_at",
        ]  # fmt: skip

    def exact_value(self, cell: Cell) -> str | None:
        value = shortest(cell.value)
        return None if value is None else format(value, "f")


class SignatureSerializer(serializers.ModelSerializer[Signature]):
    signer = PersonSerializer()
    signed_for = PersonSerializer(allow_null=True, help_text="whose deputy the signer was")

    class Meta:
        model = Signature
        fields = ["step", "title_zh", "signer", "signed_for", "signed_at", "digest"]


class ReceiptSerializer(serializers.ModelSerializer[Receipt]):
    class Meta:
        model = Receipt
        fields = ["number", "issued_at", "digest", "chain_head"]


class VersionDetailSerializer(VersionSerializer):
    """A version with its cells, its signatures and what may happen to it next."""

    return_filed = serializers.IntegerField(source="return_filed_id")
    collection = CollectionSerializer(source="return_filed.collection")
    reporting_unit = ReportingUnitSerializer(source="return_filed.reporting_unit")
    cells = CellSerializer(many=True)
    signatures = SignatureSerializer(source="signed_steps", many=True)
    signatures_needed = serializers.SerializerMethodField()
    receipt = serializers.SerializerMethodField()
    moves = serializers.SerializerMethodField()

    class Meta(VersionSerializer.Meta):
        fields = [
            *VersionSerializer.Meta.fields,
            "return_filed", "collection", "reporting_unit", "cells", "signatures", "signatures_needed", "receipt",
            "moves",
        ]  # fmt: skip

    @extend_schema_field(SignOffStepSerializer(many=True))
    def get_signatures_needed(self, version: Version) -> list[dict[str, Any]]:
        return [dict(SignOffStepSerializer(step).data) for step in steps_to_sign(version)]

    @extend_schema_field(ReceiptSerializer(allow_null=True))
    def get_receipt(self, version: Version) -> dict[str, Any] | None:
        receipt = getattr(version, "receipt", None)
        return None if receipt is None else dict(ReceiptSerializer(receipt).data)

    def get_moves(self, version: Version) -> list[str]:
        return list(VERSION_STATES.moves_from(version.state))


class OwedSerializer(serializers.Serializer[Owed]):
    """One return that is owed; `state` is null while nobody has begun it."""

    collection = CollectionBriefSerializer()
    reporting_unit = ReportingUnitSerializer()
    version = serializers.IntegerField(source="latest.pk", default=None, allow_null=True)
    state = serializers.ChoiceField(source="latest.state", choices=Version.State.choices, default=None, allow_null=True)


class StartSerializer(serializers.Serializer[Any]):
    collection = serializers.IntegerField(min_value=1)
    reporting_unit = serializers.CharField(max_length=18)


class CellChangeSerializer(serializers.Serializer[Any]):
    item = serializers.CharField(max_length=60)
    basis = serializers.ChoiceField(choices=Cell.Basis.choices)
    condition = serializers.ChoiceField(choices=Cell.Condition.choices)
    value = serializers.CharField(
        max_length=60, allow_null=True, allow_blank=True, default=None, help_text="a number as text; repairs are named"
    )
    unit = serializers.CharField(max_length=20, allow_blank=True, default="", help_text="empty: the item's own unit")
    reason = serializers.CharField(max_length=500, allow_blank=True, default="")
    source = serializers.CharField(max_length=200, allow_blank=True, default="")  # type: ignore[assignment]  # DRF names its own attribute so


class SaveCellsSerializer(serializers.Serializer[Any]):
    revision = serializers.IntegerField(min_value=0, help_text="the revision the changes were made on")
    cells = CellChangeSerializer(many=True, allow_empty=False)


class SavedRepairSerializer(serializers.Serializer[Any]):
    item = serializers.CharField()
    basis = serializers.CharField()
    repair = serializers.CharField()
    received = serializers.CharField()
    read_as = serializers.CharField()


class SavedSerializer(serializers.Serializer[Any]):
    """The revision after saving, the cells as they stand, and every repair that was made to read a number."""

    revision = serializers.IntegerField()
    saved_at = serializers.DateTimeField(help_text="by the server's clock")
    cells = CellSerializer(many=True)
    repairs = SavedRepairSerializer(many=True)


class SentBackItemSerializer(serializers.Serializer[Any]):
    item = serializers.CharField(max_length=60)
    note = serializers.CharField(max_length=500)


class SendBackSerializer(serializers.Serializer[Any]):
    items = SentBackItemSerializer(many=True, allow_empty=False)


class AcceptSerializer(serializers.Serializer[Any]):
    note = serializers.CharField(max_length=2000, allow_blank=True, default="")


class PledgeSerializer(serializers.Serializer[Any]):
    pledge = serializers.BooleanField(
        default=False, help_text="the figures are true, complete and filed as the Statistics Law demands"
    )


class VerifyReceiptSerializer(serializers.Serializer[Any]):
    number = serializers.CharField(max_length=40)
    digest = serializers.CharField(max_length=64)


class VerifiedReceiptSerializer(serializers.Serializer[Any]):
    genuine = serializers.BooleanField(help_text="whether a receipt of this number with this digest was issued")
    withdrawn = serializers.BooleanField(help_text="whether the unit took that version back afterwards")
