"""Values of a scheme as a person types them into fields, as the YAML that a scheme is written in.

Nothing is put right but full-width commas and spaces around: what is no number says so, with what is expected.
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Final

from assessment.methodology.errors import N_, AssessmentError, Phrase
from assessment.methodology.parameters import BEST, WORST, Kind, Parameter
from assessment.methodology.scheme_words import parameter_name
from assessment.methodology.text_numbers import excerpt

_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,20}(?:\.[0-9]{1,20})?")
_LONGEST_TEXT: Final = 80
_EXPECTED: Final[Mapping[Kind, str]] = {
    Kind.NUMBER: N_("a number such as 60"),
    Kind.POSITIVE: N_("a number above zero such as 5"),
    Kind.WHOLE: N_("a whole number such as 2"),
    Kind.FLAG: N_("yes or no"),
    Kind.RANGE: N_("two numbers, the lower first, such as 60, 100"),
    Kind.SHARES: N_("two shares from 0 to 1, the lower first, such as 0.05, 0.95"),
    Kind.BOUND: N_("a number, worst or best"),
    Kind.POSITIVE_BOUND: N_("a number above zero, worst or best"),
    Kind.STANDARDS: N_("five numbers from excellent to poor, such as 12, 10, 8, 6, 4"),
    Kind.TEXT: N_("a name of at most 80 characters"),
    Kind.CHOICE: N_("one of the list"),
}
_HOW_MANY: Final = {Kind.RANGE: 2, Kind.SHARES: 2, Kind.STANDARDS: 5}


class ParameterNotReadable(AssessmentError):
    code = "scheme_parameter_not_readable"
    message = N_("{parameter}: expected {expected}, received {received}.")


class ParameterNeeded(AssessmentError):
    code = "scheme_parameter_needed"
    message = N_("{parameter} is needed: enter {expected}.")


def method_text(method: str, declared: Iterable[Parameter], given: Mapping[str, str]) -> str:
    """A treatment or normalisation with its parameters, as in `{method: goalposts, lower: 0, upper: 20}`.

    A parameter that is left empty keeps its usual value; one that the method needs raises `ParameterNeeded`.
    """
    parts = [f"method: {method}"]
    for parameter in declared:
        text = given.get(parameter.name, "").strip()
        if text:
            parts.append(f"{parameter.name}: {value_text(parameter, text)}")
        elif parameter.required:
            expected = Phrase(_EXPECTED[parameter.kind])
            raise ParameterNeeded(parameter=parameter_name(parameter.name), expected=expected)
    return "{" + ", ".join(parts) + "}"


def value_text(parameter: Parameter, text: str) -> str:
    """One value as YAML; `ParameterNotReadable` where it is not of its kind. What fits together the reader checks."""
    kind = parameter.kind
    if kind in _HOW_MANY:
        numbers = [part.strip() for part in text.replace("，", ",").replace("、", ",").split(",")]
        if len(numbers) == _HOW_MANY[kind] and all(map(_NUMBER.fullmatch, numbers)):
            return "[" + ", ".join(numbers) + "]"
    elif kind is Kind.TEXT:
        if len(text) <= _LONGEST_TEXT and text.isprintable():
            return json.dumps(text, ensure_ascii=False)
    elif kind is Kind.CHOICE:
        if text in parameter.choices:
            return text
    elif kind is Kind.FLAG:
        if text in {"true", "false"}:
            return text
    elif _NUMBER.fullmatch(text) or (kind in {Kind.BOUND, Kind.POSITIVE_BOUND} and text in {WORST, BEST}):
        return text
    raise ParameterNotReadable(
        parameter=parameter_name(parameter.name), expected=Phrase(_EXPECTED[kind]), received=excerpt(text)
    )
