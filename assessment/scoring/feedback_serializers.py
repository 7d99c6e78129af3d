"""Shapes of 反馈核对, objections and notices of correction in JSON. No shape here has a place for a score or a rank."""

from typing import Any

from rest_framework import serializers

from assessment.evidence.models import StoredFile
from assessment.methodology.run_document import thaw
from assessment.scoring.feedback_actions import USUAL_WINDOW
from assessment.scoring.models import CityFeedback, CorrectionNotice, Objection


class FeedbackSendSerializer(serializers.Serializer[Any]):
    working_days = serializers.IntegerField(
        required=False, default=USUAL_WINDOW, help_text="window of answers and objections"
    )


class CityFeedbackSerializer(serializers.ModelSerializer[CityFeedback]):
    period = serializers.CharField(source="run.period")
    kind = serializers.CharField(source="run.scheme_version.kind")
    run_state = serializers.CharField(source="run.state")
    until = serializers.DateTimeField(source="run.feedback_until", allow_null=True)
    answered_by = serializers.CharField(source="answered_by.display_name", default=None, allow_null=True)
    stamped_form = serializers.IntegerField(source="stamped_form_id", allow_null=True, help_text="number of the file")

    class Meta:
        model = CityFeedback
        fields = [
            "id", "run", "unit", "period", "kind", "run_state", "state", "until", "answered_by", "answered_at",
            "stamped_form", "digest",
        ]  # fmt: skip


class FeedbackLineSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    unit = serializers.CharField(help_text="万元 or %")
    used = serializers.CharField(allow_null=True, help_text="value used")
    condition = serializers.CharField()
    last_year = serializers.CharField(allow_null=True)
    filed = serializers.CharField(allow_null=True, help_text="at the source: the own return, of a year the tables")
    difference = serializers.CharField(allow_null=True, help_text="used less what stands at the source")


class CityFeedbackDetailSerializer(CityFeedbackSerializer):
    lines = serializers.SerializerMethodField()

    class Meta(CityFeedbackSerializer.Meta):
        fields = [*CityFeedbackSerializer.Meta.fields, "lines"]

    def get_lines(self, row: CityFeedback) -> list[dict[str, Any]]:
        return list(thaw(row.document)["lines"])


class StampedFormSerializer(serializers.Serializer[Any]):
    file = serializers.FileField(help_text="scan of the stamped form: PDF, PNG or JPG")
    check_code = serializers.CharField(help_text="the check code at its foot")


class ObjectionSerializer(serializers.ModelSerializer[Objection]):
    unit = serializers.CharField(source="feedback.unit")
    run = serializers.IntegerField(source="feedback.run_id")
    period = serializers.CharField(source="feedback.run.period")
    raised_by = serializers.CharField(source="raised_by.display_name")
    decided_by = serializers.CharField(source="decided_by.display_name", default=None, allow_null=True)
    confirmed_by = serializers.CharField(source="confirmed_by.display_name", default=None, allow_null=True)

    class Meta:
        model = Objection
        fields = [
            "id", "number", "feedback", "run", "unit", "period", "item", "claimed_value", "reasons", "state", "outcome",
            "raised_by", "raised_at", "decided_by", "decided_at", "decision_reasons", "confirmed_by", "confirmed_at",
        ]  # fmt: skip

    def to_representation(self, instance: Objection) -> dict[str, Any]:
        """A decision that does not stand yet is for the commission alone: `decisions` in the context says so."""
        shown: dict[str, Any] = super().to_representation(instance)
        if instance.state != Objection.State.CONFIRMED and not self.context.get("decisions", False):
            shown |= {"outcome": "", "decision_reasons": "", "decided_by": None, "decided_at": None}
        return shown


class ClaimSerializer(serializers.Serializer[Any]):
    item = serializers.CharField(help_text="code of a line in 万元")
    claimed_value = serializers.DecimalField(max_digits=30, decimal_places=8, help_text="万元")
    reasons = serializers.CharField(allow_blank=True, max_length=2000)


class ObjectionDecisionSerializer(serializers.Serializer[Any]):
    outcome = serializers.ChoiceField(choices=Objection.Outcome.choices)
    reasons = serializers.CharField(allow_blank=True, max_length=2000)


class SendBackReasonSerializer(serializers.Serializer[Any]):
    reasons = serializers.CharField(allow_blank=True, max_length=2000)


class ScoringUploadSerializer(serializers.Serializer[Any]):
    file = serializers.FileField(help_text="PDF, PNG, JPG, XLSX or DOCX")


class ScoringFileSerializer(serializers.ModelSerializer[StoredFile]):
    name = serializers.CharField(source="original_name")

    class Meta:
        model = StoredFile
        fields = ["id", "kind", "name", "media_type", "size", "digest", "stored_at"]


class NoticeProposalSerializer(serializers.Serializer[Any]):
    number = serializers.CharField(allow_blank=True, max_length=80, help_text="文号 of the 更正通报")
    reason = serializers.CharField(allow_blank=True, max_length=2000)


class CorrectionNoticeSerializer(serializers.ModelSerializer[CorrectionNotice]):
    proposed_by = serializers.CharField(source="proposed_by.display_name")
    confirmed_by = serializers.CharField(source="confirmed_by.display_name", default=None, allow_null=True)

    class Meta:
        model = CorrectionNotice
        fields = [
            "id", "number", "reason", "corrected", "correcting", "proposed_by", "proposed_at", "confirmed_by",
            "confirmed_at",
        ]  # fmt: skip
