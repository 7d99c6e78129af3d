"""The pages of the stage, one module a subject."""

from django.urls import URLPattern

from assessment.scoring.pages import (
    comparison,
    feedback,
    insiders,
    issue,
    laboratory,
    objections,
    publication,
    results,
    robustness,
    runs,
)

app_name = "scoring"
urlpatterns: list[URLPattern] = [
    *comparison.urlpatterns,
    *feedback.urlpatterns,
    *insiders.urlpatterns,
    *issue.urlpatterns,
    *laboratory.urlpatterns,
    *objections.urlpatterns,
    *publication.urlpatterns,
    *results.urlpatterns,
    *robustness.urlpatterns,
    *runs.urlpatterns,
]
