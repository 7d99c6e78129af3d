"""Figures inside run documents: how they are written, read, added up and marked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from assessment.methodology.canonical import quoted
from assessment.methodology.figures import Condition, Figure, Marker
from assessment.methodology.rounding import exact_sum, without_trailing_zeros

# The word that wins when figures are put together: the weakest part names the whole.
WEAKEST_FIRST: Final = (
    "missing",
    "extrapolated",
    "illustrative",
    "imputed",
    "provisional",
    "allocated",
    "derived",
    "not_meaningful",
)

# A mapping answers faster than the class itself, and a province of counties asks 150,000 times.
_SURELY_FIFTY_DIGITS: Final = 50
_CONDITIONS: Final = {condition.value: condition for condition in Condition}
_MARKERS: Final = {marker.value: marker for marker in Marker}


@dataclass(frozen=True)
class RunUnit:
    """A unit of a run. One that is `ranked_within` another adds its figures there and is shown apart."""

    code: str
    name: str
    group: str
    position: int
    ranked_within: str | None

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> "RunUnit":
        return cls(
            code=document["code"],
            name=document["name"],
            group=document["group"],
            position=document["position"],
            ranked_within=document["ranked_within"],
        )


def units_of(document: Mapping[str, Any]) -> tuple[RunUnit, ...]:
    """The units of a run document in administrative order."""
    units = (RunUnit.read(unit) for unit in document["units"])
    return tuple(sorted(units, key=lambda unit: (unit.position, unit.code)))


def parts_of(units: Sequence[RunUnit]) -> dict[str, tuple[RunUnit, ...]]:
    """By the code of a unit the units whose figures are added to its own, in their order; none for most."""
    parts: dict[str, tuple[RunUnit, ...]] = {unit.code: () for unit in units}
    for unit in units:
        if unit.ranked_within is not None:
            parts[unit.ranked_within] = (*parts.get(unit.ranked_within, ()), unit)
    return parts


def plain_number(value: Decimal | None) -> str | None:
    """The number without trailing zeros, so that the scale of a storage column cannot show in a digest; 50 digits."""
    if value is None:
        return None
    text = str(value)
    # Most numbers stand there as they are to be written.
    if text[-1] != "0" and "E" not in text and len(text) <= _SURELY_FIFTY_DIGITS + ("." in text):
        return text
    return format(without_trailing_zeros(value), "f")


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def figure_text(figure: Figure) -> str:
    """A figure as it stands in a document, as canonical text; a reason only where there is no value."""
    if figure.value is not None:
        return f'{{"condition":"value","marker":"{figure.marker}","value":"{plain_number(figure.value)}"}}'
    return f'{{"condition":"{figure.condition}","marker":"{figure.marker}","reason":{quoted(figure.reason)}}}'


def read_figure(document: Mapping[str, Any]) -> Figure:
    marker = _MARKERS[document["marker"]]
    if document["condition"] == "value":
        return Figure.of(Decimal(document["value"]), marker=marker)
    return Figure(_CONDITIONS[document["condition"]], reason=document.get("reason", ""), marker=marker)


def total(figures: Iterable[Figure]) -> Figure:
    """The sum of figures, any one unit: a missing part makes the sum missing; what does not apply adds nothing."""
    amounts: list[Decimal] = []
    first_not_applicable: Figure | None = None
    for figure in figures:
        if figure.value is not None:
            amounts.append(figure.value)
        elif figure.condition is Condition.NOT_APPLICABLE:
            first_not_applicable = first_not_applicable or figure
        else:
            return figure
    if not amounts:
        return first_not_applicable or Figure.empty()
    return Figure.of(exact_sum(amounts), marker=Marker.COMPUTED)


def weakest(markers: Iterable[str], *, otherwise: str = "computed") -> str:
    """The marker of a figure put together from figures with these markers."""
    found = set(markers)
    return next((marker for marker in WEAKEST_FIRST if marker in found), otherwise)
