"""Check rules as written: what an expression means, what is unknown, and where it cannot be read."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from assessment.methodology.check_expression import (
    ExpressionMixed,
    ExpressionUnreadable,
    PlaceUnknown,
    parse_condition,
    parse_expression,
)
from assessment.methodology.check_nodes import Kind, Reference, Value

D = Decimal


def looking_up(**known: str | None) -> Callable[[Reference], Value]:
    """Figures by the text of their reference; None is a missing one."""
    return lambda reference: None if known[str(reference)] is None else D(str(known[str(reference)]))


def value(text: str, **known: str | None) -> Value:
    return parse_expression(text).root.value(looking_up(**known))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("10 - 4 - 3", "3"),
        ("12 / 3 / 2", "2"),
        ("-3 + 5", "2"),
        ("+3", "3"),
        ("- -3", "3"),
        ("abs(2 - 5)", "3"),
        ("0.1 + 0.2", "0.3"),
        ("round(2.345, 2)", "2.35"),
        ("round(0 - 2.345, 2)", "-2.35"),
        ("round(15.4546, 0)", "15"),
        ("if 1 > 2 then 10 else 20", "20"),
        ("case when 1 > 2 then 10 when 2 > 1 then 15 else 20", "15"),
    ],
)
def test_arithmetic_is_exact_and_binds_as_in_vtl(text: str, expected: str) -> None:
    assert value(text) == D(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 = 1.00", True),
        ("1 <> 1", False),
        ("1 < 2 and 2 <= 2", True),
        ("2 > 1 and 2 >= 3", False),
        ("1 > 2 or 2 > 1", True),
        ("true xor true", False),
        ("true xor false", True),
        ("not (1 = 2)", True),
        ("not true or true", True),
        ("between(5, 5, 7)", True),
        ("between(7.01, 5, 7)", False),
        ('"empty" = "empty"', True),
        ('"empty" <> "value"', True),
        ("(1 > 2) = (3 > 4)", True),
        ("when 1 > 2 then 1 = 2", True),
        ("when 2 > 1 then 1 = 2", False),
        ("if 1 > 2 then true else 2 > 1", True),
        ("isnull(1)", False),
    ],
)
def test_conditions_are_decided(text: str, expected: bool) -> None:
    assert value(text) is expected


@pytest.mark.parametrize(
    "text",
    [
        "a + 1",
        "1 - a",
        "abs(a)",
        "round(a, 1)",
        "1 / 0",
        "a = 1",
        "1 < a",
        "between(a, 0, 1)",
        "between(1, 0, a)",
        "a > 0 and true",
        "true and a > 0",
        "a > 0 or false",
        "false or a > 0",
        "a > 0 xor true",
        "true xor a > 0",
        "not (a > 0)",
        "when a > 0 then 1 = 2",
        "when true then a > 0",
        "if a > 0 then 1 else 2",
        "case when false then 1 when a > 0 then 2 else 3",
    ],
)
def test_what_hangs_on_a_missing_figure_is_unknown(text: str) -> None:
    assert value(text, a=None) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a > 0 and false", False),
        ("false and a > 0", False),
        ("a > 0 or true", True),
        ("true or a > 0", True),
        ("when a > 0 then true", True),
        ("when false then a > 0", True),
        ("if true then 1 else a", D(1)),
        ("isnull(a)", True),
        ("isnull(1 / 0)", True),
    ],
)
def test_what_a_missing_figure_cannot_change_is_known(text: str, expected: Value) -> None:
    assert value(text, a=None) == expected


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("3 = 4", (3, 4)),
        ("between(9, 1, 5)", (9, 5)),
        ("between(0, 1, 5)", (0, 1)),
        ("1 = 1 and 3 <= 2", (3, 2)),
        ("3 <= 2 and 1 = 1", (3, 2)),
        ("when true then 3 <= 2", (3, 2)),
        ("if false then 1 = 2 else 3 <= 2", (3, 2)),
        ('"a" = "b"', None),
        ("not (3 = 3)", None),
        ("1 = 2 or 3 = 4", None),
        ("between(a, 1, 2)", None),
        ("a = 1", None),
        ("if a > 0 then 1 = 2 else 3 = 4", None),
    ],
)
def test_the_two_sides_are_those_of_the_comparison_that_decided(text: str, sides: tuple[int, int] | None) -> None:
    found = parse_expression(text).root.sides(looking_up(a=None))
    assert found == (None if sides is None else tuple(map(D, sides)))


def test_sides_of_parts_without_a_comparison_are_unknown() -> None:
    for text in ("1", "a", "1 + a", "abs(a)", "round(a, 1)", "isnull(a)", "true xor false"):
        assert parse_expression(text).root.sides(looking_up(a=None)) is None


def test_references_stand_in_the_order_of_their_mention_each_once() -> None:
    found = parse_condition("when b[last_year] <> 0 then a >= b[last_year] and a[last_period] >= android").references
    assert list(map(str, found)) == ["b[last_year]", "a", "a[last_period]", "android"]


def test_the_condition_of_a_cell_is_a_text() -> None:
    expression = parse_condition('figure[condition] <> "empty"')
    assert expression.kind is Kind.CONDITION
    assert expression.root.value(lambda _: "empty") is False
    assert expression.root.value(lambda _: "value") is True


@pytest.mark.parametrize(
    ("text", "line", "column", "received"),
    [
        ("a $ b", 1, 3, "$"),
        ("a = = b", 1, 5, "="),
        ("a =", 1, 4, "…"),
        ("a = 1 and\n  b + = 2", 2, 7, "="),
        ("", 1, 1, "…"),
        ("when a = 1", 1, 11, "…"),
        ("between(a, 1)", 1, 13, ")"),
        ("A = 1", 1, 1, "A"),
        ("a = 1 b", 1, 7, "b"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(text: str, line: int, column: int, received: str) -> None:
    with pytest.raises(ExpressionUnreadable) as refused:
        parse_condition(text)
    assert refused.value.where == {"line": line, "column": column, "received": received}


@pytest.mark.parametrize(
    ("text", "received", "expected"),
    [
        ("a + 1", "number", "condition"),
        ("not a = b", "number", "condition"),
        ("a and b > 1", "number", "condition"),
        ('a + "x" = 1', "text", "number"),
        ('a < "x"', "text", "number"),
        ('a = "x"', "text", "number"),
        ("abs(a = 1) = 1", "condition", "number"),
        ("round(a = 1, 2) = 1", "condition", "number"),
        ("between(a = 1, 1, 2)", "condition", "number"),
        ("if a then b = 1 else c = 1", "number", "condition"),
        ("if a > 0 then 1 else c = 1", "number", "condition"),
        ("a = 1 xor b", "number", "condition"),
        ("a = 1 or b", "number", "condition"),
        ("when a then b = 1", "number", "condition"),
        ("-(a = 1) = 1", "condition", "number"),
    ],
)
def test_kinds_are_never_mixed(text: str, received: str, expected: str) -> None:
    with pytest.raises(ExpressionMixed) as refused:
        parse_condition(text)
    assert (refused.value.where["received"], refused.value.where["expected"]) == (received, expected)
    assert refused.value.where["line"] == 1


def test_a_word_in_brackets_that_names_no_figures_is_refused_with_its_place() -> None:
    with pytest.raises(PlaceUnknown) as refused:
        parse_condition("a = 1 and b[next_year] = 2")
    assert (refused.value.where["received"], refused.value.where["column"]) == ("next_year", 11)
    assert "last_year" in str(refused.value)
