"""The stage over HTTP, one module a subject. There is no address by which the province could change a city's figure."""

from django.urls import URLPattern

from assessment.filing.api import (
    adopted_values,
    calendar,
    cells,
    corrections,
    enterprises,
    evidence,
    findings,
    laid_out,
    letters,
    queries,
    return_history,
    returns,
    review,
    uploads,
    version_moves,
)

urlpatterns: list[URLPattern] = [
    *adopted_values.urlpatterns,
    *calendar.urlpatterns,
    *cells.urlpatterns,
    *corrections.urlpatterns,
    *enterprises.urlpatterns,
    *evidence.urlpatterns,
    *findings.urlpatterns,
    *laid_out.urlpatterns,
    *letters.urlpatterns,
    *queries.urlpatterns,
    *return_history.urlpatterns,
    *review.urlpatterns,
    *uploads.urlpatterns,
    *returns.urlpatterns,
    *version_moves.urlpatterns,
]
