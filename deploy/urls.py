"""The table of addresses. Each stage keeps its own; this one says where they hang."""

from django.urls import URLPattern, URLResolver, path
from drf_spectacular.views import SpectacularAPIView

from deploy import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/", health.live, name="health"),
    path("health/ready/", health.ready, name="health-ready"),
    path("api/schema/", SpectacularAPIView.as_view(), name="api-schema"),
]
