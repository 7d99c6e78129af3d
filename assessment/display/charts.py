"""Geometry of the small charts, drawn as SVG by the server: no script, no inline style, the same on paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

STRIP_WIDTH = Decimal(164)
SHADES = 5


@dataclass(frozen=True)
class StripPart:
    """One part of a strip, from `x` on; `tone` is the number of its colour, `amount` what it stands for."""

    x: str
    width: str
    tone: int
    label: str
    amount: Decimal


@dataclass(frozen=True)
class Point:
    x: int
    y: int
    text: str


@dataclass(frozen=True)
class Line:
    """A unit's way through the periods; a period without a place leaves a gap between `runs`."""

    name: str
    tone: int
    points: tuple[Point, ...]
    runs: tuple[str, ...]
    last: Point


@dataclass(frozen=True)
class _Frame:
    """Where the periods stand, where the first place begins, how high a place is."""

    xs: tuple[int, ...]
    top: int
    row: int

    def height_of(self, rank: Decimal) -> int:
        return self.top + int(rank * self.row) - self.row // 2


@dataclass(frozen=True)
class Bump:
    """Places over periods: `heads` are the periods, `steps` the numbers of the places at the left edge."""

    width: int
    height: int
    lines: tuple[Line, ...]
    heads: tuple[Point, ...]
    steps: tuple[Point, ...]


def strip(parts: Sequence[tuple[str, Decimal]], whole: Decimal) -> list[StripPart]:
    """Parts side by side on a track of `whole`; a negative part has no length."""
    drawn, x = [], Decimal(0)
    for tone, (label, amount) in enumerate(parts):
        width = max(amount, Decimal(0)) / whole * STRIP_WIDTH
        drawn.append(StripPart(_plain(x), _plain(width), tone % SHADES, label, amount))
        x += width
    return drawn


def shades(values: Mapping[str, Decimal]) -> dict[str, int]:
    """0 lightest to 4 darkest, by place among the values: one giant does not bleach the rest."""
    order = sorted(set(values.values()))
    last = max(len(order) - 1, 1)
    return {key: order.index(value) * (SHADES - 1) // last for key, value in values.items()}


def bump(
    places: Mapping[str, Sequence[Decimal | None]], heads: Sequence[str], *, width: int = 760, row: int = 24
) -> Bump:
    """`places` of each unit in the order of `heads`; the lines are ordered by their last place."""
    left, right, top = 40, 90, 14
    highest = max((int(rank) for ranks in places.values() for rank in ranks if rank is not None), default=1)
    step = (width - left - right) // max(len(heads) - 1, 1)
    frame = _Frame(tuple(left + number * step for number in range(len(heads))), top, row)
    ordered = sorted(places, key=lambda name: [rank or Decimal(99) for rank in reversed(places[name])])
    drawn = (_line(name, tone, places[name], frame) for tone, name in enumerate(ordered))
    height = top + highest * row + 22
    return Bump(
        width=width,
        height=height,
        lines=tuple(line for line in drawn if line is not None),
        heads=tuple(Point(x, height - 4, text) for x, text in zip(frame.xs, heads, strict=True)),
        steps=tuple(Point(12, frame.height_of(Decimal(place)) + 4, str(place)) for place in range(1, highest + 1)),
    )


def _line(name: str, tone: int, ranks: Sequence[Decimal | None], frame: _Frame) -> Line | None:
    runs: list[list[Point]] = [[]]
    for x, rank in zip(frame.xs, ranks, strict=True):
        if rank is None:
            runs.append([])
        else:
            runs[-1].append(Point(x, frame.height_of(rank), name))
    points = [point for run in runs for point in run]
    if not points:
        return None
    return Line(
        name=name,
        tone=min(tone, SHADES),
        points=tuple(points),
        runs=tuple(" ".join(f"{point.x},{point.y}" for point in run) for run in runs if len(run) > 1),
        last=points[-1],
    )


def _plain(value: Decimal) -> str:
    return format(value.quantize(Decimal("0.01")), "f")
