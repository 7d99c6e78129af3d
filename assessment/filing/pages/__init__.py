"""The pages of the stage, one module a subject."""

from django.urls import URLPattern

from assessment.filing.pages import enterprise_row, enterprises, findings, history, returns, signing, workbooks

app_name = "filing"
urlpatterns: list[URLPattern] = [
    *findings.urlpatterns,
    *signing.urlpatterns,
    *workbooks.urlpatterns,
    *history.urlpatterns,
    *enterprise_row.urlpatterns,
    *enterprises.urlpatterns,
    *returns.urlpatterns,
]
