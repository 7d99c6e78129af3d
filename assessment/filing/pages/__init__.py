"""The pages of the stage, one module a subject."""

from django.urls import URLPattern

from assessment.filing.pages import collections, evidence, letters, returns

app_name = "filing"
# Before the returns, whose addresses end in any verb.
urlpatterns: list[URLPattern] = [
    *evidence.urlpatterns,
    *collections.urlpatterns,
    *letters.urlpatterns,
    *returns.urlpatterns,
]
