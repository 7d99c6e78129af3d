"""The official words of the measurement: states of a batch, its figures, what was found."""

from django.utils.translation import gettext

from assessment.display.templatetags.components import Light
from assessment.measurement.deliveries import months_of
from assessment.measurement.models import BaseTable, Batch
from assessment.measurement.opinion_models import Dispute, Opinion
from assessment.measurement.states import DISPUTE_STATE_WORDS, STATE_WORDS
from assessment.methodology.batch_comparison import Ingredient
from assessment.methodology.errors import N_
from assessment.methodology.extrapolation import ExtrapolationRule

State = Batch.State

STATES: dict[str, tuple[str, str]] = {
    State.REQUESTED: ("busy", STATE_WORDS[State.REQUESTED]),
    State.MEASURED: ("note", STATE_WORDS[State.MEASURED]),
    State.SUBMITTED: ("warn", STATE_WORDS[State.SUBMITTED]),
    State.CONFIRMED: ("good", STATE_WORDS[State.CONFIRMED]),
    State.RETURNED: ("bad", STATE_WORDS[State.RETURNED]),
}
# In the order of the table: the four digital industries of GB/T 4754-2017, then what is made of them.
FIGURES: dict[str, str] = {
    "C39": N_("Electronics manufacturing (39)"),
    "I63": N_("Telecommunications (63)"),
    "I64": N_("Internet services (64)"),
    "I65": N_("Software and IT services (65)"),
    "DIGITAL_INDUSTRIALISATION": N_("Digital industrialisation"),
    "INDUSTRIAL_DIGITALISATION": N_("Industrial digitalisation"),
    "DIGITAL_ECONOMY": N_("Digital economy"),
    "GDP": N_("GDP"),
    "SHARE_OF_GDP": N_("Share of GDP (%)"),
}
# What is held against the accounts but stands in no column of the table (V-A4, V-A8).
SECTIONS: dict[str, str] = {
    "I": N_("Information services (section I)"),
    "industry": N_("Value added of industry"),
}
# The names of the accounts as the bureaus write them; on forms they are Chinese in any language.
_VINTAGES_ZH = {"preliminary": "初步核算数", "final": "最终核实数", "census_revised": "普查修订数"}
_VINTAGES = {
    "preliminary": N_("preliminary accounts"),
    "final": N_("final verified accounts"),
    "census_revised": N_("accounts revised by the census"),
}
INDUSTRIES_ZH = {
    "C39": "计算机、通信和其他电子设备制造业",
    "I63": "电信、广播电视和卫星传输服务",
    "I64": "互联网和相关服务",
    "I65": "软件和信息技术服务业",
}
KINDS_ZH = {
    BaseTable.Kind.INDUSTRY_ACCOUNTS: "分市（州）分行业增加值",
    BaseTable.Kind.GDP: "分市（州）地区生产总值",
    BaseTable.Kind.INDUSTRIAL_DIGITALISATION: "分市（州）产业数字化增加值",
    BaseTable.Kind.DEFLATOR: "分市（州）增加值缩减指数",
    BaseTable.Kind.SECTION_I: "分市（州）信息传输、软件和信息技术服务业增加值",
    BaseTable.Kind.INDUSTRY: "分市（州）工业增加值",
}
KINDS = {
    BaseTable.Kind.INDUSTRY_ACCOUNTS: N_("Value added by city and industry"),
    BaseTable.Kind.GDP: N_("GDP by city"),
    BaseTable.Kind.INDUSTRIAL_DIGITALISATION: N_("Industrial digitalisation by city"),
    BaseTable.Kind.DEFLATOR: N_("Deflator of value added by city"),
    BaseTable.Kind.SECTION_I: N_("Value added of information services (section I) by city"),
    BaseTable.Kind.INDUSTRY: N_("Value added of industry by city"),
}
COLUMNS = {
    "compensation_of_employees": N_("Compensation of employees"),
    "net_taxes_on_production": N_("Net taxes on production"),
    "depreciation": N_("Depreciation of fixed assets"),
    "operating_surplus": N_("Operating surplus"),
    "value_added": N_("Value added"),
    "total_output": N_("Total output"),
    "intermediate_consumption": N_("Intermediate consumption"),
    "value_added_tax": N_("VAT payable"),
    "value": N_("Level"),
}
MARKERS = {
    "allocated": N_("allocated"),
    "derived": N_("derived"),
    "illustrative": N_("illustrative"),
    "extrapolated": N_("extrapolated"),
    "published": N_("published"),
    "provisional": N_("provisional"),
    "survey": N_("survey"),
}
FINDINGS = {
    "identity_broken": N_("The components do not add up to the value added that was delivered."),
    "blanks_too_many": N_("More than one component is blank; nothing can be derived."),
    "value_added_negative": N_("The value added is negative."),
    "value_added_zero": N_("The value added is zero."),
    "blank_derived": N_("One component is blank and is derived from the others."),
    "compensation_of_employees_negative": N_("The compensation of employees is negative."),
    "net_taxes_on_production_negative": N_("The net taxes on production are negative."),
    "depreciation_negative": N_("The depreciation is negative."),
    "operating_surplus_negative": N_("The operating surplus is negative."),
    "figure_missing": N_("A figure is missing."),
    "extrapolation_revenue_base_not_positive": N_("Nothing was carried on: the revenue base is not above zero."),
    "cities_do_not_add_up": N_("The cities do not add up to the province."),
    "economy_is_not_its_parts": N_("The digital economy is not the sum of its two parts."),
    "share_is_not_economy_of_gdp": N_("The share is not the digital economy over GDP."),
    "share_is_not_its_parts": N_("The shares of the two parts do not add up to the share."),
    "growth_and_shares_disagree": N_("Growth and the two shares do not agree."),
    "share_outside_band": N_("The share of GDP lies outside the usual band."),
    "share_moved_far": N_("The share of GDP moved far from the year before."),
    "services_above_section_i": N_("Industries 63, 64, 65 together exceed their section of the accounts."),
    "electronics_above_industry": N_("Electronics manufacturing exceeds the value added of industry."),
    "part_above_year": N_("The part of the year exceeds the full year."),
    "part_of_year_outside_band": N_("The part of the year lies outside its usual share of the full year."),
    "revision_without_reason": N_("A large revision carries no signed reason."),
    "too_few_respondents": N_("A stratum has too few respondents."),
    "response_too_low": N_("Too few of a stratum answered."),
    "cv_too_large": N_("The coefficient of variation is too high to publish."),
    "seed_not_stored": N_("The seed of the draw was not stored."),
    "unit_in_both_parts": N_("An enterprise is counted in both parts of the digital economy."),
}
SEVERITIES: dict[str, tuple[str, str]] = {
    "blocking": ("bad", N_("Mandatory")),
    "explain": ("warn", N_("To be verified")),
    "inform": ("note", N_("Hint")),
}
STANDS: dict[str, tuple[str, str]] = {
    Opinion.Stand.AGREES: ("good", N_("Agrees with the batch")),
    Opinion.Stand.OBJECTS: ("bad", N_("Objects to the batch")),
}
DISPUTES: dict[str, tuple[str, str]] = {
    Dispute.State.OPEN: ("warn", DISPUTE_STATE_WORDS[Dispute.State.OPEN]),
    Dispute.State.DECIDED: ("good", DISPUTE_STATE_WORDS[Dispute.State.DECIDED]),
    Dispute.State.WITHDRAWN: ("plain", DISPUTE_STATE_WORDS[Dispute.State.WITHDRAWN]),
}
UPHELD = {
    Dispute.Upheld.MEASURED: N_("The measured figure holds"),
    Dispute.Upheld.PROPOSED: N_("The figure of the bureau of statistics holds"),
}
RULES = {
    ExtrapolationRule.RELATIVE_SPEED.value: N_("carried on by relative speed"),
    ExtrapolationRule.VALUE_ADDED_RATE.value: N_("carried on by the rate of value added"),
    "enterprise_statements": N_("statements of enterprises"),
}
COMPONENTS = {
    "compensation_of_employees": N_("Compensation of employees"),
    "net_taxes_on_production": N_("Net taxes on production"),
    "depreciation": N_("Depreciation of fixed assets"),
    "operating_surplus": N_("Operating surplus"),
}
INGREDIENTS = {
    Ingredient.DATA: N_("Data"),
    Ingredient.METHOD: N_("Method"),
    Ingredient.PARAMETERS: N_("Parameters"),
    Ingredient.GDP_VINTAGE: N_("GDP vintage"),
}
EVENTS = {
    "batch.measure": N_("Measurement requested"),
    "batch.measured": N_("Measured"),
    "batch.cancel": N_("Measuring cancelled"),
    "batch.submit": N_("Submitted for confirmation"),
    "batch.give_opinion": N_("Opinion given"),
    "batch.confirm": N_("Confirmed"),
    "batch.return": N_("Returned"),
    "dispute.decide": N_("Decision recorded"),
}


