"""The page on which the security administrator sees who stands in for whom, appoints a deputy and ends it."""

from datetime import datetime
from itertools import groupby
from typing import Any, Final, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from assessment.display.wording import say
from assessment.methodology.errors import AssessmentError
from assessment.people.account_queries import colleagues_for, deputies_visible_to
from assessment.people.deputy_actions import WantedDeputy, appoint_deputy, end_deputy, last_day_of
from assessment.people.forms import INPUT
from assessment.people.models import RoleGrant, User
from assessment.people.roles import Role, SeparationClass, roles_of_class
from assessment.people.wording import ROLE_WORDS

SHOWN: Final = 200
DAY = {"class": "input short", "type": "date"}


class DeputyForm(forms.Form):
    use_required_attribute = False
    first_field_id = "id_principal"

    principal = forms.ChoiceField(
        label=_("Stood in for"),
        help_text=_("Whose role passes to the deputy. It has to be held in the own right."),
        error_messages={"required": _("Choose whose role it is.")},
        widget=forms.Select(attrs=INPUT),
    )
    role = forms.ChoiceField(
        label=_("Role"), error_messages={"required": _("Choose the role.")}, widget=forms.Select(attrs=INPUT)
    )
    deputy = forms.ChoiceField(
        label=_("Deputy"),
        help_text=_(
            "A colleague of the same organisation. Whoever filled a return does not sign it as a deputy either."
        ),
        error_messages={"required": _("Choose the deputy.")},
        widget=forms.Select(attrs=INPUT),
    )
    first = forms.DateField(
        label=_("First day"),
        error_messages={"required": _("Enter the first day."), "invalid": _("Enter the day as 2021-04-20.")},
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
    )
    last = forms.DateField(
        label=_("Last day"),
        error_messages={"required": _("Enter the last day."), "invalid": _("Enter the day as 2021-04-20.")},
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        error_messages={"required": _("Say why a deputy stands in, such as leave or travel.")},
        widget=forms.TextInput(attrs=INPUT),
    )

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_organisation = groupby(people, key=lambda user: user.organisation.name_zh)
        offered: list[Any] = [("", gettext("Choose"))]
        offered += [(name, [(one.username, _named(one)) for one in group]) for name, group in by_organisation]
        for field in ("principal", "deputy"):
            cast(forms.ChoiceField, self.fields[field]).choices = offered
        roles = [role for role in roles_of_class(SeparationClass.BUSINESS) if role is not Role.ENTERPRISE]
        words = [(role.value, gettext(ROLE_WORDS[role])) for role in roles]
        cast(forms.ChoiceField, self.fields["role"]).choices = [("", gettext("Choose")), *words]


@login_required
@require_http_methods(["GET", "POST"])
def deputies_page(request: HttpRequest) -> HttpResponse:
    user, at = cast(User, request.user), timezone.now()
    people = list(colleagues_for(user, at=at))
    form = DeputyForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid() and _appointed(form, by=user, at=at):
        messages.success(
            request, gettext("The deputy is appointed. The role counts for these days and ends by itself.")
        )
        return HttpResponseRedirect(reverse("people:deputies"))
    lines = [_line(grant, at=at) for grant in deputies_visible_to(user, at=at)[:SHOWN]]
    return render(request, "people/deputies.html", {"form": form, "lines": lines}, status=400 if form.errors else 200)


@login_required
@require_POST
def end_page(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        end_deputy(pk, by=cast(User, request.user), at=timezone.now())
    except AssessmentError as error:
        messages.error(request, say(error))
    else:
        messages.success(request, gettext("The deputy no longer stands in."))
    return HttpResponseRedirect(reverse("people:deputies"))


def _appointed(form: DeputyForm, *, by: User, at: datetime) -> bool:
    given = form.cleaned_data
    try:
        appoint_deputy(WantedDeputy(**{**given, "role": Role(given["role"])}), by=by, at=at)
    except AssessmentError as error:
        form.add_error(None, say(error))
        return False
    return True


def _named(user: User) -> str:
    return f"{user.display_name}（{user.username}）"


def _line(grant: RoleGrant, *, at: datetime) -> dict[str, Any]:
    """One row of the list; `state` also chooses whether it can still be ended."""
    ended = grant.valid_until is not None and (grant.valid_until <= at or grant.valid_until <= grant.valid_from)
    state = "ended" if ended else "in_force" if grant.valid_from <= at else "planned"
    return {
        "grant": grant,
        "role": gettext(ROLE_WORDS[grant.role]),
        "first": timezone.localtime(grant.valid_from).date(),
        "last": last_day_of(grant),
        "state": state,
    }


urlpatterns: list[URLPattern] = [
    path("deputies/", deputies_page, name="deputies"),
    path("deputies/<int:pk>/end/", end_page, name="deputy-end"),
]
