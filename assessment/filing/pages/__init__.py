"""The pages of the stage, one module a subject."""

from django.urls import URLPattern

from assessment.filing.pages import findings, history, returns, signing, workbooks

app_name = "filing"
urlpatterns: list[URLPattern] = [
    *findings.urlpatterns,
    *signing.urlpatterns,
    *workbooks.urlpatterns,
    *history.urlpatterns,
    *returns.urlpatterns,
]
