"""Shapes of accounts, grants, the 知悉人员名单 and the record in JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from assessment.audit.models import Entry
from assessment.audit.queries import Verification
from assessment.people.models import InsiderEntry, RoleGrant, User
from assessment.people.roles import Role, SeparationClass
from assessment.territory.models import Organisation

FAULTS_SHOWN = 100


class OrganisationSerializer(serializers.ModelSerializer[Organisation]):
    class Meta:
        model = Organisation
        fields = ["code", "name_zh", "name_en", "kind"]


class RoleInForceSerializer(serializers.ModelSerializer[RoleGrant]):
    """A role and the ground it is walled to; null where it covers the province."""

    region = serializers.CharField(source="region.code", default=None, allow_null=True)
    deputy_of = serializers.CharField(source="deputy_of.username", default=None, allow_null=True)

    class Meta:
        model = RoleGrant
        fields = ["role", "region", "deputy_of", "valid_until"]


class MeSerializer(serializers.Serializer[Any]):
    """The signed-in account and the roles it holds now."""

    username = serializers.CharField()
    display_name = serializers.CharField()
    organisation = OrganisationSerializer()
    roles = RoleInForceSerializer(many=True)


class GrantSerializer(serializers.ModelSerializer[RoleGrant]):
    region = serializers.CharField(source="region.code", default=None, allow_null=True)
    deputy_of = serializers.CharField(source="deputy_of.username", default=None, allow_null=True)

    class Meta:
        model = RoleGrant
        fields = ["id", "role", "region", "deputy_of", "reason", "valid_from", "valid_until", "granted_by"]


class AccountSerializer(serializers.ModelSerializer[User]):
    organisation = serializers.CharField(source="organisation.code")
    grants = GrantSerializer(many=True)

    class Meta:
        model = User
        fields = [
            "username", "display_name", "organisation", "employee_number", "email", "separation_class", "is_active",
            "must_change_password", "created_at", "disabled_at", "grants",
        ]  # fmt: skip


class OpenedAccountSerializer(serializers.Serializer[Any]):
    """Shown once, to whoever opened the account; only its hash is kept."""

    account = AccountSerializer()
    initial_password = serializers.CharField(help_text="for one sign-in, which asks for a new one")
    initial_password_until = serializers.DateTimeField()


class NewAccountSerializer(serializers.Serializer[Any]):
    username = serializers.CharField(max_length=60)
    display_name = serializers.CharField(max_length=60)
    organisation = serializers.CharField(max_length=60, help_text="code of the organisation")
    employee_number = serializers.CharField(max_length=40, help_text="one person, one account")
    separation_class = serializers.ChoiceField(
        choices=[(one.value, one.value) for one in SeparationClass], help_text="for as long as the account lives"
    )
    email = serializers.EmailField(allow_blank=True, default="")


class NewGrantSerializer(serializers.Serializer[Any]):
    role = serializers.ChoiceField(choices=[(role.value, role.value) for role in Role])
    region = serializers.CharField(
        max_length=12, allow_null=True, default=None, help_text="code of the region; null for a provincial role"
    )


class InsiderSerializer(serializers.ModelSerializer[InsiderEntry]):
    period = serializers.CharField(source="subject")
    username = serializers.CharField(source="user.username")
    display_name = serializers.CharField(source="user.display_name")
    organisation = serializers.CharField(source="user.organisation.code")

    class Meta:
        model = InsiderEntry
        fields = [
            "period", "username", "display_name", "organisation", "reason", "valid_from", "valid_until", "added_by",
        ]  # fmt: skip


class NewInsiderSerializer(serializers.Serializer[Any]):
    username = serializers.CharField(max_length=60)
    reason = serializers.CharField(max_length=200)


class EntrySerializer(serializers.ModelSerializer[Entry]):
    """One entry of the record: which fields changed, never from what to what."""

    changed_fields = serializers.SerializerMethodField()
    facts = serializers.DictField(help_text="identifiers and words of the step; no figure, no score")

    class Meta:
        model = Entry
        fields = [
            "chain", "sequence", "at", "by", "action", "object_type", "object_id", "changed_fields", "facts",
            "outcome", "source_address", "mac",
        ]  # fmt: skip

    def get_changed_fields(self, entry: Entry) -> list[str]:
        return [change["field"] for change in entry.changes]


class FaultSerializer(serializers.Serializer[Any]):
    chain = serializers.CharField()
    sequence = serializers.IntegerField()
    code = serializers.CharField()


class VerificationSerializer(serializers.Serializer[Verification]):
    """The outcome of checking the whole record; the first hundred faults are named."""

    sound = serializers.SerializerMethodField(method_name="is_sound")
    entries = serializers.IntegerField()
    chains = serializers.IntegerField()
    anchors = serializers.IntegerField()
    unanchored = serializers.IntegerField(help_text="entries after the last anchor: cutting these would not be noticed")
    last_anchor_at = serializers.DateTimeField(allow_null=True)
    fault_count = serializers.SerializerMethodField(method_name="count_faults")
    faults = serializers.SerializerMethodField(method_name="first_faults")

    def is_sound(self, verification: Verification) -> bool:
        return not verification.faults

    def count_faults(self, verification: Verification) -> int:
        return len(verification.faults)

    @extend_schema_field(FaultSerializer(many=True))
    def first_faults(self, verification: Verification) -> list[dict[str, Any]]:
        return [dict(FaultSerializer(fault).data) for fault in verification.faults[:FAULTS_SHOWN]]
