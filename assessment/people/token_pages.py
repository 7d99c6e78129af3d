"""The page on which the owner of an account makes access tokens for programs, sees them and ends them."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from assessment.display.wording import say
from assessment.methodology.errors import AssessmentError
from assessment.people.errors import SignInRefused
from assessment.people.forms import INPUT
from assessment.people.models import ApiToken, User
from assessment.people.permissions import Action
from assessment.people.queries import actions_open_to, require
from assessment.people.token_actions import MOST_DAYS, SCOPES, WantedToken, create_token, revoke_token
from assessment.people.token_queries import own_tokens

SCOPE_NAMES = {
    Action.INTERCHANGE_DOWNLOAD: _("Download results as data"),
    Action.SCORE_VIEW: _("Read scores and places"),
    Action.RUN_VIEW: _("Read results before the issue, where you stand on the list of insiders"),
    Action.FIGURE_VIEW_INTERNAL: _("Read figures that are withheld from publication"),
    Action.REPORT_DOWNLOAD: _("Download ranking workbooks"),
    Action.DASHBOARD_VIEW: _("Read the dashboard as data"),
    Action.CITY_PACK_VIEW: _("Read the result packs of the own city"),
    Action.CITY_PACK_DOWNLOAD: _("Download the result packs of the own city"),
    Action.CONVERSION_VIEW: _("Read converted scores"),
    Action.CONVERSION_DOWNLOAD: _("Download converted scores"),
    Action.SCHEME_VIEW: _("Read schemes with their weights"),
    Action.COLLECTION_VIEW: _("Read forms, check rules and collections"),
    Action.BATCH_VIEW: _("Read measured batches"),
}


class TokenForm(forms.Form):
    use_required_attribute = False
    first_field_id = "id_purpose"

    purpose = forms.CharField(
        label=_("Program"),
        max_length=100,
        help_text=_("Which program reads with this token, and what for."),
        error_messages={"required": _("Say which program the token is for.")},
        widget=forms.TextInput(attrs=INPUT),
    )
    scope = forms.MultipleChoiceField(
        label=_("Scope of the token"),
        error_messages={"required": _("Choose at least one scope.")},
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.IntegerField(
        label=_("Valid for (days)"),
        min_value=1,
        max_value=MOST_DAYS,
        initial=90,
        help_text=_("At most one year. It ends earlier with your account, your password or by your hand."),
        widget=forms.NumberInput(attrs={"class": "input short"}),
    )
    password = forms.CharField(
        label=_("Present password"),
        strip=False,
        error_messages={"required": _("Enter the present password.")},
        widget=forms.PasswordInput(attrs={**INPUT, "autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, allowed: frozenset[Action], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(action.value, SCOPE_NAMES[action]) for action in SCOPES if action in allowed]
        cast(forms.MultipleChoiceField, self.fields["scope"]).choices = offered


@sensitive_post_parameters("password")
@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def tokens_page(request: HttpRequest) -> HttpResponse:
    """A new token is in this one answer and never again."""
    user, at = cast(User, request.user), timezone.now()
    require(user, Action.TOKEN_CREATE, at=at)
    form = TokenForm(request.POST or None, allowed=actions_open_to(user, at=at))
    shown: str | None = None
    if request.method == "POST" and form.is_valid():
        shown = _made(form, by=user)
        form = form if shown is None else TokenForm(allowed=actions_open_to(user, at=at))
    words = {"form": form, "shown": shown, "lines": [_line(token) for token in own_tokens(user)], "at": at}
    return render(request, "people/tokens.html", words, status=400 if form.errors else 200)


@login_required
@require_POST
def revoke_page(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        revoke_token(pk, by=cast(User, request.user), at=timezone.now())
    except AssessmentError as error:
        messages.error(request, say(error))
    else:
        messages.success(request, gettext("The token is revoked. Programs that use it are refused from now on."))
    return HttpResponseRedirect(reverse("people:tokens"))


def _made(form: TokenForm, *, by: User) -> str | None:
    given = form.cleaned_data
    wanted = WantedToken(given["purpose"], frozenset(Action(value) for value in given["scope"]), given["days"])
    try:
        return create_token(wanted, given["password"], by=by, at=timezone.now())[1]
    except SignInRefused:
        form.add_error("password", gettext("The present password is wrong."))
    except AssessmentError as error:
        form.add_error(None, say(error))
    return None


def _line(token: ApiToken) -> dict[str, Any]:
    return {"token": token, "scope": [SCOPE_NAMES[Action(value)] for value in token.scope]}


urlpatterns: list[URLPattern] = [
    path("tokens/", tokens_page, name="tokens"),
    path("tokens/<int:pk>/revoke/", revoke_page, name="token-revoke"),
]
