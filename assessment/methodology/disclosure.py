"""Which cells of a table would give a respondent away, and how wide the room around each must stay.

Sources: 统计法 and its 实施条例 protect aggregates that let one respondent be inferred like the micro-data themselves;
no Chinese text names a number, so the usual rules of official statistics hold, all of them parameters: fewer than three
contributors; (n, k) dominance with n = 2 and k = 85 %; the p % rule, unsafe where X − x₁ − x₂ < p/100 · x₁ (Hundepool
et al., Statistical Disclosure Control, 2012, ch. 4). Unit: that of the table, here 万元.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from assessment.methodology.rounding import exact_context

_HUNDRED: Final = Decimal(100)


class SuppressionReason(StrEnum):
    """Why a cell is withheld. `secondary`: it would let another one be worked out."""

    FEW_CONTRIBUTORS = "few_contributors"
    DOMINANCE = "dominance"
    P_PERCENT = "p_percent"
    PRESUMED_FEW = "presumed_few"
    UNCHECKED = "unchecked"
    SECONDARY = "secondary"


@dataclass(frozen=True)
class ProtectionRules:
    """The parameters of the primary rules; `least_room` keeps a cell of zero from being told exactly, 万元."""

    least_contributors: int = 3
    dominating: int = 2
    dominance_percent: Decimal = Decimal(85)
    p_percent: Decimal = Decimal(10)
    least_room: Decimal = Decimal(1)


@dataclass(frozen=True)
class Contributors:
    """Who stands behind a cell: how many, and what each contributes where that is known.

    The amounts may be of a related quantity (revenue for value added): the rules look at their proportions.
    """

    number: int
    amounts: tuple[Decimal, ...] = ()


@dataclass(frozen=True)
class Sensitivity:
    """That a cell is unsafe: by which rule, and how far an outsider must stay from its value on either side."""

    reason: SuppressionReason
    room: Decimal
    sole: bool = False


DEFAULT_RULES: Final = ProtectionRules()


def sensitivity(
    value: Decimal, contributors: Contributors, rules: ProtectionRules = DEFAULT_RULES
) -> Sensitivity | None:
    """What makes a cell unsafe, the first rule that does naming it; None for a safe one. Unit: that of the value.

    A cell without contributors is a zero everybody knows, and safe. The room is the widest any rule asks for, in the
    proportion of the contributions to the cell. Source: see the module.
    Worked example: 60, 30, 10 of 100: 90 > 85, room 100/85 · 90 − 100 = 5.88. 60, 38, 2: 2 < 6 as well, room 15.29.
    """
    if contributors.number == 0:
        return None
    found = [
        (reason, room)
        for reason, room in (
            (SuppressionReason.FEW_CONTRIBUTORS, _few(value, contributors, rules)),
            (SuppressionReason.DOMINANCE, _dominated(value, contributors, rules)),
            (SuppressionReason.P_PERCENT, _estimated(value, contributors, rules)),
        )
        if room is not None
    ]
    if not found:
        return None
    room = max(rules.least_room, *(room for _, room in found))
    return Sensitivity(found[0][0], room, sole=contributors.number == 1)


def presumed_sensitivity(
    value: Decimal,
    rules: ProtectionRules = DEFAULT_RULES,
    reason: SuppressionReason = SuppressionReason.PRESUMED_FEW,
) -> Sensitivity:
    """A cell of an industry known to have a handful of units in a city (63), where the units are not at hand.

    Likewise any cell of which nobody knows the units and nobody has answered for its publication (`UNCHECKED`).

    Unit: that of the value; the room is p % of it. Source: telecommunications of a city have three to five operators.
    """
    with exact_context():
        room = abs(value) * rules.p_percent / _HUNDRED
    return Sensitivity(reason, max(rules.least_room, room))


def _few(value: Decimal, contributors: Contributors, rules: ProtectionRules) -> Decimal | None:
    if contributors.number >= rules.least_contributors:
        return None
    with exact_context():
        return abs(value) * rules.p_percent / _HUNDRED


def _dominated(value: Decimal, contributors: Contributors, rules: ProtectionRules) -> Decimal | None:
    """x₁ + … + xₙ > k % · X."""
    amounts = _largest_first(contributors.amounts)
    with exact_context():
        total = sum(amounts, Decimal(0))
        largest = sum(amounts[: rules.dominating], Decimal(0))
        if largest * _HUNDRED <= total * rules.dominance_percent:
            return None
        return _in_proportion(largest * _HUNDRED / rules.dominance_percent - total, total, value)


def _estimated(value: Decimal, contributors: Contributors, rules: ProtectionRules) -> Decimal | None:
    """X − x₁ − x₂ < p/100 · x₁: the second largest could estimate the largest to within p %."""
    amounts = _largest_first(contributors.amounts)
    with exact_context():
        total = sum(amounts, Decimal(0))
        rest = sum(amounts[2:], Decimal(0))
        if not total or rest * _HUNDRED >= amounts[0] * rules.p_percent:
            return None
        return _in_proportion(amounts[0] * rules.p_percent / _HUNDRED - rest, total, value)


def _largest_first(amounts: Sequence[Decimal]) -> list[Decimal]:
    """Losses count by their size."""
    return sorted((abs(amount) for amount in amounts), reverse=True)


def _in_proportion(room: Decimal, total: Decimal, value: Decimal) -> Decimal:
    return room * abs(value) / total
