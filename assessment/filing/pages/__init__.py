"""The pages of the stage, one module a subject."""

from django.urls import URLPattern

from assessment.filing.pages import entry, returns

app_name = "filing"
urlpatterns: list[URLPattern] = [*entry.urlpatterns, *returns.urlpatterns]
