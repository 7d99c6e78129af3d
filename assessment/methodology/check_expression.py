"""Reading a check rule: the scalar expressions of VTL 2.1 with item codes, in exact decimals.

`= <> < <= > >= and or xor not isnull abs round between + - * /`, `if … then … else …`, `case when … then … else …`,
and around the whole `when … then …`. `item[last_year]` is the reported 上年同期 of the same return; which other words
may stand in the brackets is in `PLACES`. As in VTL, `not` binds closer than `=`: write `not (a = b)`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken, VisitError
from lark.tree import Meta

from assessment.methodology.check_nodes import (
    Absolute,
    Arithmetic,
    Between,
    Both,
    Choice,
    Comparison,
    Constant,
    Either,
    Implication,
    IsNull,
    Kind,
    Looked,
    Negation,
    Node,
    OneOnly,
    Reference,
    Rounded,
)
from assessment.methodology.errors import N_, AssessmentError

HISTORY = ("last_period", "last_period_last_year", "filed_last_year")
UNITS = ("enterprises", "key_enterprises", "province", "annual")
PLACES = ("last_year", "other_basis", "condition", *HISTORY, *UNITS)
"""What may stand in brackets: the other reported figure, the condition of the cell, earlier returns, other units."""

_GRAMMAR = r"""
?start: "when" expression "then" expression -> implication
    | expression
?expression: "if" expression "then" expression "else" expression -> choice
    | "case" ("when" expression "then" expression)+ "else" expression -> choice
    | either
?either: both | either "or" both -> either | either "xor" both -> one_only
?both: comparison | both "and" comparison -> both
?comparison: sum | sum SIGN sum -> comparison
?sum: product | sum PLUS_MINUS product -> arithmetic
?product: signed | product TIMES_BY signed -> arithmetic
?signed: atom | PLUS_MINUS signed -> sign | "not" signed -> negation
?atom: "(" expression ")"
    | NUMBER -> number
    | TEXT -> text
    | "true" -> true
    | "false" -> false
    | NAME -> own
    | NAME "[" NAME "]" -> reference
    | "abs" "(" expression ")" -> absolute
    | "round" "(" expression "," NUMBER ")" -> rounded
    | "isnull" "(" expression ")" -> is_null
    | "between" "(" expression "," expression "," expression ")" -> between
