"""A method or a setting changed in the text of a scheme: that value and no more."""

import pytest

from assessment.methodology.normalise import METHODS
from assessment.methodology.parameters import Kind, Parameter
from assessment.methodology.scheme import parse_scheme
from assessment.methodology.scheme_typed_values import ParameterNeeded, ParameterNotReadable, method_text, value_text
from assessment.methodology.scheme_value_editing import with_value

FLOW = """\
# 演示 scheme
code: small
missing: floor   # 暂取最低
aggregates: [{code: T, name: 总分}]
indicators:
  - {code: x, name: 收入, parent: T, weight: 1, normalise: {method: minmax}}   # first
  - code: y
    name: 增速
    parent: T
    weight: 2
    treat:
      - {method: log}
    normalise: rank
cap: {upper: 100}
"""


def test_a_value_is_replaced_where_it_stands_and_comments_stay() -> None:
    changed = with_value(FLOW, "normalise", "{method: goalposts, lower: 0, upper: 20}", indicator="x")
    assert changed == FLOW.replace("{method: minmax}", "{method: goalposts, lower: 0, upper: 20}")
    assert with_value(FLOW, "missing", "require") == FLOW.replace("missing: floor", "missing: require")
    rows = with_value(FLOW, "treat", "[]", indicator="y")
    assert rows == FLOW.replace("- {method: log}", "[]")
    assert parse_scheme(rows).indicators[1].treat == ()


def test_a_key_that_is_not_there_is_added_last() -> None:
    flow = with_value(FLOW, "direction", "lower", indicator="x")
    assert "normalise: {method: minmax}, direction: lower}   # first" in flow
    block = with_value(FLOW, "direction", "lower", indicator="y")
    assert "    normalise: rank\n    direction: lower\ncap:" in block
    top = with_value(FLOW, "constant", "refuse")
    assert top.endswith("cap: {upper: 100}\nconstant: refuse\n")
    for text in (flow, block, top):
        parse_scheme(text)


def test_a_key_is_taken_out_with_its_line_or_its_comma() -> None:
    assert with_value(FLOW, "cap", "") == FLOW.replace("cap: {upper: 100}\n", "")
    without = with_value(FLOW, "treat", "", indicator="y")
    assert without == FLOW.replace("    treat:\n      - {method: log}\n", "")
    one_line = "{code: a, pool: all, cap: {upper: 1}}"
    assert with_value(one_line, "cap", "") == "{code: a, pool: all}"
    assert with_value(one_line, "code", "") == "{pool: all, cap: {upper: 1}}"
    assert with_value("{cap: {upper: 1}}", "cap", "") == "{}"
    assert with_value("code: a\ncap: {upper: 1}", "cap", "") == "code: a\n"
    assert with_value(one_line, "missing", "") == one_line
    assert with_value("code: a", "pool", "all") == "code: a\npool: all"
    with pytest.raises(KeyError):
        with_value(FLOW, "direction", "lower", indicator="z")


def test_parameters_are_written_as_typed_and_empty_ones_keep_their_usual_value() -> None:
    declared = METHODS["efficacy"].parameters
    given = {"not_allowed": "worst", "satisfactory": " 40 ", "base": "", "truncate": "true"}
    assert method_text("efficacy", declared, given) == (
        "{method: efficacy, not_allowed: worst, satisfactory: 40, truncate: true}"
    )
    assert value_text(Parameter("range", Kind.RANGE), "60，100") == "[60, 100]"
    assert value_text(Parameter("by", Kind.TEXT), 'a: "b"') == '"a: \\"b\\""'
    assert value_text(Parameter("ties", Kind.CHOICE, choices=("min",)), "min") == "min"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.NUMBER, "六十"),
        (Kind.NUMBER, "1e5"),
        (Kind.NUMBER, "1}, weight: 9"),
        (Kind.BOUND, "middle"),
        (Kind.FLAG, "yes"),
        (Kind.RANGE, "60"),
        (Kind.STANDARDS, "1, 2, 3"),
        (Kind.TEXT, "x" * 81),
        (Kind.CHOICE, "max"),
    ],
)
def test_what_is_not_of_its_kind_is_refused_with_what_is_expected(kind: Kind, text: str) -> None:
    with pytest.raises(ParameterNotReadable):
        value_text(Parameter("target", kind, choices=("min",)), text)


def test_a_parameter_that_the_method_needs_is_asked_for() -> None:
    with pytest.raises(ParameterNeeded) as asked:
        method_text("goalposts", METHODS["goalposts"].parameters, {"lower": "1"})
    assert str(asked.value.where["parameter"]) == "upper bound"
