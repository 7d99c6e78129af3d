"""The pages of the stage, one module a subject."""

from django.urls import URLPattern

from assessment.filing.pages import (
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
    returns,
    signing,
    timeline,
    workbooks,
)

app_name = "filing"
# `returns` stands last: its addresses end in a move of any name.
urlpatterns: list[URLPattern] = [
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
    *signing.urlpatterns,
    *timeline.urlpatterns,
    *workbooks.urlpatterns,
    *returns.urlpatterns,
]
