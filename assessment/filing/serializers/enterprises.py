"""Shapes around the rows of enterprises."""

from typing import Any

from rest_framework import serializers


class SignAndSubmitSerializer(serializers.Serializer[Any]):
    """The names as the enterprise types them; `promised` is the ticked 承诺."""

    filler_name = serializers.CharField(max_length=60)
    head_name = serializers.CharField(max_length=60)
    promised = serializers.BooleanField()


class AcceptRowsSerializer(serializers.Serializer[Any]):
    versions = serializers.ListField(child=serializers.IntegerField(), max_length=2000)


class LeftRowSerializer(serializers.Serializer[Any]):
    version = serializers.IntegerField()
    message = serializers.CharField()


class AcceptedRowsSerializer(serializers.Serializer[Any]):
    accepted = serializers.ListField(child=serializers.IntegerField())
    left = LeftRowSerializer(many=True)


class TotalSerializer(serializers.Serializer[Any]):
    item = serializers.CharField()
    basis = serializers.CharField()
    condition = serializers.CharField()
    value = serializers.DecimalField(max_digits=30, decimal_places=8, allow_null=True)


class TotalsSerializer(serializers.Serializer[Any]):
    """Σ rows of a city; no single row."""

    region = serializers.CharField()
    period = serializers.CharField()
    complete = serializers.BooleanField()
    listed = serializers.IntegerField()
    filed = serializers.IntegerField()
    figures = TotalSerializer(many=True)
