"""The stage over HTTP, one module a subject."""

from django.urls import URLPattern

from assessment.scoring.api import feedback, issue, objections, runs, scores

urlpatterns: list[URLPattern] = [
    *feedback.urlpatterns,
    *issue.urlpatterns,
    *objections.urlpatterns,
    *runs.urlpatterns,
    *scores.urlpatterns,
]
