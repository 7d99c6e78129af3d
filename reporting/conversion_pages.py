"""折算得分: the table of an issued result, its downloads, and the rules with their start periods."""

from decimal import Decimal
from io import BytesIO
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from assessment.display.pages import carry_out
from assessment.display.wording import say
from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.periods import Period
from assessment.methodology.text_numbers import NotANumber, excerpt, read_number
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import may, require
from reporting.conversion_actions import CSV, XLSX, RuleEntry, download_conversion, enter_rule, issued_run_seen
from reporting.conversion_report import ConversionReport, conversion_report, rule_note
from reporting.errors.conversion import NotANumberOfPoints
from reporting.models import ConversionRule

METHOD_WORDS = {
    ConversionRule.Method.PROPORTION: N_("in proportion to the score"),
    ConversionRule.Method.PROPORTION_OF_BEST: N_("in proportion to the best score"),
    ConversionRule.Method.RANK_LADDER: N_("by place, a step less for each"),
}
QUARTER_ENDS = (3, 6, 9, 12)


@login_required
@require_GET
def conversion_page(request: HttpRequest, run_id: int) -> HttpResponse:
    """The table by the rule in force; without one the page says so and asks for it."""
    user, at = cast(User, request.user), timezone.now()
    require(user, Action.CONVERSION_VIEW, at=at)
    run = issued_run_seen(run_id, by=user, at=at)
    report: ConversionReport | None = None
    problem = ""
    try:
        report = conversion_report(run)
    except AssessmentError as error:
        problem = say(error)
    rules = ConversionRule.objects.filter(kind=run.scheme_version.kind).select_related("entered_by")
    words = {
        "run": run,
        "report": report,
        "problem": problem,
        "rules": [(rule, rule_note(rule)) for rule in rules],
        "start_periods": start_periods(Period.parse(run.period)),
        "methods": [(method.value, gettext(word)) for method, word in METHOD_WORDS.items()],
        "may_set": may(user, Action.CONVERSION_SET, at=at),
    }
    return render(request, "reporting/conversion.html", words)


def start_periods(shown: Period) -> list[str]:
    """The codes a rule may be entered from beside a result: the periods of its year, and the first of the next."""
    following = shown.year + 1
    if shown.month is None:
        return [shown.code, Period.annual(following).code]
    return [
        *(Period.cumulative(shown.year, month).code for month in QUARTER_ENDS),
        Period.cumulative(following, QUARTER_ENDS[0]).code,
    ]


@login_required
@require_POST
def enter_rule_page(request: HttpRequest, run_id: int) -> HttpResponse:
    user, at = cast(User, request.user), timezone.now()
    require(user, Action.CONVERSION_SET, at=at)
    run = issued_run_seen(run_id, by=user, at=at)

    def step() -> ConversionRule:
        said = request.POST
        by_place = said.get("method") == ConversionRule.Method.RANK_LADDER
        entry = RuleEntry(
            kind=run.scheme_version.kind,
            first_period=said.get("first_period", "").strip(),
            method=said.get("method", ""),
            full_points=_points(said.get("full_points", "")),
            document_number=said.get("document_number", ""),
            step=_points(said.get("step", "")) if by_place else None,
            floor=_points(said.get("floor", "")) if by_place else None,
        )
        return enter_rule(entry, by=user, at=at)

    back = reverse("reporting:conversion", args=[run_id])
    return carry_out(request, step, done=gettext("The rule of conversion is entered."), back=back)


@login_required
@require_GET
def conversion_workbook_page(request: HttpRequest, run_id: int) -> FileResponse:
    return _handed_out(request, run_id, XLSX)


@login_required
@require_GET
def conversion_csv_page(request: HttpRequest, run_id: int) -> FileResponse:
    return _handed_out(request, run_id, CSV)


def _handed_out(request: HttpRequest, run_id: int, form: str) -> FileResponse:
    download = download_conversion(run_id, form, by=cast(User, request.user), at=timezone.now())
    return FileResponse(BytesIO(download.content), as_attachment=True, filename=download.file_name)


def _points(text: str) -> Decimal:
    """As typed, with the repairs of all figures; a percent sign is none of them."""
    try:
        return read_number(text).value
    except NotANumber:
        raise NotANumberOfPoints(received=excerpt(text)) from None


urlpatterns: list[URLPattern] = [
    path("conversions/<int:run_id>/", conversion_page, name="conversion"),
    path("conversions/<int:run_id>/rule/", enter_rule_page, name="conversion-rule"),
    path("conversions/<int:run_id>/points.xlsx", conversion_workbook_page, name="conversion-workbook"),
    path("conversions/<int:run_id>/points.csv", conversion_csv_page, name="conversion-csv"),
]
