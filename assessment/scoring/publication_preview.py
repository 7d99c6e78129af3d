"""Internal view beside publication view, as the commission looks at them before a result is issued."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext

from assessment.display import formats
from assessment.measurement.wording import figure_name
from assessment.methodology.disclosure import DEFAULT_RULES, SuppressionReason
from assessment.methodology.errors import N_
from assessment.methodology.publication_tables import LEVELS, FigureKey
from assessment.methodology.rounding import exact_context
from assessment.methodology.run_document import ANNUAL, VALUE_ADDED, thaw
from assessment.methodology.run_figures import number
from assessment.methodology.run_indicators import LAST_YEAR, LEVEL_ITEM
from assessment.methodology.units import Unit, convert
from assessment.methodology.withheld_figures import read_pattern
from assessment.scoring.models import PublicationPattern, Run, UncheckedDecision
from assessment.scoring.names import region_names
from assessment.scoring.publication_view import pattern_of, undecided_figures
from assessment.scoring.queries import document_of, indicators_of
from assessment.scoring.run_view import amount_unit
from assessment.scoring.wording import column_name, decided_figure

REASONS: Final[Mapping[SuppressionReason, str]] = {
    SuppressionReason.FEW_CONTRIBUTORS: N_("fewer than {count} units"),
    SuppressionReason.DOMINANCE: N_("the {leaders} largest units hold more than {percent}%"),
    SuppressionReason.P_PERCENT: N_("the second largest unit could estimate the largest to within {room}%"),
    SuppressionReason.PRESUMED_FEW: N_("an industry of a handful of units, whose shares are not at hand"),
    SuppressionReason.UNCHECKED: N_("its units are not at hand; withheld by decision"),
    SuppressionReason.SECONDARY: N_("would let a withheld figure be worked out"),
}
QUARTERLY: Final = (LEVEL_ITEM, LEVEL_ITEM + LAST_YEAR, "growth")


@dataclass(frozen=True)
class PreviewCell:
    """One figure: as it is inside, as it goes out, and why it is withheld; `primary` of itself, not for another."""

    internal: str
    published: str
    reason: str
    primary: bool


@dataclass(frozen=True)
class PreviewRow:
    name: str
    cells: tuple[PreviewCell, ...]
    total: bool


@dataclass(frozen=True)
class PreviewTable:
    title: str
    heads: tuple[str, ...]
    rows: tuple[PreviewRow, ...]


@dataclass(frozen=True)
class WithheldLine:
    """One line of the list under the tables: a figure withheld for one reason, with all its regions."""

    period: str
    figure: str
    regions: str
    reason: str


@dataclass(frozen=True)
class UncheckedLine:
    """A figure whose contributors are not known: as a form names it, in words, and what was decided of it."""

    key: str
    figure: str
    decision: UncheckedDecision | None


@dataclass(frozen=True)
class PublicationPreview:
    unit: str
    tables: tuple[PreviewTable, ...]
    lines: tuple[WithheldLine, ...]
    unchecked: tuple[UncheckedLine, ...]
    exposed: tuple[str, ...]
    stored: PublicationPattern | None


Values = Mapping[FigureKey, Decimal | None]


def publication_preview(run: Run, province: str) -> PublicationPreview:
    """The pattern as stored with an issued run, or as it would be stored now."""
    document = pattern_of(run)
    reasons = read_pattern(document).reasons
    annual = document_of(run)["kind"] == ANNUAL
    values, codes = (_annual(run, province), LEVELS) if annual else (_quarterly(run, province), QUARTERLY)
    regions = dict.fromkeys(key.region for key in values)
    known = region_names(regions) | {province: gettext("All cities")}
    names = {region: known.get(region, region) for region in regions}
    shown_in = amount_unit(run)
    tables = tuple(
        _table(
            period,
            codes,
            {key: value for key, value in values.items() if key.period == period},
            _Words(names, shown_in, reasons),
        )
        for period in sorted({key.period for key in values}, reverse=True)
    )
    return PublicationPreview(
        unit=formats.unit(shown_in),
        tables=tables,
        lines=tuple(_lines(reasons, names)),
        unchecked=tuple(_unchecked(run, document)),
        exposed=tuple(_named(FigureKey(**key), names) for key in document["exposed"]),
        stored=PublicationPattern.objects.select_related("made_by").filter(run=run).first(),
    )


def reason_words(reason: SuppressionReason) -> str:
    return gettext(REASONS[reason]).format(
        count=DEFAULT_RULES.least_contributors,
        leaders=DEFAULT_RULES.dominating,
        percent=formats.whole(DEFAULT_RULES.dominance_percent),
        room=formats.whole(DEFAULT_RULES.p_percent),
    )


@dataclass(frozen=True)
class _Words:
    names: Mapping[str, str]
    shown_in: Unit
    reasons: Mapping[FigureKey, SuppressionReason]

    def cell(self, key: FigureKey, value: Decimal | None) -> PreviewCell:
        amount = (
            value if key.code == "growth" or value is None else convert(value, Unit.TEN_THOUSAND_YUAN, self.shown_in)
        )
        internal, reason = formats.number(amount), self.reasons.get(key)
        if reason is None:
            return PreviewCell(internal, internal, "", primary=False)
        return PreviewCell(
            internal, formats.SUPPRESSED, reason_words(reason), primary=reason is not SuppressionReason.SECONDARY
        )


def _table(period: str, codes: Sequence[str], values: Values, words: _Words) -> PreviewTable:
    regions = dict.fromkeys(key.region for key in values)
    return PreviewTable(
        title=formats.period(period),
        heads=tuple(_head(code) for code in codes),
        rows=tuple(
            PreviewRow(
                words.names.get(region, region),
                tuple(words.cell(key, values.get(key)) for key in (FigureKey(period, region, code) for code in codes)),
                total=region == next(reversed(regions)),
            )
            for region in regions
        ),
    )


def _annual(run: Run, province: str) -> dict[FigureKey, Decimal | None]:
    years = thaw(run.step_results.get(name=VALUE_ADDED).document)["years"]
    values = {
        FigureKey(year, region["region"], code): number(region["figures"].get(code, {}).get("value"))
        for year, measured in years.items()
        for region in measured["regions"]
        for code in LEVELS
    }
    for year in years:
        for code in LEVELS:
            found = [value for key, value in values.items() if (key.period, key.code) == (year, code)]
            values[FigureKey(year, province, code)] = _sum(found)
    return values


def _quarterly(run: Run, province: str) -> dict[FigureKey, Decimal | None]:
    document = indicators_of(run)
    entries = [*((unit["unit"], unit["figures"]) for unit in document["units"]), (province, document["province"])]
    return {
        FigureKey(run.period, region, code): number(figures.get(code, {}).get("value"))
        for region, figures in entries
        for code in QUARTERLY
    }


def _sum(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    with exact_context():
        return sum(known, Decimal(0))


def _lines(reasons: Mapping[FigureKey, SuppressionReason], names: Mapping[str, str]) -> Iterable[WithheldLine]:
    """The newest period first; the regions in the order of the tables. The level is the revenue by another name."""
    order = {region: number for number, region in enumerate(names)}
    together: dict[tuple[str, str, SuppressionReason], list[str]] = {}
    for key in sorted(reasons, key=lambda one: order.get(one.region, len(order))):
        if key.code != "level":
            together.setdefault((key.period, key.code, reasons[key]), []).append(names.get(key.region, key.region))
    for period, code, reason in sorted(together, reverse=True):
        regions = "、".join(together[period, code, reason])
        yield WithheldLine(formats.period(period), _head(code), regions, reason_words(reason))


def _unchecked(run: Run, document: Mapping[str, Any]) -> Iterable[UncheckedLine]:
    decided = {(one.period, one.code): one for one in run.unchecked_decisions.select_related("decided_by")}
    for period, code in sorted(undecided_figures(run, document) | set(decided)):
        yield UncheckedLine(f"{period}/{code}", decided_figure(period, code), decided.get((period, code)))


def _named(key: FigureKey, names: Mapping[str, str]) -> str:
    return f"{formats.period(key.period)} {names.get(key.region, key.region)} {_head(key.code)}"


def _head(code: str) -> str:
    return figure_name(code) if code in LEVELS else column_name(code)
