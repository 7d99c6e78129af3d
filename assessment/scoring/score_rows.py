"""Scores and places as the lines of COPY, from numbers that are written down already."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal

from assessment.methodology.rounding import exact_context
from assessment.methodology.run_scores import WrittenColumn, WrittenScores

SCORE_COLUMNS = (
    "run_id", "unit", "group", "code", "level", "marker", "raw", "treated", "normalised", "weight", "score",
)  # fmt: skip
PLACING_COLUMNS = ("run_id", "unit", "group", "score", "shown", "rank")
STORED_DECIMALS = 30
_TIE = re.compile(rf"\.\d{{{STORED_DECIMALS}}}5$")
_NOTHING = r"\N"
_ESCAPED = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def score_lines(run: int, scores: WrittenScores) -> Iterator[str]:
    """The nodes of one unit after the other, all lines of a unit in one text."""
    units = [f"{run}\t{_escaped(one.unit)}\t{_escaped(one.group)}\t" for one in scores.units]
    return map("".join, zip(*(_node_lines(column, units) for column in scores.columns), strict=True))


def placing_lines(run: int, placings: Iterable[Mapping[str, str | None]]) -> Iterator[str]:
    """One line for each place."""
    for one in placings:
        names = (_escaped(one["unit"] or ""), _escaped(one["group"] or ""))
        yield "\t".join((str(run), *names, *_stored((one["score"], one["shown"], one["rank"])))) + "\n"


def _node_lines(column: WrittenColumn, units: Sequence[str]) -> Iterator[str]:
    start = f"{_escaped(column.code)}\t{column.level}\t"
    [weight] = _stored((column.weight,))
    numbers = (_stored(each) for each in (column.raw, column.treated, column.normalised, column.scores))
    for unit, marker, raw, treated, normalised, score in zip(units, map(str, column.markers), *numbers, strict=True):
        yield f"{unit}{start}{marker}\t{raw}\t{treated}\t{normalised}\t{weight}\t{score}\n"


def _escaped(text: str) -> str:
    return text.translate(_ESCAPED)


def _stored(numbers: Iterable[str | None]) -> list[str]:
    return [_NOTHING if one is None else one if one[-1] != "5" else _rounded(one) for one in numbers]


def _rounded(number: str) -> str:
    """Half to even at the last decimal of the column. The server rounds there by itself, but a tie away from zero."""
    if not _TIE.search(number):
        return number
    with exact_context():
        return format(Decimal(number).quantize(Decimal(1).scaleb(-STORED_DECIMALS), rounding=ROUND_HALF_EVEN), "f")
