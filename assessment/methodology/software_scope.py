"""Which firms the software survey of MIIT counts, by period (thresholds in 万元 of main revenue).

Sources: statistical reporting schemes of the software industry, 2018/2019 and 2021/2022, and the provincial
notices that follow them. The scope belongs to a period; it is never a constant.
"""

from dataclasses import dataclass
from decimal import Decimal

from assessment.methodology.dated_rules import Dated
from assessment.methodology.errors import N_
from assessment.methodology.periods import Period
from assessment.methodology.rounding import exact_context


@dataclass(frozen=True)
class SoftwareScope:
    """Thresholds of one version of the scheme: revenue in 万元, shares as fractions of 1.

    `software_firm_revenue_10k_yuan` holds for firms whose main business is software,
    `special_field_revenue_10k_yuan` for basic, industrial and security software, industrial internet
    platforms and data services; None where the scheme knows no such class.
    """

    software_firm_revenue_10k_yuan: Decimal | None
    revenue_10k_yuan: Decimal
    software_share: Decimal
    chip_design_revenue_10k_yuan: Decimal
    chip_design_share: Decimal
    special_field_revenue_10k_yuan: Decimal | None


@dataclass(frozen=True)
class SoftwareFirm:
    """What decides about scope; money in 万元 of the same year."""

    main_revenue_10k_yuan: Decimal
    software_revenue_10k_yuan: Decimal
    chip_design_revenue_10k_yuan: Decimal = Decimal(0)
    software_is_main_business: bool = False
    in_special_field: bool = False


SOFTWARE_SCOPE = Dated(
    N_("scope of the software survey"),
    (
        (
            Period.annual(2018),
            SoftwareScope(
                software_firm_revenue_10k_yuan=Decimal(500),
                revenue_10k_yuan=Decimal(1000),
                software_share=Decimal("0.3"),
                chip_design_revenue_10k_yuan=Decimal(500),
                chip_design_share=Decimal("0.6"),
                special_field_revenue_10k_yuan=None,
            ),
        ),
        (
            Period.annual(2021),
            SoftwareScope(
                software_firm_revenue_10k_yuan=None,
                revenue_10k_yuan=Decimal(2000),
                software_share=Decimal("0.3"),
                chip_design_revenue_10k_yuan=Decimal(500),
                chip_design_share=Decimal("0.6"),
                special_field_revenue_10k_yuan=Decimal(500),
            ),
        ),
    ),
)


def is_in_scope(firm: SoftwareFirm, period: Period) -> bool:
    """Whether the survey counts the firm in `period`; thresholds are inclusive."""
    scope = SOFTWARE_SCOPE.at(period)
    revenue = firm.main_revenue_10k_yuan
    if _at_least(revenue, scope.revenue_10k_yuan) and _reaches(
        firm.software_revenue_10k_yuan, revenue, scope.software_share
    ):
        return True
    if _at_least(revenue, scope.chip_design_revenue_10k_yuan) and _reaches(
        firm.chip_design_revenue_10k_yuan, revenue, scope.chip_design_share
    ):
        return True
    if firm.software_is_main_business and _at_least(revenue, scope.software_firm_revenue_10k_yuan):
        return True
    return firm.in_special_field and _at_least(revenue, scope.special_field_revenue_10k_yuan)


def _at_least(revenue: Decimal, threshold: Decimal | None) -> bool:
    return threshold is not None and revenue >= threshold


def _reaches(part: Decimal, whole: Decimal, share: Decimal) -> bool:
    with exact_context():
        return part >= whole * share
