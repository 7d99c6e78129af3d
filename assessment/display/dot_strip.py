"""Geometry of a dot strip: where one figure lies among its peers. Positions only, no order and no place."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDTH, HEIGHT, MARGIN = 140, 20, 6
MIDDLE = HEIGHT // 2


@dataclass(frozen=True)
class Dot:
    x: str
    text: str


@dataclass(frozen=True)
class DotStrip:
    """`others` are the peers, `own` the figure looked at, `median` the tick of the middle."""

    others: tuple[Dot, ...]
    own: Dot | None
    median: str
    width: int = WIDTH
    height: int = HEIGHT
    middle: int = MIDDLE


def dot_strip(
    others: Sequence[tuple[str, Decimal]], own: tuple[str, Decimal] | None, median: Decimal
) -> DotStrip | None:
    """Least at the left edge, largest at the right; equal figures stand in the middle. None without any peer."""
    if not others:
        return None
    figures = [value for _, value in others] + ([own[1]] if own else [])
    least, width = min(figures), max(figures) - min(figures)

    def x(value: Decimal) -> str:
        share = (value - least) / width if width else Decimal("0.5")
        return format((MARGIN + share * (WIDTH - 2 * MARGIN)).quantize(Decimal("0.1")), "f")

    return DotStrip(
        others=tuple(Dot(x(value), text) for text, value in others),
        own=Dot(x(own[1]), own[0]) if own else None,
        median=x(min(max(median, least), least + width)),
    )
