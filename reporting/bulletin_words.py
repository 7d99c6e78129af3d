"""What the blocks of the package are called on the page and in refusals."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from assessment.methodology.errors import N_

BLOCKS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "opening": N_("Opening of the bulletin"),
        "province": N_("Province in all"),
        "growth": N_("Growth"),
        "top": N_("First places"),
        "bottom": N_("Last places"),
        "movement": N_("Movement of places"),
        "drivers": N_("What drives the scores"),
        "demands": N_("Demands on the work"),
        "memo_opening": N_("Opening of the memo"),
        "memo_request": N_("Request of the memo"),
        "leaders_province": N_("Leaders' page, first sentence"),
        "leaders_places": N_("Leaders' page, second sentence"),
        "leaders_moves": N_("Leaders' page, third sentence"),
    }
)
PARTS: Final = (
    (N_("Bulletin draft"), ("opening", "province", "growth", "top", "bottom", "movement", "drivers", "demands")),
    (N_("Memo for instruction"), ("memo_opening", "memo_request")),
    (N_("Leaders' page"), ("leaders_province", "leaders_places", "leaders_moves")),
)