def light_of(batch: Batch) -> Light:
    return _lit(STATES[batch.state])


def figure_name(code: str) -> str:
    words = FIGURES.get(code) or SECTIONS.get(code)
    return gettext(words) if words else code


def finding_text(code: str) -> str:
    """A code may name its figure after a colon."""
    name = code.partition(":")[0]
    return gettext(FINDINGS[name]) if name in FINDINGS else code


def severity_light(severity: str) -> Light:
    return _lit(SEVERITIES[severity])


def stand_light(opinion: Opinion) -> Light:
    return _lit(STANDS[opinion.stand])


def dispute_light(dispute: Dispute) -> Light:
    return _lit(DISPUTES[dispute.state])


def rule_text(name: str) -> str:
    """The rule an account was carried on by; the table of an older batch keeps its own name."""
    return gettext(RULES[name]) if name in RULES else name


def _lit(toned: tuple[str, str]) -> Light:
    tone, words = toned
    return Light(tone, gettext(words))


def marker_text(marker: str) -> str:
    """Only the markers a reader must know; a plain computed or reported figure carries no word."""
    return gettext(MARKERS[marker]) if marker in MARKERS else ""


def vintage_name_zh(vintage: str) -> str:
    return _VINTAGES_ZH.get(vintage) or f"1—{months_of(vintage)}月"


def vintage_name(vintage: str) -> str:
    """Nothing where none is named: the newest delivered, or the text of an old batch."""
    if not vintage:
        return ""
    if vintage in _VINTAGES:
        return gettext(_VINTAGES[vintage])
    return gettext("January to month {month}").format(month=months_of(vintage))


def kind_name(kind: str) -> str:
    return gettext(KINDS[BaseTable.Kind(kind)])


def column_name(column: str) -> str:
    return gettext(COLUMNS[column])
