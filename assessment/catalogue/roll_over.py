"""What the next year takes over: forms, check rules, collections, working days. A plan; nothing is written.

What is dated without an end goes on by itself. What ends with the year is copied as a draft: a form version that no
collection has opened, a collection that is planned, a scheme that is not frozen.
"""

from collections.abc import Collection as Group
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final

import chinese_calendar

from assessment.catalogue.models import CalendarYear, CheckRule, Collection, FormVersion
from assessment.catalogue.queries import working_calendar
from assessment.catalogue.roll_over_lines import CalendarNext, Copied, PlannedNext, RollOverLine, a_year_later, kept
from assessment.display import formats
from assessment.methodology.check_reading import check_rule_of
from assessment.methodology.errors import N_, Phrase
from assessment.methodology.periods import Period, PeriodKind
from assessment.methodology.scheme_words import NONE
from assessment.methodology.working_days import WorkingCalendar

FIRST_MONTH = 1
Span = tuple[str, str, str]
"""Code of a form, first and last period of one of its versions."""
UNAPPROVED: Final = Phrase(N_("without an approval number: record it before the collections open"))
MOMENTS = ("opens_at", "on_time_until", "locks_at")


def forms_of_next_year(year: int) -> list[RollOverLine]:
    """Forms, their check rules, collections and the calendar, as they are to be in `year`."""
    versions = list(FormVersion.objects.select_related("form").order_by("form__code", "number"))
    forms = list(_forms(versions, year))
    copied = {line.row.source.form.code: line.row for line in forms if isinstance(line.row, Copied)}
    spans = [(version.form.code, version.first_period, version.last_period) for version in versions]
    spans += [(form, row.fields["first_period"], "") for form, row in copied.items()]
    return [*forms, *_rules(copied, year), _calendar(year), *_collections(spans, year)]


def _covers(dated: FormVersion | CheckRule, year: int) -> bool:
    first, last = Period.parse(dated.first_period), dated.last_period
    return first.year <= year and (not last or Period.parse(last).year >= year)


def _forms(versions: Sequence[FormVersion], year: int) -> Iterator[RollOverLine]:
    by_form: dict[str, list[FormVersion]] = {}
    for version in versions:
        by_form.setdefault(version.form.code, []).append(version)
    for own in by_form.values():
        before = [version for version in own if _covers(version, year - 1)]
        after = [version for version in own if _covers(version, year)]
        if before:
            yield _form(before[-1], after, own[-1].number + 1, year)


def _form(before: FormVersion, after: Sequence[FormVersion], number: int, year: int) -> RollOverLine:
    name, old = f"{before.form.name_zh} ({before.form.code})", _version(before.number, before.first_period)
    if after:
        new = Phrase(N_("goes on")) if after[-1] == before else _version(after[-1].number, after[-1].first_period)
        return kept("form", name, old, new=new, note=_approval(after[-1], year))
    first = _first_of(Period.parse(before.first_period), year)
    fields = {"number": number, "first_period": first.code, "last_period": "", "approval_number": ""}
    return RollOverLine("form", name, old, _version(number, first.code), Copied(before, fields), UNAPPROVED)


def _version(number: int, first_period: str) -> Phrase:
    return Phrase(N_("version {number}, from {period}"), {"number": number, "period": formats.period(first_period)})


def _first_of(period: Period, year: int) -> Period:
    """The first period of that kind in a year."""
    if period.kind is PeriodKind.CUMULATIVE:
        return Period.cumulative(year, FIRST_MONTH)
    return Period.annual(year)


def _approval(version: FormVersion, year: int) -> Phrase | str:
    """An approval that ends with or before the year opens nothing after it; neither does a copy without one."""
    if not version.approval_number.strip():
        return UNAPPROVED
    if version.valid_until.year > year:
        return ""
    return Phrase(N_("approved until {day}; renew it in time"), {"day": formats.day(version.valid_until)})


