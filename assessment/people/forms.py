"""What people type when they sign in. Spaces around a name are dropped, a password stays as typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

INPUT = {"class": "input"}


class SignInForm(forms.Form):
    use_required_attribute = False
    first_field_id = "id_username"

    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        error_messages={"required": _("Enter the user name.")},
        widget=forms.TextInput(attrs={**INPUT, "autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=200,
        error_messages={"required": _("Enter the password.")},
        widget=forms.PasswordInput(attrs={**INPUT, "autocomplete": "current-password"}),
    )


class CodeForm(forms.Form):
    use_required_attribute = False
    first_field_id = "id_code"

    code = forms.RegexField(
        label=_("Code of your device"),
        regex=r"^[0-9]{6}$",
        help_text=_("The six digits your device shows now."),
        error_messages={
            "required": _("Enter the six digits."),
            "invalid": _("The code has six digits. Enter them without spaces."),
        },
        widget=forms.TextInput(attrs={"class": "input short", "autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class PasswordForm(forms.Form):
    use_required_attribute = False
    first_field_id = "id_old"

    old = forms.CharField(
        label=_("Present password"),
        strip=False,
        error_messages={"required": _("Enter the present password.")},
        widget=forms.PasswordInput(attrs={**INPUT, "autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("New password"),
        strip=False,
        help_text=_("At least 12 characters; not your name, not a common word, not digits alone."),
        error_messages={"required": _("Enter the new password.")},
        widget=forms.PasswordInput(attrs={**INPUT, "autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("New password, once more"),
        strip=False,
        error_messages={"required": _("Enter the new password once more.")},
        widget=forms.PasswordInput(attrs={**INPUT, "autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("new") and given.get("again") and given["new"] != given["again"]:
            self.add_error("again", _("The two new passwords differ. Enter the same one twice."))
        return given
