"""报表下载: which operation workbooks there are for the reader, and handing them out."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from assessment.display.pages import carry_out
from assessment.filing.explanations_table import ExplanationSearch
from assessment.people.models import User
from reporting.extract_actions import download_extract, request_extract
from reporting.operation_api import handed_out
from reporting.operation_downloads import (
    OF_A_PERIOD,
    download_explanations,
    download_of_period,
    download_query_sheet,
)
from reporting.operation_view import offered
from reporting.operations.audit_extract import Asked


@login_required
@require_GET
def operation_reports_page(request: HttpRequest) -> HttpResponse:
    return render(request, "reporting/operation_reports.html", {"offer": offered(_user(request), at=timezone.now())})


@login_required
@require_GET
def period_workbook_page(request: HttpRequest, table: str) -> FileResponse:
    period = request.GET.get("period", "")
    return handed_out(download_of_period(table, period, by=_user(request), at=timezone.now()))


@login_required
@require_GET
def explanations_workbook_page(request: HttpRequest) -> FileResponse:
    search = ExplanationSearch.of(request.GET)
    return handed_out(download_explanations(search, by=_user(request), at=timezone.now()))


@login_required
@require_GET
def query_sheet_workbook_page(request: HttpRequest, return_id: int) -> FileResponse:
    return handed_out(download_query_sheet(return_id, by=_user(request), at=timezone.now()))


@login_required
@require_POST
def ask_for_extract_page(request: HttpRequest) -> HttpResponse:
    return carry_out(
        request,
        lambda: request_extract(Asked.of(request.POST.dict()), by=_user(request), at=timezone.now()),
        done=gettext("The extract is being made; it appears below."),
        back=f"{reverse('reporting:operation-reports')}#extract",
    )


@login_required
@require_GET
def audit_extract_page(request: HttpRequest, extract_id: int) -> FileResponse:
    return handed_out(download_extract(extract_id, by=_user(request), at=timezone.now()))


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


urlpatterns: list[URLPattern] = [
    path("operation-reports/", operation_reports_page, name="operation-reports"),
    path("operation-reports/explanations.xlsx", explanations_workbook_page, name="explanations-workbook"),
    path("operation-reports/audit-extracts/", ask_for_extract_page, name="ask-for-extract"),
    path("operation-reports/audit-extracts/<int:extract_id>/extract.xlsx", audit_extract_page, name="audit-extract"),
    path(
        "operation-reports/returns/<int:return_id>/query-sheet.xlsx", query_sheet_workbook_page, name="query-workbook"
    ),
    *[
        path(f"operation-reports/{table}.xlsx", period_workbook_page, {"table": table}, name=f"{table}-workbook")
        for table in OF_A_PERIOD
    ],
]
