"""The step from indicators to scores and places, and the evaluation written down as a document."""

from collections.abc import Mapping
from typing import Any

from assessment.methodology.evaluation import Bounds, Evaluation, ScoreColumn, UnitRow, evaluate
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
        "scores": _scores(evaluation),
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


def _scores(evaluation: Evaluation) -> list[dict[str, Any]]:
    """All nodes of one unit after the other; the numbers of a node are written down column by column."""
    # The names of a node stand in the order of the canonical text, which then has nothing to sort.
    columns = [(column, *_written(column)) for column in evaluation.scores.columns]
    return [
        {
            "code": column.code,
            "footnotes": [{"code": note.code, "where": note.where} for note in column.notes.get(row, ())],
            "group": unit.group,
            "level": column.level,
            "marker": str(column.markers[row]),
            "normalised": normalised[row],
            "raw": raw[row],
            "score": scores[row],
            "treated": treated[row],
            "unit": unit.unit,
            "weight": weight,
        }
        for row, unit in enumerate(evaluation.rows)
        for column, raw, treated, normalised, scores, weight in columns
    ]


Texts = list[str | None]


def _written(column: ScoreColumn) -> tuple[Texts, Texts, Texts, Texts, str | None]:
    raw = [plain_number(value) for value in column.raw]
    # A figure that no treatment touched is the same object, and its text is at hand.
    pairs = zip(column.treated, column.raw, raw, strict=True)
    treated = [text if value is before else plain_number(value) for value, before, text in pairs]
    normalised = [plain_number(value) for value in column.normalised]
    scores = zip(column.scores, column.normalised, normalised, strict=True)
    return (
        raw,
        treated,
        normalised,
        [text if value is before else plain_number(value) for value, before, text in scores],
        plain_number(column.weight),
    )


def _bounds(bounds: Bounds) -> dict[str, Any]:
    numbers = ("low", "high", "worst", "best", "mean", "deviation", "lowest_score")
    return {
        "group": bounds.group,
        "code": bounds.code,
        "count": bounds.count,
        **{name: plain_number(getattr(bounds, name)) for name in numbers},
        "constant": bounds.constant,
    }
