"""The record over HTTP, for the audit administrator. It can only be read."""

import django_filters  # type: ignore[import-untyped]  # it has no stubs
from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessment.audit.models import Entry
from assessment.display.api_shapes import answers
from assessment.people.account_queries import entries_visible_to, verification_for
from assessment.people.api_requests import by_of
from assessment.people.serializers import EntrySerializer, VerificationSerializer


class EntryFilter(django_filters.FilterSet):  # type: ignore[misc]  # without stubs a base of type Any
    chain = django_filters.CharFilter(label="region code, province or system")
    object_type = django_filters.CharFilter(label="such as filing.version")
    object_id = django_filters.CharFilter(label="number or name of the object")
    by = django_filters.CharFilter(label="user name")
    action = django_filters.CharFilter(label="such as return.accept")
    outcome = django_filters.ChoiceFilter(choices=Entry.Outcome.choices)
    since = django_filters.IsoDateTimeFilter(field_name="at", lookup_expr="gte", label="from this moment on")
    before = django_filters.IsoDateTimeFilter(field_name="at", lookup_expr="lt", label="before this moment")

    class Meta:
        model = Entry
        fields: list[str] = []


@extend_schema_view(
    get=extend_schema(
        operation_id="audit_entries",
        summary="Entries of the record, newest first; they name what changed, never a value",
        responses=answers(EntrySerializer(many=True), 400),
    )
)
class EntryList(ListAPIView[Entry]):
    serializer_class = EntrySerializer
    filterset_class = EntryFilter
    queryset = Entry.objects.none()

    def get_queryset(self) -> QuerySet[Entry]:
        return entries_visible_to(by_of(self.request), at=timezone.now())


class VerificationView(APIView):
    @extend_schema(
        operation_id="audit_verification",
        summary="Check every entry against its chain, and the chains against the anchor file",
        responses=answers(VerificationSerializer),
    )
    def get(self, request: Request) -> Response:
        return Response(VerificationSerializer(verification_for(by_of(request), at=timezone.now())).data)


urlpatterns: list[URLPattern] = [
    path("entries/", EntryList.as_view(), name="audit-entries"),
    path("verification/", VerificationView.as_view(), name="audit-verification"),
]
