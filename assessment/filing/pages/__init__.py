"""The pages of the stage, one module a subject."""

from django.urls import URLPattern

from assessment.filing.pages import corrections, history, laid_out, returns

app_name = "filing"
urlpatterns: list[URLPattern] = [
    *corrections.urlpatterns,
    *history.urlpatterns,
    *laid_out.urlpatterns,
    *returns.urlpatterns,
]
