"""The stage over HTTP, one module a subject. There is no address by which the province could change a city's figure."""

from django.urls import URLPattern

from assessment.filing.api import adopted_values, findings, queries, returns, review

urlpatterns: list[URLPattern] = [
    *returns.urlpatterns,
    *findings.urlpatterns,
    *review.urlpatterns,
    *queries.urlpatterns,
    *adopted_values.urlpatterns,
]
