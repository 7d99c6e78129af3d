"""The page on which methods, bounds and settings of a draft are changed; what it changes is shown before it counts."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from assessment.catalogue.models import SchemeVersion
from assessment.catalogue.queries import scheme_of, scheme_state
from assessment.catalogue.scheme_documents import SchemeFiles
from assessment.catalogue.scheme_method_fields import method_form
from assessment.catalogue.scheme_method_values import Fields, current_values, edited_text
from assessment.catalogue.scheme_pages import scheme_seen, shown_preview, user_of
from assessment.catalogue.scheme_upload import files_of
from assessment.catalogue.scheme_view import words
from assessment.catalogue.states import SCHEME_STATES, SchemeMove
from assessment.catalogue.stored_schemes import document_of
from assessment.methodology.errors import AssessmentError
from assessment.methodology.parameters import BEST, WORST
from assessment.methodology.scheme_words import value_words
from assessment.people.permissions import Action
from assessment.people.queries import require

LONGEST_VALUE = 400


@login_required
@require_http_methods(["GET", "POST"])
def methods_page(request: HttpRequest, scheme_id: int) -> HttpResponse:
    """The fields as they stand; sent, the difference to confirm, or what is wrong beside its field."""
    draft = scheme_seen(request, scheme_id)
    require(user_of(request), Action.SCHEME_DRAFT, at=timezone.now())
    SCHEME_STATES.after(scheme_state(draft), SchemeMove.CHANGE)
    if request.method == "GET":
        return _form(request, draft, {}, {})
    given = {name: _typed(request, name) for name in current_values(scheme_of(draft)) if name in request.POST}
    text, wrong = edited_text(draft.text, given)
    if wrong:
        return _form(request, draft, given, wrong)
    files = files_of(document_of(draft))
    changed = SchemeFiles(text, files.document, files.scheme_name, files.document_name)
    return shown_preview(request, changed, draft)


def _typed(request: HttpRequest, name: str) -> str:
    """What was typed; the ends of the pool may be called by their names, as the page shows them."""
    text = request.POST[name][:LONGEST_VALUE].strip()
    ends = {words(value_words(end)): end for end in (WORST, BEST)}
    return str(ends.get(text, text))


def _form(request: HttpRequest, draft: SchemeVersion, given: Fields, wrong: dict[str, AssessmentError]) -> HttpResponse:
    form = method_form(scheme_of(draft), given, wrong)
    places = [(line.name, part) for line in form.indicators for part in line.parts]
    places += [(line.label, line.part) for line in form.settings]
    shown = {"draft": draft, "form": form, "troubles": [(name, part) for name, part in places if part.wrong]}
    return render(request, "catalogue/scheme_methods.html", shown, status=400 if wrong else 200)


urlpatterns: list[URLPattern] = [
    path("schemes/<int:scheme_id>/methods/", methods_page, name="scheme-methods"),
]
