"""Shapes of findings and explanations in JSON."""

from collections import Counter
from typing import Any

from rest_framework import serializers

from assessment.filing.cells import shortest
from assessment.filing.checking import Checked, Finding
from assessment.filing.explained import Explained
from assessment.filing.models import Explanation, Version
from assessment.filing.serializers.returns import ReportingUnitSerializer
from assessment.methodology.check_rules import Conversion, Outcome, Severity
from assessment.methodology.explanations import LONGEST_TEXT, Reason, reasons_in
from assessment.methodology.periods import Period


class ExplainedSerializer(serializers.Serializer[Explained]):
    reason = serializers.CharField()
    reason_words = serializers.CharField()
    text = serializers.CharField()
    given_by = serializers.CharField()
    given_at = serializers.DateTimeField()
    stands = serializers.BooleanField(help_text="false once the value or the wording of the rule has changed (已失效)")
    accepted_in = serializers.CharField(help_text="period in which the same fact was accepted; empty if written now")


class FindingSerializer(serializers.Serializer[Finding]):
    key = serializers.CharField(help_text="names the finding within its version")
    rule = serializers.CharField()
    rule_digest = serializers.CharField()
    severity = serializers.ChoiceField(choices=[one.value for one in Severity])
    cells = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
    item = serializers.CharField(help_text="label of the item the finding points at")
    label = serializers.CharField()  # type: ignore[assignment]  # DRF names its own attribute so
    message = serializers.CharField()
    expected = serializers.CharField()
    received = serializers.CharField()
    fix = serializers.CharField()
    conversion = serializers.ChoiceField(choices=[one.value for one in Conversion], allow_null=True)
    converted = serializers.SerializerMethodField(help_text="the first cell after the conversion, in the item's unit")
    explanation = ExplainedSerializer(allow_null=True)
    offered = ExplainedSerializer(allow_null=True, help_text="a fact accepted before that may be taken over")
    stands = serializers.BooleanField(help_text="whether its explanation holds for these values and this rule")
    needs_explanation = serializers.BooleanField()
    evidence_required = serializers.BooleanField()

    def get_converted(self, finding: Finding) -> str | None:
        value = shortest(finding.converted)
        return None if value is None else format(value, "f")


class ReasonSerializer(serializers.Serializer[Reason]):
    code = serializers.CharField()
    zh = serializers.CharField()
    en = serializers.CharField()


class NotRunSerializer(serializers.Serializer[Any]):
    rule = serializers.CharField()
    missing = serializers.ListField(child=serializers.CharField(), help_text="what the rule would have needed")


class FindingsSerializer(serializers.Serializer[Any]):
    """The findings of a version as it stands: a rule that lacked history or other units has not run."""

    revision = serializers.IntegerField()
    counts = serializers.DictField(child=serializers.IntegerField(), help_text="findings by severity")
    to_explain = serializers.IntegerField(help_text="findings that still need an explanation")
    findings = FindingSerializer(many=True)
    not_run = NotRunSerializer(many=True)
    reasons = ReasonSerializer(many=True, help_text="the reasons an explanation may name in this period")


class ExplainingSerializer(serializers.Serializer[Any]):
    finding = serializers.CharField(max_length=160, help_text="the key of the finding")
    reason = serializers.CharField(max_length=40)
    text = serializers.CharField(max_length=LONGEST_TEXT)


class ExplanationsSerializer(serializers.Serializer[Any]):
    explanations = ExplainingSerializer(many=True, allow_empty=False)


class ConvertSerializer(serializers.Serializer[Any]):
    finding = serializers.CharField(max_length=160, help_text="the key of the finding")
    revision = serializers.IntegerField(min_value=0, help_text="the revision on which the finding was shown")


class ExplanationSerializer(serializers.ModelSerializer[Explanation]):
    """An explanation as the search shows it."""

    reporting_unit = ReportingUnitSerializer(source="return_filed.reporting_unit")
    form = serializers.CharField(source="return_filed.collection.form_version.form.code")
    period = serializers.CharField(source="return_filed.collection.period")
    version_number = serializers.IntegerField(source="version.number")

    class Meta:
        model = Explanation
        fields = [
            "id", "reporting_unit", "form", "period", "version", "version_number", "rule", "cells", "reason", "text",
            "given_by", "given_at",
        ]  # fmt: skip


def findings_answer(version: Version, outcome: Checked) -> dict[str, Any]:
    """What the findings endpoint says of a version."""
    counts = Counter(one.severity.value for one in outcome.findings)
    results = outcome.verdict.results
    return {
        "revision": version.revision,
        "counts": {severity.value: counts[severity.value] for severity in Severity},
        "to_explain": sum(one.needs_explanation for one in outcome.findings),
        "findings": outcome.findings,
        "not_run": [
            {"rule": one.rule.code, "missing": list(one.missing)} for one in results if one.outcome is Outcome.NOT_RUN
        ],
        "reasons": reasons_in(Period.parse(version.return_filed.collection.period)),
    }