SIGN: "=" | "<>" | "<=" | ">=" | "<" | ">"
PLUS_MINUS: "+" | "-"
TIMES_BY: "*" | "/"
NUMBER: /[0-9]+(\.[0-9]+)?/
TEXT: /"[^"\n]*"/
NAME: /[a-z][a-z0-9_]*/
%ignore /[ \t\n]+/
"""


class ExpressionUnreadable(AssessmentError):
    code = "check_expression_unreadable"
    message = N_("The rule cannot be read in line {line}, column {column}: “{received}” was not expected there.")


class ExpressionMixed(AssessmentError):
    code = "check_expression_mixed"
    message = N_("The rule puts {received} where {expected} is needed, in line {line}, column {column}.")


class PlaceUnknown(AssessmentError):
    code = "check_expression_place_unknown"
    message = N_("“{received}” in line {line}, column {column} names no figures. Known: {expected}.")


@dataclass(frozen=True)
class Expression:
    """`root` gives the value; `references` in the order of their first mention."""

    text: str
    root: Node
    references: tuple[Reference, ...]

    @property
    def kind(self) -> Kind:
        return self.root.kind


@lru_cache(maxsize=4096)
def parse_expression(text: str) -> Expression:
    """The expression in `text`; what cannot be read or mixes kinds raises with line and column."""
    try:
        tree = _parser().parse(text)
    except UnexpectedInput as problem:
        raise ExpressionUnreadable(**_place_of(problem, text)) from None
    building = _Building()
    try:
        root: Node = building.transform(tree)
    except VisitError as problem:
        raise problem.orig_exc from None
    return Expression(text, root, tuple(dict.fromkeys(building.references)))


def parse_condition(text: str) -> Expression:
    """As `parse_expression`, refusing what is not true or false (`ExpressionMixed`)."""
    expression = parse_expression(text)
    if expression.kind is not Kind.CONDITION:
        raise ExpressionMixed(received=expression.kind.value, expected=Kind.CONDITION.value, line=1, column=1)
    return expression


@cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", propagate_positions=True)


def _place_of(problem: UnexpectedInput, text: str) -> dict[str, object]:
    if isinstance(problem, UnexpectedCharacters):
        return {"line": problem.line, "column": problem.column, "received": problem.char}
    if isinstance(problem, UnexpectedToken) and problem.token.type != "$END":
        return {"line": problem.line, "column": problem.column, "received": str(problem.token)}
    lines = text.split("\n")
    return {"line": len(lines), "column": len(lines[-1]) + 1, "received": "…"}


@v_args(meta=True)
class _Building(Transformer[Token, Any]):
    """From the parse tree to nodes, kinds checked on the way up."""

    def __init__(self) -> None:
        super().__init__(visit_tokens=False)
        self.references: list[Reference] = []

    def number(self, meta: Meta, parts: list[Any]) -> Node:
        return Constant(Decimal(parts[0]), Kind.NUMBER)

    def text(self, meta: Meta, parts: list[Any]) -> Node:
        return Constant(str(parts[0])[1:-1], Kind.TEXT)

    def true(self, meta: Meta, parts: list[Any]) -> Node:
        return Constant(True, Kind.CONDITION)

    def false(self, meta: Meta, parts: list[Any]) -> Node:
        return Constant(False, Kind.CONDITION)

    def own(self, meta: Meta, parts: list[Any]) -> Node:
        return self._looked(Reference(str(parts[0])))

    def reference(self, meta: Meta, parts: list[Any]) -> Node:
        name, of = map(str, parts)
        if of not in PLACES:
            raise PlaceUnknown(received=of, expected=", ".join(PLACES), line=meta.line, column=meta.column)
        return self._looked(Reference(name, of))

    def _looked(self, reference: Reference) -> Node:
        self.references.append(reference)
        return Looked(reference, Kind.TEXT if reference.of == "condition" else Kind.NUMBER)

    def absolute(self, meta: Meta, parts: list[Any]) -> Node:
        _all_of(Kind.NUMBER, parts, meta)
        return Absolute(parts[0])

    def rounded(self, meta: Meta, parts: list[Any]) -> Node:
        _all_of(Kind.NUMBER, parts[:1], meta)
        return Rounded(parts[0], int(Decimal(parts[1])))

    def sign(self, meta: Meta, parts: list[Any]) -> Node:
        return self.arithmetic(meta, [Constant(Decimal(0), Kind.NUMBER), *parts])

    def arithmetic(self, meta: Meta, parts: list[Any]) -> Node:
        left, sign, right = parts
        _all_of(Kind.NUMBER, (left, right), meta)
        return Arithmetic(str(sign), left, right)

    def comparison(self, meta: Meta, parts: list[Any]) -> Node:
        """Texts and conditions can only be equal or not."""
        left, sign, right = parts
        _all_of(Kind.NUMBER if str(sign) not in ("=", "<>") else left.kind, (left, right), meta)
        return Comparison(str(sign), left, right)

    def between(self, meta: Meta, parts: list[Any]) -> Node:
        _all_of(Kind.NUMBER, parts, meta)
        return Between(*parts)

    def is_null(self, meta: Meta, parts: list[Any]) -> Node:
        return IsNull(parts[0])

    def both(self, meta: Meta, parts: list[Any]) -> Node:
        _all_of(Kind.CONDITION, parts, meta)
        return Both(*parts)

    def either(self, meta: Meta, parts: list[Any]) -> Node:
        _all_of(Kind.CONDITION, parts, meta)
        return Either(*parts)

    def one_only(self, meta: Meta, parts: list[Any]) -> Node:
        _all_of(Kind.CONDITION, parts, meta)
        return OneOnly(*parts)

    def negation(self, meta: Meta, parts: list[Any]) -> Node:
        _all_of(Kind.CONDITION, parts, meta)
        return Negation(parts[0])

    def implication(self, meta: Meta, parts: list[Any]) -> Node:
        _all_of(Kind.CONDITION, parts, meta)
        return Implication(*parts)

    def choice(self, meta: Meta, parts: list[Any]) -> Node:
        *pairs, otherwise = parts
        _all_of(Kind.CONDITION, pairs[::2], meta)
        _all_of(otherwise.kind, pairs[1::2], meta)
        return Choice(tuple(zip(pairs[::2], pairs[1::2], strict=True)), otherwise, otherwise.kind)


def _all_of(kind: Kind, nodes: Iterable[Node], meta: Meta) -> None:
    for node in nodes:
        if node.kind is not kind:
            raise ExpressionMixed(received=node.kind.value, expected=kind.value, line=meta.line, column=meta.column)
