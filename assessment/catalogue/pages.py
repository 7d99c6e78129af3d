"""The pages of a collection and of the rule book; those of schemes and of a new year stand in modules of their own."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from assessment.catalogue import approval_pages, roll_over_pages, scheme_method_pages, scheme_pages
from assessment.catalogue.actions import open_collection
from assessment.catalogue.approval_queries import approval_trouble
from assessment.catalogue.item_lines import item_lines
from assessment.catalogue.models import Form
from assessment.catalogue.queries import (
    check_rules_visible_to,
    collections_visible_to,
    rules_for,
)
from assessment.catalogue.rule_book import Asked, pages_of
from assessment.display import check_words
from assessment.display.pages import carry_out
from assessment.display.wording import say
from assessment.methodology.check_rules import Severity
from assessment.methodology.check_ruleset import vtl_ruleset
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import actions_open_to


@login_required
@require_GET
def collection_page(request: HttpRequest, collection_id: int) -> HttpResponse:
    user, at = cast(User, request.user), timezone.now()
    collection = collections_visible_to(user, at=at).filter(pk=collection_id).first()
    if collection is None:
        raise NotFound
    allowed = actions_open_to(user, at=at) if collection.opened_at is None else frozenset()
    trouble = approval_trouble(collection.form_version, at=max(at, collection.opens_at)) if allowed else None
    words = {
        "collection": collection,
        "lines": item_lines(collection.form_version.items.all()),
        "may_open": Action.COLLECTION_OPEN in allowed,
        "may_approve": Action.FORM_APPROVAL_RECORD in allowed,
        "trouble": say(trouble) if trouble and Action.COLLECTION_OPEN in allowed else "",
    }
    return render(request, "catalogue/collection.html", words)


@login_required
@require_POST
def open_page(request: HttpRequest, collection_id: int) -> HttpResponse:
    return carry_out(
        request,
        lambda: open_collection(collection_id, by=cast(User, request.user), at=timezone.now()),
        done=gettext("The collection is open; the units can fill the form."),
        back=reverse("catalogue:collection", args=[collection_id]),
    )


@login_required
@require_GET
def rule_book_page(request: HttpRequest) -> HttpResponse:
    """审核关系手册: every rule of every form, narrowed by form, severity and words."""
    rows = check_rules_visible_to(cast(User, request.user), at=timezone.now())
    asked = Asked(*(request.GET.get(name, "").strip() for name in ("form", "severity", "words")))
    words = {
        "pages": pages_of(rows, asked),
        "asked": asked,
        "forms": Form.objects.order_by("code"),
        "severities": [(severity.value, check_words.severity(severity)) for severity in Severity],
    }
    return render(request, "catalogue/rule_book.html", words)


@login_required
@require_GET
def ruleset_page(request: HttpRequest, form_code: str, period: str) -> HttpResponse:
    """The rules in force for a form and period as a VTL datapoint ruleset, to be taken to another engine."""
    check_rules_visible_to(cast(User, request.user), at=timezone.now())
    name = f"{form_code}_{period}".replace("-", "_")
    text = vtl_ruleset(name, rules_for(form_code, period))
    answer = HttpResponse(text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.vtl"'
    return answer


app_name = "catalogue"
urlpatterns = [
    path("collections/<int:collection_id>/", collection_page, name="collection"),
    path("collections/<int:collection_id>/open/", open_page, name="open-collection"),
    path("check-rules/", rule_book_page, name="rule-book"),
    path("check-rules/<slug:form_code>/<slug:period>.vtl", ruleset_page, name="ruleset"),
    *approval_pages.urlpatterns,
    *scheme_method_pages.urlpatterns,
    *scheme_pages.urlpatterns,
    *roll_over_pages.urlpatterns,
]
