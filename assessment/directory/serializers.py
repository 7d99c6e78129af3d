"""The directory over HTTP, as shapes."""

from typing import Any

from rest_framework import serializers

from assessment.directory.models import Claim, LifeEvent, Listing


class ListingSerializer(serializers.ModelSerializer[Listing]):
    """An enterprise in the list of a city; no figure of it."""

    code = serializers.CharField(source="enterprise.code")
    name_zh = serializers.CharField(source="enterprise.name_zh")
    region = serializers.CharField(source="region.code")

    class Meta:
        model = Listing
        fields = [
            "id", "code", "name_zh", "region", "industry", "above_threshold", "chip_design", "special_field",
            "valid_from", "valid_until",
        ]  # fmt: skip


class ClaimSerializer(serializers.ModelSerializer[Claim]):
    enterprise = serializers.CharField(source="enterprise.code")
    holder = serializers.CharField(source="holder.code")
    claimant = serializers.CharField(source="claimant.code")

    class Meta:
        model = Claim
        fields = [
            "id", "enterprise", "holder", "claimant", "state", "grounds", "claimed_at", "reason", "effective_on",
            "decided_at",
        ]  # fmt: skip


class DecideSerializer(serializers.Serializer[Any]):
    granted = serializers.BooleanField()
    effective_on = serializers.DateField()
    reason = serializers.CharField(max_length=300)


class LifeEventSerializer(serializers.ModelSerializer[LifeEvent]):
    enterprise = serializers.CharField(source="enterprise.code")
    counterpart = serializers.CharField(source="counterpart.code", default=None, allow_null=True)
    from_region = serializers.CharField(source="from_region.code", default=None, allow_null=True)
    to_region = serializers.CharField(source="to_region.code", default=None, allow_null=True)

    class Meta:
        model = LifeEvent
        fields = [
            "id", "enterprise", "kind", "day", "counterpart", "from_region", "to_region", "amount_10k_yuan", "reason",
        ]  # fmt: skip


class EnterEventSerializer(serializers.Serializer[Any]):
    enterprise = serializers.CharField(max_length=18)
    kind = serializers.ChoiceField(choices=LifeEvent.Kind.choices)
    day = serializers.DateField()
    reason = serializers.CharField(max_length=300)
    counterpart = serializers.CharField(max_length=18, required=False, default="")
    to_region = serializers.CharField(max_length=12, required=False, default="")
    amount_10k_yuan = serializers.DecimalField(max_digits=20, decimal_places=2, required=False, allow_null=True)


class LinkIssueSerializer(serializers.Serializer[Any]):
    enterprise = serializers.CharField(max_length=18)
    collection = serializers.IntegerField()


class IssuedSerializer(serializers.Serializer[Any]):
    """The token is answered this once and stored nowhere."""

    id = serializers.IntegerField(source="link.pk")
    enterprise = serializers.CharField(source="link.enterprise.code")
    expires_at = serializers.DateTimeField(source="link.expires_at")
    token = serializers.CharField()


class RevokedSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    revoked_at = serializers.DateTimeField()
