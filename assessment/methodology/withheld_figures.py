"""A result without the figures that are withheld: in its documents, its evaluation and its explanations.

What is withheld is in the condition `suppressed` (×), never missing (--) and never zero. Totals and places always
stay: they are the result. A city filed its own figures and reads these; the pattern holds against a city that knows
them. Source: product row E6; rule V-P1.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from assessment.methodology.canonical import digest
from assessment.methodology.disclosure import SuppressionReason
from assessment.methodology.evaluation_parts import Evaluation, ScoreColumn, Scores, UnitRow
from assessment.methodology.explain import ExplanationNode
from assessment.methodology.figures import Condition, Figure, Marker
from assessment.methodology.publication_tables import FigureKey, PublicationPattern
from assessment.methodology.run_figures import RunUnit, parts_of
from assessment.methodology.run_indicators import ANNUAL_COLUMNS, LAST_YEAR
from assessment.methodology.scheme_parts import Scheme

SUPPRESSED: Final = Figure(Condition.SUPPRESSED, marker=Marker.SUPPRESSED)
SUPPRESSED_DOCUMENT: Final[Mapping[str, str]] = {
    "condition": Condition.SUPPRESSED.value,
    "reason": "",
    "marker": Marker.SUPPRESSED.value,
}
Column = tuple[str, str]


@dataclass(frozen=True)
class Withheld:
    """What one reader of a result does not get: cells of the tables, and columns of its units."""

    reasons: Mapping[FigureKey, SuppressionReason] = field(default_factory=dict)
    columns: frozenset[Column] = frozenset()

    def hides(self, period: str, region: str, code: str) -> bool:
        """Whether a figure of the tables stays inside: an industry or aggregate of a region and year."""
        return FigureKey(period, region, code) in self.reasons

    def beyond(self, units: Collection[str]) -> "Withheld":
        """What is left of it for whoever filed the figures of `units` and may read these. Source: see the module."""
        return Withheld(
            {key: reason for key, reason in self.reasons.items() if key.region not in units},
            frozenset((unit, column) for unit, column in self.columns if unit not in units),
        )

    def hides_column(self, unit: str, column: str) -> bool:
        """Whether a column of the indicators step, such as `software_revenue`, stays inside for a unit."""
        return (unit, column) in self.columns


NOTHING_WITHHELD: Final = Withheld()


def pattern_document(pattern: PublicationPattern, columns: Iterable[Column]) -> dict[str, Any]:
    """The pattern as it is stored: keys and reasons, no figure and no contributor. Source: product row E6."""
    return {
        "cells": [{**key._asdict(), "reason": reason.value} for key, reason in sorted(pattern.reasons.items())],
        "columns": [{"unit": unit, "column": column} for unit, column in sorted(columns)],
        "unchecked": [key._asdict() for key in pattern.unchecked],
        "exposed": [key._asdict() for key in pattern.exposed],
    }


def read_pattern(document: Mapping[str, Any]) -> Withheld:
    """The stored pattern as a reader meets it. Unit and source: none; keys and reasons only."""
    return Withheld(
        {
            FigureKey(cell["period"], cell["region"], cell["code"]): SuppressionReason(cell["reason"])
            for cell in document["cells"]
        },
        frozenset((one["unit"], one["column"]) for one in document["columns"]),
    )


def pattern_digest(document: Mapping[str, Any]) -> str:
    """The digest under which a pattern is recorded with its result. Source: product row E6."""
    return digest(document)


def annual_columns(
    pattern: PublicationPattern, units: tuple[RunUnit, ...], period: str, base_period: str
) -> frozenset[Column]:
    """The columns of a year that add up a withheld figure of the unit or of one that is ranked within it.

    Source: a sum of which a part is withheld would give the part away to whoever knows the rest.
    """
    parts = parts_of(units)
    return frozenset(
        (unit.code, column + suffix)
        for unit in units
        for code, column in ANNUAL_COLUMNS.items()
        for year, suffix in ((period, ""), (base_period, LAST_YEAR))
        if any(FigureKey(year, part.code, code) in pattern.reasons for part in (unit, *parts[unit.code]))
    )


def quarterly_columns(pattern: PublicationPattern, units: tuple[RunUnit, ...]) -> frozenset[Column]:
    """The columns of a quarter that are withheld, with those of units ranked within one: a part is a lower bound.

    Source: see `publication_tables`.
    """
    withheld = frozenset((key.region, key.code) for key in pattern.reasons)
    parts = {unit.code: unit.ranked_within for unit in units if unit.ranked_within is not None}
    return withheld | {(part, code) for part, whole in parts.items() for region, code in withheld if region == whole}


def masked_indicators(document: Mapping[str, Any], withheld: Withheld) -> Mapping[str, Any]:
    """The indicators step with × where a column is withheld. Unit: as the step has it. Source: product row E6."""
    if not withheld.columns:
        return document
    return {
        **document,
        **{part: [_masked_entry(one, withheld) for one in document[part]] for part in ("units", "apart")},
    }


def masked_evaluation(evaluation: Evaluation, withheld: Withheld) -> Evaluation:
    """The evaluation with × for withheld columns, and without the scores below the total of their units.

    A normalised score and its bounds give the figure back, so it is withheld with it; the total and the place stay.
    Unit: points. Source: product row E6.
    """
    if not withheld.columns:
        return evaluation
    rows = tuple(_masked_row(row, withheld) for row in evaluation.rows)
    veiled = veiled_units(evaluation, withheld)
    hidden = frozenset(n for n, row in enumerate(evaluation.rows) if row.unit in veiled)
    columns = [_masked_scores(column, hidden, evaluation.scheme.root) for column in evaluation.scores.columns]
    return replace(evaluation, rows=rows, scores=Scores(rows, columns))


def veiled_units(evaluation: Evaluation, withheld: Withheld) -> frozenset[str]:
    """The units that show nothing below their total, because a figure that is scored is withheld. Source: above."""
    return veiled_under(evaluation.scheme, withheld)


def veiled_under(scheme: Scheme, withheld: Withheld) -> frozenset[str]:
    """The same by the scheme alone, without its evaluation. Source: above."""
    scored = frozenset(scheme.columns)
    return frozenset(unit for unit, column in withheld.columns if column in scored)


def masked_tree(tree: ExplanationNode) -> ExplanationNode:
    """The tree of a veiled unit: its nodes by name, the total's score, nothing else. Unit: points. Source: above."""
    return tree._replace(
        formula="", value=None, footnotes=(), inputs=(), children=tuple(_masked_node(child) for child in tree.children)
    )


