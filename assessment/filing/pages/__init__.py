"""The pages of the stage, one module a subject."""

from django.urls import URLPattern

from assessment.filing.pages import collections, evidence, findings, letters, returns, signing

app_name = "filing"
# Before the returns, whose addresses end in any verb.
urlpatterns: list[URLPattern] = [
    *evidence.urlpatterns,
    *collections.urlpatterns,
    *findings.urlpatterns,
    *letters.urlpatterns,
    *signing.urlpatterns,
    *returns.urlpatterns,
]
