"""An indicator whose points come in parts: so many for the target, so many by place among those above it."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from tests.oracle.figures import Values
from tests.oracle.normalisation import METHODS, Column
from tests.oracle.reading import number


def combined_points(column: Column, parts: list[Mapping[str, Any]]) -> Values:
    """The points of all parts as a share of 100, so that the weight stays their number.

    A part that ranks only those who reached the target gives nothing to the others.
    """
    total = dict.fromkeys(column.values, Fraction(0))
    reached = column.values.keys()
    for part in parts:
        asked = reached if part.get("of") == "above_target" else column.values.keys()
        values = {at: value for at, value in column.values.items() if at in asked}
        scores = METHODS[part["method"]](replace(column, values=values, entry=part)) if values else {}
        if part["method"] == "target_met":
            reached = {at for at, score in scores.items() if score}
        for at, score in scores.items():
            total[at] += number(part["points"]) * score / 100
    most = sum((number(part["points"]) for part in parts), Fraction(0))
    return {at: points / most * 100 for at, points in total.items()}
