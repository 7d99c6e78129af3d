"""Forms, check rules and collections over HTTP; schemes stand in a module of their own."""

import django_filters  # type: ignore[import-untyped]  # it has no stubs
from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessment.catalogue import approval_api, scheme_api
from assessment.catalogue.actions import Plan, change_plan, open_collection, plan_collection
from assessment.catalogue.models import CheckRule, Collection, FormVersion
from assessment.catalogue.queries import (
    check_rules_visible_to,
    collections_visible_to,
    form_versions_visible_to,
)
from assessment.catalogue.serializers import (
    CheckRuleSerializer,
    CollectionSerializer,
    FormVersionDetailSerializer,
    FormVersionSerializer,
    PlanCollectionSerializer,
    PlanMomentsSerializer,
)
from assessment.display.api_shapes import IDEMPOTENCY_KEY, answers
from assessment.jobs.api_requests import by_of, found, repeatable
from assessment.jobs.repeats import once
from assessment.methodology.check_rules import Severity
from assessment.people.token_authentication import ReadByToken


class FormVersionFilter(django_filters.FilterSet):  # type: ignore[misc]  # without stubs a base of type Any
    form = django_filters.CharFilter(field_name="form__code", label="code of the form")

    class Meta:
        model = FormVersion
        fields: list[str] = []


class CheckRuleFilter(django_filters.FilterSet):  # type: ignore[misc]  # without stubs a base of type Any
    form = django_filters.CharFilter(label="code of the form")
    code = django_filters.CharFilter(label="code of the rule, such as SW1")
    severity = django_filters.ChoiceFilter(choices=[(severity.value, severity.value) for severity in Severity])

    class Meta:
        model = CheckRule
        fields: list[str] = []


class CollectionFilter(django_filters.FilterSet):  # type: ignore[misc]  # without stubs a base of type Any
    form = django_filters.CharFilter(field_name="form_version__form__code", label="code of the form")
    period = django_filters.CharFilter(label="period code, such as 2021c06")
    opened = django_filters.BooleanFilter(
        field_name="opened_at", lookup_expr="isnull", exclude=True, label="open for filing"
    )

    class Meta:
        model = Collection
        fields: list[str] = []


@extend_schema_view(
    get=extend_schema(
        operation_id="catalogue_forms", summary="Versions of forms", responses=answers(FormVersionSerializer(many=True))
    )
)
class FormVersionList(ReadByToken, ListAPIView[FormVersion]):
    serializer_class = FormVersionSerializer
    filterset_class = FormVersionFilter
    queryset = FormVersion.objects.none()

    def get_queryset(self) -> QuerySet[FormVersion]:
        return form_versions_visible_to(by_of(self.request), at=timezone.now())


@extend_schema_view(
    get=extend_schema(
        operation_id="catalogue_form",
        summary="A version of a form with its items",
        responses=answers(FormVersionDetailSerializer, 404),
    )
)
class FormVersionDetail(ReadByToken, RetrieveAPIView[FormVersion]):
    serializer_class = FormVersionDetailSerializer
    queryset = FormVersion.objects.none()

    def get_object(self) -> FormVersion:
        versions = form_versions_visible_to(by_of(self.request), at=timezone.now())
        version = versions.prefetch_related("items__parent", "sign_off_steps").filter(pk=self.kwargs["pk"]).first()
        return found(version)


@extend_schema_view(
    get=extend_schema(
        operation_id="catalogue_check_rules",
        summary="Check rules (审核关系)",
        responses=answers(CheckRuleSerializer(many=True)),
    )
)
class CheckRuleList(ReadByToken, ListAPIView[CheckRule]):
    serializer_class = CheckRuleSerializer
    filterset_class = CheckRuleFilter
    queryset = CheckRule.objects.none()

    def get_queryset(self) -> QuerySet[CheckRule]:
        return check_rules_visible_to(by_of(self.request), at=timezone.now())


@extend_schema_view(
    get=extend_schema(
        operation_id="catalogue_collections", summary="Collections", responses=answers(CollectionSerializer(many=True))
    )
)
class CollectionList(ReadByToken, ListAPIView[Collection]):
    serializer_class = CollectionSerializer
    filterset_class = CollectionFilter
    queryset = Collection.objects.none()

    def get_queryset(self) -> QuerySet[Collection]:
        return collections_visible_to(by_of(self.request), at=timezone.now())

    @extend_schema(
        operation_id="catalogue_collection_plan",
        summary="Plan a collection of a form for a period",
        request=PlanCollectionSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(CollectionSerializer, 400, 409, 422, status=201),
    )
    def post(self, request: Request) -> Response:
        body = PlanCollectionSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        by, at = by_of(request), timezone.now()
        moments = dict(body.validated_data)
        form, period = moments.pop("form"), moments.pop("period")
        made = once(
            lambda: plan_collection(form, period, Plan(**moments), by=by, at=at).pk,
            repeatable(request),
            object_type="catalogue.collection",
            by=by,
            at=at,
        )
        collection = Collection.objects.select_related("form_version__form").get(pk=made)
        return Response(CollectionSerializer(collection).data, status=201)


@extend_schema_view(
    get=extend_schema(
        operation_id="catalogue_collection", summary="A collection", responses=answers(CollectionSerializer, 404)
    )
)
class CollectionDetail(ReadByToken, RetrieveAPIView[Collection]):
    serializer_class = CollectionSerializer
    queryset = Collection.objects.none()

    def get_object(self) -> Collection:
        collections = collections_visible_to(by_of(self.request), at=timezone.now())
        return found(collections.filter(pk=self.kwargs["pk"]).first())

    @extend_schema(
        operation_id="catalogue_collection_move",
        summary="Move the moments of a collection that is not open yet",
        request=PlanMomentsSerializer,
        responses=answers(CollectionSerializer, 400, 404, 409),
    )
    def put(self, request: Request, pk: int) -> Response:
        body = PlanMomentsSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        collection = change_plan(pk, Plan(**body.validated_data), by=by_of(request), at=timezone.now())
        return Response(CollectionSerializer(collection).data)


class CollectionOpen(APIView):
    @extend_schema(
        operation_id="catalogue_collection_open",
        summary="Open a collection for filing (开表)",
        request=None,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(CollectionSerializer, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        by, at = by_of(request), timezone.now()
        made = once(
            lambda: open_collection(pk, by=by, at=at).pk,
            repeatable(request),
            object_type="catalogue.collection",
            by=by,
            at=at,
        )
        collection = Collection.objects.select_related("form_version__form").get(pk=made)
        return Response(CollectionSerializer(collection).data)


urlpatterns: list[URLPattern] = [
    path("forms/", FormVersionList.as_view(), name="catalogue-forms"),
    path("forms/<int:pk>/", FormVersionDetail.as_view(), name="catalogue-form"),
    path("check-rules/", CheckRuleList.as_view(), name="catalogue-check-rules"),
    path("collections/", CollectionList.as_view(), name="catalogue-collections"),
    path("collections/<int:pk>/", CollectionDetail.as_view(), name="catalogue-collection"),
    path("collections/<int:pk>/open/", CollectionOpen.as_view(), name="catalogue-collection-open"),
    *approval_api.urlpatterns,
    *scheme_api.urlpatterns,
]
