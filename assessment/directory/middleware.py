"""A session of an enterprise lives as long as the link that opened it."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from assessment.directory.queries import is_enterprise, link_alive
from assessment.people.models import User

SESSION_KEY = "enterprise_link"


class LinkSessionMiddleware:
    """Ends the session of an enterprise whose link was taken back or ran out, before anything is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not isinstance(user, User) or not is_enterprise(user):
            return self.get_response(request)
        link = link_alive(request.session.get(SESSION_KEY, 0), user, at=timezone.now())
        if link is not None:
            user.collection_open = link.collection_id
            at_home = request.path == "/" and request.method == "GET"
            return HttpResponseRedirect(reverse(settings.ENTERPRISE_HOME)) if at_home else self.get_response(request)
        logout(request)
        if request.path.startswith("/api/") or request.path == reverse("directory:door"):
            return self.get_response(request)
        return HttpResponseRedirect(f"{reverse('directory:door')}?ended=1")
