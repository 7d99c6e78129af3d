"""The pages of the stage, one module a subject."""

from django.urls import URLPattern

from assessment.filing.pages import enterprise_row, enterprises, returns

app_name = "filing"
urlpatterns: list[URLPattern] = [*returns.urlpatterns, *enterprise_row.urlpatterns, *enterprises.urlpatterns]
