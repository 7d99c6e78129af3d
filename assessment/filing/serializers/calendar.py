"""Shapes of obligations, extensions, reminders and letters in JSON."""

from typing import Any

from rest_framework import serializers

from assessment.filing.models import Extension, LateVetting, Letter, Reminder, Version
from assessment.filing.serializers.returns import CollectionBriefSerializer, PersonSerializer, ReportingUnitSerializer


class RatesSerializer(serializers.Serializer[Any]):
    owed = serializers.IntegerField()
    received = serializers.IntegerField()
    on_time = serializers.IntegerField()
    completeness = serializers.DecimalField(max_digits=9, decimal_places=6, allow_null=True, help_text="0 to 1")
    timeliness = serializers.DecimalField(max_digits=9, decimal_places=6, allow_null=True, help_text="0 to 1")


class ProgressSerializer(serializers.Serializer[Any]):
    collection = CollectionBriefSerializer()
    rates = RatesSerializer()


class ExtensionSerializer(serializers.ModelSerializer[Extension]):
    collection = CollectionBriefSerializer()
    reporting_unit = ReportingUnitSerializer()
    asked_by = PersonSerializer(allow_null=True)
    decided_by = PersonSerializer(allow_null=True)

    class Meta:
        model = Extension
        fields = [
            "id", "collection", "reporting_unit", "state", "reason", "asked_by", "asked_at", "wanted_until",
            "decided_by", "decided_at", "decision_note", "on_time_until", "expires_at",
        ]  # fmt: skip


class DueSerializer(serializers.Serializer[Any]):
    """One line of the register of who owes what."""

    id = serializers.IntegerField(source="obligation.pk")
    reporting_unit = ReportingUnitSerializer(source="obligation.reporting_unit")
    since = serializers.DateTimeField(source="obligation.since")
    waived_at = serializers.DateTimeField(source="obligation.waived_at", allow_null=True)
    waiver_reason = serializers.CharField(source="obligation.waiver_reason")
    on_time_until = serializers.DateTimeField(source="deadlines.on_time_until")
    locks_at = serializers.DateTimeField(source="deadlines.locks_at")
    extension = serializers.IntegerField(source="deadlines.extension.pk", default=None, allow_null=True)
    state = serializers.ChoiceField(
        source="latest.state", choices=Version.State.choices, default=None, allow_null=True, help_text="null: not begun"
    )
    owing = serializers.BooleanField()
    received = serializers.BooleanField()
    late = serializers.BooleanField()


class WaiveSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=500)


class AskExtensionSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=500)
    wanted_until = serializers.DateTimeField(required=False, allow_null=True, default=None)


class GrantExtensionSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=500, allow_blank=True, default="", help_text="may be left to the request")
    on_time_until = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()


class RefuseExtensionSerializer(serializers.Serializer[Any]):
    note = serializers.CharField(max_length=500)


class RemindSerializer(serializers.Serializer[Any]):
    reporting_unit = serializers.CharField(allow_blank=True, default="", help_text="empty: all that owe")


class ReminderSerializer(serializers.ModelSerializer[Reminder]):
    reporting_unit = serializers.CharField(source="reporting_unit.code")

    class Meta:
        model = Reminder
        fields = ["id", "reporting_unit", "day", "level", "sent_at", "sent_by", "reached"]


class VetLateSerializer(serializers.Serializer[Any]):
    note = serializers.CharField(max_length=500)


class LateVettingSerializer(serializers.ModelSerializer[LateVetting]):
    vetted_by = PersonSerializer()

    class Meta:
        model = LateVetting
        fields = ["version", "note", "vetted_by", "vetted_at"]


class LetterSerializer(serializers.ModelSerializer[Letter]):
    number = serializers.CharField()
    organisation = serializers.CharField(source="organisation.code")
    issued_by = PersonSerializer()
    replied_by = PersonSerializer(allow_null=True)

    class Meta:
        model = Letter
        fields = [
            "id", "number", "organisation", "period", "asked_for", "purpose", "reply_by", "contact", "issued_by",
            "issued_at", "reply", "replied_by", "replied_at",
        ]  # fmt: skip


class IssueLetterSerializer(serializers.Serializer[Any]):
    organisation = serializers.CharField(help_text="code of the body")
    period = serializers.CharField(max_length=10)
    asked_for = serializers.CharField(help_text="one line for each table or figure")
    purpose = serializers.CharField(max_length=500)
    reply_by = serializers.DateField()
    contact = serializers.CharField(max_length=200)


class AnswerLetterSerializer(serializers.Serializer[Any]):
    reply = serializers.CharField()
