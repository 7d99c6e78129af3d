"""The stage over HTTP, one module a subject. There is no address by which the province could change a city's figure."""

from django.urls import URLPattern

from assessment.filing.api import enterprises, findings, returns, uploads

urlpatterns: list[URLPattern] = [
    *returns.urlpatterns,
    *enterprises.urlpatterns,
    *findings.urlpatterns,
    *uploads.urlpatterns,
]
