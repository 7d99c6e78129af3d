"""A scheme and a table as the files say them; every number an exact fraction."""

import csv
import io
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import yaml

# Another reader of YAML than the engine's, where there is one: it takes a tenth of the time.
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Refused(Exception):
    """The evaluation cannot be carried out; ``kind`` says of what sort the reason is."""

    def __init__(self, kind: str, about: str = "") -> None:
        super().__init__(f"{kind}: {about}")
        self.kind = kind


@dataclass(frozen=True)
class Row:
    unit: str
    group: str
    period: str
    figures: dict[str, Fraction | None]


@dataclass(frozen=True)
class Scheme:
    """The file's own words; a plain scalar stays text until its place says that it is a number."""

    words: dict[str, Any]

    @property
    def indicators(self) -> list[dict[str, Any]]:
        return self.words["indicators"]

    @property
    def aggregates(self) -> list[dict[str, Any]]:
        return self.words["aggregates"]

    @property
    def root(self) -> str:
        return next(node["code"] for node in self.aggregates if "parent" not in node)

    def children(self, parent: str) -> list[dict[str, Any]]:
        return [node for node in [*self.aggregates, *self.indicators] if node.get("parent") == parent]

    def height(self, code: str) -> int:
        """0 for an indicator; an aggregate stands one above its highest child."""
        if any(node["code"] == code for node in self.indicators):
            return 0
        return 1 + max(self.height(node["code"]) for node in self.children(code))

    def from_the_bottom(self) -> list[str]:
        return sorted((node["code"] for node in self.aggregates), key=self.height)

    def aggregation(self, code: str) -> Any:
        declared = self.words.get("aggregation", "arithmetic")
        return declared[self.height(code) - 1] if isinstance(declared, list) else declared


def number(text: Any) -> Fraction:
    return Fraction(str(text))


def numbers(entry: dict[str, Any], name: str, default: tuple[int, int]) -> tuple[Fraction, Fraction]:
    low, high = entry.get(name, default)
    return number(low), number(high)


def yes(entry: dict[str, Any], name: str) -> bool:
    return entry.get(name, "false") == "true"


def read_scheme(text: str) -> Scheme:
    return Scheme(yaml.load(text, Loader=LOADER))  # noqa: S506 - this loader makes nothing but texts, lists and maps


def read_table(text: str) -> list[Row]:
    rows = []
    for line in csv.DictReader(io.StringIO(text)):
        named = {name: line.pop(name, "") or "" for name in ("unit", "name", "group", "period")}
        figures = {code: number(cell) if cell else None for code, cell in line.items()}
        rows.append(Row(named["unit"], named["group"], named["period"], figures))
    return rows
