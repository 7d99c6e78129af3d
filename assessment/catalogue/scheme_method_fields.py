"""The fields of the page on which methods and bounds of a draft are changed: labels, choices, what is wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext

from assessment.catalogue.scheme_method_values import (
    CHOICES,
    NO_TREATMENT,
    NORMALISATIONS,
    Fields,
    current_values,
    parameter_field,
)
from assessment.catalogue.scheme_view import words
from assessment.display.wording import say
from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.normalise_combined import COMBINED
from assessment.methodology.parameters import BEST, WORST, Kind, Parameter
from assessment.methodology.scheme_difference import normalisation_words
from assessment.methodology.scheme_parts import AggregationMethod, Direction, Indicator, MissingMethod, Scheme
from assessment.methodology.scheme_setting_words import (
    AGGREGATIONS,
    CONSTANTS,
    DIRECTIONS,
    KEYS,
    MISSING,
    POOLS,
    ROUNDINGS,
    TIES,
    named,
)
from assessment.methodology.scheme_words import method_name, parameter_name, value_words
from assessment.methodology.treatments import TREATMENT_PARAMETERS

LONGEST = 80
SHARE_WORDS: Final = N_("no score below a share of the parts")
POWER_WORDS: Final = N_("power mean")
HINTS: Final[Mapping[Kind, str]] = {
    Kind.RANGE: N_("low, high"),
    Kind.SHARES: N_("low, high"),
    Kind.BOUND: N_("a number, worst or best"),
    Kind.POSITIVE_BOUND: N_("a number, worst or best"),
    Kind.STANDARDS: N_("five numbers"),
}


@dataclass(frozen=True)
class Choice:
    value: str
    text: str


@dataclass(frozen=True)
class Field:
    """One input, or a list where it has choices. `methods` are those it belongs to; `shown` while one is chosen."""

    name: str
    label: str
    value: str
    choices: tuple[Choice, ...] = ()
    methods: str = ""
    shown: bool = True
    hint: str = ""
    longest: int = LONGEST


@dataclass(frozen=True)
class Part:
    """A choice with the fields that go with it, and what is wrong with them together; fixed parts are only said."""

    place: str
    fields: tuple[Field, ...]
    wrong: str = ""
    fixed: str = ""


@dataclass(frozen=True)
class IndicatorLine:
    code: str
    name: str
    formula: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class SettingLine:
    label: str
    part: Part


@dataclass(frozen=True)
class MethodForm:
    indicators: tuple[IndicatorLine, ...]
    settings: tuple[SettingLine, ...]


def method_form(scheme: Scheme, given: Fields, wrong: Mapping[str, AssessmentError]) -> MethodForm:
    """The page as it stands, or as it was typed, with the sentences of what is wrong beside it."""
    values = {**current_values(scheme), **given}
    said = {place: say(error) for place, error in wrong.items()}
    return MethodForm(
        indicators=tuple(_indicator(one, values, said) for one in scheme.indicators),
        settings=tuple(_settings(scheme, values, said)),
    )


def _indicator(indicator: Indicator, values: Fields, said: Mapping[str, str]) -> IndicatorLine:
    code = indicator.code
    direction = f"{code}.direction"
    by_file = gettext("set in the file")
    treat = normalise = None
    if len(indicator.treat) > 1:
        treat = Part(f"{code}.treat", (), fixed=by_file)
    if indicator.normalise.method == COMBINED:
        normalise = Part(f"{code}.normalise", (), fixed=f"{words(method_name(COMBINED))} ({by_file})")
    return IndicatorLine(
        code=code,
        name=indicator.name,
        formula=words(normalisation_words(indicator)[1]),
        parts=(
            Part(
                direction,
                (_list(direction, gettext("Direction"), values, DIRECTIONS, Direction),),
                said.get(direction, ""),
            ),
            treat or _use(f"{code}.treat", gettext("Treatment"), values, TREATMENT_PARAMETERS, said),
            normalise or _use(f"{code}.normalise", gettext("Normalisation"), values, NORMALISATIONS, said),
        ),
    )


def _use(
    place: str, label: str, values: Fields, methods: Mapping[str, tuple[Parameter, ...]], said: Mapping[str, str]
) -> Part:
    """The method and every parameter that any of them has, each once; those of others wait for their method."""
    choices = [Choice(name, words(method_name(name))) for name in methods]
    if methods is TREATMENT_PARAMETERS:
        choices.insert(0, Choice(NO_TREATMENT, gettext("as it is")))
    found: dict[str, tuple[Parameter, list[str]]] = {}
    for method, declared in methods.items():
        for one in declared:
            found.setdefault(parameter_field(one), (one, []))[1].append(method)
    chosen = values[place]
    parameters = [
        _parameter(f"{place}.{name}", one, values, owners, shown=chosen in owners)
        for name, (one, owners) in found.items()
    ]
    return Part(place, (Field(place, label, chosen, tuple(choices)), *parameters), said.get(place, ""))


def _parameter(name: str, parameter: Parameter, values: Fields, owners: Iterable[str], *, shown: bool) -> Field:
    choices: tuple[Choice, ...] = ()
    if parameter.kind is Kind.FLAG:
        choices = (Choice("false", gettext("no")), Choice("true", gettext("yes")))
    elif parameter.kind is Kind.CHOICE:
        choices = tuple(Choice(one, words(value_words(one))) for one in parameter.choices)
    value = words(value_words(values[name])) if values[name] in {WORST, BEST} else values[name]
    hint = gettext(HINTS[parameter.kind]) if parameter.kind in HINTS else ""
    return Field(name, words(parameter_name(parameter.name)), value, choices, " ".join(owners), shown=shown, hint=hint)


def _settings(scheme: Scheme, values: Fields, said: Mapping[str, str]) -> Iterable[SettingLine]:
    missing, power = {**MISSING, MissingMethod.THRESHOLD.value: SHARE_WORDS}, AggregationMethod.POWER.value
    aggregations = {**AGGREGATIONS, power: POWER_WORDS}
    label = gettext("Missing figures")
    share = Field(
        "missing.share",
        gettext("least share of the parts"),
        values["missing.share"],
        methods=MissingMethod.THRESHOLD.value,
        shown=values["missing"] == MissingMethod.THRESHOLD.value,
    )
    yield _setting("missing", label, [_list("missing", label, values, missing, CHOICES["missing"]), share], said)
    for key, label, table in (
        ("constant", gettext("An indicator that tells nobody apart"), CONSTANTS),
        ("pool", gettext("Bounds and ranks"), POOLS),
    ):
        yield _setting(key, label, [_list(key, label, values, table, CHOICES[key])], said)
    fields = []
    for level in range(1, len(scheme.aggregation) + 1):
        name, label = f"aggregation.{level}", gettext("Aggregation on level {level}").format(level=level)
        fields.append(_list(name, label, values, aggregations, AggregationMethod))
        exponent, shown = f"{name}.power", values[name] == power
        fields.append(Field(exponent, gettext("exponent"), values[exponent], methods=power, shown=shown))
    yield _setting("aggregation", gettext("Aggregation, from the bottom"), fields, said)
    label = gettext("Rounding")
    digits = Field("rounding.digits", gettext("number of decimals"), values["rounding.digits"])
    rounding = _list("rounding.method", label, values, ROUNDINGS, CHOICES["rounding.method"])
    yield _setting("rounding", label, [rounding, digits], said)
    yield _setting("ranking", gettext("Ranking and ties"), _ranking(values), said)
    yield _setting(
        "cap", gettext("Cap of the total"), [Field("cap", gettext("points; empty for none"), values["cap"])], said
    )


def _ranking(values: Fields) -> list[Field]:
    codes = gettext("codes with commas, empty for none")
    return [
        _list("ranking.key", gettext("Ranking"), values, KEYS, CHOICES["ranking.key"]),
        _list("ranking.ties", gettext("Ties"), values, TIES, CHOICES["ranking.ties"]),
        Field("ranking.then", gettext("Tie-breakers"), values["ranking.then"], hint=codes, longest=400),
    ]


def _setting(place: str, label: str, fields: Iterable[Field], said: Mapping[str, str]) -> SettingLine:
    return SettingLine(label, Part(place, tuple(fields), said.get(place, "")))


def _list(name: str, label: str, values: Fields, table: Mapping[str, str], allowed: Iterable[str]) -> Field:
    choices = tuple(Choice(str(one), words(named(table, str(one)))) for one in allowed)
    return Field(name, label, values[name], choices)
