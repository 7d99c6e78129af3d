"""The methods, bounds and settings of a scheme as the values of named fields, and back as changes of its text.

`current_values` says what stands in the fields; `edited_text` writes what was typed otherwise into the text, each part
read back on its own, so that what is wrong is told at its own field.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Final

from assessment.methodology.errors import AssessmentError
from assessment.methodology.normalise import METHODS
from assessment.methodology.normalise_combined import COMBINED
from assessment.methodology.parameters import Kind, Parameter, Value
from assessment.methodology.rounding import RoundingMethod
from assessment.methodology.scheme import parse_scheme
from assessment.methodology.scheme_parts import (
    AggregationMethod,
    ConstantRule,
    Direction,
    Indicator,
    MethodUse,
    MissingMethod,
    PoolRule,
    RankingKey,
    Scheme,
    Ties,
)
from assessment.methodology.scheme_typed_values import method_text, value_text
from assessment.methodology.scheme_value_editing import with_value
from assessment.methodology.treatments import TREATMENT_PARAMETERS

Fields = Mapping[str, str]
NORMALISATIONS: Final = {name: method.parameters for name, method in METHODS.items() if name != COMBINED}
NO_TREATMENT: Final = "none"
CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "pool": tuple(PoolRule),
    "constant": tuple(ConstantRule),
    "missing": tuple(MissingMethod),
    "rounding.method": tuple(RoundingMethod),
    "ranking.key": tuple(RankingKey),
    "ranking.ties": tuple(Ties),
}
_SHARE = Parameter("threshold", Kind.POSITIVE)
_DIGITS = Parameter("digits", Kind.WHOLE)
_POWER = Parameter("power", Kind.NUMBER)
_CAP = Parameter("cap", Kind.NUMBER)
_CODE = Parameter("then", Kind.TEXT)


@dataclass(frozen=True)
class Edit:
    """One key of the text that some fields speak of; `write` says its YAML from what was typed, empty for none."""

    place: str
    key: str
    indicator: str
    fields: tuple[str, ...]
    write: Callable[[Fields], str]


def parameter_field(parameter: Parameter) -> str:
    """The last part of the name of its field: a list and a number of the same name are two fields."""
    return f"{parameter.name}.list" if parameter.kind in {Kind.FLAG, Kind.CHOICE} else parameter.name


def edited_text(text: str, given: Fields) -> tuple[str, dict[str, AssessmentError]]:
    """The text with what was typed otherwise than it stands, and what is wrong, by place."""
    scheme, wrong = parse_scheme(text), dict[str, AssessmentError]()
    before = current_values(scheme)
    for edit in edits_of(scheme):
        if all(given.get(name, before[name]).strip() == before[name] for name in edit.fields):
            continue
        try:
            changed = with_value(text, edit.key, edit.write({**before, **given}), indicator=edit.indicator)
            parse_scheme(changed)
        except AssessmentError as error:
            wrong[edit.place] = error
        else:
            text = changed
    return text, wrong


def current_values(scheme: Scheme) -> dict[str, str]:
    """What stands in every field of the page."""
    values = {
        "pool": scheme.pool.value,
        "constant": scheme.constant.value,
        "missing": scheme.missing.method.value,
        "missing.share": _plain(scheme.missing.threshold),
        "rounding.method": scheme.rounding.method.value,
        "rounding.digits": str(scheme.rounding.digits),
        "ranking.key": scheme.ranking.key.value,
        "ranking.ties": scheme.ranking.ties.value,
        "ranking.then": ", ".join(scheme.ranking.then),
        "cap": _plain(scheme.upper_cap),
    }
    for level, one in enumerate(scheme.aggregation, 1):
        values |= {f"aggregation.{level}": one.method.value, f"aggregation.{level}.power": _plain(one.power)}
    for indicator in scheme.indicators:
        values |= _indicator_values(indicator)
    return values


def edits_of(scheme: Scheme) -> Iterator[Edit]:
    """Every key that the page can change, in the order of the page."""
    for indicator in scheme.indicators:
        yield from _indicator_edits(indicator)
    for key in ("pool", "constant"):
        yield Edit(key, key, "", (key,), partial(_one_of, name=key, allowed=CHOICES[key]))
    yield Edit("missing", "missing", "", ("missing", "missing.share"), _missing)
    yield Edit("rounding", "rounding", "", ("rounding.method", "rounding.digits"), _rounding)
    yield Edit("ranking", "ranking", "", ("ranking.key", "ranking.ties", "ranking.then"), _ranking)
    levels = range(1, len(scheme.aggregation) + 1)
    names = tuple(name for level in levels for name in (f"aggregation.{level}", f"aggregation.{level}.power"))
    yield Edit("aggregation", "aggregation", "", names, lambda given: _aggregation(given, levels))
    yield Edit("cap", "cap", "", ("cap",), _cap)


def _indicator_edits(indicator: Indicator) -> Iterator[Edit]:
    code = indicator.code
    direction = f"{code}.direction"
    yield Edit(direction, "direction", code, (direction,), lambda given: _one_of(given, direction, tuple(Direction)))
    if len(indicator.treat) <= 1:
        treat = f"{code}.treat"
        yield Edit(treat, "treat", code, _fields(treat, TREATMENT_PARAMETERS), lambda given: _treatment(given, treat))
    if indicator.normalise.method != COMBINED:
        use = f"{code}.normalise"
        yield Edit(use, "normalise", code, _fields(use, NORMALISATIONS), lambda given: _use(given, use, NORMALISATIONS))


def _fields(place: str, methods: Mapping[str, tuple[Parameter, ...]]) -> tuple[str, ...]:
    names = (f"{place}.{parameter_field(one)}" for parameters in methods.values() for one in parameters)
    return tuple(dict.fromkeys((place, *names)))


def _indicator_values(indicator: Indicator) -> dict[str, str]:
    code, treat = indicator.code, indicator.treat[0] if len(indicator.treat) == 1 else None
    return {
        f"{code}.direction": indicator.direction.value,
        **dict.fromkeys(_fields(f"{code}.treat", TREATMENT_PARAMETERS), ""),
        f"{code}.treat": NO_TREATMENT if treat is None else treat.method,
        **(_use_values(f"{code}.treat", treat, TREATMENT_PARAMETERS) if treat else {}),
        **dict.fromkeys(_fields(f"{code}.normalise", NORMALISATIONS), ""),
        f"{code}.normalise": indicator.normalise.method,
        **_use_values(f"{code}.normalise", indicator.normalise, NORMALISATIONS),
    }


def _use_values(place: str, use: MethodUse, methods: Mapping[str, tuple[Parameter, ...]]) -> dict[str, str]:
    declared = methods.get(use.method, ())
    return {f"{place}.{parameter_field(one)}": _plain(use.parameters.values.get(one.name)) for one in declared}


def _plain(value: Value) -> str:
    """A value as it is typed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ", ".join(_plain(one) for one in value if isinstance(one, Decimal))
    return format(value, "f") if isinstance(value, Decimal) else value


