"""The tree of a score as plain data, its footnotes in the reader's language."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from assessment.display.wording import NO_NAMES, say_footnote
from assessment.methodology.explain import ExplanationNode, explain
from assessment.methodology.withheld_figures import Withheld, masked_tree, veiled_units, without_formulas
from assessment.people.errors import NotFound
from assessment.scoring.models import Run
from assessment.scoring.queries import evaluation_of_run

ECHOES = frozenset({"provisional"})
NAMED_BY_ITSELF = frozenset({"adjustment"})


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
        "footnotes": footnotes_said(node),
        "inputs": {column: _plain(value) for column, value in node.inputs},
        "children": [explanation_document(child) for child in node.children],
    }


def footnotes_said(node: ExplanationNode, names: Mapping[str, str] = NO_NAMES) -> list[str]:
    """The sentences of a node's own footnotes; what stands below it by its name, or by `names` where they have one."""
    below = {child.code: names.get(child.code, child.name) for child in node.children}
    return [say_footnote(note, below) for note in node.footnotes]


def footnotes_within(node: ExplanationNode, names: Mapping[str, str] = NO_NAMES) -> list[str]:
    """Every footnote of the tree once, each with the name of its node.

    That something below is provisional is said below; that points were added stands under its own name.
    """
    said = [sentence for child in node.children for sentence in footnotes_within(child, names)]
    own = zip(node.footnotes, footnotes_said(node, names), strict=True)
    for note, sentence in own:
        if note.code not in ECHOES:
            named = note.code not in NAMED_BY_ITSELF
            said.append(f"{names.get(node.code, node.name)}：{sentence}" if named else sentence)
    return said


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")
