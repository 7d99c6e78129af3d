"""The settings of a scheme and the rules of its parts in words: missing figures, ranking, rounding, growth.

Source: the 考核办法 that a scheme carries; the words are those of the official defaults (得分相同的，位次并列).
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from assessment.methodology.column_words import column_words
from assessment.methodology.errors import N_, Phrase
from assessment.methodology.formula_text import figure_text
from assessment.methodology.growth import BadBase
from assessment.methodology.rounding import Rounding, RoundingMethod
from assessment.methodology.scheme_parts import (
    Adjustment,
    Aggregation,
    AggregationMethod,
    ConstantRule,
    Direction,
    GrowthRule,
    MissingMethod,
    MissingRule,
    NotApplicableRule,
    PoolRule,
    RankingKey,
    Ties,
)
from assessment.methodology.scheme_words import NONE, Words, joined

_HUNDRED: Final = Decimal(100)
POOLS: Final[Mapping[str, str]] = {
    PoolRule.PERIOD: N_("within each period and group"),
    PoolRule.ALL: N_("within the group over all periods"),
}
MISSING: Final[Mapping[str, str]] = {
    MissingMethod.FLOOR: N_("the lowest score of the group, provisional and with a note"),
    MissingMethod.RENORMALISE: N_("the weights are spread over what is there"),
    MissingMethod.REQUIRE: N_("no score above a missing figure"),
}
CONSTANTS: Final[Mapping[str, str]] = {
    ConstantRule.NEUTRAL: N_("all have the middle of the scale, with a note"),
    ConstantRule.REFUSE: N_("the run is refused"),
}
ROUNDINGS: Final[Mapping[str, str]] = {
    RoundingMethod.HALF_UP: N_("half up"),
    RoundingMethod.HALF_EVEN: N_("half to even (GB/T 8170)"),
}
KEYS: Final[Mapping[str, str]] = {
    RankingKey.PUBLISHED: N_("by the published score"),
    RankingKey.EXACT: N_("by the score before rounding"),
}
TIES: Final[Mapping[str, str]] = {
    Ties.MIN: N_("equal scores share the place (1, 2, 2, 4)"),
    Ties.DENSE: N_("equal scores share the place, none is left out (1, 2, 2, 3)"),
    Ties.AVERAGE: N_("equal scores have the mean of their places (1, 2.5, 2.5, 4)"),
}
AGGREGATIONS: Final[Mapping[str, str]] = {
    AggregationMethod.ARITHMETIC: N_("weighted arithmetic mean, Σ w·y"),
    AggregationMethod.GEOMETRIC: N_("weighted geometric mean, Π y^w"),
    AggregationMethod.HARMONIC: N_("weighted harmonic mean, 1 / Σ(w / y)"),
    AggregationMethod.MAZZIOTTA_PARETO: N_("mean less a penalty for imbalance, M − S² / M"),
    AggregationMethod.COPELAND: N_("comparison in pairs, wins − losses"),
}
DIRECTIONS: Final[Mapping[str, str]] = {
    Direction.HIGHER: N_("higher is better"),
    Direction.LOWER: N_("lower is better"),
}
NOT_APPLICABLE: Final[Mapping[str, str]] = {
    NotApplicableRule.MISSING: N_("missing"),
    NotApplicableRule.ZERO: N_("zero"),
}
BAD_BASES: Final[Mapping[str, str]] = {
    BadBase.NONE: N_("no score"),
    BadBase.INCREMENT: N_("the increment is scored instead"),
    BadBase.WINSORISE: N_("the rate as it is, for the treatment to pull in"),
}


def named(table: Mapping[str, str], key: str) -> Words:
    """The words of a choice; one without words keeps its keyword."""
    return Phrase(table[key]) if key in table else key


def missing_words(rule: MissingRule) -> Words:
    if rule.threshold is None:
        return named(MISSING, rule.method)
    share = figure_text((rule.threshold * _HUNDRED).normalize())
    return Phrase(N_("no score where less than {share} % of the parts are there"), {"share": share})


def rounding_words(rounding: Rounding) -> Words:
    return Phrase(
        N_("{digits} decimals, {method}"),
        {"digits": rounding.digits, "method": named(ROUNDINGS, rounding.method)},
    )


def aggregation_words(aggregation: Aggregation) -> Words:
    if aggregation.power is None:
        return named(AGGREGATIONS, aggregation.method)
    return Phrase(N_("power mean with the exponent {power}"), {"power": figure_text(aggregation.power)})


def growth_words(rule: GrowthRule | None) -> Words:
    """The pair a rate is computed from, with what is done about a bad base."""
    if rule is None:
        return NONE
    parts: list[Words] = [Phrase("{of} / {base} − 1", {"of": column_words(rule.of), "base": column_words(rule.base)})]
    policy = rule.policy
    if policy.floor:
        parts.append(Phrase(N_("base below {floor}: no rate"), {"floor": figure_text(policy.floor)}))
    parts.append(Phrase(N_("bad base: {rule}"), {"rule": _bad_base(rule)}))
    return joined(parts)


def _bad_base(rule: GrowthRule) -> Words:
    policy = rule.policy
    if policy.points is not None:
        return Phrase(N_("{points} points"), {"points": figure_text(policy.points)})
    if policy.cap_percent is not None:
        return Phrase(N_("the rate, at most {cap} %"), {"cap": figure_text(policy.cap_percent)})
    return named(BAD_BASES, policy.bad_base)


def adjustment_words(adjustment: Adjustment) -> Words:
    """Figure × points, within its cap and floor."""
    parts: list[Words] = [
        Phrase(
            "{column} × {points}", {"column": column_words(adjustment.column), "points": figure_text(adjustment.points)}
        )
    ]
    if adjustment.cap is not None:
        parts.append(Phrase(N_("at most {cap}"), {"cap": figure_text(adjustment.cap)}))
    if adjustment.floor is not None:
        parts.append(Phrase(N_("at least {floor}"), {"floor": figure_text(adjustment.floor)}))
    return joined(parts)
