"""Obligations, extensions, reminders and late returns over HTTP."""

from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.generics import GenericAPIView, ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessment.catalogue.calendar_actions import waive
from assessment.catalogue.models import Obligation
from assessment.catalogue.queries import collections_visible_to
from assessment.display.api_shapes import IDEMPOTENCY_KEY, answers
from assessment.filing import actions
from assessment.filing.extension_actions import Until
from assessment.filing.models import Extension, LateVetting, Reminder
from assessment.filing.obligations import progress_of, register_of, register_seen
from assessment.filing.queries import extensions_visible_to
from assessment.filing.serializers.calendar import (
    AskExtensionSerializer,
    DueSerializer,
    ExtensionSerializer,
    GrantExtensionSerializer,
    LateVettingSerializer,
    ProgressSerializer,
    RefuseExtensionSerializer,
    ReminderSerializer,
    RemindSerializer,
    VetLateSerializer,
    WaiveSerializer,
)
from assessment.jobs.api_requests import by_of, found, repeatable
from assessment.jobs.repeats import once
from assessment.people.permissions import Action
from assessment.people.queries import require


class ObligationList(GenericAPIView[Any]):
    serializer_class = DueSerializer
    filter_backends = []
    queryset = Obligation.objects.none()

    @extend_schema(
        operation_id="filing_obligations",
        summary="Who of the regions open to you owes a collection, with deadlines and states",
        responses=answers(DueSerializer(many=True), 404),
    )
    def get(self, request: Request, pk: int) -> Response:
        by, at = by_of(request), timezone.now()
        require(by, Action.OBLIGATION_VIEW, at=at)
        collection = found(collections_visible_to(by, at=at).filter(pk=pk).first())
        page = self.paginate_queryset(register_seen(collection, by=by, at=at))
        return self.get_paginated_response(DueSerializer(page or [], many=True).data)


class ProgressList(GenericAPIView[Any]):
    serializer_class = ProgressSerializer
    filter_backends = []
    queryset = Obligation.objects.none()

    @extend_schema(
        operation_id="filing_progress",
        summary="Completeness and timeliness of each open collection",
        responses=answers(ProgressSerializer(many=True)),
    )
    def get(self, request: Request) -> Response:
        by, at = by_of(request), timezone.now()
        require(by, Action.REMINDER_SEND, at=at)
        collections = list(collections_visible_to(by, at=at).filter(opened_at__isnull=False))
        rates = progress_of(collections, at=at)
        lines = [{"collection": one, "rates": rates[one.pk]} for one in collections]
        page = self.paginate_queryset(lines)
        return self.get_paginated_response(ProgressSerializer(page or [], many=True).data)


class ObligationStep(APIView):
    """One step on a line of the register, answered with an extension."""

    def extension(self, made: int) -> Response:
        extensions = Extension.objects.select_related(
            "collection__form_version__form", "reporting_unit__region", "asked_by", "decided_by"
        )
        return Response(ExtensionSerializer(extensions.get(pk=made)).data, status=201)


