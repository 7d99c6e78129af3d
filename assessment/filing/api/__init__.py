"""The stage over HTTP, one module a subject. There is no address by which the province could change a city's figure."""

from django.urls import URLPattern

from assessment.filing.api import (
    calendar,
    cells,
    corrections,
    enterprises,
    evidence,
    findings,
    history,
    laid_out,
    letters,
    returns,
)

urlpatterns: list[URLPattern] = [
    *calendar.urlpatterns,
    *cells.urlpatterns,
    *corrections.urlpatterns,
    *enterprises.urlpatterns,
    *evidence.urlpatterns,
    *findings.urlpatterns,
    *history.urlpatterns,
    *laid_out.urlpatterns,
    *letters.urlpatterns,
    *returns.urlpatterns,
]
