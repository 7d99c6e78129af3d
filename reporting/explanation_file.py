"""explain.json of `manage.py evaluate`: how every score came about, from the total down to the figures.

`nodes` describes the tree once, `pools` the formula of each indicator in each period × group with {x} for the figure;
`units` holds one tree per unit, in which the contributions of the children add up to their parent's score exactly.
Numbers are texts in full precision, an absent one is null.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from assessment.display.wording import say_footnote
from assessment.methodology.evaluation import Bounds, Evaluation, ScoreColumn
from assessment.methodology.explain import adjustments_of, contributions_of, step_beside, wins_of
from assessment.methodology.footnotes import Footnote
from assessment.methodology.pools import ZERO
from assessment.methodology.rounding import exact_context, plain_text
from assessment.methodology.scheme import Scheme
from reporting.evaluation_files import ColumnTexts, write_lines

Branch = Callable[[int, str], str]


def write_explanations(folder: Path, evaluation: Evaluation, texts: Mapping[str, ColumnTexts]) -> None:
    """One line per unit, written as it is made."""
    write_lines(folder / "explain.json", _lines(evaluation, texts))


def _lines(evaluation: Evaluation, texts: Mapping[str, ColumnTexts]) -> Iterator[str]:
    scheme = evaluation.scheme
    yield f'{{"scheme":{_json(scheme.code)},\n"nodes":{_json(_nodes(scheme))},\n'
    yield f'"pools":{_json([_pool(bounds) for bounds in evaluation.bounds])},\n"units":['
    writer = _TreeWriter(evaluation, texts)
    for number, row in enumerate(evaluation.rows):
        who = _json({"period": row.period, "group": row.group, "unit": row.unit, "name": row.name})
        with exact_context():
            tree = writer.tree(number)
        yield f'{"," if number else ""}\n{who[:-1]},"tree":{tree}}}'
    yield "\n]}\n"


def _nodes(scheme: Scheme) -> list[dict[str, object]]:
    methods: dict[str, str] = {each.code: each.normalise.method for each in scheme.indicators}
    methods |= {each.code: scheme.aggregation_of(each.code).method for each in scheme.aggregates}
    return [
        {
            "code": node.code,
            "name": node.name,
            "level": scheme.levels.get(node.code, 0),
            "parent": node.parent,
            "weight": _text(node.weight),
            "method": methods[node.code],
        }
        for node in scheme.nodes
    ]


def _pool(bounds: Bounds) -> dict[str, object]:
    numbers = ("low", "high", "worst", "best", "mean", "deviation", "lowest_score")
    return {
        "period": bounds.period,
        "group": bounds.group,
        "code": bounds.code,
        "count": bounds.count,
        **{name: _text(getattr(bounds, name)) for name in numbers},
        "constant": bounds.constant,
        "formula": bounds.formula,
        "increment_formula": bounds.increment_formula,
    }


class _TreeWriter:
    """The trees of one evaluation as JSON, assembled from columns of texts: 3,000 units have 150,000 nodes."""

    def __init__(self, evaluation: Evaluation, texts: Mapping[str, ColumnTexts]) -> None:
        self._evaluation = evaluation
        self._texts = texts
        self._scheme = evaluation.scheme
        self._wins = wins_of(evaluation)
        self._columns = {column.code: column for column in evaluation.scores.columns}
        leaves = [indicator.code for indicator in self._scheme.indicators]
        self._branches: dict[str, Branch] = {code: self._leaf(code) for code in leaves}
        for aggregate in self._scheme.upwards:
            self._branches[aggregate.code] = self._inner(aggregate.code)

    def tree(self, number: int) -> str:
        """The tree of the row with this number; to be called in the exact context."""
        total = self._columns[self._scheme.root].scores[number]
        return self._branches[self._scheme.root](number, _quoted(total))

    def _leaf(self, code: str) -> Branch:
        column = self._columns[code]
        values = [f'"{text}"' if text else "null" for text in self._texts[code].raw]
        scores = [f'"{text}"' if text else "null" for text in self._texts[code].scores]
        markers, notes = column.markers, column.notes
        head = f'{{"code":{_json(code)},"value":'

        def write(number: int, contribution: str) -> str:
            rest = f',"footnotes":{_footnotes(notes[number])}' if number in notes else ""
            return (
                f'{head}{values[number]},"score":{scores[number]},"contribution":{contribution},'
                f'"marker":"{markers[number]}"{rest}}}'
            )

        return write

    def _inner(self, code: str) -> Branch:
        column, head = self._columns[code], f'{{"code":{_json(code)},"score":'
        family = _Family(self._evaluation, column, [self._columns[child] for child in self._scheme.tree[code]])
        family.wins = list(self._wins.get(code, {}).values())
        branches = [self._branches[child.code] for child in family.children]

        def write(number: int, contribution: str) -> str:
            parts, steps = family.contributions(number)
            below = [branch(number, part) for branch, part in zip(branches, parts, strict=True)]
            notes = column.notes.get(number)
            rest = f',"footnotes":{_footnotes(notes)}' if notes else ""
            return (
                f'{head}{_quoted(column.scores[number])},"contribution":{contribution},'
                f'"marker":"{column.markers[number]}"{rest},"children":[{",".join(below + steps)}]}}'
            )

        return write


class _Family:
    """An aggregate and its children over all rows."""

    def __init__(self, evaluation: Evaluation, parent: ScoreColumn, children: list[ScoreColumn]) -> None:
        self.children = children
        self._evaluation = evaluation
        self._parent = parent
        self._aggregation = evaluation.scheme.aggregation_of(parent.code)
        self._weights = [child.weight or ZERO for child in children]
        self.wins: list[Sequence[Decimal | None]] = []

    def contributions(self, number: int) -> tuple[list[str], list[str]]:
        """The contribution of each child, null where it is missing, and the steps beside the children."""
        score = self._parent.normalised[number]
        if score is None:
            return ["null"] * len(self.children), []
        scores = [child.scores[number] for child in self.children]
        there = [points for points in scores if points is not None]
        weights = self._weights
        if len(there) < len(scores):
            weights = [weight for weight, points in zip(weights, scores, strict=True) if points is not None]
        if self.wins:
            there = [win for column in self.wins if (win := column[number]) is not None]
        found, rest = contributions_of(weights, there, score, self._aggregation)
        texts = [f'"{part:f}"' for part in found]
        if len(there) < len(scores):
            known = iter(texts)
            texts = ["null" if points is None else next(known) for points in scores]
        return texts, self._steps(number, score, rest)

    def _steps(self, number: int, score: Decimal, rest: Decimal) -> list[str]:
        beside = step_beside(self._aggregation)
        steps = [_step(beside, rest)] if beside else []
        scheme = self._evaluation.scheme
        if self._parent.code == scheme.root:
            row, after = self._evaluation.rows[number], self._parent.scores[number]
            extra = adjustments_of(scheme, row, before=score, after=after)
            steps += [_step(each.code, each.contribution) for each in extra]
        return steps


def _step(code: str, points: Decimal | None) -> str:
    return f'{{"code":{_json(code)},"score":{_quoted(points)},"contribution":{_quoted(points)}}}'


def _footnotes(notes: Sequence[Footnote]) -> str:
    return _json([say_footnote(note) for note in notes])


def _text(value: Decimal | None) -> str | None:
    return None if value is None else plain_text(value)


def _quoted(value: Decimal | None) -> str:
    return "null" if value is None else f'"{value:f}"'


def _json(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))
