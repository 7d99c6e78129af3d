"""ρ, the share of a unit's output that is due to digital inputs, and its digital value added DVA = VA·ρ.

The questionnaire of the provincial variant was not found; both readings of ρ are DESIGN: the direct answer, or the
share of digital inputs in total cost, capped by the direct answer. Money in the unit of the questionnaire (万元),
shares without unit between 0 and 1.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.rounding import exact_context


class DigitalShareOutOfRange(AssessmentError):
    code = "digital_share_out_of_range"
    message = N_(
        "The share of output due to digital inputs must lie between 0 and 1; {part} of {whole} gives {received}. "
        "Check both amounts against the unit's records."
    )


class ShareMethod(StrEnum):
    """The reading of ρ a survey has chosen."""

    DIRECT = "direct"
    COST_SHARE = "cost_share"


@dataclass(frozen=True)
class DigitalAnswers:
    """What a unit answered, in 万元; None is no answer, never zero.

    `output_increase` is the rise of output the unit ascribes to digital inputs. Digital costs are depreciation of ICT
    assets, cloud, software and bandwidth, and pay of digital staff.
    """

    output: Decimal | None = None
    output_increase: Decimal | None = None
    ict_depreciation: Decimal | None = None
    digital_services: Decimal | None = None
    digital_staff_pay: Decimal | None = None
    total_cost: Decimal | None = None


@dataclass(frozen=True)
class DigitalShare:
    """ρ, how it came about, and whether the direct answer capped it."""

    value: Decimal
    method: ShareMethod
    capped: bool = False


def direct_share(answers: DigitalAnswers) -> Decimal | None:
    """ρ = output increase due to digital inputs / output; None without both, or without output above zero.

    Worked: 120 of 1000 → 0.12.
    """
    return _share(answers.output_increase, answers.output)


def cost_share(answers: DigitalAnswers) -> Decimal | None:
    """ρ = (ICT depreciation + digital services + digital staff) / total cost; None where one of them is missing.

    Worked: (20 + 30 + 50) / 800 → 0.125.
    """
    parts = (answers.ict_depreciation, answers.digital_services, answers.digital_staff_pay)
    given = [part for part in parts if part is not None]
    if len(given) < len(parts):
        return None
    with exact_context():
        return _share(sum(given, Decimal(0)), answers.total_cost)


def digital_share(answers: DigitalAnswers, method: ShareMethod) -> DigitalShare | None:
    """ρ by the method of the survey; None where its answers are missing: no answer is a refusal, not a zero.

    A cost share above the direct answer is capped by it. Worked: cost share 0.125, direct 0.12 → 0.12, capped.
    """
    direct = direct_share(answers)
    share = direct if method is ShareMethod.DIRECT else cost_share(answers)
    if share is None:
        return None
    if direct is not None and share > direct:
        return DigitalShare(direct, method, capped=True)
    return DigitalShare(share, method)


def digital_value_added(value_added: Decimal | None, share: DigitalShare | None) -> Decimal | None:
    """DVA = VA·ρ in the unit of VA, exact; None where either is missing. VA may be negative, and DVA with it."""
    if value_added is None or share is None:
        return None
    with exact_context():
        return value_added * share.value


def industrial_digitalisation(ratio: Decimal, value_added: Decimal) -> Decimal:
    """DE2 = R·VA: the ratio of a city's industry raised to its value added from the bureau, in the unit of VA."""
    with exact_context():
        return ratio * value_added


def _share(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    if part is None or whole is None or whole <= 0:
        return None
    with exact_context():
        share = part / whole
    if not 0 <= share <= 1:
        raise DigitalShareOutOfRange(part=part, whole=whole, received=share.normalize())
    return share