class ObligationWaive(APIView):
    @extend_schema(
        operation_id="filing_obligation_waive",
        summary="Free a unit from a return, with the reason",
        request=WaiveSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(DueSerializer, 400, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        body = WaiveSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        by, at = by_of(request), timezone.now()
        made = once(
            lambda: waive(pk, body.validated_data["reason"], by=by, at=at).pk,
            repeatable(request),
            object_type="catalogue.obligation",
            by=by,
            at=at,
        )
        collection = Obligation.objects.select_related("collection").get(pk=made).collection
        lines = {due.obligation.pk: due for due in register_of([collection], at=at)}
        return Response(DueSerializer(lines[made]).data)


class ExtensionAsk(ObligationStep):
    @extend_schema(
        operation_id="filing_extension_ask",
        summary="Ask for more time for one return, with the reason",
        request=AskExtensionSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(ExtensionSerializer, 400, 404, 409, 422, status=201),
    )
    def post(self, request: Request, pk: int) -> Response:
        body = AskExtensionSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        wanted, by, at = body.validated_data, by_of(request), timezone.now()
        made = once(
            lambda: actions.ask_extension(
                pk, wanted["reason"], wanted_until=wanted["wanted_until"], by=by, at=at
            ).pk,
            repeatable(request),
            object_type="filing.extension",
            by=by,
            at=at,
        )  # fmt: skip
        return self.extension(made)


class ExtensionGrant(ObligationStep):
    @extend_schema(
        operation_id="filing_extension_grant",
        summary="Give one unit more time, asked for or not",
        request=GrantExtensionSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(ExtensionSerializer, 400, 404, 409, 422, status=201),
    )
    def post(self, request: Request, pk: int) -> Response:
        body = GrantExtensionSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        wanted, by, at = body.validated_data, by_of(request), timezone.now()
        until = Until(wanted["on_time_until"], wanted["expires_at"])
        made = once(
            lambda: actions.grant_extension(pk, wanted["reason"], until, by=by, at=at).pk,
            repeatable(request),
            object_type="filing.extension",
            by=by,
            at=at,
        )
        return self.extension(made)


@extend_schema_view(
    get=extend_schema(
        operation_id="filing_extensions",
        summary="Extensions asked for and decided, of the regions open to you",
        responses=answers(ExtensionSerializer(many=True)),
    )
)
class ExtensionList(ListAPIView[Extension]):
    serializer_class = ExtensionSerializer
    filter_backends = []
    queryset = Extension.objects.none()

    def get_queryset(self) -> QuerySet[Extension]:
        return extensions_visible_to(by_of(self.request), at=timezone.now())


class ExtensionRefuse(APIView):
    @extend_schema(
        operation_id="filing_extension_refuse",
        summary="Decline a request for more time, with the reason",
        request=RefuseExtensionSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(ExtensionSerializer, 400, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        body = RefuseExtensionSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        by, at = by_of(request), timezone.now()
        made = once(
            lambda: actions.refuse_extension(pk, body.validated_data["note"], by=by, at=at).pk,
            repeatable(request),
            object_type="filing.extension",
            by=by,
            at=at,
        )
        extensions = extensions_visible_to(by, at=at)
        return Response(ExtensionSerializer(extensions.get(pk=made)).data)


class CollectionRemind(APIView):
    @extend_schema(
        operation_id="filing_remind",
        summary="Remind one unit, or all that owe; at most one reminder a day for each",
        request=RemindSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(ReminderSerializer(many=True), 400, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        body = RemindSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        unit, by, at = body.validated_data["reporting_unit"], by_of(request), timezone.now()

        def act() -> int:
            if unit:
                actions.remind_unit(pk, unit, by=by, at=at)
            else:
                actions.remind_all(pk, by=by, at=at)
            return pk

        once(act, repeatable(request), object_type="filing.reminder", by=by, at=at)
        sent = Reminder.objects.filter(collection=pk, day=timezone.localtime(at).date())
        narrowed = sent.filter(reporting_unit__code=unit) if unit else sent
        return Response(ReminderSerializer(narrowed.select_related("reporting_unit"), many=True).data)


class VetLate(APIView):
    @extend_schema(
        operation_id="filing_version_vet_late",
        summary="Say why a late return is taken; only then can it be accepted",
        request=VetLateSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(LateVettingSerializer, 400, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        body = VetLateSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        by, at = by_of(request), timezone.now()
        made = once(
            lambda: actions.vet_late(pk, body.validated_data["note"], by=by, at=at).pk,
            repeatable(request),
            object_type="filing.late_vetting",
            by=by,
            at=at,
        )
        return Response(LateVettingSerializer(LateVetting.objects.select_related("vetted_by").get(pk=made)).data)


urlpatterns: list[URLPattern] = [
    path("progress/", ProgressList.as_view(), name="filing-progress"),
    path("collections/<int:pk>/obligations/", ObligationList.as_view(), name="filing-obligations"),
    path("collections/<int:pk>/remind/", CollectionRemind.as_view(), name="filing-remind"),
    path("obligations/<int:pk>/waive/", ObligationWaive.as_view(), name="filing-obligation-waive"),
    path("obligations/<int:pk>/ask-extension/", ExtensionAsk.as_view(), name="filing-extension-ask"),
    path("obligations/<int:pk>/grant-extension/", ExtensionGrant.as_view(), name="filing-extension-grant"),
    path("extensions/", ExtensionList.as_view(), name="filing-extensions"),
    path("extensions/<int:pk>/refuse/", ExtensionRefuse.as_view(), name="filing-extension-refuse"),
    path("versions/<int:pk>/vet-late/", VetLate.as_view(), name="filing-vet-late"),
]
