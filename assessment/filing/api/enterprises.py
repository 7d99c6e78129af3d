"""Rows of enterprises over HTTP: signing and filing one's own, totals for the city, acceptance by the bureau."""

from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from assessment.directory.queries import list_regions
from assessment.display.api_shapes import IDEMPOTENCY_KEY, answers
from assessment.display.wording import say
from assessment.filing import actions
from assessment.filing.cells import shortest
from assessment.filing.enterprise_actions import Statement
from assessment.filing.enterprise_rows import EnterpriseTotals, enterprise_totals
from assessment.filing.queries import version_seen
from assessment.filing.serializers.enterprises import (
    AcceptedRowsSerializer,
    AcceptRowsSerializer,
    SignAndSubmitSerializer,
    TotalsSerializer,
)
from assessment.filing.serializers.returns import VersionDetailSerializer
from assessment.jobs.api_requests import by_of, repeatable
from assessment.jobs.repeats import once
from assessment.methodology.periods import Period
from assessment.people.errors import NotFound
from assessment.territory.models import Region


class SignAndSubmit(APIView):
    @extend_schema(
        operation_id="filing_version_sign_and_submit",
        summary="An enterprise signs and files its own row",
        request=SignAndSubmitSerializer,
        parameters=[IDEMPOTENCY_KEY],
        responses=answers(VersionDetailSerializer, 400, 404, 409, 422),
    )
    def post(self, request: Request, pk: int) -> Response:
        body = SignAndSubmitSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        by, at = by_of(request), timezone.now()
        statement = Statement(**body.validated_data)

        def act() -> int:
            return actions.sign_and_submit(pk, statement, by=by, at=at).version_id

        once(act, repeatable(request), object_type="filing.version", by=by, at=at)
        return Response(VersionDetailSerializer(version_seen(pk, by=by, at=at)).data)


class AcceptRows(APIView):
    @extend_schema(
        operation_id="filing_rows_accept",
        summary="Accept many filed rows of enterprises; one that is refused is left with its reason",
        request=AcceptRowsSerializer,
        responses=answers(AcceptedRowsSerializer, 400),
    )
    def post(self, request: Request) -> Response:
        body = AcceptRowsSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        done = actions.accept_rows(body.validated_data["versions"], by=by_of(request), at=timezone.now())
        left = [{"version": pk, "message": say(refusal)} for pk, refusal in done.left]
        return Response(AcceptedRowsSerializer({"accepted": done.accepted, "left": left}).data)


class Totals(APIView):
    @extend_schema(
        operation_id="filing_enterprise_totals",
        summary="What the rows of a region's enterprises add up to, and whether all have filed",
        responses=answers(TotalsSerializer, 400, 404),
    )
    def get(self, request: Request, region: str, period: str) -> Response:
        asked = Period.parse(period)
        found = [one for one in list_regions(by_of(request), at=timezone.now()) if one.code == region]
        if not found:
            raise NotFound
        return Response(TotalsSerializer(_shape(enterprise_totals(found[0], asked), found[0], asked)).data)


def _shape(totals: EnterpriseTotals, region: Region, period: Period) -> dict[str, object]:
    figures = [
        {"item": item, "basis": basis, "condition": figure.condition.value, "value": shortest(figure.value)}
        for (item, basis), figure in totals.figures.items()
    ]
    return {
        "region": region.code,
        "period": period.code,
        "complete": totals.complete,
        "listed": totals.listed,
        "filed": totals.filed,
        "figures": figures,
    }


urlpatterns: list[URLPattern] = [
    path("versions/<int:pk>/sign-and-submit/", SignAndSubmit.as_view(), name="filing-sign-and-submit"),
    path("rows/accept/", AcceptRows.as_view(), name="filing-rows-accept"),
    path("enterprise-totals/<str:region>/<str:period>/", Totals.as_view(), name="filing-enterprise-totals"),
]
