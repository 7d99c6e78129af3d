"""What is taken as uncertain in a test of robustness, how often it is drawn, and from which seed.

Source: OECD/JRC handbook on composite indicators, uncertainty and sensitivity analysis.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from assessment.methodology.errors import N_, AssessmentError, Phrase
from assessment.methodology.normalise import METHODS
from assessment.methodology.parameters import Kind, Parameters, Value
from assessment.methodology.scheme_parts import Aggregation, AggregationMethod, MethodUse

Document = Mapping[str, Any]

AS_DECLARED: Final = "scheme"
MOST_REPLICATIONS: Final = 100_000
MOST_SAMPLES: Final = 10_000
LARGEST_SEED: Final = 2**63 - 1
DEFAULT_SPREAD: Final = Decimal("0.25")
# Methods that take their scale from the pool: one of them can stand in for any other on every indicator.
EXCHANGEABLE: Final = (
    "minmax",
    "zscore",
    "rank",
    "borda",
    "percentile_rank",
    "rank_ladder",
    "fraction_of_max",
    "distance_to_max",
    "efficacy",
    "efficacy_exponential",
    "efficacy_log",
    "mazziotta_pareto",
)


# What is a whole number: the least and the most of it.
WHOLE: Final[Mapping[str, tuple[int, int]]] = {
    "replications": (1, MOST_REPLICATIONS),
    "seed": (0, LARGEST_SEED),
    "samples": (0, MOST_SAMPLES),
    "noise_samples": (1, MOST_SAMPLES),
}
# What people call the settings that the page asks for; the key of a document stands behind the name.
WORDS: Final[Mapping[str, str]] = {
    "replications": N_("Replications (replications)"),
    "seed": N_("Seed of the draws (seed)"),
    "samples": N_("Samples for the shares of variance (samples)"),
    "weight_spread": N_("Spread of the weights as a share, 0.25 for ±25% (weight_spread)"),
}


class SettingNotUsable(AssessmentError):
    code = "robustness_setting_not_usable"
    message = N_("Robustness setting “{setting}”: expected {expected}, received {received}.")

    def __init__(self, *, setting: str, expected: str | Phrase, received: object) -> None:
        named = Phrase(WORDS[setting]) if setting in WORDS else setting
        super().__init__(setting=named, expected=expected, received=received)


@dataclass(frozen=True, slots=True)
class RobustnessSettings:
    """`weight_spread` r draws every weight within ± r of its nominal, evenly, before the siblings are normalised.

    `weight_levels` are the levels whose weights are drawn (0 the indicators, 1 what stands above them …), all if
    empty. `normalisations` and `aggregations` are tried in turn for the whole scheme, None being the scheme's own;
    `winsorise_points` likewise (0: none). `noise` moves every figure by up to that share of itself in each of
    `noise_samples` copies of the data. `samples` is the base size of the variance-based design, 0 for none.
    """

    replications: int
    seed: int
    weight_spread: Decimal = DEFAULT_SPREAD
    weight_levels: tuple[int, ...] = ()
    normalisations: tuple[MethodUse | None, ...] = (None,)
    aggregations: tuple[Aggregation | None, ...] = (None,)
    winsorise_points: tuple[int | None, ...] = (None,)
    noise: Decimal = field(default=Decimal(0))
    noise_samples: int = 20
    samples: int = 0

    def __post_init__(self) -> None:
        for setting in WHOLE:
            _check_whole(setting, getattr(self, setting))
        for setting in ("weight_spread", "noise"):
            share = getattr(self, setting)
            if not 0 <= share < 1:
                raise SettingNotUsable(setting=setting, expected="0 ≤ r < 1", received=share)
        for setting in ("normalisations", "aggregations", "winsorise_points"):
            if not getattr(self, setting):
                raise SettingNotUsable(setting=setting, expected="1, 2, 3 …", received="[]")

    @property
    def copies(self) -> int:
        """Copies of the data among which a replication draws one."""
        return self.noise_samples if self.noise else 1


def settings_of(document: Document) -> RobustnessSettings:
    """The settings in a plain document, as a run keeps it: decimals as text, methods by name or with parameters."""
    read: dict[str, Any] = {}
    for key, value in document.items():
        if key not in _READERS:
            raise SettingNotUsable(setting=key, expected=", ".join(_READERS), received=key)
        read[key] = _READERS[key](key, value)
    for key in ("replications", "seed"):
        if key not in read:
            raise SettingNotUsable(setting=key, expected="0, 1, 2 …", received="–")
    return RobustnessSettings(**read)


def exchangeable(method: str) -> MethodUse:
    """A method with the parameters that hold where none are written."""
    if method not in EXCHANGEABLE:
        raise SettingNotUsable(setting="normalisations", expected=", ".join(EXCHANGEABLE), received=method)
    return MethodUse(method, Parameters({each.name: each.default for each in METHODS[method].parameters}))


def _check_whole(setting: str, received: object) -> None:
    least, most = WHOLE.get(setting, (0, LARGEST_SEED))
    if isinstance(received, bool) or not isinstance(received, int) or not least <= received <= most:
        expected = Phrase(N_("a whole number from {least} to {most}"), {"least": least, "most": most})
        raise SettingNotUsable(setting=setting, expected=expected, received=received)


def _whole(setting: str, value: Any) -> int:
    _check_whole(setting, value)
    return int(value)


def _share(setting: str, value: Any) -> Decimal:
    try:
        share = Decimal(str(value))
    except ArithmeticError as error:
        raise SettingNotUsable(setting=setting, expected="0.25", received=value) from error
    if not share.is_finite():
        raise SettingNotUsable(setting=setting, expected="0.25", received=value)
    return share


def _list(setting: str, value: Any) -> Sequence[Any]:
    if not isinstance(value, list):
        raise SettingNotUsable(setting=setting, expected="[…]", received=value)
    return value


def _levels(setting: str, value: Any) -> tuple[int, ...]:
    return tuple(_whole(setting, each) for each in _list(setting, value))


def _points(setting: str, value: Any) -> tuple[int | None, ...]:
    return tuple(None if each == AS_DECLARED else _whole(setting, each) for each in _list(setting, value))


def _normalisations(setting: str, value: Any) -> tuple[MethodUse | None, ...]:
    return tuple(None if each == AS_DECLARED else _normalisation(setting, each) for each in _list(setting, value))


def _normalisation(setting: str, value: Any) -> MethodUse:
    """A name, or {"method": name, "range": ["1", "100"]}: the range is what may be said besides."""
    if isinstance(value, str):
        return exchangeable(value)
    if not isinstance(value, Mapping) or "method" not in value:
        raise SettingNotUsable(setting=setting, expected="{method: …}", received=value)
    use = exchangeable(value["method"])
    kinds = {each.name: each.kind for each in METHODS[use.method].parameters}
    values: dict[str, Value] = dict(use.parameters.values)
    for name, given in value.items():
        if name == "method":
            continue
        if kinds.get(name) is not Kind.RANGE:
            raise SettingNotUsable(setting=setting, expected="{method, range}", received=name)
        low, high = (_share(setting, each) for each in _list(setting, given))
        if low >= high:
            raise SettingNotUsable(setting=setting, expected="[l, u], l < u", received=given)
        values[name] = (low, high)
    return MethodUse(use.method, Parameters(values))


def _aggregations(setting: str, value: Any) -> tuple[Aggregation | None, ...]:
    return tuple(None if each == AS_DECLARED else _aggregation(setting, each) for each in _list(setting, value))


def _aggregation(setting: str, value: Any) -> Aggregation:
    if isinstance(value, Mapping) and set(value) == {"power"} and _share(setting, value["power"]) != 0:
        return Aggregation(AggregationMethod.POWER, _share(setting, value["power"]))
    names = [method.value for method in AggregationMethod if method is not AggregationMethod.POWER]
    if value not in names:
        raise SettingNotUsable(setting=setting, expected=", ".join([*names, "{power: 2}"]), received=value)
    return Aggregation(AggregationMethod(value))


_READERS: Final = {
    "replications": _whole,
    "seed": _whole,
    "weight_spread": _share,
    "weight_levels": _levels,
    "normalisations": _normalisations,
    "aggregations": _aggregations,
    "winsorise_points": _points,
    "noise": _share,
    "noise_samples": _whole,
    "samples": _whole,
}
