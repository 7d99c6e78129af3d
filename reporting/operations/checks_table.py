"""审核统计: rule × city as the checks stood when each newest version was submitted; explained, and not accepted."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext

from assessment.catalogue.models import CheckRule
from assessment.display import formats
from assessment.display.check_words import SHORT_SEVERITIES, pattern
from assessment.filing.models import FrozenFindings, QueryMessage
from assessment.filing.returns_table import overview
from assessment.methodology.check_reading import check_rule_of
from assessment.methodology.check_rules import Outcome, Severity
from assessment.people.models import User
from reporting.operations import terms
from reporting.operations.tables import Column, Entry, Look, Report, Sheet, report_of

Key = tuple[str, str]
"""(city, digest of the rule)"""


@dataclass(frozen=True)
class Rule:
    """A rule as it was worded when it was applied."""

    code: str
    digest: str
    label: str
    severity: str


@dataclass(frozen=True)
class Statistics:
    """`submitted` are the cities with anything to count; `refused` goes by city and code of the rule."""

    cities: tuple[str, ...]
    submitted: frozenset[str]
    rules: tuple[Rule, ...]
    failed: Mapping[Key, int]
    explained: Mapping[Key, int]
    refused: Mapping[Key, int]


def checks_report(user: User, period: str, *, at: datetime) -> Report:
    """Three tables of one period: rule × city, city × severity, and every pair that failed."""
    table = overview(user, period, at=at)
    said = formats.period(table.period) if table.period else terms.NO_PERIOD
    owed = [line.owed for _, lines in table.rows for line in lines if line is not None]
    city_of = {one.filed.pk: one.reporting_unit.name_zh for one in owed if one.filed is not None}
    found = _statistics(tuple(unit.name_zh for unit, _ in table.rows), city_of)
    title = terms.CHECKS_TITLE.format(period=said)
    sheets = (_rules_sheet(found, title), _cities_sheet(found, said), _lines_sheet(found, said))
    return report_of(title, sheets, by=user, at=at)


def _statistics(cities: tuple[str, ...], city_of: Mapping[int, str]) -> Statistics:
    frozen = FrozenFindings.objects.filter(version__return_filed__in=list(city_of)).order_by("version__number")
    newest = dict(frozen.values_list("version__return_filed", "document"))
    failed: Counter[Key] = Counter()
    explained: Counter[Key] = Counter()
    severities: dict[str, tuple[str, str]] = {}
    for filed, document in newest.items():
        for result in document["rules"]:
            if result["outcome"] != Outcome.FAILED:
                continue
            key = (city_of[filed], result["digest"])
            severities[result["digest"]] = (result["rule"], result["severity"])
            failed[key] += 1
            explained[key] += result["explanation"] is not None
    return Statistics(
        cities=cities,
        submitted=frozenset(city_of[filed] for filed in newest),
        rules=_rules(severities),
        failed=failed,
        explained=explained,
        refused=_refused(city_of),
    )


def rule_label(content: Mapping[str, Any]) -> str:
    """What a rule of the book says, its gaps named."""
    return pattern(check_rule_of(content).label)


def _rules(severities: Mapping[str, tuple[str, str]]) -> tuple[Rule, ...]:
    known = CheckRule.objects.filter(digest__in=list(severities)).order_by("form", "position")
    contents = {row.digest: row for row in known}
    order = {digest: place for place, digest in enumerate(contents)}
    listed = sorted(severities.items(), key=lambda one: (order.get(one[0], len(order)), one[1]))
    return tuple(
        Rule(code, digest, rule_label(contents[digest].content) if digest in contents else code, severity)
        for digest, (code, severity) in listed
    )


def _refused(city_of: Mapping[int, str]) -> Counter[Key]:
    """Questions asked again after an answer, in threads that come from a check."""
    answered = QueryMessage.objects.filter(
        thread=OuterRef("thread"), kind=QueryMessage.Kind.ANSWER, pk__lt=OuterRef("pk")
    )
    again = QueryMessage.objects.filter(
        Exists(answered), thread__sheet__return_filed__in=list(city_of), kind=QueryMessage.Kind.QUESTION
    ).exclude(thread__rule="")
    pairs = again.values_list("thread__sheet__return_filed", "thread__rule_digest")
    return Counter((city_of[filed], digest) for filed, digest in pairs)


def _rules_sheet(found: Statistics, title: str) -> Sheet:
    narrow = 11 if len(found.cities) > 6 else 16
    return Sheet(
        name=terms.CHECKS_SHEET,
        title=title,
        columns=(
            Column("审核关系", 10, Look.CENTRE),
            Column("审核内容", 34, Look.WRAPPED),
            Column("类别", 10, Look.CENTRE),
            *(Column(city, narrow, Look.NUMBER) for city in found.cities),
            Column(terms.TOTAL, 9, Look.NUMBER),
        ),
        rows=tuple(
            (
                rule.code,
                rule.label,
                _severity(rule.severity),
                *(_count(found, city, found.failed[city, rule.digest]) for city in found.cities),
                sum(found.failed[city, rule.digest] for city in found.cities),
            )
            for rule in found.rules
        ),
        notes=(terms.CHECKS_NOTE, terms.SYMBOL_NOTE),
        unit=terms.COUNT_UNIT,
        held=2,
    )


def _cities_sheet(found: Statistics, said: str) -> Sheet:
    rows = [_city(found, city) for city in found.cities]
    counted = [row[1:] for city, row in zip(found.cities, rows, strict=True) if city in found.submitted]
    sums = tuple(sum(one for one in column if isinstance(one, int)) for column in zip(*counted, strict=True))
    heads = (*(_severity(severity) for severity in Severity), terms.TOTAL, "已说明", "核实性未说明", "说明未采纳")
    return Sheet(
        name=terms.CHECKS_CITIES_SHEET,
        title=terms.CHECKS_CITIES_TITLE.format(period=said),
        columns=(Column(terms.CITY, 26), *(Column(head, 13, Look.NUMBER) for head in heads)),
        rows=tuple(rows),
        notes=(terms.CHECKS_NOTE, terms.SYMBOL_NOTE),
        unit=terms.COUNT_UNIT,
        summary=(terms.TOTAL, *sums) if counted else (),
    )


def _city(found: Statistics, city: str) -> tuple[Entry, ...]:
    by_severity = [
        sum(found.failed[city, rule.digest] for rule in found.rules if rule.severity == severity)
        for severity in Severity
    ]
    unexplained = sum(
        found.failed[city, rule.digest] - found.explained[city, rule.digest]
        for rule in found.rules
        if rule.severity == Severity.EXPLAIN
    )
    explained = sum(found.explained[city, rule.digest] for rule in found.rules)
    refused = sum(count for (where, _), count in found.refused.items() if where == city)
    counts = [*by_severity, sum(by_severity), explained, unexplained, refused]
    return (city, *(_count(found, city, count) for count in counts))


def _lines_sheet(found: Statistics, said: str) -> Sheet:
    return Sheet(
        name=terms.CHECKS_LINES_SHEET,
        title=terms.CHECKS_LINES_TITLE.format(period=said),
        columns=(
            Column(terms.CITY, 24),
            Column("审核关系", 12, Look.CENTRE),
            Column("审核内容", 44, Look.WRAPPED),
            Column("类别", 12, Look.CENTRE),
            Column("未通过", 10, Look.NUMBER),
            Column("已说明", 10, Look.NUMBER),
            Column("说明未采纳", 12, Look.NUMBER),
        ),
        rows=tuple(_lines(found)),
        notes=(terms.CHECKS_NOTE,),
        unit=terms.COUNT_UNIT,
    )


def _lines(found: Statistics) -> Sequence[tuple[Entry, ...]]:
    keys = [(city, rule) for city in found.cities for rule in found.rules if found.failed[city, rule.digest]]
    return [
        (
            city,
            rule.code,
            rule.label,
            _severity(rule.severity),
            found.failed[city, rule.digest],
            found.explained[city, rule.digest],
            found.refused[city, rule.digest],
        )
        for city, rule in keys
    ]


def _severity(severity: str) -> str:
    return gettext(SHORT_SEVERITIES[Severity(severity)])


def _count(found: Statistics, city: str, count: int) -> int | None:
    """A city that has submitted nothing has no count at all."""
    return count if city in found.submitted else None
