"""A ranking as its page shows it: places, composition of the score, movement, notes, tile map, places over time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assessment.display import formats
from assessment.display.charts import StripPart, strip
from assessment.methodology.evaluation import Evaluation, Placing
from assessment.methodology.explain import ExplanationNode, explain
from assessment.methodology.figures import Condition
from assessment.methodology.periods import Period
from assessment.methodology.withheld_figures import Withheld, masked_indicators, veiled_units
from assessment.scoring.check_notes import notes_beside
from assessment.scoring.explanations import footnotes_within
from assessment.scoring.history import previous_places
from assessment.scoring.models import Run
from assessment.scoring.names import indicators_shown, node_names
from assessment.scoring.queries import evaluation_of_run

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
FULL_SCORE = Decimal(100)
PROVISIONAL = "provisional"


@dataclass(frozen=True)
class Column:
    """An indicator of the scheme as a column: its head, and how its figures are printed."""

    code: str
    label: str
    decimals: int


@dataclass(frozen=True)
class RankingRow:
    unit: str
    name: str
    group: str
    rank: Decimal | None
    score: str
    change: formats.RankChange
    figures: tuple[str, ...]
    parts: tuple[StripPart, ...]
    marks: str


@dataclass(frozen=True)
class RankingView:
    """`parts` name the strips' colours; `notes` are the footnotes in the order of their marks."""

    columns: tuple[Column, ...]
    rows: tuple[RankingRow, ...]
    parts: tuple[str, ...]
    notes: tuple[tuple[str, str], ...]
    first: bool
    withholds: bool
    figures: Mapping[str, Mapping[str, Any]]
    province: Mapping[str, Mapping[str, Any]]


def ranking_view(run: Run, withheld: Withheld) -> RankingView:
    """The rows by group and place, × for what the reader does not get: see `publication_view.withheld_from`.

    The run must be open to the reader: see `queries.run_with_scores_seen`.
    """
    return ranking_of(run, evaluation_of_run(run), withheld)


def ranking_of(run: Run, evaluation: Evaluation, withheld: Withheld) -> RankingView:
    """The same for whoever has the evaluation of the run already: it is not computed twice for one page."""
    shown = indicators_shown(run)
    indicators = masked_indicators(shown, withheld)
    units = {entry["unit"]: entry for entry in indicators["units"]}
    before = previous_places(Period.parse(run.period), run.scheme_version.kind)
    columns = columns_of(run)
    trees = {code: explain(evaluation, unit=code, period=run.period) for code in units}
    veiled = veiled_units(evaluation, withheld)
    footnotes, names = _Footnotes(), node_names(run)
    said = notes_beside(run, shown)
    rows = []
    for placing in _in_order(evaluation, units):
        entry = units[placing.unit]
        figures = tuple(figure_text(entry["figures"].get(column.code), column.decimals) for column in columns)
        open_tree = placing.unit not in veiled
        parts = score_parts(trees[placing.unit], names) if open_tree else []
        rows.append(
            RankingRow(
                unit=placing.unit,
                name=entry["name"],
                group=placing.group,
                rank=placing.rank,
                score=formats.number(placing.shown, decimals=evaluation.scheme.rounding.digits),
                change=formats.rank_change(placing.rank, (before or {}).get(placing.unit), first=before is None),
                figures=figures,
                parts=tuple(strip(parts, FULL_SCORE)),
                marks=footnotes.marks(
                    [
                        *said.get(placing.unit, ()),
                        *(footnotes_within(trees[placing.unit], names) if open_tree else ()),
                    ]
                ),
            )
        )
    return RankingView(
        columns=columns,
        rows=tuple(rows),
        parts=tuple(label for label, _ in score_parts(trees[rows[0].unit], names)) if rows else (),
        notes=footnotes.listed(),
        first=before is None,
        withholds=bool(withheld.columns),
        figures={code: entry["figures"] for code, entry in units.items()},
        province=indicators["province"],
    )


def columns_of(run: Run) -> tuple[Column, ...]:
    """The labelled indicators of the scheme, without its aggregates, whose scores the strip shows."""
    labels: Mapping[str, Mapping[str, Any]] = run.scheme_version.labels
    language = "label_zh" if formats.in_chinese() else "label_en"
    return tuple(
        Column(code, formats.with_unit(entry[language], entry["unit"]), int(entry["decimals"]))
        for code, entry in labels.items()
        if entry["unit"] not in {"分", "point"}
    )


def score_parts(tree: ExplanationNode, names: Mapping[str, str]) -> list[tuple[str, Decimal]]:
    """What the total is made of, in points: the first level that has more than one part."""
    node = tree
    while len(node.children) == 1:
        node = node.children[0]
    return [(names.get(child.code, child.name), child.contribution or Decimal(0)) for child in node.children] or [
        (tree.name, tree.score or Decimal(0))
    ]


def figure_text(document: Mapping[str, Any] | None, decimals: int) -> str:
    """A figure of the indicators step as the screen shows it."""
    if document is None:
        return formats.NOTHING
    value = document.get("value")
    if value is not None:
        return formats.number(Decimal(value), decimals=decimals)
    return formats.condition(document.get("condition", Condition.NOT_AVAILABLE))


class _Footnotes:
    """Equal sentences share a mark, numbered as they come."""

    def __init__(self) -> None:
        self.sentences: list[str] = []

    def marks(self, sentences: Sequence[str]) -> str:
        for sentence in sentences:
            if sentence not in self.sentences:
                self.sentences.append(sentence)
        return "".join(_mark(self.sentences.index(sentence)) for sentence in sentences)

    def listed(self) -> tuple[tuple[str, str], ...]:
        return tuple((_mark(number), sentence) for number, sentence in enumerate(self.sentences))


def _mark(number: int) -> str:
    return CIRCLED[number] if number < len(CIRCLED) else f"({number + 1})"


def _in_order(evaluation: Evaluation, units: Mapping[str, Mapping[str, Any]]) -> list[Placing]:
    """By group and place; equal places, and units without one at the end, in 行政区划 order."""
    order = {code: number for number, code in enumerate(units)}
    last = Decimal(len(units) + 1)
    return sorted(
        (placing for placing in evaluation.placings if placing.unit in units),
        key=lambda one: (one.group, last if one.rank is None else one.rank, order[one.unit]),
    )
