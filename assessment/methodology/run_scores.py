"""The step from indicators to scores and places, and the evaluation written down as a document."""

from collections.abc import Mapping
from typing import Any

from assessment.methodology.evaluation import Bounds, Evaluation, NodeScore, UnitRow, evaluate
from assessment.methodology.run_figures import plain_number, read_figure
from assessment.methodology.scheme import parse_scheme

Document = Mapping[str, Any]


def evaluate_run(document: Document, indicators: Document) -> Evaluation:
    """The scheme of the document applied to the units of the indicators; points, exact decimals."""
    rows = tuple(
        UnitRow(
            unit=entry["unit"],
            name=entry["name"],
            group=entry["group"],
            period=document["period"],
            values={column: read_figure(figure) for column, figure in entry["figures"].items()},
        )
        for entry in indicators["units"]
    )
    return evaluate(parse_scheme(document["scheme"]["text"]), rows)


def scores_document(evaluation: Evaluation) -> Document:
    """Every node, place, bound and flag in the order of the evaluation."""
    return {
        "scores": [_score(node) for node in evaluation.scores],
        "placings": [
            {
                "unit": placing.unit,
                "group": placing.group,
                "score": plain_number(placing.score),
                "shown": None if placing.shown is None else format(placing.shown, "f"),
                "rank": plain_number(placing.rank),
            }
            for placing in evaluation.placings
        ],
        "bounds": [_bounds(bounds) for bounds in evaluation.bounds],
        "flags": [{"code": flag.code, "group": flag.group, "indicator": flag.indicator} for flag in evaluation.flags],
    }


def _score(node: NodeScore) -> dict[str, Any]:
    return {
        "unit": node.unit,
        "group": node.group,
        "code": node.code,
        "level": node.level,
        "raw": plain_number(node.raw),
        "treated": plain_number(node.treated),
        "normalised": plain_number(node.normalised),
        "weight": plain_number(node.weight),
        "score": plain_number(node.score),
        "marker": str(node.marker),
        "footnotes": [{"code": note.code, "where": note.where} for note in node.footnotes],
    }


def _bounds(bounds: Bounds) -> dict[str, Any]:
    numbers = ("low", "high", "worst", "best", "mean", "deviation", "lowest_score")
    return {
        "group": bounds.group,
        "code": bounds.code,
        "count": bounds.count,
        **{name: plain_number(getattr(bounds, name)) for name in numbers},
        "constant": bounds.constant,
    }
