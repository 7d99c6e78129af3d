"""The table of addresses. Each stage keeps its own; this one says where they hang."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from deploy import health
from deploy.api_schema import DescriptionView

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/", health.live, name="health"),
    path("health/ready/", health.ready, name="health-ready"),
    path("api/schema/", DescriptionView.as_view(), name="api-schema"),
    path("api/people/", include("assessment.people.api")),
    path("api/audit/", include("assessment.people.audit_api")),
    path("api/messages/", include("assessment.messages.api")),
    path("api/catalogue/", include("assessment.catalogue.api")),
    path("api/directory/", include("assessment.directory.api")),
    path("api/filing/", include("assessment.filing.api")),
    path("api/measurement/", include("assessment.measurement.api")),
    path("api/scoring/", include("assessment.scoring.api")),
    path("api/reports/", include("reporting.api")),
    path("language/", set_language, name="set_language"),
    path("", include("assessment.people.pages")),
    path("", include("assessment.messages.pages")),
    path("", include("assessment.catalogue.pages")),
    path("", include("assessment.directory.pages")),
    path("", include("assessment.filing.pages")),
    path("", include("assessment.measurement.pages")),
    path("", include("assessment.scoring.pages")),
    path("", include("reporting.pages")),
]
handler400 = "assessment.display.pages.bad_request"
handler403 = "assessment.display.pages.permission_denied"
handler404 = "deploy.api_errors.nothing_here"
handler500 = "assessment.display.pages.server_error"
