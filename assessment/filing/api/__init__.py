"""The stage over HTTP, one module a subject. There is no address by which the province could change a city's figure."""

from django.urls import URLPattern

from assessment.filing.api import corrections, laid_out, return_history, returns

urlpatterns: list[URLPattern] = [
    *returns.urlpatterns,
    *corrections.urlpatterns,
    *return_history.urlpatterns,
    *laid_out.urlpatterns,
]
