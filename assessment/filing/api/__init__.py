"""The stage over HTTP, one module a subject. There is no address by which the province could change a city's figure."""

from django.urls import URLPattern

from assessment.filing.api import enterprises, returns

urlpatterns: list[URLPattern] = [*returns.urlpatterns, *enterprises.urlpatterns]
from assessment.filing.api import findings, returns, uploads

urlpatterns: list[URLPattern] = [*returns.urlpatterns, *findings.urlpatterns, *uploads.urlpatterns]