def without_formulas(tree: ExplanationNode) -> ExplanationNode:
    """The tree of another unit where one is veiled: its formulas would name the ends of the scale, perhaps the veiled.

    Unit: points. Source: above.
    """
    formula = "" if not tree.children else tree.formula
    return tree._replace(formula=formula, children=tuple(without_formulas(child) for child in tree.children))


def _masked_node(node: ExplanationNode) -> ExplanationNode:
    return node._replace(
        score=None,
        contribution=None,
        formula="",
        value=None,
        marker=Marker.SUPPRESSED.value,
        footnotes=(),
        inputs=(),
        children=tuple(_masked_node(child) for child in node.children),
    )


def _masked_entry(entry: Mapping[str, Any], withheld: Withheld) -> Mapping[str, Any]:
    figures = {
        column: SUPPRESSED_DOCUMENT if withheld.hides_column(entry["unit"], column) else figure
        for column, figure in entry["figures"].items()
    }
    return {**entry, "figures": figures}


def _masked_row(row: UnitRow, withheld: Withheld) -> UnitRow:
    hidden = {column: SUPPRESSED for column in row.values if withheld.hides_column(row.unit, column)}
    return replace(row, values={**row.values, **hidden})


def _masked_scores(column: ScoreColumn, hidden: frozenset[int], root: str) -> ScoreColumn:
    """Of the total only what it is made of goes; of every other node all numbers of the hidden rows."""
    shown = replace(
        column,
        raw=_without(column.raw, hidden),
        treated=_without(column.treated, hidden),
        normalised=_without(column.normalised, hidden),
        notes={number: notes for number, notes in column.notes.items() if number not in hidden},
    )
    if column.code == root:
        return shown
    markers = [Marker.SUPPRESSED.value if n in hidden else marker for n, marker in enumerate(column.markers)]
    return replace(shown, scores=_without(column.scores, hidden), markers=markers)


def _without(values: Iterable[Any], hidden: frozenset[int]) -> list[Any]:
    return [None if number in hidden else value for number, value in enumerate(values)]
