"""方格示意图: where each city stands on a grid of equal tiles. Not a map of administrative boundaries."""

from collections.abc import Mapping
from typing import Final

# Column and row of each 市（州） of Guizhou, roughly as they lie.
TILES: Final[Mapping[str, tuple[int, int]]] = {
    "520300": (1, 0),
    "520600": (2, 0),
    "520500": (0, 1),
    "520100": (1, 1),
    "522600": (2, 1),
    "520200": (0, 2),
    "520400": (1, 2),
    "522700": (2, 2),
    "522300": (1, 3),
}
COLUMNS: Final = 3
ROWS: Final = 4
