"""Tables of figures drawn with a seed: ties, gaps, outliers, losses and constant columns as real tables have them."""

import csv
import io
import random
from collections.abc import Mapping, Sequence

PALETTES = ("few", "money", "signed", "peaked", "constant", "percent")
POSITIVE = ("money", "peaked", "percent", "constant")


def cell(draw: random.Random, palette: str) -> str:
    if palette == "few":
        return str(draw.randint(0, 5))
    if palette == "money":
        return f"{draw.randint(1, 99999)}.{draw.randint(0, 99):02}"
    if palette == "signed":
        return str(draw.randint(-20, 20))
    if palette == "peaked":
        return str(draw.randint(9000, 99000)) if draw.random() < 0.12 else str(draw.randint(10, 20))
    if palette == "percent":
        return f"{draw.randint(1, 99)}.{draw.randint(0, 9)}"
    return "7.50"


def drawn_table(draw: random.Random, columns: Mapping[str, str], units: Sequence[str]) -> str:
    """A table with a palette for each column, in one or two periods and groups, its rows in any order."""
    periods = draw.choice([["2021"], ["2021c03", "2021c06"]])
    groups = draw.choice([[""], ["strong", "other"]])
    blank = draw.choice([0, 0, 0.1, 0.3])
    of_unit = {unit: draw.choice(groups) for unit in units}
    lines = [
        [unit, of_unit[unit], period, *("" if draw.random() < blank else cell(draw, kind) for kind in columns.values())]
        for period in periods
        for unit in units
    ]
    draw.shuffle(lines)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([["unit", "group", "period", *columns], *lines])
    return text.getvalue()
