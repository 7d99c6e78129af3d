"""The directory over HTTP: lists, claims, life events, one-time links."""

from django.db.models import QuerySet
from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessment.directory import actions
from assessment.directory.claim_actions import Decision
from assessment.directory.event_actions import EventEntry
from assessment.directory.models import Claim, LifeEvent, Listing
from assessment.directory.queries import claims_visible_to, events_visible_to, listings_visible_to
from assessment.directory.serializers import (
    ClaimSerializer,
    DecideSerializer,
    EnterEventSerializer,
    IssuedSerializer,
    LifeEventSerializer,
    LinkIssueSerializer,
    ListingSerializer,
    RevokedSerializer,
)
from assessment.display.api_shapes import IDEMPOTENCY_KEY, answers
from assessment.jobs.api_requests import by_of, repeatable
from assessment.jobs.repeats import once


@extend_schema_view(
    get=extend_schema(
        operation_id="directory_enterprises",
        summary="Enterprises in the lists of the regions open to you, as of today",
        responses=answers(ListingSerializer(many=True)),
    )
)
class ListingList(ListAPIView[Listing]):
    serializer_class = ListingSerializer
    filter_backends = []
    queryset = Listing.objects.none()

    def get_queryset(self) -> QuerySet[Listing]:
        at = timezone.now()
        return listings_visible_to(by_of(self.request), at=at, day=timezone.localtime(at).date())


@extend_schema_view(
    get=extend_schema(
        operation_id="directory_claims",
        summary="Claims by or against the regions open to you",
        responses=answers(ClaimSerializer(many=True)),
    )
)
class ClaimList(ListAPIView[Claim]):
    serializer_class = ClaimSerializer
    filter_backends = []
    queryset = Claim.objects.none()

    def get_queryset(self) -> QuerySet[Claim]:
        return claims_visible_to(by_of(self.request), at=timezone.now())


class ClaimDecision(APIView):
    @extend_schema(
        operation_id="directory_claim_decide",
        summary="Decide to which city an enterprise belongs",
        request=DecideSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(ClaimSerializer, 400, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        body = DecideSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        by, at = by_of(request), timezone.now()
        decision = Decision(**body.validated_data)
        once(
            lambda: actions.decide_claim(pk, decision, by=by, at=at).pk,
            repeatable(request),
            object_type="directory.claim",
            by=by,
            at=at,
        )
        return Response(ClaimSerializer(claims_visible_to(by, at=at).get(pk=pk)).data)


class EventList(ListAPIView[LifeEvent]):
    serializer_class = LifeEventSerializer
    filter_backends = []
    queryset = LifeEvent.objects.none()

    def get_queryset(self) -> QuerySet[LifeEvent]:
        return events_visible_to(by_of(self.request), at=timezone.now())

    @extend_schema(
        operation_id="directory_events",
        summary="Life events that touch the regions open to you",
        responses=answers(LifeEventSerializer(many=True)),
    )
    def get(self, request: Request) -> Response:
        return self.list(request)

    @extend_schema(
        operation_id="directory_event_enter",
        summary="Enter a life event of an enterprise in your list",
        request=EnterEventSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(LifeEventSerializer, 400, 404, 409, 422, status=201),
    )
    def post(self, request: Request) -> Response:
        body = EnterEventSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        by, at = by_of(request), timezone.now()
        told = dict(body.validated_data)
        entry = EventEntry(code=told.pop("enterprise"), **told)
        made = once(
            lambda: actions.enter_event(entry, by=by, at=at).pk,
            repeatable(request),
            object_type="directory.event",
            by=by,
            at=at,
        )
        return Response(LifeEventSerializer(events_visible_to(by, at=at).get(pk=made)).data, status=201)


class LinkIssue(APIView):
    """Asked twice, a second link takes the first one back: no copy of a token is kept that could be answered again."""

    @extend_schema(
        operation_id="directory_link_issue",
        summary="A one-time link for an enterprise and a collection, answered this once",
        request=LinkIssueSerializer,
        responses=answers(IssuedSerializer, 400, 404, 409, status=201),
    )
    def post(self, request: Request) -> Response:
        body = LinkIssueSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        wanted = body.validated_data
        issued = actions.issue_link(wanted["enterprise"], wanted["collection"], by=by_of(request), at=timezone.now())
        return Response(IssuedSerializer(issued).data, status=201)


class LinkRevocation(APIView):
    @extend_schema(
        operation_id="directory_link_revoke",
        summary="Take a one-time link back",
        request=None,
        responses=answers(RevokedSerializer, 404, 409),
    )
    def post(self, request: Request, pk: int) -> Response:
        link = actions.revoke_link(pk, by=by_of(request), at=timezone.now())
        return Response(RevokedSerializer(link).data)


urlpatterns: list[URLPattern] = [
    path("enterprises/", ListingList.as_view()),
    path("claims/", ClaimList.as_view()),
    path("claims/<int:pk>/decide/", ClaimDecision.as_view()),
    path("events/", EventList.as_view()),
    path("links/", LinkIssue.as_view()),
    path("links/<int:pk>/revoke/", LinkRevocation.as_view()),
]
