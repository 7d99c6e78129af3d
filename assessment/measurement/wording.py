"""The official words of the measurement: states of a batch, its figures, what was found."""

from django.utils.translation import gettext

from assessment.display.templatetags.components import Light
from assessment.measurement.deliveries import months_of
from assessment.measurement.models import BaseTable, Batch
from assessment.measurement.states import STATE_WORDS
from assessment.methodology.errors import N_

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
}
KINDS = {
    BaseTable.Kind.INDUSTRY_ACCOUNTS: N_("Value added by city and industry"),
    BaseTable.Kind.GDP: N_("GDP by city"),
    BaseTable.Kind.INDUSTRIAL_DIGITALISATION: N_("Industrial digitalisation by city"),
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
}


def light_of(batch: Batch) -> Light:
    tone, words = STATES[batch.state]
    return Light(tone, gettext(words))


def figure_name(code: str) -> str:
    return gettext(FIGURES[code]) if code in FIGURES else code


def finding_text(code: str) -> str:
    return gettext(FINDINGS[code]) if code in FINDINGS else code


def marker_text(marker: str) -> str:
    """Only the markers a reader must know; a plain computed or reported figure carries no word."""
    return gettext(MARKERS[marker]) if marker in MARKERS else ""


def vintage_name_zh(vintage: str) -> str:
    return _VINTAGES_ZH.get(vintage) or f"1—{months_of(vintage)}月"


def vintage_name(vintage: str) -> str:
    if vintage in _VINTAGES:
        return gettext(_VINTAGES[vintage])
    return gettext("January to month {month}").format(month=months_of(vintage))


def kind_name(kind: str) -> str:
    return gettext(KINDS[BaseTable.Kind(kind)])


def column_name(column: str) -> str:
    return gettext(COLUMNS[column])
