"""The settings of a scheme that stand beside its tree: missing figures, rounding, ranking, aggregation, cap."""

from decimal import Decimal
from enum import StrEnum
from typing import Final, TypeVar

from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.rounding import Rounding, RoundingMethod
from assessment.methodology.scheme_parts import (
    Aggregation,
    AggregationMethod,
    MissingMethod,
    MissingRule,
    Ranking,
    RankingKey,
    Ties,
)
from assessment.methodology.scheme_reading import Entry, Section

MOST_DIGITS: Final = 20

Choice = TypeVar("Choice", bound=StrEnum)


class LevelsDoNotMatch(AssessmentError):
    code = "scheme_levels_do_not_match"
    message = N_(
        "Line {line}: the tree has {expected} levels of aggregates, but `aggregation` lists {received} methods. "
        "Give one method for all levels, or one per level from the bottom."
    )


class UnknownCode(AssessmentError):
    code = "scheme_unknown_code"
    message = N_("Line {line}: “{received}” is neither an indicator nor an aggregate. Allowed: {allowed}.")


def choice_of(section: Section, key: str, choices: type[Choice], default: Choice) -> Choice:
    entry = section.get(key)
    return default if entry is None else choices(entry.choice([choice.value for choice in choices]))


def list_of(section: Section, key: str) -> list[Entry]:
    entry = section.get(key)
    return [] if entry is None else entry.entries()


def missing_rule(entry: Entry | None) -> MissingRule:
    if entry is None:
        return MissingRule(MissingMethod.FLOOR)
    if entry.is_mapping():
        threshold = Section.of(entry).allow("threshold").need("threshold")
        share = threshold.positive()
        if share > 1:
            raise threshold.wrong("0 < t ≤ 1")
        return MissingRule(MissingMethod.THRESHOLD, share)
    allowed = [choice.value for choice in MissingMethod if choice is not MissingMethod.THRESHOLD]
    return MissingRule(MissingMethod(entry.choice([*allowed])))


def rounding_rule(entry: Entry | None) -> Rounding:
    if entry is None:
        return Rounding(RoundingMethod.HALF_UP, 2)
    section = Section.of(entry).allow("method", "digits")
    digits = int(section.need("digits").whole(most=MOST_DIGITS))
    return Rounding(choice_of(section, "method", RoundingMethod, RoundingMethod.HALF_UP), digits)


def ranking_rule(entry: Entry | None, codes: list[str]) -> Ranking:
    if entry is None:
        return Ranking(RankingKey.PUBLISHED, Ties.MIN)
    section = Section.of(entry).allow("key", "ties", "then")
    then = []
    for breaker in list_of(section, "then"):
        if breaker.text() not in codes:
            raise UnknownCode(line=breaker.line, received=breaker.text(), allowed=", ".join(codes))
        then.append(breaker.text())
    key = choice_of(section, "key", RankingKey, RankingKey.PUBLISHED)
    return Ranking(key, choice_of(section, "ties", Ties, Ties.MIN), tuple(then))


def aggregation_levels(entry: Entry | None, height: int) -> tuple[Aggregation, ...]:
    if entry is None:
        return (Aggregation(AggregationMethod.ARITHMETIC),) * height
    if not entry.is_list():
        return (_aggregation(entry),) * height
    levels = tuple(_aggregation(member) for member in entry.entries())
    if len(levels) != height:
        raise LevelsDoNotMatch(line=entry.line, expected=height, received=len(levels))
    return levels


def _aggregation(entry: Entry) -> Aggregation:
    if not entry.is_mapping():
        names = [method.value for method in AggregationMethod if method is not AggregationMethod.POWER]
        return Aggregation(AggregationMethod(entry.choice([*names])))
    power = Section.of(entry).allow("power").need("power")
    exponent = power.number()
    if exponent == 0:
        raise power.wrong("≠ 0")
    return Aggregation(AggregationMethod.POWER, exponent)


def upper_cap(entry: Entry | None) -> Decimal | None:
    return None if entry is None else Section.of(entry).allow("upper").need("upper").number()
