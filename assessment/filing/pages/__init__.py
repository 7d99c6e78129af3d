"""The pages of the stage, one module a subject."""

from django.urls import URLPattern

from assessment.filing.pages import adopted_values, findings, queries, returns, review, signing

app_name = "filing"
urlpatterns: list[URLPattern] = [
    *review.urlpatterns,
    *queries.urlpatterns,
    *adopted_values.urlpatterns,
    *findings.urlpatterns,
    *signing.urlpatterns,
    *returns.urlpatterns,
]
