"""A scheme as text: parsed exactly, checked completely, every refusal with its line.

Without the key, official usage holds: bounds within the period, missing figures at the floor, a constant indicator
neutral, two decimals rounded half up, ranked on the published score with ties sharing the best place, arithmetic, and
a measurement of a part of the year refused (`part_of_year: score` lets it score, footnoted).
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.growth import BadBase, GrowthPolicy
from assessment.methodology.normalise import METHODS
from assessment.methodology.normalise_combined import COMBINED
from assessment.methodology.parameters import Parameter
from assessment.methodology.scheme_combined import check_combined, check_not_normalised, combined_uses
from assessment.methodology.scheme_parts import (
    Adjustment,
    Aggregate,
    AggregationMethod,
    ConstantRule,
    Direction,
    GrowthRule,
    Indicator,
    MethodUse,
    NotApplicableRule,
    PartOfYear,
    PoolRule,
    Scheme,
)
from assessment.methodology.scheme_reading import Entry, Section, read_document
from assessment.methodology.scheme_settings import (
    aggregation_levels,
    choice_of,
    list_of,
    missing_rule,
    ranking_rule,
    rounding_rule,
    upper_cap,
)
from assessment.methodology.scheme_tree import check_codes, grow_tree
from assessment.methodology.treatments import TREATMENT_PARAMETERS

__all__ = ["AggregationMethod", "Indicator", "Scheme", "parse_scheme"]

TOP_KEYS: Final = (
    "code",
    "pool",
    "missing",
    "constant",
    "rounding",
    "ranking",
    "aggregation",
    "aggregates",
    "indicators",
    "adjustments",
    "cap",
    "combine",
    "part_of_year",
)
INDICATOR_KEYS: Final = (
    "code",
    "name",
    "parent",
    "weight",
    "direction",
    "treat",
    "normalise",
    "growth",
    "not_applicable",
)
ID_COLUMNS: Final = ("unit", "name", "group", "period")
_BAD_BASES: Final = (BadBase.NONE, BadBase.INCREMENT, BadBase.WINSORISE, BadBase.THREE_YEAR_AVERAGE)
_NORMALISATIONS: Final = {name: method.parameters for name, method in METHODS.items() if name != COMBINED}
_BAD_BASE_AMOUNTS: Final = {"points": BadBase.POINTS, "cap": BadBase.CAP}


class ReservedColumn(AssessmentError):
    code = "scheme_reserved_column"
    message = N_("Line {line}: the column “{received}” identifies the unit and cannot be scored. Rename it.")


class OneReferenceNeeded(AssessmentError):
    code = "scheme_one_reference_needed"
    message = N_(
        "Line {line}: distance_to_reference needs either `reference` or `reference_unit`, not both and not none."
    )


class ReferenceUnitNeedsPeriod(AssessmentError):
    code = "scheme_reference_unit_needs_period"
    message = N_(
        "Line {line}: `reference_unit` changes from period to period and cannot be used with `pool: all`. "
        "Write a `reference` as a number."
    )


class IncrementNeedsObservedBounds(AssessmentError):
    code = "scheme_increment_needs_observed_bounds"
    message = N_(
        "Line {line}: `bad_base: increment` scores the change by its own bounds, so {method} must take its "
        "bounds from the pool. Choose minmax, a rank method or worst / best, or another `bad_base`."
    )


def parse_scheme(text: str) -> Scheme:
    """The scheme in `text` (YAML as in the format description); errors name key and line."""
    top = read_document(text).allow(*TOP_KEYS)
    aggregates = tuple(_aggregate(entry) for entry in top.need("aggregates").entries())
    combined = combined_uses(top)
    indicators = tuple(_indicator(entry, combined) for entry in top.need("indicators").entries())
    check_combined(combined, [each.code for each in indicators])
    adjustments = tuple(_adjustment(entry) for entry in list_of(top, "adjustments"))
    parts: tuple[Aggregate | Indicator | Adjustment, ...] = (*aggregates, *indicators, *adjustments)
    check_codes([(part.code, part.line) for part in parts])
    tree = grow_tree(aggregates, indicators)
    pool = choice_of(top, "pool", PoolRule, PoolRule.PERIOD)
    for indicator in indicators:
        _check_method(indicator, pool)
    return Scheme(
        code=top.need("code").text(),
        pool=pool,
        missing=missing_rule(top.get("missing")),
        constant=choice_of(top, "constant", ConstantRule, ConstantRule.NEUTRAL),
        rounding=rounding_rule(top.get("rounding")),
        ranking=ranking_rule(top.get("ranking"), [part.code for part in parts if not isinstance(part, Adjustment)]),
        aggregation=aggregation_levels(top.get("aggregation"), tree.levels[tree.root]),
        aggregates=aggregates,
        indicators=indicators,
        adjustments=adjustments,
        upper_cap=upper_cap(top.get("cap")),
        tree=tree.children,
        levels=tree.levels,
        root=tree.root,
        part_of_year=choice_of(top, "part_of_year", PartOfYear, PartOfYear.REFUSE),
    )


def _optional(section: Section, key: str, read: Callable[[Entry], Decimal]) -> Decimal | None:
    entry = section.get(key)
    return None if entry is None else read(entry)


def _named(entry: Entry, *, kind: str, keys: tuple[str, ...]) -> tuple[Section, str, str]:
    """A section with its code and name (the code, where no name is given)."""
    section = Section.of(entry, where=kind)
    code = section.need("code").text()
    section = Section.of(entry, where=f"{kind} {code}").allow(*keys)
    name = section.get("name")
    return section, code, code if name is None else name.text()


def _aggregate(entry: Entry) -> Aggregate:
    keys = ("code", "name", "parent", "weight")
    section, code, name = _named(entry, kind="aggregates", keys=keys)
    parent = section.get("parent")
    return Aggregate(
        code=code,
        name=name,
        parent=None if parent is None else parent.text(),
        weight=_optional(section, "weight", Entry.positive),
        line=section.line,
    )


def _indicator(entry: Entry, combined: Mapping[str, MethodUse]) -> Indicator:
    section, code, name = _named(entry, kind="indicators", keys=INDICATOR_KEYS)
    growth = section.get("growth")
    if code in combined:
        check_not_normalised(section, code)
    indicator = Indicator(
        code=code,
        name=name,
        parent=section.need("parent").text(),
        weight=section.need("weight").positive(),
        direction=choice_of(section, "direction", Direction, Direction.HIGHER),
        normalise=combined.get(code) or _method_use(section.need("normalise"), _NORMALISATIONS),
        treat=tuple(_method_use(use, TREATMENT_PARAMETERS) for use in list_of(section, "treat")),
        growth=None if growth is None else _growth(growth),
        not_applicable=choice_of(section, "not_applicable", NotApplicableRule, NotApplicableRule.MISSING),
        line=section.line,
    )
    for column in indicator.columns:
        _check_column(column, section.line)
    return indicator


def _check_column(column: str, line: int) -> None:
    if column in ID_COLUMNS:
        raise ReservedColumn(line=line, received=column)


def _method_use(entry: Entry, methods: Mapping[str, tuple[Parameter, ...]]) -> MethodUse:
    """`{method: name, parameter: …}`, or the bare name of a method that needs no parameter."""
    if entry.is_mapping():
        section = Section.of(entry, where=f"{entry.where}, {entry.key}")
        method = section.need("method").choice(methods)
    else:
        method = entry.choice(methods)
        section = Section(f"{entry.where}, {entry.key}", entry.line, {}, {})
    declared = methods[method]
    section.allow("method", *(parameter.name for parameter in declared))
    use = MethodUse(method, section.parameters(declared), entry.line)
    if method == "denominate":
        _check_column(use.parameters.text("by"), entry.line)
    return use


def _check_method(indicator: Indicator, pool: PoolRule) -> None:
    use = indicator.normalise
    if use.method == "distance_to_reference":
        if use.parameters.has("reference") == use.parameters.has("reference_unit"):
            raise OneReferenceNeeded(line=use.line)
        if use.parameters.has("reference_unit") and pool is PoolRule.ALL:
            raise ReferenceUnitNeedsPeriod(line=use.line)
    if indicator.growth is None or indicator.growth.policy.bad_base is not BadBase.INCREMENT:
        return
    if not _takes_its_scale_from_the_pool(use):
        raise IncrementNeedsObservedBounds(line=indicator.line, method=use.method)


def _takes_its_scale_from_the_pool(use: MethodUse) -> bool:
    """Whether figures in another unit can be scored by the same method: no number on the indicator's scale."""
    if use.method == COMBINED:
        return False
    declared = ("reference", "reference_unit", "target", "lower", "upper", "standards")
    bounds = (use.parameters.values.get(key) for key in ("not_allowed", "satisfactory"))
    numbers = any(isinstance(bound, Decimal) for bound in bounds)
    return not numbers and not any(use.parameters.has(key) for key in declared)


