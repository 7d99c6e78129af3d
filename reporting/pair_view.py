"""对比 of two cities in one result: what the distance between their totals is made of; the parts add up exactly."""

from dataclasses import dataclass
from decimal import Decimal

from assessment.display import formats
from assessment.methodology.explain import explain
from assessment.methodology.rounding import exact_context
from assessment.methodology.total_parts import parts_of_total
from assessment.people.errors import NotFound
from reporting.dashboard_view import Picture

PAIR = 2
DECIMALS = 4


@dataclass(frozen=True)
class PairLine:
    name: str
    one: str
    other: str
    difference: str


@dataclass(frozen=True)
class PairView:
    """`total` is None where one of the two has no total, or where what it is made of is withheld."""

    one: str
    other: str
    one_name: str
    other_name: str
    lines: tuple[PairLine, ...]
    total: PairLine | None


def pair_view(picture: Picture, one: str, other: str) -> PairView:
    """`NotFound` for a unit that is not in the result; without a choice the first two in order of place."""
    order = [row.unit for row in picture.view.rows]
    if len(order) < PAIR:
        raise NotFound
    first = one or order[0]
    second = other or next(unit for unit in order if unit != first)
    if first not in picture.units or second not in picture.units:
        raise NotFound
    lines, total = ((), None) if picture.view.withholds else _lines(picture, first, second)
    return PairView(first, second, picture.units[first], picture.units[second], lines, total)


def _lines(picture: Picture, first: str, second: str) -> tuple[tuple[PairLine, ...], PairLine | None]:
    period = picture.run.period
    own, others = (parts_of_total(explain(picture.evaluation, unit=unit, period=period)) for unit in (first, second))
    if not own or not others:
        return (), None
    lines, nothing = [], Decimal(0)
    with exact_context():
        for code in dict.fromkeys((*own, *others)):
            name = picture.names.get(code, (own.get(code) or others[code])[0])
            lines.append(
                _line(name, own[code][1] if code in own else nothing, others[code][1] if code in others else nothing)
            )
        totals = [sum((points for _, points in parts.values()), nothing) for parts in (own, others)]
    return tuple(lines), _line("", totals[0], totals[1])


def _line(name: str, one: Decimal, other: Decimal) -> PairLine:
    with exact_context():
        difference = one - other
    return PairLine(
        name,
        formats.number(one, decimals=DECIMALS),
        formats.number(other, decimals=DECIMALS),
        formats.signed(difference, decimals=DECIMALS),
    )
