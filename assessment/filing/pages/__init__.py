"""The pages of the stage, one module a subject."""

from django.urls import URLPattern

from assessment.filing.pages import enterprise_row, enterprises, returns

app_name = "filing"
urlpatterns: list[URLPattern] = [*returns.urlpatterns, *enterprise_row.urlpatterns, *enterprises.urlpatterns]
from assessment.filing.pages import findings, history, returns, signing, workbooks

app_name = "filing"
urlpatterns: list[URLPattern] = [
    *findings.urlpatterns,
    *signing.urlpatterns,
    *workbooks.urlpatterns,
    *history.urlpatterns,
    *returns.urlpatterns,
]
