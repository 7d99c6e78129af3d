"""The stage over HTTP, one module a subject. There is no address by which the province could change a city's figure."""

from django.urls import URLPattern

from assessment.filing.api import (
    calendar,
    cells,
    corrections,
    enterprises,
    evidence,
    findings,
    laid_out,
    letters,
    returns,
    timeline,
    uploads,
)

urlpatterns: list[URLPattern] = [
    *calendar.urlpatterns,
    *cells.urlpatterns,
    *corrections.urlpatterns,
    *enterprises.urlpatterns,
    *evidence.urlpatterns,
    *findings.urlpatterns,
    *laid_out.urlpatterns,
    *letters.urlpatterns,
    *timeline.urlpatterns,
    *uploads.urlpatterns,
    *returns.urlpatterns,
]
