"""Two batches of measurement compared, and the difference of each figure taken apart.

The first batch is turned into the second by exchanging one ingredient after another, and the measurement is computed
again after each exchange (DESIGN):

    first batch → data (months, units, accounts, all other inputs) → method → parameters → GDP vintage = second batch

What a figure moves at an exchange is the part of that ingredient. The parts depend on this order, which is always
stated; they sum to the whole difference exactly, because every figure is taken to 20 decimals, as it is stored.
Between batches of two years the last part is that of the other year's GDP.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Any, Final

from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.rounding import exact_context, quantise_aggregate
from assessment.methodology.run_document import MEASUREMENT, value_added
from assessment.methodology.run_figures import number, plain_number

Document = Mapping[str, Any]


class Ingredient(StrEnum):
    """In the order in which they are exchanged."""

    DATA = "data"
    METHOD = "method"
    PARAMETERS = "parameters"
    GDP_VINTAGE = "gdp_vintage"


ORDER: Final = tuple(Ingredient)


class NotAMeasurement(AssessmentError):
    code = "comparison_needs_measurements"
    message = N_("Only measurement batches can be compared; received a document of the kind {received}.")


@dataclass(frozen=True)
class FigureComparison:
    """One figure of one region in both batches, in its own unit (万元, or percent for a share).

    None in `first` or `second`: the batch has no such figure. `parts` is None where the figure is missing in either
    batch or on the way between them: then only the difference is known, and nothing is guessed.
    """

    region: str
    code: str
    unit: str
    first: Decimal | None
    second: Decimal | None
    parts: Mapping[Ingredient, Decimal] | None

    @property
    def difference(self) -> Decimal | None:
        if self.first is None or self.second is None:
            return None
        with exact_context():
            return self.second - self.first

    def document(self) -> dict[str, Any]:
        parts = None if self.parts is None else {name.value: plain_number(part) for name, part in self.parts.items()}
        return {
            "region": self.region,
            "code": self.code,
            "unit": self.unit,
            "first": plain_number(self.first),
            "second": plain_number(self.second),
            "difference": plain_number(self.difference),
            "parts": parts,
        }


@dataclass(frozen=True)
class BatchComparison:
    """All figures of both batches in the order of the second, and the order of the exchanges."""

    figures: tuple[FigureComparison, ...]
    order: tuple[Ingredient, ...] = ORDER

    def of(self, region: str, code: str) -> FigureComparison:
        return next(figure for figure in self.figures if (figure.region, figure.code) == (region, code))


_Measured = Mapping[tuple[str, str], tuple[Decimal | None, str]]


def compare_batches(
    first: Document, second: Document, *, measured: Callable[[Document], Document] = value_added
) -> BatchComparison:
    """The figures of two measurement documents side by side, and the parts of what lies between them."""
    for document in (first, second):
        if document["kind"] != MEASUREMENT:
            raise NotAMeasurement(received=document["kind"])
    steps = [_figures(measured(document)) for document in _between(first, second)]
    keys = dict.fromkeys((*steps[-1], *steps[0]))
    return BatchComparison(tuple(_compared(key, steps) for key in keys))


def _between(first: Document, second: Document) -> list[Document]:
    """The first document, the three on the way, and the second."""
    with_data = {
        **second,
        "method_version": first["method_version"],
        "parameters": first["parameters"],
        "inputs": {**second["inputs"], "gdp": first["inputs"]["gdp"]},
    }
    with_method = {**with_data, "method_version": second["method_version"]}
    with_parameters = {**with_method, "parameters": second["parameters"]}
    return [first, with_data, with_method, with_parameters, second]


def _figures(result: Document) -> _Measured:
    return {
        (region["region"], code): (_taken(figure["value"]), figure["unit"])
        for region in result["regions"]
        for code, figure in region["figures"].items()
    }


def _taken(value: str | None) -> Decimal | None:
    amount = number(value)
    return None if amount is None else quantise_aggregate(amount)


def _compared(key: tuple[str, str], steps: list[_Measured]) -> FigureComparison:
    found = [step.get(key, (None, "")) for step in steps]
    values = [value for value, _ in found]
    known = [value for value in values if value is not None]
    parts = None
    if len(known) == len(values):
        with exact_context():
            moved = [after - before for before, after in pairwise(known)]
        parts = dict(zip(ORDER, moved, strict=True))
    unit = next(unit for _, unit in reversed(found) if unit)
    return FigureComparison(*key, unit, values[0], values[-1], parts)
