"""The stage over HTTP, one module a subject."""

from django.urls import URLPattern

from assessment.scoring.api import (
    comparison,
    feedback,
    issue,
    laboratory,
    objections,
    planned_issues,
    robustness,
    runs,
    scores,
)

urlpatterns: list[URLPattern] = [
    *comparison.urlpatterns,
    *feedback.urlpatterns,
    *issue.urlpatterns,
    *laboratory.urlpatterns,
    *objections.urlpatterns,
    *planned_issues.urlpatterns,
    *robustness.urlpatterns,
    *runs.urlpatterns,
    *scores.urlpatterns,
]
