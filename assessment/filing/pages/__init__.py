"""The pages of the stage, one module a subject."""

from django.urls import URLPattern

from assessment.filing.pages import collections, evidence, findings, letters, returns, signing

app_name = "filing"
# `returns` stands last: its addresses end in a move of any name.
urlpatterns: list[URLPattern] = [
    *collections.urlpatterns,
    *evidence.urlpatterns,
    *findings.urlpatterns,
    *letters.urlpatterns,
    *signing.urlpatterns,
    *returns.urlpatterns,
]
