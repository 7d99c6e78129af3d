"""Access tokens over HTTP, for the security administrator: which there are, and their end."""

import django_filters  # type: ignore[import-untyped]  # it has no stubs
from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessment.display.api_shapes import answers
from assessment.people.api_requests import by_of
from assessment.people.models import ApiToken
from assessment.people.permissions import Action
from assessment.people.queries import require
from assessment.people.token_actions import revoke_token
from assessment.people.token_queries import tokens_visible_to


class ApiTokenSerializer(serializers.ModelSerializer[ApiToken]):
    """A token as it is known to others: never its text, of which only a digest is kept."""

    owner = serializers.CharField(source="owner.username")
    scope = serializers.ListField(child=serializers.CharField(), help_text="what it opens of its owner's permissions")
    revoked_by = serializers.CharField(source="revoked_by.username", default=None, allow_null=True)

    class Meta:
        model = ApiToken
        fields = [
            "id", "owner", "purpose", "beginning", "scope", "created_at", "expires_at", "last_used_at",
            "revoked_at", "revoked_by",
        ]  # fmt: skip


class ApiTokenFilter(django_filters.FilterSet):  # type: ignore[misc]  # without stubs a base of type Any
    owner = django_filters.CharFilter(field_name="owner__username", label="user name of the owner")

    class Meta:
        model = ApiToken
        fields: list[str] = []


@extend_schema_view(
    get=extend_schema(
        operation_id="people_tokens",
        summary="Access tokens of all accounts, ended ones too",
        responses=answers(ApiTokenSerializer(many=True)),
    )
)
class TokenList(ListAPIView[ApiToken]):
    serializer_class = ApiTokenSerializer
    filterset_class = ApiTokenFilter
    queryset = ApiToken.objects.none()

    def get_queryset(self) -> QuerySet[ApiToken]:
        return tokens_visible_to(by_of(self.request), at=timezone.now())


class TokenRevoke(APIView):
    @extend_schema(
        operation_id="people_token_revoke",
        summary="End a token, from now on",
        request=None,
        responses=answers(ApiTokenSerializer, 404, 409),
    )
    def post(self, request: Request, pk: int) -> Response:
        by, at = by_of(request), timezone.now()
        require(by, Action.TOKEN_REVOKE, at=at)
        return Response(ApiTokenSerializer(revoke_token(pk, by=by, at=at)).data)


urlpatterns: list[URLPattern] = [
    path("tokens/", TokenList.as_view(), name="people-tokens"),
    path("tokens/<int:pk>/revoke/", TokenRevoke.as_view(), name="people-token-revoke"),
]
