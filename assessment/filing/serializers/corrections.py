"""Shapes of corrections, of what stood when, and of the timeline in JSON."""

from typing import Any

from rest_framework import serializers

from assessment.filing.models import Correction, InForce
from assessment.filing.serializers.returns import (
    CellSerializer,
    CollectionBriefSerializer,
    PersonSerializer,
    ReportingUnitSerializer,
)
from assessment.filing.timeline import Event


class CorrectionSerializer(serializers.ModelSerializer[Correction]):
    """A request for correction. It holds no figure and no effect."""

    return_filed = serializers.IntegerField(source="return_filed_id")
    collection = CollectionBriefSerializer(source="return_filed.collection")
    reporting_unit = ReportingUnitSerializer(source="return_filed.reporting_unit")
    version = serializers.IntegerField(source="version_id")
    version_number = serializers.IntegerField(source="version.number")
    requested_by = PersonSerializer()
    decided_by = PersonSerializer(allow_null=True)

    class Meta:
        model = Correction
        fields = [
            "id", "number", "return_filed", "collection", "reporting_unit", "version", "version_number", "items",
            "reason", "state", "requested_by", "requested_at", "decided_by", "decided_at", "decision_reason",
            "reopened_until",
        ]  # fmt: skip


class CorrectionRequestSerializer(serializers.Serializer[Any]):
    items = serializers.ListField(child=serializers.CharField(max_length=60), allow_empty=True)
    reason = serializers.CharField(max_length=2000)


class GrantCorrectionSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=2000)
    reopened_until = serializers.DateTimeField(
        default=None, allow_null=True, help_text="after the lock of the collection: until when this unit alone may file"
    )


class RefuseCorrectionSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=2000)


class StoodSerializer(serializers.ModelSerializer[InForce]):
    """The version that was in force, since and until when, with its cells."""

    version = serializers.IntegerField(source="version_id")
    number = serializers.IntegerField(source="version.number")
    digest = serializers.CharField(source="version.digest")
    cells = CellSerializer(source="version.cells", many=True)

    class Meta:
        model = InForce
        fields = ["version", "number", "digest", "since", "until", "cells"]


class StoodAtSerializer(serializers.Serializer[Any]):
    """What counted when the day was over; `in_force` is null where nothing had been accepted by then."""

    moment = serializers.DateTimeField()
    in_force = StoodSerializer(allow_null=True)


class TimelineEventSerializer(serializers.Serializer[Event]):
    at = serializers.DateTimeField()
    until = serializers.DateTimeField(help_text="the last of several saves in a row")
    times = serializers.IntegerField()
    who = serializers.CharField()
    body = serializers.CharField()
    action = serializers.CharField()
    sentence = serializers.CharField()
    version = serializers.IntegerField()
    items = serializers.ListField(child=serializers.CharField())
    late = serializers.BooleanField()
