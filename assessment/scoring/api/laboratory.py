"""方案比选 over HTTP, for the commission; reading a variant of an unissued run is recorded."""

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers, status
from rest_framework.generics import ListCreateAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessment.display.api_shapes import IDEMPOTENCY_KEY, answers
from assessment.jobs.api_requests import by_of, repeatable
from assessment.jobs.repeats import once
from assessment.people.errors import NotFound
from assessment.scoring.actions import open_scores
from assessment.scoring.laboratory_actions import Variation, delete_variant, save_variant
from assessment.scoring.laboratory_queries import evaluation_of_variant, variants_visible_to
from assessment.scoring.models import SchemeVariant


class SchemeVariantSerializer(serializers.ModelSerializer[SchemeVariant]):
    class Meta:
        model = SchemeVariant
        fields = ["id", "name", "draft", "run", "scheme_digest", "result_digest", "created_at"]


class SchemeVariantSaveSerializer(serializers.Serializer[Any]):
    draft = serializers.IntegerField()
    run = serializers.IntegerField()
    name = serializers.CharField(max_length=80)
    text = serializers.CharField(help_text="the scheme file of the variant", trim_whitespace=False)


class VariantPlacingSerializer(serializers.Serializer[Any]):
    unit = serializers.CharField()
    group = serializers.CharField()
    score = serializers.CharField(allow_null=True)
    shown = serializers.CharField(allow_null=True)
    rank = serializers.CharField(allow_null=True)


class SchemeVariantDetailSerializer(SchemeVariantSerializer):
    placings = VariantPlacingSerializer(many=True)

    class Meta(SchemeVariantSerializer.Meta):
        fields = [*SchemeVariantSerializer.Meta.fields, "scheme_text", "placings"]


@extend_schema_view(
    get=extend_schema(
        operation_id="scoring_variants",
        summary="Saved variants of draft schemes",
        responses=answers(SchemeVariantSerializer(many=True)),
    )
)
class VariantList(ListCreateAPIView[SchemeVariant]):
    serializer_class = SchemeVariantSerializer
    filter_backends = []
    queryset = SchemeVariant.objects.none()

    def get_queryset(self) -> QuerySet[SchemeVariant]:
        return variants_visible_to(by_of(self.request), at=timezone.now())

    @extend_schema(
        operation_id="scoring_variant_save",
        summary="Try a scheme text on the inputs of a run and keep it under a name; the run stays untouched",
        request=SchemeVariantSaveSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(SchemeVariantSerializer, 400, 404, 409, 422, status=201),
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        asked = SchemeVariantSaveSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        by, at = by_of(request), timezone.now()
        made = once(
            lambda: save_variant(Variation(**asked.validated_data), by=by, at=at).pk,
            repeatable(request),
            object_type="scoring.variant",
            by=by,
            at=at,
        )
        variant = SchemeVariant.objects.get(pk=made)
        return Response(SchemeVariantSerializer(variant).data, status=status.HTTP_201_CREATED)


class VariantDetail(APIView):
    @extend_schema(
        operation_id="scoring_variant",
        summary="A variant with the totals and places it would give",
        responses=answers(SchemeVariantDetailSerializer, 404),
    )
    def get(self, request: Request, pk: int) -> Response:
        by, at = by_of(request), timezone.now()
        variant = variants_visible_to(by, at=at).filter(pk=pk).first()
        if variant is None:
            raise NotFound
        open_scores(variant.run_id, by=by, at=at)
        variant.placings = evaluation_of_variant(variant).placings  # type: ignore[attr-defined]  # for the answer only
        return Response(SchemeVariantDetailSerializer(variant).data)

    @extend_schema(
        operation_id="scoring_variant_delete",
        summary="Delete a saved variant; run and draft stay",
        responses=answers(None, 404, status=204),
    )
    def delete(self, request: Request, pk: int) -> Response:
        delete_variant(pk, by=by_of(request), at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


urlpatterns: list[URLPattern] = [
    path("laboratory/", VariantList.as_view()),
    path("laboratory/<int:pk>/", VariantDetail.as_view()),
]
