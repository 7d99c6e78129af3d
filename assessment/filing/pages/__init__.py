"""The pages of the stage, one module a subject."""

from django.urls import URLPattern

from assessment.filing.pages import corrections, laid_out, return_history, returns

app_name = "filing"
urlpatterns: list[URLPattern] = [
    *corrections.urlpatterns,
    *return_history.urlpatterns,
    *laid_out.urlpatterns,
    *returns.urlpatterns,
]
