"""My tasks, and handing out the ranking workbook."""

from io import BytesIO
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET

from assessment.people.models import User
from reporting import (
    bulletin_pages,
    city_pack_pages,
    conversion_pages,
    dashboard_pages,
    decision_pages,
    operation_pages,
)
from reporting.batch_downloads import download_accounts, download_comparison
from reporting.downloads import Download, download_ranking, download_survey_quality
from reporting.my_tasks import my_tasks

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@require_GET
def my_tasks_page(request: HttpRequest) -> HttpResponse:
    tasks = my_tasks(cast(User, request.user), at=timezone.now())
    return render(request, "reporting/my_tasks.html", {"tasks": tasks, "deadline": tasks.next_deadline})


@login_required
@require_GET
def workbook_page(request: HttpRequest, run_id: int) -> FileResponse:
    return _handed_out(download_ranking(run_id, by=cast(User, request.user), at=timezone.now()))


@login_required
@require_GET
def accounts_page(request: HttpRequest, batch_id: int) -> FileResponse:
    return _handed_out(download_accounts(batch_id, by=cast(User, request.user), at=timezone.now()))


@login_required
@require_GET
def comparison_page(request: HttpRequest, batch_id: int, other_id: int) -> FileResponse:
    return _handed_out(download_comparison(batch_id, other_id, by=cast(User, request.user), at=timezone.now()))


def _handed_out(download: Download) -> FileResponse:
    return FileResponse(BytesIO(download.content), as_attachment=True, filename=download.file_name, content_type=XLSX)


@login_required
@require_GET
def survey_quality_page(request: HttpRequest, estimation_id: int) -> FileResponse:
    download = download_survey_quality(estimation_id, by=cast(User, request.user), at=timezone.now())
    return FileResponse(BytesIO(download.content), as_attachment=True, filename=download.file_name, content_type=XLSX)


app_name = "reporting"
urlpatterns = [
    path("", my_tasks_page, name="my-tasks"),
    path("rankings/<int:run_id>/ranking.xlsx", workbook_page, name="workbook"),
    path("batches/<int:batch_id>/accounts.xlsx", accounts_page, name="accounts"),
    path("batches/<int:batch_id>/against/<int:other_id>/comparison.xlsx", comparison_page, name="comparison"),
    *bulletin_pages.urlpatterns,
    *decision_pages.urlpatterns,
    path("surveys/estimations/<int:estimation_id>/quality.xlsx", survey_quality_page, name="survey-quality"),
    *city_pack_pages.urlpatterns,
    *conversion_pages.urlpatterns,
    *dashboard_pages.urlpatterns,
    *operation_pages.urlpatterns,
]
