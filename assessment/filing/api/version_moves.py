"""The steps in the life of a version over HTTP: signing, submitting, reviewing, closing."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessment.display.api_shapes import IDEMPOTENCY_KEY, answers
from assessment.filing import actions
from assessment.filing.errors.findings import PledgeMissing
from assessment.filing.queries import version_seen
from assessment.filing.serializers.returns import (
    AcceptSerializer,
    PledgeSerializer,
    SendBackSerializer,
    VersionDetailSerializer,
)
from assessment.jobs.api_requests import by_of, repeatable
from assessment.jobs.repeats import once
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import require


class VersionMove(APIView):
    """One step in the life of a version: a verb, answered with the version as it then stands."""

    def carry_out(self, request: Request, pk: int, step: Callable[..., object]) -> Response:
        """`step` is an action on the version `pk`; it takes `by` and `at`."""
        by, at = by_of(request), timezone.now()

        def act() -> int:
            step(pk, by=by, at=at)
            return pk

        once(act, repeatable(request), object_type="filing.version", by=by, at=at)
        return Response(VersionDetailSerializer(version_seen(pk, by=by, at=at)).data)


class RequestSignatures(VersionMove):
    @extend_schema(
        operation_id="filing_version_request_signatures",
        summary="Close the draft and ask the chain to sign",
        request=None,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(VersionDetailSerializer, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        return self.carry_out(request, pk, actions.request_signatures)


class Sign(VersionMove):
    @extend_schema(
        operation_id="filing_version_sign",
        summary="Take the next step of the sign-off chain, with the pledge that the figures are true and complete",
        request=PledgeSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(VersionDetailSerializer, 400, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        body = PledgeSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        return self.carry_out(request, pk, partial(_sign, pledged=body.validated_data["pledge"]))


class Submit(VersionMove):
    @extend_schema(
        operation_id="filing_version_submit",
        summary="Submit the signed version; repeated, it answers with the same receipt",
        request=None,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(VersionDetailSerializer, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        return self.carry_out(request, pk, actions.submit)


class Withdraw(VersionMove):
    @extend_schema(
        operation_id="filing_version_withdraw",
        summary="Take the version back before the reviewer opens it",
        request=None,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(VersionDetailSerializer, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        return self.carry_out(request, pk, actions.withdraw)


class OpenReview(VersionMove):
    @extend_schema(
        operation_id="filing_version_open_review",
        summary="Begin the review",
        request=None,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(VersionDetailSerializer, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        return self.carry_out(request, pk, actions.open_review)


class SendBack(VersionMove):
    @extend_schema(
        operation_id="filing_version_send_back",
        summary="Send back the named items, each with a note",
        request=SendBackSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(VersionDetailSerializer, 400, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        body = SendBackSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        notes = {named["item"]: named["note"] for named in body.validated_data["items"]}
        return self.carry_out(request, pk, partial(actions.send_back, notes=notes))


class Accept(VersionMove):
    @extend_schema(
        operation_id="filing_version_accept",
        summary="Accept the version; it is in force from now on",
        request=AcceptSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(VersionDetailSerializer, 400, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        body = AcceptSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        return self.carry_out(request, pk, partial(actions.accept, note=body.validated_data["note"]))


class Lock(VersionMove):
    @extend_schema(
        operation_id="filing_version_lock",
        summary="Close the return on its version in force",
        request=None,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(VersionDetailSerializer, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        return self.carry_out(request, pk, actions.lock)


def _sign(pk: int, *, pledged: bool, by: User, at: datetime) -> object:
    """Whoever may not sign learns that first; whoever may signs only with the pledge."""
    require(by, Action.RETURN_SIGN, at=at)
    if not pledged:
        raise PledgeMissing
    return actions.sign(pk, by=by, at=at)


urlpatterns: list[URLPattern] = [
    path("versions/<int:pk>/request-signatures/", RequestSignatures.as_view(), name="filing-request-signatures"),
    path("versions/<int:pk>/sign/", Sign.as_view(), name="filing-sign"),
    path("versions/<int:pk>/submit/", Submit.as_view(), name="filing-submit"),
    path("versions/<int:pk>/withdraw/", Withdraw.as_view(), name="filing-withdraw"),
    path("versions/<int:pk>/open-review/", OpenReview.as_view(), name="filing-open-review"),
    path("versions/<int:pk>/send-back/", SendBack.as_view(), name="filing-send-back"),
    path("versions/<int:pk>/accept/", Accept.as_view(), name="filing-accept"),
    path("versions/<int:pk>/lock/", Lock.as_view(), name="filing-lock"),
]
