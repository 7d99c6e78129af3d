"""Schemes and units for the tests of scoring, as short as the point of a test allows."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from assessment.methodology.evaluation import Evaluation, NodeScore, UnitRow, evaluate
from assessment.methodology.figures import Figure
from assessment.methodology.scheme import Scheme, parse_scheme

Cell = str | int | None | Figure


def figure(cell: Cell) -> Figure:
    """A text or whole number as a value, None as an empty cell."""
    if isinstance(cell, Figure):
        return cell
    return Figure.empty() if cell is None else Figure.of(Decimal(cell))


def scheme_text(indicators: Sequence[str], *, settings: str = "", aggregates: str = "") -> str:
    """A scheme with the total T and the given indicators, each the inside of a flow mapping."""
    lines = "\n".join(f"  - {{{each}}}" for each in indicators)
    above = aggregates or "  - {code: T, name: Total}"
    return f"code: test\n{settings}\naggregates:\n{above}\nindicators:\n{lines}\n"


def scheme(*indicators: str, settings: str = "", aggregates: str = "") -> Scheme:
    return parse_scheme(scheme_text(indicators, settings=settings, aggregates=aggregates))


def indicator(normalise: str, *, code: str = "x", weight: str = "1", more: str = "") -> str:
    """One indicator below T; `normalise` is the inside of its mapping."""
    extra = f", {more}" if more else ""
    return f"code: {code}, parent: T, weight: {weight}, normalise: {{{normalise}}}{extra}"


def row(unit: str, values: Mapping[str, Cell], *, group: str = "", period: str = "2021") -> UnitRow:
    return UnitRow(unit, unit, group, period, {code: figure(cell) for code, cell in values.items()})


def column(cells: Sequence[Cell], *, code: str = "x") -> list[UnitRow]:
    """Units a, b, c … with one column."""
    return [row(chr(ord("a") + number), {code: cell}) for number, cell in enumerate(cells)]


def scored(normalise: str, cells: Sequence[Cell], *, more: str = "", settings: str = "") -> list[Decimal | None]:
    """The scores of one indicator for units a, b, c …"""
    evaluation = evaluate(scheme(indicator(normalise, more=more), settings=settings), column(cells))
    return [node.score for node in evaluation.scores if node.code == "x"]


def shown(scores: Sequence[Decimal | None], digits: int = 2) -> list[str]:
    """Scores as printed; a missing one is --."""
    return ["--" if score is None else f"{score:.{digits}f}" for score in scores]


def node(evaluation: Evaluation, code: str, unit: str, *, period: str = "2021") -> NodeScore:
    """The one score of a unit at a node."""
    found = [each for each in evaluation.scores if (each.code, each.unit, each.period) == (code, unit, period)]
    assert len(found) == 1
    return found[0]


def ranks(evaluation: Evaluation) -> dict[str, str]:
    """Place by unit; -- without one."""
    return {each.unit: "--" if each.rank is None else f"{each.rank.normalize():f}" for each in evaluation.placings}


def footnotes(score: NodeScore) -> list[str]:
    return [note.code for note in score.footnotes]
