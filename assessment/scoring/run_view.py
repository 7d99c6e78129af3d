"""A run without its scores: what went in, indicator by indicator, and what may be done next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from assessment.catalogue.models import Collection, SchemeVersion
from assessment.display import formats
from assessment.methodology.periods import Period, PeriodKind
from assessment.methodology.run_indicators import LAST_YEAR
from assessment.methodology.units import Unit, convert
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.scoring.models import Run
from assessment.scoring.names import indicators_shown
from assessment.scoring.planned_issues import waiting_plan
from assessment.scoring.queries import WITHOUT_SCORES
from assessment.scoring.ranking_view import Column, columns_of, figure_text
from assessment.scoring.states import Move, states_of
from assessment.scoring.wording import column_name, kind_name, note_text

MOVES = {
    Move.CONFIRM: Action.RUN_CONFIRM,
    Move.SEND_FEEDBACK: Action.FEEDBACK_SEND,
    Move.APPROVE: Action.RUN_APPROVE,
    Move.ISSUE: Action.RUN_ISSUE,
    Move.CANCEL: Action.RUN_CANCEL,
}
# What each column of the indicators step is called; only those present are shown, in this order.
COLUMN_ORDER = (
    "software_revenue",
    "digital_economy_value_added",
    "digital_industrialisation_value_added",
    "industrial_digitalisation_value_added",
    "gross_domestic_product",
)


@dataclass(frozen=True)
class FigureLine:
    """One unit: the labelled indicators, then the pairs they come from; never a score, never a place."""

    name: str
    indicators: tuple[str, ...]
    pairs: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class RunFigures:
    heads: tuple[str, ...]
    pair_heads: tuple[str, ...]
    lines: tuple[FigureLine, ...]
    apart: tuple[FigureLine, ...]


@dataclass(frozen=True)
class Startable:
    """A period that can be run under a frozen scheme."""

    period: str
    kind: str
    text: str


def run_figures(run: Run) -> RunFigures | None:
    """None while the indicators are still being computed."""
    if run.state in WITHOUT_SCORES:
        return None
    document = indicators_shown(run)
    columns = columns_of(run)
    present = document["units"][0]["figures"] if document["units"] else {}
    pairs = [
        code + suffix
        for code in COLUMN_ORDER
        if code in present
        for suffix in ("", LAST_YEAR)
        if suffix or not _is_an_indicator(code, columns, document["units"])
    ]
    shown_in = amount_unit(run)

    def line(entry: Mapping[str, Any]) -> FigureLine:
        figures = entry["figures"]
        return FigureLine(
            name=entry["name"],
            indicators=tuple(figure_text(figures.get(column.code), column.decimals) for column in columns),
            pairs=tuple(_amount(figures.get(column), shown_in) for column in pairs),
            notes=tuple(note_text(note, of=entry["name"]) for note in entry["notes"]),
        )

    return RunFigures(
        heads=tuple(column.label for column in columns),
        pair_heads=tuple(_pair_head(column, pairs, run.scheme_version.kind) for column in pairs),
        lines=tuple(line(entry) for entry in document["units"]),
        apart=tuple(line(entry) for entry in document["apart"]),
    )


def _is_an_indicator(code: str, columns: Iterable[Column], units: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a level stands among the indicators already, the same for every unit."""
    return any(all(unit["figures"].get(column.code) == unit["figures"][code] for unit in units) for column in columns)


def _pair_head(column: str, shown: Sequence[str], kind: str) -> str:
    """Beside its own level a figure of last year is named by that alone."""
    if column.removesuffix(LAST_YEAR) == column or column.removesuffix(LAST_YEAR) not in shown:
        return column_name(column)
    return gettext("Year before") if kind == SchemeVersion.Kind.ANNUAL else gettext("Same period last year")


def amount_unit(run: Run) -> Unit:
    """Value added and GDP in 亿元, revenue in 万元."""
    annual = run.scheme_version.kind == SchemeVersion.Kind.ANNUAL
    return Unit.HUNDRED_MILLION_YUAN if annual else Unit.TEN_THOUSAND_YUAN


def _amount(document: Mapping[str, Any] | None, shown_in: Unit) -> str:
    value = (document or {}).get("value")
    if value is None:
        return figure_text(document, formats.DEFAULT_DECIMALS)
    return formats.number(convert(Decimal(value), Unit.TEN_THOUSAND_YUAN, shown_in))


def open_moves(run: Run, allowed: frozenset[Action], user: User) -> list[str]:
    """The buttons for `user`; whoever took an earlier step is not offered the next one."""
    table = states_of(run)
    moves = [move.value for move, action in MOVES.items() if action in allowed and table.allows(run.state, move)]
    earlier: dict[str, set[int | None]] = {
        Move.CONFIRM.value: {run.started_by_id},
        Move.APPROVE.value: {run.started_by_id, run.confirmed_by_id},
        Move.ISSUE.value: {run.approved_by_id},
    }
    if Move.ISSUE.value in moves and waiting_plan(run) is not None:
        moves.remove(Move.ISSUE.value)
    return [move for move in moves if user.pk not in earlier.get(move, set())]


def startable() -> list[Startable]:
    """Every collected period that a frozen scheme covers, newest first."""
    schemes = list(SchemeVersion.objects.filter(frozen_at__isnull=False))
    codes = Collection.objects.filter(purpose=Collection.Purpose.ASSESSMENT, opened_at__isnull=False)
    periods = sorted({Period.parse(code) for code in codes.values_list("period", flat=True)}, reverse=True)
    return [
        Startable(period.code, scheme.kind, f"{formats.period(period.code)} · {kind_name(scheme.kind)}")
        for period in periods
        for scheme in schemes
        if _covers(scheme, period)
    ]


def _covers(scheme: SchemeVersion, period: Period) -> bool:
    wanted = PeriodKind.CUMULATIVE if scheme.kind == SchemeVersion.Kind.QUARTERLY else PeriodKind.YEAR
    first, last = Period.parse(scheme.first_period), Period.parse(scheme.last_period)
    return period.kind is wanted and first <= period <= last