def _one_of(given: Fields, name: str, allowed: Iterable[str]) -> str:
    return value_text(Parameter(name, Kind.CHOICE, choices=tuple(allowed)), given.get(name, "").strip())


def _use(given: Fields, place: str, methods: Mapping[str, tuple[Parameter, ...]]) -> str:
    method = _one_of(given, place, methods)
    typed = {one.name: given.get(f"{place}.{parameter_field(one)}", "") for one in methods[method]}
    return method_text(method, methods[method], typed)


def _treatment(given: Fields, place: str) -> str:
    if given.get(place, "").strip() == NO_TREATMENT:
        return "[]"
    return f"[{_use(given, place, TREATMENT_PARAMETERS)}]"


def _missing(given: Fields) -> str:
    method = _one_of(given, "missing", CHOICES["missing"])
    if method != MissingMethod.THRESHOLD.value:
        return method
    return f"{{threshold: {value_text(_SHARE, given['missing.share'].strip())}}}"


def _rounding(given: Fields) -> str:
    method = _one_of(given, "rounding.method", CHOICES["rounding.method"])
    return f"{{method: {method}, digits: {value_text(_DIGITS, given['rounding.digits'].strip())}}}"


def _ranking(given: Fields) -> str:
    parts = [f"{name}: {_one_of(given, f'ranking.{name}', CHOICES[f'ranking.{name}'])}" for name in ("key", "ties")]
    typed = given["ranking.then"].replace("，", ",").replace("、", ",").split(",")
    codes = [value_text(_CODE, code.strip()) for code in typed if code.strip()]
    return "{" + ", ".join([*parts, *([f"then: [{', '.join(codes)}]"] if codes else [])]) + "}"


def _aggregation(given: Fields, levels: range) -> str:
    """One method where all levels have the same, else one for each level from the bottom."""
    written = [_aggregation_of(given, f"aggregation.{level}") for level in levels]
    return written[0] if len(set(written)) == 1 else f"[{', '.join(written)}]"


def _aggregation_of(given: Fields, name: str) -> str:
    method = _one_of(given, name, tuple(AggregationMethod))
    if method != AggregationMethod.POWER.value:
        return method
    return f"{{power: {value_text(_POWER, given[f'{name}.power'].strip())}}}"


def _cap(given: Fields) -> str:
    typed = given["cap"].strip()
    return f"{{upper: {value_text(_CAP, typed)}}}" if typed else ""
