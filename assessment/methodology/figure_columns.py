"""The figures a scheme reads, turned from rows into columns once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter, itemgetter

from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.evaluation_parts import UnitRow
from assessment.methodology.figures import Figure, Marker
from assessment.methodology.place_phrases import unit_phrase

_value = attrgetter("value")
_marker = attrgetter("marker")


class ColumnMissing(AssessmentError):
    code = "evaluation_column_missing"
    message = N_(
        "In {place}, the column {column} that the scheme reads is missing. "
        "Add it; a missing figure is an empty cell, not an absent column."
    )


@dataclass(frozen=True, slots=True)
class FigureColumn:
    """One column over all rows: the figures, their values (None: missing) and their markers."""

    figures: Sequence[Figure]
    values: Sequence[Decimal | None]
    markers: Sequence[Marker]

    def markers_out(self) -> list[str]:
        """What was merely reported leaves as computed; every other marker stays visible."""
        if self.markers.count(Marker.REPORTED) == len(self.markers):
            return [Marker.COMPUTED] * len(self.markers)
        return [Marker.COMPUTED if marker is Marker.REPORTED else marker for marker in self.markers]


def read_columns(rows: Sequence[UnitRow], names: Sequence[str]) -> Mapping[str, FigureColumn]:
    """Every named column of the rows; a row without one raises `ColumnMissing`.

    Taken row by row, because the figures of a row lie together in memory.
    """
    if not rows:
        return {name: FigureColumn((), (), ()) for name in names}
    pick = itemgetter(*names, names[0])  # one name more, so that it answers with a tuple even for one column
    figures, values, markers = [], [], []
    for row in rows:
        try:
            picked = pick(row.values)
        except KeyError:
            column = next(name for name in names if name not in row.values)
            raise ColumnMissing(place=unit_phrase(row.unit, row.period), column=column) from None
        figures.append(picked)
        values.append(tuple(map(_value, picked)))
        markers.append(tuple(map(_marker, picked)))
    transposed = zip(zip(*figures, strict=True), zip(*values, strict=True), zip(*markers, strict=True), strict=True)
    return {name: FigureColumn(*parts) for name, parts in zip((*names, names[0]), transposed, strict=True)}
