"""From figures to scores and places: one scheme, many units, in exact decimals.

Order per indicator: growth where it is computed from a pair, treatments on the raw value, direction, normalisation;
then the tree from the bottom, adjustments, cap, and places before or after the one rounding as the scheme declares.
Source: the 考核办法 that the scheme carries; conventions of the assessment's scoring rules.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation, Overflow
from itertools import chain
from typing import Final

from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.evaluation_parts import (
    Bounds,
    Evaluation,
    Flag,
    NodeScore,
    Placing,
    ScoreColumn,
    Scores,
    UnitRow,
)
from assessment.methodology.figure_columns import read_columns
from assessment.methodology.indicator_scores import NodeColumn, score_indicator
from assessment.methodology.indicator_values import Context, Partitions, PoolRows
from assessment.methodology.place_phrases import unit_phrase
from assessment.methodology.pools import ZERO
from assessment.methodology.ranking import Key, places
from assessment.methodology.rounding import exact_context
from assessment.methodology.scheme_parts import Direction, Indicator, PoolRule, RankingKey, Scheme
from assessment.methodology.tree_scores import Family, score_tree

__all__ = ["Bounds", "Evaluation", "Flag", "NodeScore", "Placing", "ScoreColumn", "Scores", "UnitRow", "evaluate"]


class RepeatedUnit(AssessmentError):
    code = "evaluation_repeated_unit"
    message = N_("The {place} occurs twice. Remove one of the two rows.")


# Twenty decimals of fifty digits are kept, so that thirty digits stand before the point.
_LARGEST_SCORE: Final = Decimal(10) ** 30


class ScoreOutOfRange(AssessmentError):
    code = "evaluation_score_out_of_range"
    message = N_(
        "A score has more than 30 digits before the decimal point and cannot be computed exactly. "
        "Check the bounds of the scheme and the size of the figures."
    )


def evaluate(scheme: Scheme, rows: Iterable[UnitRow]) -> Evaluation:
    """Scores in points and places of all units; the order of `rows` changes nothing.

    Ties and tie-breakers as the scheme declares; a missing total has no place. Refusals name unit, period and
    indicator.
    """
    ordered = sorted(rows, key=lambda row: (row.period, row.group, row.unit))
    _check_units(ordered)
    partitions = partitions_of(scheme, ordered)
    columns = read_columns(ordered, scheme.columns)
    try:
        with exact_context():
            indicators = {
                indicator.code: score_indicator(scheme, Context(ordered, columns, indicator, partitions))
                for indicator in scheme.indicators
            }
            nodes = score_tree(scheme, Family(ordered, partitions.by_period), indicators, columns)
            placings = tuple(_placings(scheme, ordered, nodes, partitions.by_period))
            _check_range(nodes)
    except (InvalidOperation, Overflow) as error:
        raise ScoreOutOfRange from error
    return Evaluation(
        scheme=scheme,
        rows=tuple(ordered),
        scores=Scores(ordered, _score_columns(scheme, nodes)),
        placings=placings,
        bounds=tuple(chain.from_iterable(node.bounds for node in nodes)),
        flags=tuple(chain.from_iterable(node.flags for node in nodes)),
    )


def _check_range(nodes: Sequence[NodeColumn]) -> None:
    """Refuse parts too large for 20 exact decimals, also where they cancel out in the total: each is explained."""
    for node in nodes:
        scores = [score for score in node.scores if score is not None]
        if scores and (max(scores) >= _LARGEST_SCORE or min(scores) <= -_LARGEST_SCORE):
            raise ScoreOutOfRange


def _check_units(rows: Sequence[UnitRow]) -> None:
    seen: set[tuple[str, str]] = set()
    for row in rows:
        if (row.period, row.unit) in seen:
            raise RepeatedUnit(place=unit_phrase(row.unit, row.period))
        seen.add((row.period, row.unit))


def partitions_of(scheme: Scheme, rows: Sequence[UnitRow]) -> Partitions:
    by_period: dict[tuple[str, str], list[int]] = {}
    by_group: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        by_period.setdefault((row.period, row.group), []).append(number)
        by_group.setdefault(row.group, []).append(number)
    periods = [PoolRows(tuple(numbers), (cell,)) for cell, numbers in by_period.items()]
    if scheme.pool is PoolRule.PERIOD:
        return Partitions(periods, periods)
    groups = [
        PoolRows(tuple(numbers), tuple(cell for cell in by_period if cell[1] == group))
        for group, numbers in by_group.items()
    ]
    return Partitions(periods, groups)


def _score_columns(scheme: Scheme, nodes: Sequence[NodeColumn]) -> list[ScoreColumn]:
    return [
        ScoreColumn(
            code=node.code,
            level=scheme.levels.get(node.code, 0),
            weight=scheme.node(node.code).weight,
            raw=node.raw,
            treated=node.treated,
            normalised=node.normalised,
            scores=node.scores,
            markers=node.markers,
            notes=node.notes,
        )
        for node in nodes
    ]


def _placings(
    scheme: Scheme, rows: Sequence[UnitRow], nodes: Sequence[NodeColumn], parts: Sequence[PoolRows]
) -> Iterator[Placing]:
    total = nodes[-1]
    shown = [None if score is None else scheme.rounding.apply(score) for score in total.scores]
    compared = shown if scheme.ranking.key is RankingKey.PUBLISHED else total.scores
    breakers = _breakers(scheme, nodes)
    for part in parts:
        keys = {
            row: (score, tuple(_known(column[row]) for column in breakers))
            for row in part.rows
            if (score := compared[row]) is not None
        }
        yield from _placings_of(scheme, rows, part.rows, (total, shown, keys))


def _known(figure: Decimal | None) -> tuple[bool, Decimal]:
    return (False, ZERO) if figure is None else (True, figure)


Compared = tuple[NodeColumn, Sequence[Decimal | None], dict[int, Key]]


def _placings_of(scheme: Scheme, rows: Sequence[UnitRow], part: Sequence[int], compared: Compared) -> list[Placing]:
    """By rank, then unit; units without a total at the end."""
    total, shown, keys = compared
    ranks = dict(zip(keys, places(list(keys.values()), scheme.ranking.ties), strict=True))
    last = Decimal(len(part) + 1)
    return [
        Placing(rows[row].period, rows[row].group, rows[row].unit, total.scores[row], shown[row], ranks.get(row))
        for row in sorted(part, key=lambda row: (ranks.get(row, last), rows[row].unit))
    ]


def _breakers(scheme: Scheme, nodes: Sequence[NodeColumn]) -> list[list[Decimal | None]]:
    """What ties are broken by: the raw figure of an indicator in its direction, the score of an aggregate.

    A rate that is not meaningful stays visible but breaks no tie: it stands last, as an unknown one does.
    """
    columns = {node.code: node for node in nodes}
    breakers = []
    for code in scheme.ranking.then:
        node, column = scheme.node(code), columns[code]
        if not isinstance(node, Indicator):
            breakers.append(column.scores)
            continue
        figures = column.raw
        if node.growth is not None:
            pairs = zip(column.raw, column.treated, strict=True)
            figures = [raw if treated is not None else None for raw, treated in pairs]
        if node.direction is Direction.LOWER:
            figures = [None if figure is None else -figure for figure in figures]
        breakers.append(figures)
    return breakers
