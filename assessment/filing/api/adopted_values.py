"""考核采用值 over HTTP: a record beside the filed figure. No address here writes a cell of a return."""

from decimal import Decimal

from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessment.display.api_shapes import IDEMPOTENCY_KEY, answers
from assessment.filing import actions
from assessment.filing.adoption_actions import Adoption
from assessment.filing.filters import AdoptedValueFilter
from assessment.filing.models import AdoptedValue
from assessment.filing.review_queries import adoption_seen, adoptions_visible_to
from assessment.filing.serializers.review import (
    AdoptedConfirmSerializer,
    AdoptedValueSerializer,
    AdoptionSerializer,
    RejectSerializer,
    WithdrawalSerializer,
)
from assessment.jobs.api_requests import by_of, repeatable
from assessment.jobs.repeats import once
from assessment.methodology.text_numbers import read_number


@extend_schema_view(
    get=extend_schema(
        operation_id="filing_adopted_values",
        summary="The records of values used for the assessment, newest first",
        responses=answers(AdoptedValueSerializer(many=True)),
    )
)
class AdoptedValues(ListAPIView[AdoptedValue]):
    serializer_class = AdoptedValueSerializer
    filterset_class = AdoptedValueFilter
    queryset = AdoptedValue.objects.none()

    def get_queryset(self) -> QuerySet[AdoptedValue]:
        return adoptions_visible_to(by_of(self.request), at=timezone.now())


class Propose(APIView):
    @extend_schema(
        operation_id="filing_adopted_value_propose",
        summary="Propose a value beside a figure in force; it counts once a second person has confirmed it",
        request=AdoptionSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(AdoptedValueSerializer, 400, 404, 409, 422, status=201),
    )
    def post(self, request: Request, pk: int) -> Response:
        body = AdoptionSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        typed = body.validated_data["value"]
        value: Decimal | None = read_number(typed).value if typed and typed.strip() else None
        adoption = Adoption(**{**body.validated_data, "value": value})
        by, at = by_of(request), timezone.now()
        made = once(
            lambda: actions.propose_adoption(pk, adoption, by=by, at=at).pk,
            repeatable(request),
            object_type="filing.adopted_value",
            by=by,
            at=at,
        )
        return Response(AdoptedValueSerializer(adoption_seen(made, by=by, at=at)).data, status=201)


class ProposeWithdrawal(APIView):
    @extend_schema(
        operation_id="filing_adopted_value_withdraw",
        summary="Propose that the filed figure counts again",
        request=WithdrawalSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(AdoptedValueSerializer, 400, 404, 409, 422, status=201),
    )
    def post(self, request: Request, pk: int) -> Response:
        body = WithdrawalSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        said, by, at = body.validated_data, by_of(request), timezone.now()
        made = once(
            lambda: actions.propose_withdrawal(pk, said["reason"], said["document"], by=by, at=at).pk,
            repeatable(request),
            object_type="filing.adopted_value",
            by=by,
            at=at,
        )
        return Response(AdoptedValueSerializer(adoption_seen(made, by=by, at=at)).data, status=201)


class Confirm(APIView):
    @extend_schema(
        operation_id="filing_adopted_value_confirm",
        summary="Confirm a record, as the second person",
        request=AdoptedConfirmSerializer,
        responses=answers(AdoptedValueSerializer, 400, 404, 409),
    )
    def post(self, request: Request, pk: int) -> Response:
        body = AdoptedConfirmSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        by, at = by_of(request), timezone.now()
        actions.confirm_adoption(pk, note=body.validated_data["note"], by=by, at=at)
        return Response(AdoptedValueSerializer(adoption_seen(pk, by=by, at=at)).data)


class Reject(APIView):
    @extend_schema(
        operation_id="filing_adopted_value_reject",
        summary="Reject a record with a reason, as the second person",
        request=RejectSerializer,
        responses=answers(AdoptedValueSerializer, 400, 404, 409),
    )
    def post(self, request: Request, pk: int) -> Response:
        body = RejectSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        by, at = by_of(request), timezone.now()
        actions.reject_adoption(pk, body.validated_data["note"], by=by, at=at)
        return Response(AdoptedValueSerializer(adoption_seen(pk, by=by, at=at)).data)


urlpatterns: list[URLPattern] = [
    path("adopted-values/", AdoptedValues.as_view(), name="filing-adopted-values"),
    path("returns/<int:pk>/adopted-values/", Propose.as_view(), name="filing-adopted-value-propose"),
    path("adopted-values/<int:pk>/withdraw/", ProposeWithdrawal.as_view(), name="filing-adopted-value-withdraw"),
    path("adopted-values/<int:pk>/confirm/", Confirm.as_view(), name="filing-adopted-value-confirm"),
    path("adopted-values/<int:pk>/reject/", Reject.as_view(), name="filing-adopted-value-reject"),
]
