"""Batches of a part of the year (such as 2021年1—11月): value added carried on from last year by a stated rule.

`relative_speed`    VA = VA of last year × 营业收入 / 营业收入 of the same months last year (相关指标速度法; quarterly
                    practice of the NBS, MEMORY). The result covers the months that the base covers.
`value_added_rate`  VA = 营业收入 × (VA / 营业收入) of last year (增加值率法, MEMORY). It covers the months observed.

Both move all four components alike: the structure of the base is kept (DESIGN). Every figure is marked extrapolated,
informs and never scores unless the scheme says so. The rules are dated.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, NamedTuple

from assessment.methodology.dated_rules import Dated
from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.figures import Marker
from assessment.methodology.income_approach import Components, value_added
from assessment.methodology.periods import Period
from assessment.methodology.rounding import exact_context
from assessment.methodology.run_figures import plain_number

FULL_YEAR_MONTHS: Final = 12


class ExtrapolationRule(StrEnum):
    RELATIVE_SPEED = "relative_speed"
    VALUE_ADDED_RATE = "value_added_rate"


class RevenueBaseNotPositive(AssessmentError):
    code = "extrapolation_revenue_base_not_positive"
    message = N_("Nothing can be extrapolated from a revenue base of {received}; it must be above zero.")


class MonthsNotInYear(AssessmentError):
    code = "extrapolation_months_not_in_year"
    message = N_("A part of the year has 1 to 11 months; received {received}.")


@dataclass(frozen=True)
class ExtrapolationBase:
    """Last year's account of one region and industry, and the revenues, all in one money unit.

    `months` are those the account of last year covers.
    """

    components: Components
    revenue: Decimal
    revenue_same_months_last_year: Decimal
    revenue_last_year: Decimal
    months: int = FULL_YEAR_MONTHS


class _Step(NamedTuple):
    """The revenue that last year's account goes with, and the months that what comes out covers."""

    revenue_base: Decimal
    months_covered: int


_Formula = Callable[[ExtrapolationBase, int], _Step]


def _relative_speed(base: ExtrapolationBase, _: int) -> _Step:
    """VA of last year × 营业收入 / 营业收入 of the same months last year. MEMORY."""
    return _Step(base.revenue_same_months_last_year, base.months)


def _value_added_rate(base: ExtrapolationBase, months: int) -> _Step:
    """营业收入 × VA / 营业收入 of the whole of last year. MEMORY."""
    return _Step(base.revenue_last_year, months)


# Each rule is a dated formula; a change of a formula is a later version beside this one.
EXTRAPOLATION_RULES: Final[Mapping[ExtrapolationRule, Dated[_Formula]]] = {
    ExtrapolationRule.RELATIVE_SPEED: Dated(N_("relative speed"), ((Period.annual(2020), _relative_speed),)),
    ExtrapolationRule.VALUE_ADDED_RATE: Dated(N_("value-added rate"), ((Period.annual(2020), _value_added_rate),)),
}


@dataclass(frozen=True)
class Extrapolated:
    """An estimate that always travels with its rule, the start of the rule, its months and its marker."""

    components: Components
    factor: Decimal
    rule: ExtrapolationRule
    since: Period
    months_observed: int
    months_covered: int
    marker: Marker = Marker.EXTRAPOLATED

    @property
    def value(self) -> Decimal:
        return value_added(self.components)

    def document(self) -> Mapping[str, Any]:
        return {
            "rule": self.rule.value,
            "since": self.since.code,
            "factor": plain_number(self.factor),
            "value_added": plain_number(self.value),
            "months_observed": self.months_observed,
            "months_covered": self.months_covered,
        }


def extrapolate(base: ExtrapolationBase, rule: ExtrapolationRule, *, year: int, months: int) -> Extrapolated:
    """The account of January to `months` of `year` by `rule`, in the unit of the base.

    A base of zero or less has no speed and no rate (`RevenueBaseNotPositive`).
    """
    if not 1 <= months < FULL_YEAR_MONTHS:
        raise MonthsNotInYear(received=months)
    versions, period = EXTRAPOLATION_RULES[rule], Period.annual(year)
    revenue_base, covered = versions.at(period)(base, months)
    if revenue_base <= 0:
        raise RevenueBaseNotPositive(received=revenue_base)
    with exact_context():
        factor = base.revenue / revenue_base
        moved = Components(*(amount * base.revenue / revenue_base for amount in base.components.amounts))
    return Extrapolated(moved, factor, rule, versions.since(period), months, covered)


def months_beyond(result: Mapping[str, Any]) -> int | None:
    """The months that accounts of a measured part of the year stand for, where they are others than its own.

    An account carried on by relative speed covers what last year's account covers, twelve months, while GDP covers the
    months of the batch: a share or a growth of the two together would compare unlike periods. None: all cover the same.
    """
    covered = {row["months_covered"] for row in result.get("extrapolations", ())} - {result["months"]}
    return max(covered, default=None)
