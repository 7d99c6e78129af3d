"""The tables that go out with a result, tied as their readers can tie them, and which of their figures stay inside.

Annual: value added of city × industry with the levels above (digital industrialisation, digital economy) and the
province, both years. The digital economy of a city and the sums of the province stand: share, growth and GDP are
published and give them. Quarterly: software revenue of each city and its base; where one is withheld its growth goes
with it, since level = (1 + growth) · base. Source: product row E6, rule V-P1; telecommunications (63) by city is
nearly always such a cell. Unit: 万元.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final, NamedTuple

from assessment.methodology.disclosure import (
    DEFAULT_RULES,
    Contributors,
    ProtectionRules,
    Sensitivity,
    SuppressionReason,
    presumed_sensitivity,
    sensitivity,
)
from assessment.methodology.disclosure_suppression import SuppressionPattern, suppress
from assessment.methodology.disclosure_table import LinkedTable, Relation, TableCell
from assessment.methodology.rounding import exact_context
from assessment.methodology.run_figures import number
from assessment.methodology.run_indicators import LAST_YEAR, LEVEL_ITEM
from assessment.methodology.run_measurement import (
    DIGITAL_ECONOMY,
    DIGITAL_INDUSTRIALISATION,
    DIGITAL_INDUSTRIES,
    INDUSTRIAL_DIGITALISATION,
)

# Division 63 has three to five operators in a city; what is not known of them is taken for unsafe.
FEW_BY_NATURE: Final = frozenset({"I63"})
LEVELS: Final = (*DIGITAL_INDUSTRIES, DIGITAL_INDUSTRIALISATION, INDUSTRIAL_DIGITALISATION, DIGITAL_ECONOMY)
_SUMS: Final = {
    DIGITAL_INDUSTRIALISATION: DIGITAL_INDUSTRIES,
    DIGITAL_ECONOMY: (DIGITAL_INDUSTRIALISATION, INDUSTRIAL_DIGITALISATION),
}
_STANDS_IN_THE_PROVINCE: Final = frozenset({DIGITAL_INDUSTRIALISATION, INDUSTRIAL_DIGITALISATION, DIGITAL_ECONOMY})


class FigureKey(NamedTuple):
    """A published figure: its year or period, the region, and the industry, aggregate or item."""

    period: str
    region: str
    code: str

    @property
    def text(self) -> str:
        return "/".join(self)


@dataclass(frozen=True)
class PublicationPattern:
    """The figures that are withheld and why; `unchecked` have contributors nobody knows, and are not withheld."""

    reasons: Mapping[FigureKey, SuppressionReason]
    unchecked: tuple[FigureKey, ...] = ()
    exposed: tuple[FigureKey, ...] = ()


Known = Mapping[FigureKey, Contributors]


@dataclass(frozen=True)
class Protection:
    """What the pattern of a result rests on beside its figures: who stands behind which cell, and the rules.

    `kept_in`: the figures (year or period, industry or item) of which somebody decided that they stay inside wherever
    their contributors are not known.
    """

    province: str
    known: Known
    rules: ProtectionRules = DEFAULT_RULES
    kept_in: frozenset[tuple[str, str]] = frozenset()


def annual_pattern(years: Mapping[str, Any], protection: Protection) -> PublicationPattern:
    """The pattern of each measured year, figures in 万元; what is missing is no cell. Source: see the module."""
    found = [_of_a_year(year, measured["regions"], protection) for year, measured in years.items()]
    return _together(found)


def quarterly_pattern(period: str, indicators: Mapping[str, Any], protection: Protection) -> PublicationPattern:
    """Level and base of software revenue by unit, 万元; a unit with either withheld keeps both and its growth inside.

    Source: see the module. Contributors of the base are those of the level.
    """
    found = [_of_an_item(period, item, indicators["units"], protection) for item in _PAIR]
    pattern = _together(found)
    reasons = dict(pattern.reasons)
    for key, reason in pattern.reasons.items():
        for code in (*_PAIR, "level", "growth"):
            reasons.setdefault(key._replace(code=code), reason)
    return PublicationPattern(reasons, pattern.unchecked, pattern.exposed)


_PAIR: Final = (LEVEL_ITEM, LEVEL_ITEM + LAST_YEAR)


def _of_a_year(year: str, regions: Sequence[Mapping[str, Any]], protection: Protection) -> PublicationPattern:
    province = protection.province
    values = {
        FigureKey(year, region["region"], code): value
        for region in regions
        for code in LEVELS
        if (value := number(region["figures"].get(code, {}).get("value"))) is not None
    }
    sums = {FigureKey(year, province, code): _over(values, code, len(regions)) for code in LEVELS}
    values |= {key: value for key, value in sums.items() if value is not None}
    relations = [
        Relation.total(FigureKey(year, region, whole).text, [FigureKey(year, region, part).text for part in parts])
        for region in dict.fromkeys(key.region for key in values)
        for whole, parts in _SUMS.items()
        if all(FigureKey(year, region, code) in values for code in (whole, *parts))
    ]
    relations += _columns(values, province)
    stands = {key for key in values if key.code == DIGITAL_ECONOMY or _stands_above(key, province)}
    return _protected(values, relations, stands, protection)


def _stands_above(key: FigureKey, province: str) -> bool:
    return key.region == province and key.code in _STANDS_IN_THE_PROVINCE


def _of_an_item(
    period: str, item: str, units: Iterable[Mapping[str, Any]], protection: Protection
) -> PublicationPattern:
    values = {
        FigureKey(period, unit["unit"], item): value
        for unit in units
        if (value := number(unit["figures"].get(item, {}).get("value"))) is not None
    }
    whole = FigureKey(period, protection.province, item)
    with exact_context():
        values[whole] = sum(values.values(), Decimal(0))
    level = {key: key._replace(code=LEVEL_ITEM) for key in values}
    same = {key: protection.known[level[key]] for key in values if level[key] in protection.known}
    return _protected(values, _columns(values, protection.province), {whole}, replace(protection, known=same))


def _over(values: Mapping[FigureKey, Decimal], code: str, regions: int) -> Decimal | None:
    found = [value for key, value in values.items() if key.code == code]
    if not found or len(found) < regions:
        return None
    with exact_context():
        return sum(found, Decimal(0))


def _columns(values: Mapping[FigureKey, Decimal], province: str) -> list[Relation]:
    return [
        Relation.total(whole.text, [key.text for key in values if key.code == whole.code and key != whole])
        for whole in values
        if whole.region == province
    ]


def _protected(
    values: Mapping[FigureKey, Decimal],
    relations: Sequence[Relation],
    stands: Iterable[FigureKey],
    protection: Protection,
) -> PublicationPattern:
    standing = frozenset(stands)
    cells = tuple(
        TableCell(
            key.text,
            value,
            _sensitivity(key, value, protection),
            stands=key in standing,
            known_to="" if key.region == protection.province else key.region,
        )
        for key, value in values.items()
    )
    pattern: SuppressionPattern = suppress(LinkedTable(cells, tuple(relations)))
    return PublicationPattern(
        reasons={key: pattern.reasons[key.text] for key in values if key.text in pattern.reasons},
        unchecked=tuple(
            key
            for key in values
            if key.text not in pattern.reasons and key not in protection.known and _is_lowest(key, protection.province)
        ),
        exposed=tuple(key for key in values if key.text in pattern.exposed),
    )


def _is_lowest(key: FigureKey, province: str) -> bool:
    """What is no sum of others, so that only its contributors could tell whether it is safe."""
    return key.region != province and key.code not in _SUMS and key.code not in FEW_BY_NATURE


def _sensitivity(key: FigureKey, value: Decimal, protection: Protection) -> Sensitivity | None:
    if key in protection.known:
        return sensitivity(value, protection.known[key], protection.rules)
    if key.code in FEW_BY_NATURE:
        return presumed_sensitivity(value, protection.rules)
    if _is_lowest(key, protection.province) and figure_decided(key) in protection.kept_in:
        return presumed_sensitivity(value, protection.rules, SuppressionReason.UNCHECKED)
    return None


def figure_decided(key: FigureKey) -> tuple[str, str]:
    """The figure a decision is about: one for all regions, and the base of a quarter goes with its level.

    Unit: none; period and code. Source: the contributors of the base are those of the level.
    """
    return key.period, LEVEL_ITEM if key.code == LEVEL_ITEM + LAST_YEAR else key.code


def _together(patterns: Iterable[PublicationPattern]) -> PublicationPattern:
    found = list(patterns)
    return PublicationPattern(
        {key: reason for one in found for key, reason in one.reasons.items()},
        tuple(key for one in found for key in one.unchecked),
        tuple(key for one in found for key in one.exposed),
    )
