"""Parameters of a method of the scheme: what may be written, of which kind, and what holds if it is not."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import cast

Pair = tuple[Decimal, Decimal]
Numbers = tuple[Decimal, ...]
Value = Decimal | bool | str | Numbers | tuple["ScorePart", ...] | None

WORST = "worst"
BEST = "best"


class Kind(StrEnum):
    """What a parameter accepts.

    A `bound` is a number on the indicator's own scale, or worst / best; `standards` are five numbers on it.
    """

    NUMBER = "number"
    POSITIVE = "positive"
    WHOLE = "whole"
    FLAG = "flag"
    RANGE = "range"
    SHARES = "shares"
    BOUND = "bound"
    POSITIVE_BOUND = "positive_bound"
    CHOICE = "choice"
    TEXT = "text"
    STANDARDS = "standards"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One key a method understands. Without `required`, `default` holds when the key is absent."""

    name: str
    kind: Kind
    default: Value = None
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parameters:
    """The values of one use of a method, with defaults filled in and kinds checked by the reader."""

    values: Mapping[str, Value]

    def number(self, name: str) -> Decimal:
        return cast(Decimal, self.values[name])

    def optional_number(self, name: str) -> Decimal | None:
        return cast(Decimal | None, self.values[name])

    def flag(self, name: str) -> bool:
        return cast(bool, self.values[name])

    def text(self, name: str) -> str:
        return cast(str, self.values[name])

    def pair(self, name: str) -> Pair:
        return cast(Pair, self.values[name])

    def numbers(self, name: str) -> Numbers:
        return cast(Numbers, self.values[name])

    def parts(self) -> tuple["ScorePart", ...]:
        return cast(tuple["ScorePart", ...], self.values["parts"])

    def bound(self, name: str) -> Decimal | str:
        return cast(Decimal | str, self.values[name])

    def has(self, name: str) -> bool:
        return self.values.get(name) is not None


@dataclass(frozen=True, slots=True)
class ScorePart:
    """One part of a combined score: `points` of it, by `method` on 0 to 100.

    `above_target`: only for those who reach the target declared in another part.
    """

    points: Decimal
    method: str
    parameters: Parameters
    above_target: bool = False