def _growth(entry: Entry) -> GrowthRule:
    keys = ("of", "base", "floor", "bad_base", "three_years_ago")
    section = Section.of(entry, where=f"{entry.where}, growth").allow(*keys)
    floor = _optional(section, "floor", Entry.positive)
    bad_base, amount = _bad_base(section.get("bad_base"))
    policy = GrowthPolicy(
        floor=Decimal(0) if floor is None else floor,
        bad_base=bad_base,
        cap_percent=amount if bad_base is BadBase.CAP else None,
        points=amount if bad_base is BadBase.POINTS else None,
    )
    averaged = bad_base is BadBase.THREE_YEAR_AVERAGE
    earlier = section.need("three_years_ago") if averaged else section.get("three_years_ago")
    if earlier is not None and not averaged:
        raise earlier.wrong("bad_base: three_year_average")
    return GrowthRule(
        of=section.need("of").text(),
        base=section.need("base").text(),
        policy=policy,
        three_years_ago=None if earlier is None else earlier.text(),
    )


def _bad_base(entry: Entry | None) -> tuple[BadBase, Decimal | None]:
    if entry is None:
        return BadBase.NONE, None
    if not entry.is_mapping():
        return BadBase(entry.choice([choice.value for choice in _BAD_BASES])), None
    section = Section.of(entry, where=f"{entry.where}, bad_base").allow(*_BAD_BASE_AMOUNTS)
    for key, choice in _BAD_BASE_AMOUNTS.items():
        amount = section.get(key)
        if amount is not None and len(section.entries) == 1:
            return choice, amount.number()
    raise entry.wrong("{points: 60} / {cap: 100}")


def _adjustment(entry: Entry) -> Adjustment:
    keys = ("code", "name", "column", "points", "cap", "floor")
    section, code, name = _named(entry, kind="adjustments", keys=keys)
    column = section.need("column").text()
    _check_column(column, section.line)
    points = _optional(section, "points", Entry.number)
    cap, floor = _optional(section, "cap", Entry.number), _optional(section, "floor", Entry.number)
    if cap is not None and floor is not None and floor > cap:
        raise section.need("floor").wrong(f"≤ {cap}")
    return Adjustment(
        code=code,
        name=name,
        column=column,
        points=Decimal(1) if points is None else points,
        cap=cap,
        floor=floor,
        line=section.line,
    )
