"""代理（代行） over HTTP, for the security administrator: who stands in for whom, a new one, and the end of one."""

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
from assessment.people.account_queries import deputies_visible_to
from assessment.people.api_requests import by_of
from assessment.people.deputy_actions import WantedDeputy, appoint_deputy, end_deputy
from assessment.people.models import RoleGrant
from assessment.people.roles import Role


class DeputySerializer(serializers.ModelSerializer[RoleGrant]):
    """A role of `principal` that `deputy` holds as well for these days."""

    deputy = serializers.CharField(source="user.username")
    principal = serializers.CharField(source="deputy_of.username")
    region = serializers.CharField(source="region.code", default=None, allow_null=True)

    class Meta:
        model = RoleGrant
        fields = ["id", "deputy", "principal", "role", "region", "reason", "valid_from", "valid_until", "granted_by"]


class NewDeputySerializer(serializers.Serializer[WantedDeputy]):
    deputy = serializers.CharField(max_length=60, help_text="user name of who stands in")
    principal = serializers.CharField(max_length=60, help_text="user name of whose role it is")
    role = serializers.ChoiceField(choices=[(role.value, role.value) for role in Role])
    first = serializers.DateField(help_text="first day, in Beijing")
    last = serializers.DateField(help_text="last day, in Beijing")
    reason = serializers.CharField(max_length=200)


class DeputyFilter(django_filters.FilterSet):  # type: ignore[misc]  # without stubs a base of type Any
    deputy = django_filters.CharFilter(field_name="user__username", label="user name of who stands in")
    principal = django_filters.CharFilter(field_name="deputy_of__username", label="user name of whose role it is")

    class Meta:
        model = RoleGrant
        fields: list[str] = []


@extend_schema_view(
    get=extend_schema(
        operation_id="people_deputies",
        summary="Who stands or stood in for whom",
        responses=answers(DeputySerializer(many=True)),
    )
)
class DeputyList(ListAPIView[RoleGrant]):
    serializer_class = DeputySerializer
    filterset_class = DeputyFilter
    queryset = RoleGrant.objects.none()

    def get_queryset(self) -> QuerySet[RoleGrant]:
        return deputies_visible_to(by_of(self.request), at=timezone.now())

    @extend_schema(
        operation_id="people_deputy_appoint",
        summary="Appoint a deputy for some days; asked for the same again, it is the same grant",
        request=NewDeputySerializer,
        responses=answers(DeputySerializer, 400, 409, status=201),
    )
    def post(self, request: Request) -> Response:
        body = NewDeputySerializer(data=request.data)
        body.is_valid(raise_exception=True)
        wanted = WantedDeputy(**{**body.validated_data, "role": Role(body.validated_data["role"])})
        grant = appoint_deputy(wanted, by=by_of(request), at=timezone.now())
        return Response(DeputySerializer(grant).data, status=201)


class DeputyEnd(APIView):
    @extend_schema(
        operation_id="people_deputy_end",
        summary="End a deputy's grant, from now on",
        request=None,
        responses=answers(DeputySerializer, 404, 409),
    )
    def post(self, request: Request, pk: int) -> Response:
        return Response(DeputySerializer(end_deputy(pk, by=by_of(request), at=timezone.now())).data)


urlpatterns: list[URLPattern] = [
    path("deputies/", DeputyList.as_view(), name="people-deputies"),
    path("deputies/<int:pk>/end/", DeputyEnd.as_view(), name="people-deputy-end"),
]
