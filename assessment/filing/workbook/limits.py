"""How much of a user's file is read at all. Plain numbers, so that the child can be told them."""

from dataclasses import dataclass

MEGABYTE = 1 << 20
LARGEST_FILE = 5 * MEGABYTE
MEMORY = 512 * MEGABYTE
MOST_ANSWER = 32 * MEGABYTE


@dataclass(frozen=True)
class Limits:
    """`seconds` of the processor's time; `rows` and `columns` hold whatever the file declares."""

    seconds: float
    rows: int
    columns: int
    cells: int
    parts: int = 300
    unpacked: int = 50 * MEGABYTE
    ratio: int = 100
    sheets: int = 60
    styles: int = 20_000
    strings: int = 50_000
    characters: int = 4_000_000
    names: int = 10_000
    merged: int = 5_000
    depth: int = 64


OF_A_RETURN = Limits(seconds=1.5, rows=2_000, columns=60, cells=60_000)
OF_HISTORY = Limits(seconds=6, rows=20_000, columns=300, cells=200_000)
