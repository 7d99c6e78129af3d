"""Reads of the reporting stage: the ranking report of a run, as one reader may have it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import timezone

from assessment.methodology.evaluation import Evaluation
from assessment.methodology.periods import Period
from assessment.methodology.rounding import Rounding, RoundingMethod
from assessment.methodology.run_document import ANNUAL, VALUE_ADDED, Document, thaw
from assessment.methodology.run_figures import read_figure, units_of
from assessment.methodology.withheld_figures import Withheld, masked_evaluation, masked_indicators, veiled_units
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import may
from assessment.scoring.history import previous_places
from assessment.scoring.models import Run
from assessment.scoring.publication_view import published_view, withheld_from
from assessment.scoring.queries import document_of, evaluation_of_run, indicators_of, run_with_scores_seen
from reporting import report_words as words
from reporting.accounts_block import accounts_block
from reporting.ranking_report import (
    AccountsBlock,
    IndicatorColumn,
    RankingReport,
    SummaryRow,
    UnpublishedCopy,
    mean_rows,
)
from reporting.report_columns import columns_of, rules_of, title_of, unit_line_of
from reporting.unit_footnotes import names_in, unit_footnotes


def ranking_report_for(run: Run, *, reader: User, at: datetime) -> RankingReport:
    """The ranking of a run as `reader` may have it; `NotFound` where its scores are not open to the reader.

    Before the issue the copy carries the reader's name and the time. A city has the ranking without the accounts
    of the others. The caller writes the reading or the download into the audit.
    """
    seen = run_with_scores_seen(run.pk, by=reader, at=at)
    accounts = _accounts(seen, document_of(seen)) if may(reader, Action.RUN_VIEW, at=at) else None
    report = _report_of(seen, withheld_from(reader, seen, at=at), at=at)
    return replace(report, copy_for=_copy_for(seen, reader=reader, at=at), accounts=accounts)


def bulletin_report_for(run: Run, *, reader: User, at: datetime) -> RankingReport:
    """The ranking as the bulletin tells it, whoever reads the draft: what is withheld on issue is withheld in it.

    Before the issue the copy carries the reader's name and the time. No accounts. The caller writes the audit.
    """
    seen = run_with_scores_seen(run.pk, by=reader, at=at)
    return replace(_report_of(seen, published_view(seen), at=at), copy_for=_copy_for(seen, reader=reader, at=at))


def issued_report_of(run: Run) -> RankingReport:
    """The ranking of an issued run as everybody may have it, for what is made of it without a reader; no accounts."""
    return _report_of(run, published_view(run), at=run.issued_at or run.started_at)


def _report_of(seen: Run, withheld: Withheld, *, at: datetime) -> RankingReport:
    version, document, whole = seen.scheme_version, document_of(seen), evaluation_of_run(seen)
    evaluation, veiled = masked_evaluation(whole, withheld), veiled_units(whole, withheld)
    indicators, period, kind = masked_indicators(indicators_of(seen), withheld), Period.parse(seen.period), version.kind
    columns = columns_of(version, evaluation.scheme)
    return RankingReport(
        title=title_of(version, period_name=period.name_zh),
        period=period.code,
        period_name=period.name_zh,
        scheme_title=version.title_zh,
        maker=words.MAKER,
        unit_line=unit_line_of(columns),
        made_at=timezone.localtime(seen.issued_at or seen.computed_at or at),
        state=words.TRIAL if seen.purpose == Run.Purpose.TRIAL else words.STATES[seen.state],
        digest=seen.result_digest,
        evaluation=evaluation,
        veiled=veiled,
        method_version=seen.method_version,
        rules=rules_of(version),
        demo=words.DEMO_MARK in version.document_number,
        columns=columns,
        summary=_summary(evaluation, indicators, columns, veiled),
        previous_ranks=previous_places(period, kind),
        order=tuple(unit.code for unit in units_of(document)),
        footnotes=unit_footnotes(seen, units=indicators["units"], names=names_in(indicators)),
        sources=words.SOURCES[kind],
        notes=words.BASIS_NOTES[kind],
        figure_notes=tuple(_apart(document, indicators, columns)),
    )


def _copy_for(run: Run, *, reader: User, at: datetime) -> UnpublishedCopy | None:
    if run.state == Run.State.ISSUED:
        return None
    return UnpublishedCopy(reader.display_name, timezone.localtime(at))


def _summary(
    evaluation: Evaluation, indicators: Document, columns: Iterable[IndicatorColumn], veiled: frozenset[str]
) -> tuple[SummaryRow, ...]:
    """A mean over units of which one is veiled would give it away: then only the total has one."""
    figures = {code: read_figure(figure) for code, figure in indicators["province"].items()}
    shown = {column.code: figures[column.code] for column in columns if column.code in figures}
    means = mean_rows(evaluation, period=evaluation.rows[0].period)
    if veiled:
        root = evaluation.scheme.root
        means = tuple(replace(row, scores={root: row.scores[root]}) for row in means)
    return (SummaryRow(words.PROVINCE_TOTAL, figures=shown), *means)


def _apart(document: Document, indicators: Document, columns: Iterable[IndicatorColumn]) -> Iterable[str]:
    """One sentence for each unit that is shown apart (贵安新区), with the figures of the displayed columns."""
    units = {unit.code: unit for unit in units_of(document)}
    for entry in indicators["apart"]:
        within = units[units[entry["unit"]].ranked_within or ""].name
        shown = [_in_words(column, entry["figures"].get(column.code)) for column in columns]
        figures = "，".join(filter(None, shown))
        if figures:
            yield words.APART.format(unit=entry["name"], figures=figures, within=within)


def _in_words(column: IndicatorColumn, figure: Mapping[str, Any] | None) -> str:
    value = read_figure(figure).value if figure else None
    if value is None:
        return ""
    rounded = Rounding(RoundingMethod.HALF_UP, column.decimals).apply(value / column.divisor)
    return words.APART_FIGURE.format(label=column.label, value=f"{rounded:,f}", unit=column.unit)


def _accounts(run: Run, document: Document) -> AccountsBlock | None:
    if document["kind"] != ANNUAL:
        return None
    step = run.step_results.get(name=VALUE_ADDED)
    return accounts_block(document, thaw(step.document)["years"])
