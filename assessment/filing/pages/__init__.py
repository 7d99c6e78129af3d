"""The pages of the stage, one module a subject."""

from django.urls import URLPattern

from assessment.filing.pages import (
    adopted_values,
    collections,
    corrections,
    enterprise_row,
    enterprises,
    entry,
    evidence,
    findings,
    history,
    laid_out,
    letters,
    queries,
    return_history,
    returns,
    review,
    signing,
    workbooks,
)

app_name = "filing"
# `returns` stands last: its addresses end in a move of any name.
urlpatterns: list[URLPattern] = [
    *adopted_values.urlpatterns,
    *collections.urlpatterns,
    *corrections.urlpatterns,
    *enterprise_row.urlpatterns,
    *enterprises.urlpatterns,
    *entry.urlpatterns,
    *evidence.urlpatterns,
    *findings.urlpatterns,
    *history.urlpatterns,
    *laid_out.urlpatterns,
    *letters.urlpatterns,
    *queries.urlpatterns,
    *return_history.urlpatterns,
    *review.urlpatterns,
    *signing.urlpatterns,
    *workbooks.urlpatterns,
    *returns.urlpatterns,
]
