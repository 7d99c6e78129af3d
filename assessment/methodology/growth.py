"""Growth from the reported pair 本期累计 / 上年同期累计, decided by rule where the base is bad.

Sources: releases of MIIT carry the pair and a growth computed before rounding; Guangzhou yearbook:
"同比增速按本年数和上年同口径数计算得出". Last year's stored value is never the base: scope and revisions
differ. All rates are in percent, exact to 50 digits; nothing is rounded here.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.figures import Condition, Figure, Marker
from assessment.methodology.rounding import exact_context

_ZERO = Decimal(0)
_HUNDRED = Decimal(100)


class GrowthLabel(StrEnum):
    """Words for a pair that has no rate (利润 and other figures that may be negative)."""

    LOSS_TO_PROFIT = "loss_to_profit"
    PROFIT_TO_LOSS = "profit_to_loss"
    LOSS_NARROWED = "loss_narrowed"
    LOSS_WIDENED = "loss_widened"
    LOSS_UNCHANGED = "loss_unchanged"
    FROM_ZERO = "from_zero"

    @property
    def name_zh(self) -> str:
        return _LABELS_ZH[self]


_LABELS_ZH = {
    GrowthLabel.LOSS_TO_PROFIT: "扭亏为盈",
    GrowthLabel.PROFIT_TO_LOSS: "由盈转亏",
    GrowthLabel.LOSS_NARROWED: "减亏",
    GrowthLabel.LOSS_WIDENED: "增亏",
    GrowthLabel.LOSS_UNCHANGED: "亏损持平",
    GrowthLabel.FROM_ZERO: "上年同期为零",
}


class BaseProblem(StrEnum):
    """Why a pair has no meaningful rate."""

    ZERO = "base_zero"
    NEGATIVE = "base_negative"
    SIGN_CHANGE = "sign_change"
    BELOW_FLOOR = "base_below_floor"


class BadBase(StrEnum):
    """What a scheme puts in the place of the rate when the base is bad.

    `none` nothing · `increment` the absolute change · `points` declared points · and for a base below the
    floor, which still has a raw rate: `cap` that rate, at most the cap · `winsorise` the rate as it is, for
    the scheme's treatment to pull in · `three_year_average` mean yearly rate over three years. Where these
    three cannot be formed they fall back to none.
    """

    NONE = "none"
    INCREMENT = "increment"
    POINTS = "points"
    CAP = "cap"
    WINSORISE = "winsorise"
    THREE_YEAR_AVERAGE = "three_year_average"


class GrowthPolicyIncomplete(AssessmentError):
    code = "growth_policy_incomplete"
    message = N_("The rule “{policy}” for bad bases needs the parameter “{parameter}”.")


class NoImpliedBase(AssessmentError):
    code = "no_implied_base"
    message = N_("A growth of {received} percent has no base: it must be above -100.")


class BaseLostInRounding(AssessmentError):
    code = "base_lost_in_rounding"
    message = N_("A base printed as {base} may be zero before rounding: no interval of growth can be given.")


@dataclass(frozen=True)
class GrowthPair:
    """Current and comparable base, same item, unit, scope and kind of period.

    `three_years_ago` is the comparable value of the same period three years before, where reported.
    """

    current: Decimal
    base: Decimal
    three_years_ago: Decimal | None = None


@dataclass(frozen=True)
class GrowthPolicy:
    """`floor` in the unit of the pair; `cap_percent` and `points` only for the policies that name them."""

    floor: Decimal = _ZERO
    bad_base: BadBase = BadBase.NONE
    cap_percent: Decimal | None = None
    points: Decimal | None = None

    def __post_init__(self) -> None:
        if self.bad_base is BadBase.CAP and self.cap_percent is None:
            raise GrowthPolicyIncomplete(policy=self.bad_base.value, parameter="cap_percent")
        if self.bad_base is BadBase.POINTS and self.points is None:
            raise GrowthPolicyIncomplete(policy=self.bad_base.value, parameter="points")


@dataclass(frozen=True)
class Growth:
    """Result of a pair.

    `rate_percent` is what may be ranked and printed (None: not meaningful); `raw_rate_percent` stays visible
    beside it and is None only where arithmetic itself has no honest answer; `increment` in the unit of the
    pair; `substitute` (increment or points) goes to the scheme in the place of the rate, with a footnote.
    """

    rate_percent: Decimal | None
    raw_rate_percent: Decimal | None
    increment: Decimal | None
    marker: Marker
    label: GrowthLabel | None = None
    problem: BaseProblem | None = None
    substitute: Decimal | None = None

    @property
    def scored(self) -> Decimal | None:
        """The number a scheme normalises: the rate, else its declared substitute, else nothing."""
        return self.substitute if self.rate_percent is None else self.rate_percent


_DEFAULT_POLICY = GrowthPolicy()


def growth(pair: GrowthPair, policy: GrowthPolicy = _DEFAULT_POLICY) -> Growth:
    """Current / comparable base − 1, in percent; a bad base never yields (x − b) / b.

    Source: scheme rules "growth is decided by rule" (base zero, negative, changed in sign, below the floor).
    """
    problem = _problem(pair, policy.floor)
    with exact_context():
        increment = pair.current - pair.base
    raw = None if problem in _NO_RATE else rate_percent(pair.current, pair.base)
    if problem is None:
        return Growth(raw, raw, increment, Marker.COMPUTED)
    rate, marker = _rate_instead(pair, policy, raw)
    return Growth(
        rate_percent=rate,
        raw_rate_percent=raw,
        increment=increment,
        marker=marker,
        label=_label(pair),
        problem=problem,
        substitute=_substitute(policy, increment),
    )


def growth_of_figures(current: Figure, base: Figure, policy: GrowthPolicy = _DEFAULT_POLICY) -> Growth:
    """As `growth`, for reported figures: without two values there is no rate; the marker says why."""
    if current.value is not None and base.value is not None:
        return growth(GrowthPair(current.value, base.value), policy)
    without = current if current.value is None else base
    marker = Marker.NOT_APPLICABLE if without.condition is Condition.NOT_APPLICABLE else Marker.MISSING
    return Growth(None, None, None, marker)


def rate_percent(current: Decimal, base: Decimal) -> Decimal:
    """(current − base) / base in percent, plain: `growth` decides whether a base may carry a rate."""
    with exact_context():
        return (current - base) * _HUNDRED / base


def implied_base(value: Decimal, growth_percent: Decimal) -> Decimal:
    """The comparable base behind a published level and growth: value / (1 + growth). Mark it *derived*.

    Source: 2022 Q1, 20 060 亿元 and 11.6 % imply 17 975, although 19 030 had been published a year before.
    """
    if growth_percent <= -_HUNDRED:
        raise NoImpliedBase(received=growth_percent)
    with exact_context():
        return value * _HUNDRED / (_HUNDRED + growth_percent)


@dataclass(frozen=True)
class GrowthInterval:
    """Growth in percent that rounding of level and base can hide, bounds included."""

    low: Decimal
    high: Decimal

    def holds(self, percent: Decimal) -> bool:
        return self.low <= percent <= self.high


def published_growth_interval(
    current: Decimal, base: Decimal, *, half_unit: Decimal, growth_half_unit: Decimal = Decimal("0.05")
) -> GrowthInterval:
    """SW13: (c − h)/(p + h) − 1 − 0.05 pp … (c + h)/(p − h) − 1 + 0.05 pp, in percent.

    `half_unit` h is half a unit of the last printed decimal of c and p (0.5 for whole 亿元);
    `growth_half_unit` the same of the printed growth. A negative c widens to the other corners.
    """
    if base <= half_unit:
        raise BaseLostInRounding(base=base)
    corners = [
        rate_percent(current + level, base + comparable)
        for level in (-half_unit, half_unit)
        for comparable in (-half_unit, half_unit)
    ]
    with exact_context():
        return GrowthInterval(min(corners) - growth_half_unit, max(corners) + growth_half_unit)


def published_growth_is_consistent(
    current: Decimal,
    base: Decimal,
    published_percent: Decimal,
    *,
    half_unit: Decimal = Decimal("0.5"),
    growth_half_unit: Decimal = Decimal("0.05"),
) -> bool:
    """SW13: whether a published growth (percent) is explained by the printed pair and rounding alone."""
    interval = published_growth_interval(current, base, half_unit=half_unit, growth_half_unit=growth_half_unit)
    return interval.holds(published_percent)


def change_in_points(current_percent: Decimal, base_percent: Decimal) -> Decimal:
    """Change of a share, in percentage points: a ratio's change is never given in percent."""
    with exact_context():
        return current_percent - base_percent


