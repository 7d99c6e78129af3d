"""Units of measurement and exact conversion between those that differ by a power of ten.

Source: units of the forms (enterprise returns in 万元, releases in 亿元, exports in 亿美元).
"""

from decimal import Decimal
from enum import StrEnum

from assessment.methodology.errors import N_, AssessmentError


class Unit(StrEnum):
    YUAN = "yuan"
    TEN_THOUSAND_YUAN = "10k_yuan"
    HUNDRED_MILLION_YUAN = "100m_yuan"
    TEN_THOUSAND_USD = "10k_usd"
    HUNDRED_MILLION_USD = "100m_usd"
    PERSON = "person"
    YEAR = "year"
    ENTERPRISE = "enterprise"
    PERCENT = "percent"
    PERCENTAGE_POINT = "percentage_point"
    POINT = "point"
    RATIO = "ratio"
    INDEX = "index"

    @property
    def name_zh(self) -> str:
        return _WORDS[self][0]

    @property
    def name_en(self) -> str:
        return _WORDS[self][1]


_WORDS: dict[Unit, tuple[str, str]] = {
    Unit.YUAN: ("元", "yuan"),
    Unit.TEN_THOUSAND_YUAN: ("万元", "10,000 yuan"),
    Unit.HUNDRED_MILLION_YUAN: ("亿元", "100 million yuan"),
    Unit.TEN_THOUSAND_USD: ("万美元", "10,000 US dollars"),
    Unit.HUNDRED_MILLION_USD: ("亿美元", "100 million US dollars"),
    Unit.PERSON: ("人", "persons"),
    Unit.YEAR: ("年", "years"),
    Unit.ENTERPRISE: ("家", "enterprises"),
    Unit.PERCENT: ("%", "percent"),
    Unit.PERCENTAGE_POINT: ("个百分点", "percentage points"),
    Unit.POINT: ("分", "points"),
    Unit.RATIO: ("—", "ratio"),
    Unit.INDEX: ("上年=100", "last year = 100"),
}
_SPELLINGS: dict[str, Unit] = {
    **{unit.value: unit for unit in Unit},
    **{words[0]: unit for unit, words in _WORDS.items()},
    "个": Unit.ENTERPRISE,
    "户": Unit.ENTERPRISE,
    "％": Unit.PERCENT,
    "百分点": Unit.PERCENTAGE_POINT,
}
_POWER_OF_TEN: dict[Unit, tuple[str, int]] = {
    Unit.YUAN: ("CNY", 0),
    Unit.TEN_THOUSAND_YUAN: ("CNY", 4),
    Unit.HUNDRED_MILLION_YUAN: ("CNY", 8),
    Unit.TEN_THOUSAND_USD: ("USD", 4),
    Unit.HUNDRED_MILLION_USD: ("USD", 8),
    Unit.RATIO: ("share", 0),
    Unit.PERCENT: ("share", -2),
}


class UnitUnknown(AssessmentError):
    code = "unit_unknown"
    message = N_("“{received}” is not a known unit. Known units: {expected}.")


class UnitsNotConvertible(AssessmentError):
    code = "units_not_convertible"
    message = N_("A value in {source} cannot be converted to {target}: they do not differ by a fixed factor.")


def parse_unit(text: str) -> Unit:
    """The unit of a code (`10k_yuan`) or of an official Chinese name (万元); outer spaces do not count."""
    unit = _SPELLINGS.get(text.strip())
    if unit is None:
        raise UnitUnknown(received=text, expected="、".join(words[0] for words in _WORDS.values()))
    return unit


def convert(value: Decimal, source: Unit, target: Unit) -> Decimal:
    """The same quantity in another unit, exactly: only the exponent moves, no digit is lost.

    Yuan and dollars are never converted into each other: an exchange rate is a figure of its own.
    """
    if source is target:
        return value
    source_kind, source_power = _POWER_OF_TEN.get(source, (source.value, 0))
    target_kind, target_power = _POWER_OF_TEN.get(target, (target.value, 0))
    if source_kind != target_kind:
        raise UnitsNotConvertible(source=source, target=target)
    return _shifted(value, source_power - target_power)


def _shifted(value: Decimal, power: int) -> Decimal:
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        raise ValueError(f"not a finite number: {value}")
    moved = exponent + power
    if moved > 0:
        return Decimal((sign, digits + (0,) * moved, 0))
    return Decimal((sign, digits, moved))
