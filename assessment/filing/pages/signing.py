"""Pages of the sign-off: the summary, the receipt and its verification, the sheet that is printed and stamped."""

from datetime import datetime
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from assessment.filing.checking import checked
from assessment.filing.deadlines import Deadlines, deadlines_of
from assessment.filing.findings_view import panel_of
from assessment.filing.models import Version
from assessment.filing.print_view import WATERMARKS_AT, notes_of, sheets_of, watermark_of
from assessment.filing.queries import Verified, signatures_of, steps_missing, verify_receipt, version_seen
from assessment.filing.return_view import chain_of, open_moves, rows_of
from assessment.filing.summary_view import summary_of
from assessment.filing.version_document import figures_digest
from assessment.filing.wording import light_of
from assessment.people.models import User


@login_required
@require_GET
def summary_page(request: HttpRequest, version_id: int) -> HttpResponse:
    """上报确认, with the step that is next for whoever reads it."""
    by, at = _user(request), timezone.now()
    version = version_seen(version_id, by=by, at=at)
    form = version.return_filed.collection.form_version
    missing = steps_missing(version)
    before = version.return_filed.versions.filter(number__lt=version.number).order_by("-number")
    words = {
        **_words(version),
        "summary": summary_of(version, list(form.items.all()), before.prefetch_related("cells").first()),
        "panel": panel_of(version, checked(version), by=by, at=at),
        "chain": chain_of(version, signatures_of(version), form.sign_off_steps.all()),
        "next_title": missing[0] if missing else None,
        "moves": open_moves(version, missing, by=by, at=at),
        "deadlines": _deadlines(version, at=at),
    }
    return render(request, "filing/summary.html", words)


@login_required
@require_GET
def receipt_page(request: HttpRequest, version_id: int) -> HttpResponse:
    """回执 of a submitted version; before there is one, the return itself."""
    version = version_seen(version_id, by=_user(request), at=timezone.now())
    receipt = getattr(version, "receipt", None)
    if receipt is None:
        return HttpResponseRedirect(reverse("filing:version", args=[version.return_filed_id, version.number]))
    words = {**_words(version), "receipt": receipt, "deadlines": _deadlines(version, at=receipt.issued_at)}
    return render(request, "filing/receipt.html", words)


@login_required
@require_http_methods(["GET", "POST"])
def verify_page(request: HttpRequest) -> HttpResponse:
    """验真: number and digest in, genuine or not out; nothing of the return is shown."""
    number, digest = (_typed(request, name) for name in ("number", "digest"))
    asked = request.method == "POST"
    outcome = verify_receipt(number, digest.lower()) if asked else Verified(genuine=False, withdrawn=False)
    words = {"asked": asked, "outcome": outcome, "number": number, "digest": digest}
    return render(request, "filing/verify.html", words)


@login_required
@require_GET
def print_page(request: HttpRequest, version_id: int) -> HttpResponse:
    """The sheets of a version, broken into pages here and not by the printer."""
    version = version_seen(version_id, by=_user(request), at=timezone.now())
    form = version.return_filed.collection.form_version
    rows = rows_of(version, form.items.all())
    notes = notes_of(rows, checked(version).findings)
    words = {
        **_words(version),
        "form": form,
        "sheets": sheets_of(rows, notes),
        "chain": chain_of(version, signatures_of(version), form.sign_off_steps.all()),
        "watermark": watermark_of(version),
        "marks_at": WATERMARKS_AT,
        "digest": figures_digest(version),
        "receipt": getattr(version, "receipt", None),
        "printed_at": timezone.now(),
    }
    return render(request, "filing/print.html", words)


def _words(version: Version) -> dict[str, Any]:
    return {"version": version, "filed": version.return_filed, "light": light_of(version)}


def _deadlines(version: Version, *, at: datetime) -> Deadlines:
    filed = version.return_filed
    return deadlines_of(filed.collection, filed.reporting_unit, at=at)


def _typed(request: HttpRequest, name: str) -> str:
    """What was typed, without the blanks a copied number brings."""
    return "".join(request.POST.get(name, "").split())


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


urlpatterns: list[URLPattern] = [
    path("returns/receipts/verify/", verify_page, name="verify"),
    path("returns/versions/<int:version_id>/summary/", summary_page, name="summary"),
    path("returns/versions/<int:version_id>/receipt/", receipt_page, name="receipt"),
    path("returns/versions/<int:version_id>/print/", print_page, name="print"),
]