_NO_RATE = frozenset({BaseProblem.ZERO, BaseProblem.NEGATIVE, BaseProblem.SIGN_CHANGE})


def _problem(pair: GrowthPair, floor: Decimal) -> BaseProblem | None:
    if pair.base.is_zero():
        return BaseProblem.ZERO
    if pair.base < 0:
        return BaseProblem.SIGN_CHANGE if pair.current > 0 else BaseProblem.NEGATIVE
    if pair.current < 0:
        return BaseProblem.SIGN_CHANGE
    return BaseProblem.BELOW_FLOOR if pair.base < floor else None


def _label(pair: GrowthPair) -> GrowthLabel | None:
    """A loss that ends at exactly zero is a loss narrowed: there is no profit yet."""
    if pair.base < 0:
        if pair.current > 0:
            return GrowthLabel.LOSS_TO_PROFIT
        if pair.current == pair.base:
            return GrowthLabel.LOSS_UNCHANGED
        return GrowthLabel.LOSS_NARROWED if pair.current > pair.base else GrowthLabel.LOSS_WIDENED
    if pair.current < 0:
        return GrowthLabel.PROFIT_TO_LOSS if pair.base > 0 else GrowthLabel.LOSS_WIDENED
    return GrowthLabel.FROM_ZERO if pair.base.is_zero() and pair.current > 0 else None


def _rate_instead(pair: GrowthPair, policy: GrowthPolicy, raw: Decimal | None) -> tuple[Decimal | None, Marker]:
    if raw is not None and policy.bad_base is BadBase.WINSORISE:
        return raw, Marker.COMPUTED
    if raw is not None and policy.bad_base is BadBase.CAP and policy.cap_percent is not None:
        return min(raw, policy.cap_percent), Marker.CAPPED if raw > policy.cap_percent else Marker.COMPUTED
    if raw is not None and policy.bad_base is BadBase.THREE_YEAR_AVERAGE:
        average = _three_year_average(pair)
        if average is not None:
            return average, Marker.IMPUTED
    return None, Marker.NOT_MEANINGFUL


def _substitute(policy: GrowthPolicy, increment: Decimal) -> Decimal | None:
    if policy.bad_base is BadBase.INCREMENT:
        return increment
    return policy.points if policy.bad_base is BadBase.POINTS else None


def _three_year_average(pair: GrowthPair) -> Decimal | None:
    """三年平均增速, geometric: (current / value three years ago) ^ (1/3) − 1, percent."""
    if pair.three_years_ago is None or pair.three_years_ago <= 0:
        return None
    with exact_context():
        return ((pair.current / pair.three_years_ago) ** (Decimal(1) / 3) - 1) * _HUNDRED
