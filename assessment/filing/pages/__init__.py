"""The pages of the stage, one module a subject."""

from django.urls import URLPattern

from assessment.filing.pages import history, returns, workbooks

app_name = "filing"
urlpatterns: list[URLPattern] = [*workbooks.urlpatterns, *history.urlpatterns, *returns.urlpatterns]
from assessment.filing.pages import findings, returns, signing

app_name = "filing"
urlpatterns: list[URLPattern] = [*findings.urlpatterns, *signing.urlpatterns, *returns.urlpatterns]