def _rules(copied: Group[str], year: int) -> Iterator[RollOverLine]:
    """Rules that end together with a form that is copied; a rule that ended on its own stays ended."""
    rules = list(CheckRule.objects.filter(form__in=copied))
    going_on = {(rule.form, rule.code) for rule in rules if _covers(rule, year)}
    for rule in rules:
        if _covers(rule, year - 1) and (rule.form, rule.code) not in going_on:
            first = _first_of(Period.parse(rule.first_period), year)
            old, new = formats.period(rule.last_period), formats.period(first.code)
            row = _copied_rule(rule, first)
            yield RollOverLine(
                "check_rule",
                f"{rule.form} {rule.code}",
                Phrase(N_("until {period}"), {"period": old}),
                Phrase(N_("from {period}"), {"period": new}),
                row,
            )


def _copied_rule(rule: CheckRule, first: Period) -> CheckRule:
    content = {key: value for key, value in rule.content.items() if key != "until"} | {"from": first.code}
    return CheckRule(
        form=rule.form,
        code=rule.code,
        first_period=first.code,
        scope=rule.scope,
        severity=rule.severity,
        position=rule.position,
        content=content,
        digest=check_rule_of(content).digest,
    )


def _calendar(year: int) -> RollOverLine:
    name = Phrase(N_("working days of {year}"), {"year": year})
    if CalendarYear.objects.filter(year=year).exists():
        return kept("calendar", name, NONE)
    if not _published(year):
        note = Phrase(N_("the notice of the State Council is not out yet"))
        return kept("calendar", name, NONE, new=NONE, note=note)
    return RollOverLine("calendar", name, NONE, Phrase(N_("to be loaded")), CalendarNext(year))


def _published(year: int) -> bool:
    return year in {day.year for day in chinese_calendar.constants.holidays}


def _days_known(year: int) -> WorkingCalendar:
    """The calendar as it is once the year is loaded too, where its notice is out."""
    stored = working_calendar()
    if year in stored.years or not _published(year):
        return stored
    holidays = {day for day in chinese_calendar.constants.holidays if day.year == year}
    worked = {day for day in chinese_calendar.constants.workdays if day.year == year}
    return WorkingCalendar(stored.years | {year}, stored.days_off | holidays, stored.days_worked | worked)


def _covered(form: str, period: Period, spans: Sequence[Span]) -> bool:
    """Whether a version of the form, there or to be copied, covers the period."""
    return any(
        code == form and Period.parse(first) <= period and (not last or period <= Period.parse(last))
        for code, first, last in spans
    )


def _collections(spans: Sequence[Span], year: int) -> Iterator[RollOverLine]:
    """One for each of the year before, a year later; weekends and holidays move a moment to the next working day."""
    rows = Collection.objects.select_related("form_version__form").order_by("form_version__form__code", "opens_at")
    collections = list(rows)
    there = {(row.form_version.form.code, row.period) for row in collections}
    calendar = _days_known(year)
    for row in collections:
        period, form = Period.parse(row.period), row.form_version.form
        if period.year != year - 1:
            continue
        later = period.in_year(year).code
        name, old = f"{form.name_zh} ({form.code})", _dates(row.period, [getattr(row, name) for name in MOMENTS])
        if (form.code, later) in there:
            yield kept("collection", name, old)
        elif not _covered(form.code, period.in_year(year), spans):
            yield kept("collection", name, old, new=NONE, note=Phrase(N_("no version of the form covers the period")))
        else:
            moments = {moment: a_year_later(getattr(row, moment), calendar) for moment in MOMENTS}
            new = _dates(later, moments.values())
            yield RollOverLine("collection", name, old, new, PlannedNext(row, later, moments))


def _dates(period: str, moments: Iterable[datetime]) -> Phrase:
    opens, on_time, locks = (formats.day(moment) for moment in moments)
    where = {"period": formats.period(period), "opens": opens, "on_time": on_time, "locks": locks}
    return Phrase(N_("{period}: opens {opens}, on time until {on_time}, locked {locks}"), where)
