"""The step from indicators to scores and places, and the evaluation written down as a document."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from typing import Any, NamedTuple

from assessment.methodology.canonical import SCHEMA, quoted, text_of
from assessment.methodology.evaluation import Bounds, Evaluation, ScoreColumn, UnitRow, evaluate
from assessment.methodology.footnotes import Footnote
from assessment.methodology.run_figures import plain_number, read_figure
from assessment.methodology.scheme import parse_scheme

Document = Mapping[str, Any]
Numbers = Sequence[Decimal | None]
Texts = Sequence[str | None]


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


class WrittenColumn(NamedTuple):
    """One node of the tree over all units: its numbers as plain text, None where there is none; markers as words."""

    code: str
    level: int
    weight: str | None
    raw: Texts
    treated: Texts
    normalised: Texts
    scores: Texts
    markers: Sequence[str]
    notes: Mapping[int, tuple[Footnote, ...]]


@dataclass(frozen=True)
class WrittenScores:
    """Every node, place, bound and flag of an evaluation in its order, each number written down once.

    A province of counties has 160,000 nodes: they are kept as columns and never stand in one document at once.
    """

    units: Sequence[UnitRow]
    columns: Sequence[WrittenColumn]
    placings: Sequence[Mapping[str, str | None]]
    bounds: Sequence[Mapping[str, Any]]
    flags: Sequence[Mapping[str, str]]

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical document of the step."""
        hashed = sha256()
        for part in self.parts():
            hashed.update(part.encode())
        return hashed.hexdigest()

    def parts(self) -> Iterator[str]:
        """The canonical document of the step, piece by piece, the nodes unit by unit."""
        whole = {"bounds": self.bounds, "flags": self.flags, "placings": self.placings}
        others = ",".join([f"{quoted(name)}:{text_of(list(part))}" for name, part in whole.items()])
        yield f'[{SCHEMA},{{{others},"scores":['
        before = ""
        for nodes in zip(*self._nodes(), strict=True):
            yield before + ",".join(nodes)
            before = ","
        yield "]}]"

    def _nodes(self) -> list[Iterator[str]]:
        units = [quoted(unit.unit) for unit in self.units]
        groups = [quoted(unit.group) for unit in self.units]
        return [_node_texts(column, units, groups) for column in self.columns]


def _node_texts(column: WrittenColumn, units: Sequence[str], groups: Sequence[str]) -> Iterator[str]:
    """The canonical text of one node for one unit after the other."""
    start = f'{{"code":{quoted(column.code)},"footnotes":'
    level = f',"level":{column.level},"marker":'
    weight = f',"weight":{text_of(column.weight)}}}'
    notes = {row: _footnotes_text(found) for row, found in column.notes.items()}
    numbers = (_literals(each) for each in (column.normalised, column.raw, column.scores, column.treated))
    rows = zip(units, groups, map(quoted, column.markers), *numbers, strict=True)
    for row, (unit, group, marker, normalised, raw, score, treated) in enumerate(rows):
        yield (
            f'{start}{notes.get(row, "[]")},"group":{group}{level}{marker},"normalised":{normalised},"raw":{raw},'
            f'"score":{score},"treated":{treated},"unit":{unit}{weight}'
        )


def _footnotes_text(notes: Iterable[Footnote]) -> str:
    return text_of([{"code": note.code, "where": note.where} for note in notes])


def _literals(numbers: Texts) -> list[str]:
    return ["null" if number is None else f'"{number}"' for number in numbers]


def written_scores(evaluation: Evaluation) -> WrittenScores:
    """An evaluation written down; points and figures in plain digits."""
    return WrittenScores(
        units=evaluation.rows,
        columns=[_column(column) for column in evaluation.scores.columns],
        placings=[
            {
                "unit": placing.unit,
                "group": placing.group,
                "score": plain_number(placing.score),
                "shown": None if placing.shown is None else format(placing.shown, "f"),
                "rank": plain_number(placing.rank),
            }
            for placing in evaluation.placings
        ],
        bounds=[_bounds(bounds) for bounds in evaluation.bounds],
        flags=[{"code": flag.code, "group": flag.group, "indicator": flag.indicator} for flag in evaluation.flags],
    )


def _column(column: ScoreColumn) -> WrittenColumn:
    raw = [plain_number(value) for value in column.raw]
    normalised = [plain_number(value) for value in column.normalised]
    return WrittenColumn(
        code=column.code,
        level=column.level,
        weight=plain_number(column.weight),
        raw=raw,
        treated=_written_beside(column.treated, column.raw, raw),
        normalised=normalised,
        scores=_written_beside(column.scores, column.normalised, normalised),
        markers=column.markers,
        notes=column.notes,
    )


def _written_beside(numbers: Numbers, others: Numbers, written: Texts) -> Texts:
    """A number that no treatment or rule touched is the same object as before, and its text is at hand."""
    if numbers is others:
        return written
    pairs = zip(numbers, others, written, strict=True)
    return [text if number is other else plain_number(number) for number, other, text in pairs]


def _bounds(bounds: Bounds) -> dict[str, Any]:
    numbers = ("low", "high", "worst", "best", "mean", "deviation", "lowest_score")
    return {
        "group": bounds.group,
        "code": bounds.code,
        "count": bounds.count,
        **{name: plain_number(getattr(bounds, name)) for name in numbers},
        "constant": bounds.constant,
    }
