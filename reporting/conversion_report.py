"""The 折算得分 table of an issued run, before anything is drawn."""

from dataclasses import dataclass
from decimal import Decimal

from assessment.catalogue.queries import scheme_of
from assessment.display.formats import check_code
from assessment.display.site import is_demo
from assessment.methodology.dated_rules import Dated
from assessment.methodology.errors import N_
from assessment.methodology.periods import Period
from assessment.methodology.rounding import plain_text
from assessment.methodology.run_figures import units_of
from assessment.methodology.score_conversion import Conversion, ConversionMethod, Standing, convert_scores
from assessment.scoring.models import Run
from assessment.scoring.queries import document_of, ranking_rows
from reporting import conversion_terms as terms
from reporting import report_words as words
from reporting.errors.conversion import NoConversionRule
from reporting.models import ConversionRule

RULE_NAME = N_("conversion of scores")


@dataclass(frozen=True)
class ConversionRow:
    """One unit; `points` of the evaluation, None without a score."""

    code: str
    name: str
    group: str
    score: Decimal | None
    rank: Decimal | None
    points: Decimal | None


@dataclass(frozen=True)
class ConversionReport:
    title: str
    period: str
    rows: tuple[ConversionRow, ...]
    score_digits: int
    digits: int
    notes: tuple[str, ...]
    issue_number: str
    result_digest: str
    demo: bool

    @property
    def check_code(self) -> str:
        return check_code(self.result_digest)


def conversion_report(run: Run) -> ConversionReport:
    """The points of all units of an issued run by the rule in force for its period."""
    period, kind = Period.parse(run.period), run.scheme_version.kind
    rule = rule_in_force(period, kind)
    document = document_of(run)
    names = {unit.code: unit.name for unit in units_of(document)}
    placings = list(ranking_rows(run))
    standings = [Standing(one.unit, one.group, one.shown, one.rank) for one in placings]
    points = convert_scores(conversion_of(rule), standings)
    return ConversionReport(
        title=terms.TITLES[kind].format(period=period.name_zh),
        period=run.period,
        rows=tuple(
            ConversionRow(one.unit, names.get(one.unit, one.unit), one.group, one.shown, one.rank, points[one.unit])
            for one in placings
        ),
        score_digits=scheme_of(run.scheme_version).rounding.digits,
        digits=rule.digits,
        notes=(
            rule_note(rule),
            terms.BASIS_NOTE.format(evaluation=terms.EVALUATION, issue=run.issue_number),
        ),
        issue_number=run.issue_number,
        result_digest=run.result_digest,
        demo=is_demo() or words.DEMO_MARK in run.scheme_version.document_number,
    )


def rule_in_force(period: Period, kind: str) -> ConversionRule:
    """The rule with the latest start not after `period`; `NoConversionRule` where none has been entered at all."""
    rules = sorted(ConversionRule.objects.filter(kind=kind), key=lambda rule: Period.parse(rule.first_period))
    if not rules:
        raise NoConversionRule(period=period.name_zh)
    return Dated(RULE_NAME, tuple((Period.parse(rule.first_period), rule) for rule in rules)).at(period)


def conversion_of(rule: ConversionRule) -> Conversion:
    return Conversion(ConversionMethod(rule.method), rule.full_points, rule.step, rule.floor, rule.digits)


def rule_note(rule: ConversionRule) -> str:
    """The rule in words, with its source and start."""
    said = terms.RULES[rule.method].format(
        full=_points(rule.full_points), step=_points(rule.step), floor=_points(rule.floor)
    )
    first = Period.parse(rule.first_period).name_zh
    return terms.RULE_NOTE.format(rule=said, digits=rule.digits, number=rule.document_number, first=first)


def _points(value: Decimal | None) -> str:
    return "" if value is None else plain_text(value.normalize())
