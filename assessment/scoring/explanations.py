"""The tree of a score as plain data, its footnotes in the reader's language."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from assessment.methodology.explain import ExplanationNode, explain
from assessment.methodology.footnotes import Footnote
from assessment.methodology.withheld_figures import Withheld, masked_tree, veiled_units, without_formulas
from assessment.people.errors import NotFound
from assessment.scoring.models import Run
from assessment.scoring.queries import evaluation_of_run


def explanation_of(run: Run, unit: str) -> ExplanationNode:
    """Why `unit` has its score in `run`; `NotFound` where it is not ranked in it."""
    evaluation = evaluation_of_run(run)
    if unit not in {row.unit for row in evaluation.rows}:
        raise NotFound
    return explain(evaluation, unit=unit, period=run.period)


def shown_explanation(run: Run, unit: str, withheld: Withheld) -> ExplanationNode:
    """The tree as a reader gets it: of a unit with a withheld scored figure the total alone."""
    tree = explanation_of(run, unit)
    if not withheld.columns:
        return tree
    veiled = veiled_units(evaluation_of_run(run), withheld)
    if unit in veiled:
        return masked_tree(tree)
    return without_formulas(tree) if veiled else tree


def explanation_document(node: ExplanationNode) -> dict[str, Any]:
    return {
        "code": node.code,
        "name": node.name,
        "kind": node.kind,
        "score": _plain(node.score),
        "weight": _plain(node.weight),
        "contribution": _plain(node.contribution),
        "formula": node.formula,
        "value": _plain(node.value),
        "marker": node.marker,
        "footnotes": [footnote_text(note) for note in node.footnotes],
        "inputs": {column: _plain(value) for column, value in node.inputs},
        "children": [explanation_document(child) for child in node.children],
    }


def footnote_text(note: Footnote) -> str:
    """The sentence of a footnote in the reader's language."""
    return gettext(note.message).format(**note.where)


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")
