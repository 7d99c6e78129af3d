"""Signing in and out, and changing the password."""

from datetime import timedelta
from typing import cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from assessment.display.wording import say
from assessment.methodology.errors import AssessmentError
from assessment.people import deputy_pages, token_pages
from assessment.people.actions import change_password, sign_in
from assessment.people.errors import CodeRefused, SignInRefused, SignInThrottled
from assessment.people.forms import CodeForm, PasswordForm, SignInForm
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import may
from assessment.people.second_step import confirm, device_of
from assessment.people.sessions import source_address

BACKEND = "assessment.people.sessions.SessionBackend"
HALF_SIGNED_IN = "half_signed_in"
HALF_SIGNED_IN_SECONDS = timedelta(minutes=5).total_seconds()


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in_page(request: HttpRequest) -> HttpResponse:
    """First step: name and password. A failed try keeps the name, never the password."""
    if request.user.is_authenticated and request.method == "GET":
        return HttpResponseRedirect(_wanted(request))
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = sign_in(
                form.cleaned_data["username"],
                form.cleaned_data["password"],
                source=source_address(request),
                at=timezone.now(),
            )
        except (SignInRefused, SignInThrottled) as error:
            return _again(request, "people/sign_in.html", form, error)
        return _after_password(request, user)
    status = 400 if form.errors else 200
    return render(request, "people/sign_in.html", {"form": form, "next": _wanted(request)}, status=status)


@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def code_page(request: HttpRequest) -> HttpResponse:
    """Second step, only after the first: the code of the account's device."""
    user = _half_signed_in(request)
    if user is None:
        return HttpResponseRedirect(reverse("people:sign-in"))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            confirm(user, form.cleaned_data["code"], source=source_address(request), at=timezone.now())
        except (CodeRefused, SignInThrottled) as error:
            return _again(request, "people/code.html", form, error)
        return _signed_in(request, user)
    status = 400 if form.errors else 200
    return render(request, "people/code.html", {"form": form, "next": _wanted(request)}, status=status)


@require_POST
def sign_out_page(request: HttpRequest) -> HttpResponse:
    """End the session and have the browser forget what it kept of it."""
    logout(request)
    messages.success(request, gettext("You are signed out."))
    response = HttpResponseRedirect(reverse("people:sign-in"))
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@sensitive_post_parameters("old", "new", "again")
@login_required
@require_http_methods(["GET", "POST"])
def password_page(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            change_password(user, form.cleaned_data["old"], form.cleaned_data["new"], at=timezone.now())
        except SignInRefused:
            form.add_error("old", gettext("The present password is wrong."))
        except AssessmentError as error:
            form.add_error("new", say(error))
        else:
            user.refresh_from_db()
            update_session_auth_hash(request, user)
            messages.success(request, gettext("The password is changed. Other sessions of your account have ended."))
            return HttpResponseRedirect(settings.LOGIN_REDIRECT_URL)
    makes_tokens = not user.must_change_password and may(user, Action.TOKEN_CREATE, at=timezone.now())
    words = {"form": form, "first": user.must_change_password, "makes_tokens": makes_tokens}
    return render(request, "people/password.html", words, status=400 if form.errors else 200)


def _after_password(request: HttpRequest, user: User) -> HttpResponse:
    if device_of(user) is None:
        return _signed_in(request, user)
    request.session.cycle_key()
    request.session[HALF_SIGNED_IN] = {"user": user.id, "at": timezone.now().timestamp()}
    return HttpResponseRedirect(f"{reverse('people:code')}?{urlencode({'next': _wanted(request)})}")


def _half_signed_in(request: HttpRequest) -> User | None:
    """Whose password was right in this session less than five minutes ago."""
    half = request.session.get(HALF_SIGNED_IN)
    if half is None or timezone.now().timestamp() - half["at"] > HALF_SIGNED_IN_SECONDS:
        return None
    return User.objects.select_related("organisation").filter(id=half["user"], is_active=True).first()


def _signed_in(request: HttpRequest, user: User) -> HttpResponse:
    request.session.pop(HALF_SIGNED_IN, None)
    login(request, user, backend=BACKEND)
    if user.must_change_password:
        return HttpResponseRedirect(reverse("people:password"))
    return HttpResponseRedirect(_wanted(request))


def _wanted(request: HttpRequest) -> str:
    """Where the reader wanted to go; only an address of this site counts."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else settings.LOGIN_REDIRECT_URL


def _again(request: HttpRequest, template: str, form: Form, error: AssessmentError) -> HttpResponse:
    form.add_error(None, say(error))
    return render(request, template, {"form": form, "next": _wanted(request)}, status=error.status)


app_name = "people"
urlpatterns = [
    path("sign-in/", sign_in_page, name="sign-in"),
    path("sign-in/code/", code_page, name="code"),
    path("sign-out/", sign_out_page, name="sign-out"),
    path("password/", password_page, name="password"),
    *token_pages.urlpatterns,
    *deputy_pages.urlpatterns,
]
