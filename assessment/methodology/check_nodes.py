"""The parts of a check expression: each knows its value over the figures of a return, or that it has none.

Source: scalar expressions of VTL 2.1. Arithmetic is exact; anything computed from a missing figure is missing; a
condition is true, false or unknown (Kleene). Division by zero has no value.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import NamedTuple, Protocol

Value = Decimal | bool | str | None
Sides = tuple[Decimal, Decimal] | None
"""(received, expected): the two numbers a comparison looked at."""


class Kind(StrEnum):
    NUMBER = "number"
    CONDITION = "condition"
    TEXT = "text"


class Reference(NamedTuple):
    """`software_revenue[last_year]`: a name, and whose figure of that name is meant; "" is the cell itself."""

    name: str
    of: str = ""

    def __str__(self) -> str:
        return f"{self.name}[{self.of}]" if self.of else self.name


Lookup = Callable[[Reference], Value]


class Node(Protocol):
    """A part of an expression. `sides` are known for the comparison that decided, where there is one."""

    @property
    def kind(self) -> Kind: ...

    def value(self, look: Lookup) -> Value: ...

    def sides(self, look: Lookup) -> Sides: ...


class _Sideless:
    def sides(self, look: Lookup) -> Sides:
        return None


@dataclass(frozen=True)
class Constant(_Sideless):
    constant: Decimal | bool | str
    kind: Kind

    def value(self, look: Lookup) -> Value:
        return self.constant


@dataclass(frozen=True)
class Looked(_Sideless):
    reference: Reference
    kind: Kind

    def value(self, look: Lookup) -> Value:
        return look(self.reference)


_ARITHMETIC: dict[str, Callable[[Decimal, Decimal], Decimal | None]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: left / right if right else None,
}


@dataclass(frozen=True)
class Arithmetic(_Sideless):
    sign: str
    left: Node
    right: Node
    kind: Kind = Kind.NUMBER

    def value(self, look: Lookup) -> Value:
        left, right = self.left.value(look), self.right.value(look)
        if not isinstance(left, Decimal) or not isinstance(right, Decimal):
            return None
        return _ARITHMETIC[self.sign](left, right)


@dataclass(frozen=True)
class Absolute(_Sideless):
    of: Node
    kind: Kind = Kind.NUMBER

    def value(self, look: Lookup) -> Value:
        of = self.of.value(look)
        return abs(of) if isinstance(of, Decimal) else None


@dataclass(frozen=True)
class Rounded(_Sideless):
    """四舍五入 to a fixed number of decimals: a tie moves away from zero."""

    of: Node
    decimals: int
    kind: Kind = Kind.NUMBER

    def value(self, look: Lookup) -> Value:
        of = self.of.value(look)
        return of.quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP) if isinstance(of, Decimal) else None


_COMPARISONS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "=": lambda left, right: left == right,
    "<>": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}


@dataclass(frozen=True)
class Comparison:
    sign: str
    left: Node
    right: Node
    kind: Kind = Kind.CONDITION

    def value(self, look: Lookup) -> Value:
        left, right = self.left.value(look), self.right.value(look)
        if isinstance(left, Decimal) and isinstance(right, Decimal):
            return _COMPARISONS[self.sign](left, right)
        if left is None or right is None:
            return None
        return (left == right) == (self.sign == "=")

    def sides(self, look: Lookup) -> Sides:
        left, right = self.left.value(look), self.right.value(look)
        return (left, right) if isinstance(left, Decimal) and isinstance(right, Decimal) else None


@dataclass(frozen=True)
class Between:
    """Bounds included. The side expected is the bound that was passed, the lower one where neither was."""

    of: Node
    low: Node
    high: Node
    kind: Kind = Kind.CONDITION

    def value(self, look: Lookup) -> Value:
        of, low, high = (node.value(look) for node in (self.of, self.low, self.high))
        if isinstance(of, Decimal) and isinstance(low, Decimal) and isinstance(high, Decimal):
            return low <= of <= high
        return None

    def sides(self, look: Lookup) -> Sides:
        of, low, high = (node.value(look) for node in (self.of, self.low, self.high))
        if isinstance(of, Decimal) and isinstance(low, Decimal) and isinstance(high, Decimal):
            return of, high if of > high else low
        return None


@dataclass(frozen=True)
class Both:
    left: Node
    right: Node
    kind: Kind = Kind.CONDITION

    def value(self, look: Lookup) -> Value:
        left, right = self.left.value(look), self.right.value(look)
        if left is False or right is False:
            return False
        return None if left is None or right is None else True

    def sides(self, look: Lookup) -> Sides:
        """Of the half that is false, the left one first."""
        return (self.right if self.left.value(look) is True else self.left).sides(look)


@dataclass(frozen=True)
class Either(_Sideless):
    left: Node
    right: Node
    kind: Kind = Kind.CONDITION

    def value(self, look: Lookup) -> Value:
        left, right = self.left.value(look), self.right.value(look)
        if left is True or right is True:
            return True
        return None if left is None or right is None else False


@dataclass(frozen=True)
class OneOnly(_Sideless):
    """xor."""

    left: Node
    right: Node
    kind: Kind = Kind.CONDITION

    def value(self, look: Lookup) -> Value:
        left, right = self.left.value(look), self.right.value(look)
        return None if left is None or right is None else left is not right


@dataclass(frozen=True)
class Negation(_Sideless):
    of: Node
    kind: Kind = Kind.CONDITION

    def value(self, look: Lookup) -> Value:
        of = self.of.value(look)
        return None if of is None else of is False


@dataclass(frozen=True)
class IsNull(_Sideless):
    of: Node
    kind: Kind = Kind.CONDITION

    def value(self, look: Lookup) -> Value:
        return self.of.value(look) is None


@dataclass(frozen=True)
class Implication:
    """`when … then …`: true where the first part is false; unknown only where the second could still decide."""

    when: Node
    then: Node
    kind: Kind = Kind.CONDITION

    def value(self, look: Lookup) -> Value:
        when = self.when.value(look)
        if when is False:
            return True
        then = self.then.value(look)
        return then if when is True or then is True else None

    def sides(self, look: Lookup) -> Sides:
        return self.then.sides(look)


@dataclass(frozen=True)
class Choice:
    """`if` and `case`: the branch of the first condition that is true; an unknown condition leaves all unknown."""

    branches: tuple[tuple[Node, Node], ...]
    otherwise: Node
    kind: Kind

    def value(self, look: Lookup) -> Value:
        branch = self._branch(look)
        return None if branch is None else branch.value(look)

    def sides(self, look: Lookup) -> Sides:
        branch = self._branch(look)
        return None if branch is None else branch.sides(look)

    def _branch(self, look: Lookup) -> Node | None:
        for when, then in self.branches:
            decided = when.value(look)
            if decided is not False:
                return then if decided else None
        return self.otherwise
