"""Geometry of a scatter plot, drawn as SVG by the server: before across, now upwards, equal on the diagonal."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

SIZE, MARGIN = 260, 22


@dataclass(frozen=True)
class ScatterPoint:
    x: str
    y: str
    text: str


@dataclass(frozen=True)
class Scatter:
    """A square; `low` and `high` are the figures at its edges, the same on both axes."""

    points: tuple[ScatterPoint, ...]
    low: Decimal
    high: Decimal
    size: int = SIZE
    margin: int = MARGIN
    far: int = SIZE - MARGIN
    side: int = SIZE - 2 * MARGIN


def scatter(figures: Sequence[tuple[str, Decimal, Decimal]]) -> Scatter | None:
    """Name, figure before, figure now; None without any. Equal figures all stand in the middle."""
    if not figures:
        return None
    values = [value for _, before, now in figures for value in (before, now)]
    low, high = min(values), max(values)
    width = high - low

    def place(value: Decimal) -> Decimal:
        share = (value - low) / width if width else Decimal("0.5")
        return MARGIN + share * (SIZE - 2 * MARGIN)

    return Scatter(
        points=tuple(
            ScatterPoint(_text(place(before)), _text(SIZE - place(now)), name) for name, before, now in figures
        ),
        low=low,
        high=high,
    )


def _text(place: Decimal) -> str:
    return format(place.quantize(Decimal("0.1")), "f")
