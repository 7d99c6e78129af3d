"""Accounts, grants and the 知悉人员名单 over HTTP."""

import django_filters  # type: ignore[import-untyped]  # it has no stubs
from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessment.display.api_shapes import answers
from assessment.methodology.periods import Period
from assessment.people import actions, deputy_api, insider_actions, token_api
from assessment.people.account_queries import (
    account_seen,
    accounts_visible_to,
    insiders_visible_to,
    organisation_coded,
)
from assessment.people.api_requests import by_of
from assessment.people.models import InsiderEntry, User
from assessment.people.queries import grants_in_force
from assessment.people.roles import Role, SeparationClass
from assessment.people.serializers import (
    AccountSerializer,
    GrantSerializer,
    InsiderSerializer,
    MeSerializer,
    NewAccountSerializer,
    NewGrantSerializer,
    NewInsiderSerializer,
    OpenedAccountSerializer,
)
from assessment.territory.queries import region_coded


class AccountFilter(django_filters.FilterSet):  # type: ignore[misc]  # without stubs a base of type Any
    organisation = django_filters.CharFilter(field_name="organisation__code", label="code of the organisation")
    active = django_filters.BooleanFilter(field_name="is_active", label="not disabled")

    class Meta:
        model = User
        fields: list[str] = []


class InsiderFilter(django_filters.FilterSet):  # type: ignore[misc]  # without stubs a base of type Any
    current = django_filters.BooleanFilter(
        field_name="valid_until", lookup_expr="isnull", label="still on the list, not taken off"
    )

    class Meta:
        model = InsiderEntry
        fields: list[str] = []


class Me(APIView):
    @extend_schema(operation_id="people_me", summary="Your account and its roles", responses=answers(MeSerializer))
    def get(self, request: Request) -> Response:
        by = by_of(request)
        shown = {
            "username": by.username,
            "display_name": by.display_name,
            "organisation": by.organisation,
            "roles": grants_in_force(by, at=timezone.now()),
        }
        return Response(MeSerializer(shown).data)


@extend_schema_view(
    get=extend_schema(
        operation_id="people_accounts",
        summary="Accounts with their grants",
        responses=answers(AccountSerializer(many=True)),
    )
)
class AccountList(ListAPIView[User]):
    serializer_class = AccountSerializer
    filterset_class = AccountFilter
    queryset = User.objects.none()

    def get_queryset(self) -> QuerySet[User]:
        return accounts_visible_to(by_of(self.request), at=timezone.now())

    @extend_schema(
        operation_id="people_account_open",
        summary="Open an account; its initial password is shown in this answer and never again",
        request=NewAccountSerializer,
        responses=answers(OpenedAccountSerializer, 400, 409, status=201),
    )
    def post(self, request: Request) -> Response:
        body = NewAccountSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        wanted = dict(body.validated_data)
        wanted["organisation"] = organisation_coded(wanted["organisation"])
        wanted["separation_class"] = SeparationClass(wanted["separation_class"])
        newcomer = actions.Newcomer(**wanted)
        account, password = actions.open_account(newcomer, by=by_of(request), at=timezone.now())
        opened = {
            "account": account,
            "initial_password": password,
            "initial_password_until": account.initial_password_until,
        }
        return Response(OpenedAccountSerializer(opened).data, status=201)


class AccountDetail(APIView):
    @extend_schema(
        operation_id="people_account", summary="An account with its grants", responses=answers(AccountSerializer, 404)
    )
    def get(self, request: Request, username: str) -> Response:
        return Response(AccountSerializer(account_seen(username, by=by_of(request), at=timezone.now())).data)


class AccountDisable(APIView):
    @extend_schema(
        operation_id="people_account_disable",
        summary="Disable an account; its sessions end",
        request=None,
        responses=answers(AccountSerializer, 404, 409),
    )
    def post(self, request: Request, username: str) -> Response:
        by, at = by_of(request), timezone.now()
        actions.disable_account(username, by=by, at=at)
        return Response(AccountSerializer(account_seen(username, by=by, at=at)).data)


class AccountGrants(APIView):
    @extend_schema(
        operation_id="people_role_grant",
        summary="Give an account a role, from now on",
        request=NewGrantSerializer,
        responses=answers(GrantSerializer, 400, 404, 409, status=201),
    )
    def post(self, request: Request, username: str) -> Response:
        body = NewGrantSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        wanted = body.validated_data
        region = region_coded(wanted["region"]) if wanted["region"] else None
        grant = actions.grant_role(username, Role(wanted["role"]), region=region, by=by_of(request), at=timezone.now())
        return Response(GrantSerializer(grant).data, status=201)


class GrantRevoke(APIView):
    @extend_schema(
        operation_id="people_role_revoke",
        summary="Take a role back, from now on",
        request=None,
        responses=answers(GrantSerializer, 404, 409),
    )
    def post(self, request: Request, pk: int) -> Response:
        grant = actions.revoke_role(pk, by=by_of(request), at=timezone.now())
        return Response(GrantSerializer(grant).data)


@extend_schema_view(
    get=extend_schema(
        operation_id="people_insiders",
        summary="知悉人员名单: who may know the unissued results of a period, and who might before",
        responses=answers(InsiderSerializer(many=True), 400),
    )
)
class InsiderList(ListAPIView[InsiderEntry]):
    serializer_class = InsiderSerializer
    filterset_class = InsiderFilter
    queryset = InsiderEntry.objects.none()

    def get_queryset(self) -> QuerySet[InsiderEntry]:
        period = Period.parse(self.kwargs["period"])
        return insiders_visible_to(by_of(self.request), period.code, at=timezone.now())

    @extend_schema(
        operation_id="people_insider_add",
        summary="Put a person on the list; adding twice changes nothing",
        request=NewInsiderSerializer,
        responses=answers(InsiderSerializer, 400, status=201),
    )
    def post(self, request: Request, period: str) -> Response:
        body = NewInsiderSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        entry = insider_actions.add_insider(
            Period.parse(period).code, **body.validated_data, by=by_of(request), at=timezone.now()
        )
        return Response(InsiderSerializer(entry).data, status=201)


class InsiderRemove(APIView):
    @extend_schema(
        operation_id="people_insider_remove",
        summary="Take a person off the list, from now on",
        responses=answers(None, 400, 404, status=204),
    )
    def delete(self, request: Request, period: str, username: str) -> Response:
        insider_actions.remove_insider(Period.parse(period).code, username, by=by_of(request), at=timezone.now())
        return Response(status=204)


urlpatterns: list[URLPattern] = [
    path("me/", Me.as_view(), name="people-me"),
    path("accounts/", AccountList.as_view(), name="people-accounts"),
    path("accounts/<str:username>/", AccountDetail.as_view(), name="people-account"),
    path("accounts/<str:username>/disable/", AccountDisable.as_view(), name="people-account-disable"),
    path("accounts/<str:username>/grants/", AccountGrants.as_view(), name="people-account-grants"),
    path("grants/<int:pk>/revoke/", GrantRevoke.as_view(), name="people-grant-revoke"),
    path("insider-lists/<str:period>/", InsiderList.as_view(), name="people-insiders"),
    path("insider-lists/<str:period>/<str:username>/", InsiderRemove.as_view(), name="people-insider"),
    *token_api.urlpatterns,
    *deputy_api.urlpatterns,
]
