"""Shapes of the scoring stage in JSON. No shape of a run carries a score: scores have shapes of their own."""

from typing import Any

from rest_framework import serializers

from assessment.catalogue.models import SchemeVersion
from assessment.methodology.figures import Marker
from assessment.methodology.periods import Period
from assessment.scoring.models import Placing, Run, Score, UncheckedDecision
from assessment.scoring.placing_notes import PlacingNotes
from assessment.scoring.publication_view import NO_VEIL, Veil


class RunSerializer(serializers.ModelSerializer[Run]):
    kind = serializers.CharField(source="scheme_version.kind")
    period_name = serializers.SerializerMethodField()
    scheme = serializers.CharField(source="scheme_version.title_zh")
    started_by = serializers.CharField(source="started_by.display_name")
    confirmed_by = serializers.CharField(source="confirmed_by.display_name", default=None, allow_null=True)
    approved_by = serializers.CharField(source="approved_by.display_name", default=None, allow_null=True)
    issued_by = serializers.CharField(source="issued_by.display_name", default=None, allow_null=True)
    result_digest = serializers.SerializerMethodField(help_text="empty before the issue: it moves with the scores")
    job = serializers.IntegerField(source="job_id", allow_null=True)
    job_state = serializers.CharField(source="job.state", default=None, allow_null=True)
    job_error = serializers.CharField(source="job.error_code", default="", allow_blank=True)

    class Meta:
        model = Run
        fields = [
            "id", "purpose", "replaces", "period", "period_name", "kind", "scheme", "state", "method_version",
            "input_digest",
            "result_digest", "started_by", "started_at", "computed_at", "confirmed_by", "confirmed_at",
            "feedback_sent_at", "feedback_until", "approved_by",
            "approved_at", "issued_by", "issued_at", "issue_number", "publicity", "cancelled_at", "cancel_reason",
            "job", "job_state", "job_error",
        ]  # fmt: skip

    def get_result_digest(self, run: Run) -> str:
        return run.result_digest if run.state == Run.State.ISSUED else ""

    def get_period_name(self, run: Run) -> str:
        return Period.parse(run.period).name_zh


class RunDetailSerializer(RunSerializer):
    stale = serializers.BooleanField(help_text="an input or the scheme has changed since the run froze them")
    moves = serializers.ListField(child=serializers.CharField(), help_text="steps possible from this state")

    class Meta(RunSerializer.Meta):
        fields = [*RunSerializer.Meta.fields, "stale", "moves"]


class RunStartSerializer(serializers.Serializer[Any]):
    period = serializers.CharField(help_text="2021c03, or 2021")
    kind = serializers.ChoiceField(choices=SchemeVersion.Kind.choices)
    purpose = serializers.ChoiceField(choices=Run.Purpose.choices, required=False, default=Run.Purpose.OFFICIAL)


class ApprovalSerializer(serializers.Serializer[Any]):
    stale_reason = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=500, help_text="why, where inputs have changed since"
    )


class RunIssueSerializer(serializers.Serializer[Any]):
    issue_number = serializers.CharField(allow_blank=True, max_length=80, help_text="文号")
    publicity = serializers.ChoiceField(
        choices=Run.Publicity.choices, allow_blank=True, help_text="公开属性 of the document"
    )


class UncheckedFigureSerializer(serializers.Serializer[Any]):
    """A figure of the publication tables, for all regions; the base of a quarter goes with its level."""

    period = serializers.CharField(max_length=10)
    code = serializers.CharField(max_length=60, help_text="industry, aggregate or item")


class UncheckedDecisionSerializer(serializers.Serializer[Any]):
    figures = UncheckedFigureSerializer(many=True)
    choice = serializers.ChoiceField(choices=UncheckedDecision.Choice.choices)
    reason = serializers.CharField(allow_blank=True, max_length=500)


class CancelSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(allow_blank=True, max_length=300)


class NoteSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    unit = serializers.CharField()


class UnitFiguresSerializer(serializers.Serializer[Any]):
    unit = serializers.CharField()
    name = serializers.CharField()
    group = serializers.CharField(allow_blank=True)
    figures = serializers.JSONField(help_text="column → {condition, value | reason, marker}")
    notes = NoteSerializer(many=True)


class FiguresSerializer(serializers.Serializer[Any]):
    units = UnitFiguresSerializer(many=True)
    apart = UnitFiguresSerializer(many=True, help_text="shown apart, ranked within another unit")
    province = serializers.JSONField()


class PlacingSerializer(serializers.ModelSerializer[Placing]):
    name = serializers.SerializerMethodField()
    footnotes = serializers.SerializerMethodField(help_text="as under the ranking table: late, waived, provisional …")

    class Meta:
        model = Placing
        fields = ["unit", "name", "group", "shown", "rank", "footnotes"]

    def get_footnotes(self, placing: Placing) -> list[str]:
        notes: PlacingNotes | None = self.context.get("notes")
        return [] if notes is None else notes.of(placing.unit)

    def get_name(self, placing: Placing) -> str:
        names: dict[str, str] = self.context.get("names", {})
        return names.get(placing.unit, placing.unit)


class ScoreSerializer(serializers.ModelSerializer[Score]):
    class Meta:
        model = Score
        fields = ["unit", "code", "level", "raw", "treated", "normalised", "weight", "score", "marker"]

    def to_representation(self, instance: Score) -> dict[str, Any]:
        """Without its numbers, and marked, where the reader does not get them."""
        veil: Veil = self.context.get("veil", NO_VEIL)
        shown = super().to_representation(instance)
        if instance.unit not in veil.units:
            return shown
        shown |= {"raw": None, "treated": None, "normalised": None}
        return shown if instance.code == veil.root else {**shown, "score": None, "marker": Marker.SUPPRESSED.value}


class ScoreExplanationSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    score = serializers.CharField(allow_null=True)
    weight = serializers.CharField(allow_null=True)
    contribution = serializers.CharField(allow_null=True, help_text="points of the parent; children add up exactly")
    formula = serializers.CharField(allow_blank=True)
    value = serializers.CharField(allow_null=True)
    marker = serializers.CharField()
    footnotes = serializers.ListField(child=serializers.CharField())
    inputs = serializers.JSONField()
    children = serializers.JSONField(help_text="the same shape, one level down")
