"""Objections over HTTP: raised by a unit, decided by two people. 先定后算: nothing here shows an effect."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessment.display.api_shapes import IDEMPOTENCY_KEY, answers, refusals
from assessment.evidence.queries import file_numbered
from assessment.jobs.api_requests import by_of, repeatable
from assessment.jobs.repeats import once
from assessment.people.permissions import Action
from assessment.people.queries import may
from assessment.scoring.actions import (
    add_objection_file,
    confirm_decision,
    decide_objection,
    raise_objection,
    send_back_decision,
    withdraw_objection,
)
from assessment.scoring.decision_letter import decision_letter
from assessment.scoring.feedback_queries import objection_seen, objections_visible_to
from assessment.scoring.feedback_serializers import (
    ClaimSerializer,
    ObjectionDecisionSerializer,
    ObjectionSerializer,
    ScoringFileSerializer,
    ScoringUploadSerializer,
    SendBackReasonSerializer,
)
from assessment.scoring.models import Objection
from assessment.scoring.objection_actions import Claim


@extend_schema_view(
    get=extend_schema(
        operation_id="scoring_objections",
        summary="Objections of a unit, or all",
        responses=answers(ObjectionSerializer(many=True)),
    )
)
class ObjectionList(ListAPIView[Objection]):
    serializer_class = ObjectionSerializer
    filter_backends = []
    queryset = Objection.objects.none()

    def get_queryset(self) -> QuerySet[Objection]:
        return objections_visible_to(by_of(self.request), at=timezone.now())

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "decisions": _reads_decisions(self.request)}


@extend_schema_view(
    get=extend_schema(
        operation_id="scoring_objection",
        summary="What is claimed and what was decided; no effect on any score or place",
        responses=answers(ObjectionSerializer, 404),
    )
)
class ObjectionDetail(RetrieveAPIView[Objection]):
    serializer_class = ObjectionSerializer
    queryset = Objection.objects.none()

    def get_object(self) -> Objection:
        return objection_seen(self.kwargs["pk"], by=by_of(self.request), at=timezone.now())

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "decisions": _reads_decisions(self.request)}


class ObjectionRaise(APIView):
    @extend_schema(
        operation_id="scoring_objection_raise",
        summary="Object to one of the own figures (异议（复核）申请), within the window",
        request=ClaimSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(ObjectionSerializer, 400, 404, 409, 422, status=201),
    )
    def post(self, request: Request, pk: int) -> Response:
        asked = ClaimSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        by, at, said = by_of(request), timezone.now(), asked.validated_data
        claim = Claim(said["item"], said["claimed_value"], said["reasons"])
        return _moved(request, lambda: raise_objection(pk, claim, by=by, at=at), status.HTTP_201_CREATED)


class ObjectionFiles(APIView):
    parser_classes = [MultiPartParser]

    @extend_schema(
        operation_id="scoring_objection_add_file",
        summary="Add evidence to an objection that is not decided",
        request=ScoringUploadSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(ScoringFileSerializer, 400, 404, 409, 422, status=201),
    )
    def post(self, request: Request, pk: int) -> Response:
        asked = ScoringUploadSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        file, by, at = asked.validated_data["file"], by_of(request), timezone.now()
        made = once(
            lambda: add_objection_file(pk, file.name or "", file.read(), by=by, at=at).pk,
            repeatable(request),
            object_type="evidence.file",
            by=by,
            at=at,
        )
        return Response(ScoringFileSerializer(file_numbered(made)).data, status=status.HTTP_201_CREATED)


class ObjectionWithdraw(APIView):
    @extend_schema(
        operation_id="scoring_objection_withdraw",
        summary="Withdraw an objection that is not decided",
        request=None,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(ObjectionSerializer, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        by, at = by_of(request), timezone.now()
        return _moved(request, lambda: withdraw_objection(pk, by=by, at=at))


class ObjectionDecide(APIView):
    @extend_schema(
        operation_id="scoring_objection_decide",
        summary="Decide on an objection with reasons, on the evidence alone",
        request=ObjectionDecisionSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(ObjectionSerializer, 400, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        asked = ObjectionDecisionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        by, at, said = by_of(request), timezone.now(), asked.validated_data
        return _moved(request, lambda: decide_objection(pk, said["outcome"], said["reasons"], by=by, at=at))


class ObjectionConfirm(APIView):
    @extend_schema(
        operation_id="scoring_objection_confirm",
        summary="Confirm a decision as a second person",
        request=None,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(ObjectionSerializer, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        by, at = by_of(request), timezone.now()
        return _moved(request, lambda: confirm_decision(pk, by=by, at=at))


class ObjectionSendBack(APIView):
    @extend_schema(
        operation_id="scoring_objection_send_back",
        summary="Send a decision back to be decided anew",
        request=SendBackReasonSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(ObjectionSerializer, 400, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        asked = SendBackReasonSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        by, at, reasons = by_of(request), timezone.now(), asked.validated_data["reasons"]
        return _moved(request, lambda: send_back_decision(pk, reasons, by=by, at=at))


class ObjectionLetter(APIView):
    @extend_schema(
        operation_id="scoring_objection_letter",
        summary="The decision letter as a document, once the decision is confirmed",
        responses={
            (200, "application/octet-stream"): OpenApiResponse(OpenApiTypes.BINARY, description="The letter, .docx."),
            **refusals(404, 409),
        },
    )
    def get(self, request: Request, pk: int) -> HttpResponse:
        return decision_letter(objection_seen(pk, by=by_of(request), at=timezone.now()))


def _moved(request: Request, move: Callable[[], Objection], code: int = status.HTTP_200_OK) -> Response:
    by, at = by_of(request), timezone.now()
    made = once(lambda: move().pk, repeatable(request), object_type="scoring.objection", by=by, at=at)
    context = {"decisions": _reads_decisions(request)}
    return Response(ObjectionSerializer(objection_seen(made, by=by, at=at), context=context).data, status=code)


def _reads_decisions(request: Request) -> bool:
    """Whether the reader sees a decision that is not confirmed yet."""
    return may(by_of(request), Action.OBJECTION_DECISION_VIEW, at=timezone.now())


urlpatterns: list[URLPattern] = [
    path("feedback/<int:pk>/objections/", ObjectionRaise.as_view()),
    path("objections/", ObjectionList.as_view()),
    path("objections/<int:pk>/", ObjectionDetail.as_view()),
    path("objections/<int:pk>/files/", ObjectionFiles.as_view()),
    path("objections/<int:pk>/withdraw/", ObjectionWithdraw.as_view()),
    path("objections/<int:pk>/decide/", ObjectionDecide.as_view()),
    path("objections/<int:pk>/confirm/", ObjectionConfirm.as_view()),
    path("objections/<int:pk>/send-back/", ObjectionSendBack.as_view()),
    path("objections/<int:pk>/letter/", ObjectionLetter.as_view()),
]
