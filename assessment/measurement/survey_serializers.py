"""Shapes of the survey in JSON. No shape here holds the code or the name of a unit."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assessment.measurement.survey_models import LARGEST_SEED, PaperImport, Survey, SurveyEstimation, SurveyStratum
from assessment.methodology.run_document import thaw


class SurveySerializer(serializers.ModelSerializer[Survey]):
    units = serializers.IntegerField(source="unit_count", read_only=True, help_text="units of the frame")
    drawn = serializers.IntegerField(source="drawn_count", read_only=True, help_text="units of the sample")

    class Meta:
        model = Survey
        fields = [
            "id", "period", "number", "state", "units", "drawn", "frame_digest", "target_cv", "minimum", "seed",
            "share_method", "certainty_from", "planned_from", "design_digest", "draw_method", "draw_digest",
            "imported_at", "frozen_at", "designed_at", "drawn_at",
        ]  # fmt: skip


class StratumSerializer(serializers.ModelSerializer[SurveyStratum]):
    region = serializers.CharField(source="region.code")

    class Meta:
        model = SurveyStratum
        fields = [
            "label", "region", "industry", "size_class", "population", "value_added", "deviation", "planned_deviation",
            "take_all", "allocated",
        ]  # fmt: skip


class SurveyDetailSerializer(SurveySerializer):
    strata = StratumSerializer(many=True)

    class Meta(SurveySerializer.Meta):
        fields = [*SurveySerializer.Meta.fields, "strata"]


class FrameSerializer(serializers.Serializer[Any]):
    year = serializers.CharField(help_text="2021")
    file = serializers.FileField(help_text="CSV, UTF-8")


class PaperFileSerializer(serializers.Serializer[Any]):
    file = serializers.FileField(help_text="CSV, UTF-8")


class DesignSerializer(serializers.Serializer[Any]):
    target_cv = serializers.DecimalField(max_digits=5, decimal_places=4, help_text="a fraction: 0.05 is 5 %")
    minimum = serializers.IntegerField(help_text="least units of a stratum")
    share_method = serializers.ChoiceField(choices=Survey.ShareMethod.choices)
    seed = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=0, max_value=LARGEST_SEED, help_text="drawn if blank"
    )
    certainty_from = serializers.DecimalField(
        max_digits=24,
        decimal_places=4,
        required=False,
        allow_null=True,
        default=None,
        help_text="units of this value added (万元) or more are all drawn",
    )
    earlier = serializers.IntegerField(
        required=False, allow_null=True, default=None, help_text="finished estimation to plan by its residuals"
    )


class QuestionnaireSerializer(serializers.Serializer[Any]):
    questionnaire = serializers.CharField(source="unit.pseudonym")
    stratum = serializers.CharField(source="unit.stratum.label")
    channel = serializers.CharField(allow_blank=True, help_text="online | paper, blank without an answer")
    reminders = serializers.IntegerField(source="unit.reminders")


class UnitLinkSerializer(serializers.Serializer[Any]):
    questionnaire = serializers.CharField(source="unit.pseudonym")
    code = serializers.CharField(source="unit.code")
    token = serializers.CharField(source="issued.token")
    expires_at = serializers.DateTimeField(source="issued.link.expires_at")


class SentSerializer(serializers.Serializer[Any]):
    sent = UnitLinkSerializer(many=True)


class PaperImportSerializer(serializers.ModelSerializer[PaperImport]):
    entered_by = serializers.CharField(source="entered_by.display_name")

    class Meta:
        model = PaperImport
        fields = ["id", "number", "file_name", "file_digest", "rows", "entered_by", "entered_at"]


class EstimationRequestSerializer(serializers.Serializer[Any]):
    collapse_reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=500)


class EstimatesDeliverySerializer(serializers.Serializer[Any]):
    estimator = serializers.ChoiceField(choices=["combined", "separate"], required=False, default="combined")
    vintage = serializers.CharField(required=False, default="preliminary")


class EstimationSerializer(serializers.ModelSerializer[SurveyEstimation]):
    requested_by = serializers.CharField(source="requested_by.display_name")
    job_state = serializers.CharField(source="job.state", default=None, allow_null=True)

    class Meta:
        model = SurveyEstimation
        fields = [
            "id", "survey", "number", "state", "collapse_reason", "input_digest", "result_digest", "requested_by",
            "requested_at", "estimated_at", "delivered_at", "job_state",
        ]  # fmt: skip


class EstimateSerializer(serializers.Serializer[Any]):
    domain = serializers.CharField()
    estimator = serializers.CharField()
    ratio = serializers.CharField(allow_null=True)
    standard_error = serializers.CharField(allow_null=True)
    cv = serializers.CharField(allow_null=True)
    lower = serializers.CharField(allow_null=True)
    upper = serializers.CharField(allow_null=True)
    respondents = serializers.IntegerField()
    value_added = serializers.CharField()
    digital_value_added = serializers.CharField(allow_null=True)

    def get_fields(self) -> dict[str, Any]:
        """`class` is no name Python lets a field have."""
        return {**super().get_fields(), "class": serializers.CharField(help_text="good | warn | refuse")}


class EstimationDetailSerializer(EstimationSerializer):
    estimates = serializers.SerializerMethodField()
    response_rate = serializers.SerializerMethodField()

    class Meta(EstimationSerializer.Meta):
        fields = [*EstimationSerializer.Meta.fields, "estimates", "response_rate"]

    @extend_schema_field(EstimateSerializer(many=True))
    def get_estimates(self, estimation: SurveyEstimation) -> Any:
        return thaw(estimation.result_document)["estimates"] if estimation.result_document else []

    def get_response_rate(self, estimation: SurveyEstimation) -> str | None:
        return thaw(estimation.result_document)["response_rate"] if estimation.result_document else None
