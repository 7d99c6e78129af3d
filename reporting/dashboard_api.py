"""一张图 as data."""

from django.urls import URLPattern, path
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from assessment.display.api_shapes import answers
from assessment.jobs.api_requests import by_of
from assessment.people.token_authentication import ReadByToken
from assessment.scoring.models import Run
from reporting.dashboard_actions import read_run
from reporting.dashboard_serializers import DashboardSerializer, dashboard_document
from reporting.dashboard_view import dashboard_of


class RunDashboard(ReadByToken):
    @extend_schema(
        operation_id="reports_run_dashboard",
        summary="Everything 一张图 shows of a run; reading an unissued one is recorded",
        responses=answers(DashboardSerializer, 404),
    )
    def get(self, request: Request, pk: int) -> Response:
        by, at = by_of(request), timezone.now()
        run = read_run(pk, by=by, at=at)
        document = dashboard_document(dashboard_of(run, reader=by, at=at), issued=run.state == Run.State.ISSUED)
        return Response(DashboardSerializer(document).data)


urlpatterns: list[URLPattern] = [path("runs/<int:pk>/dashboard/", RunDashboard.as_view())]
