"""The inbox: every message of one's own, read by opening it."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from assessment.messages.actions import mark_all_read, mark_read
from assessment.messages.inbox import inbox_of
from assessment.people.models import User


@login_required
@require_GET
def inbox_page(request: HttpRequest) -> HttpResponse:
    inbox = inbox_of(cast(User, request.user), request.GET.get("page", "1"))
    return render(request, "messages/inbox.html", {"inbox": inbox})


@login_required
@require_POST
def open_page(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Note it as read and go where it leads; only to an address of this site."""
    notice = mark_read(notice_id, by=cast(User, request.user), at=timezone.now())
    ours = notice.link.startswith("/") and url_has_allowed_host_and_scheme(notice.link, allowed_hosts=None)
    return HttpResponseRedirect(notice.link if ours else reverse("messages:inbox"))


@login_required
@require_POST
def all_read_page(request: HttpRequest) -> HttpResponse:
    last = request.POST.get("last", "")
    mark_all_read(int(last) if last.isdecimal() else 0, by=cast(User, request.user), at=timezone.now())
    return HttpResponseRedirect(reverse("messages:inbox"))


app_name = "messages"
urlpatterns: list[URLPattern] = [
    path("messages/", inbox_page, name="inbox"),
    path("messages/all-read/", all_read_page, name="all-read"),
    path("messages/<int:notice_id>/open/", open_page, name="open"),
]
