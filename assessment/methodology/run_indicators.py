"""The step from figures to the indicators of each unit, for a quarter and for a year.

Quarterly: level and growth pair of software revenue, 万元, both reported on the scope of this year.
Annual: share of the digital economy in GDP, percent, and its nominal growth from the pair, 万元.
A unit ranked within another adds its figures there (贵安新区 in 贵阳市, domain §8.6) and is shown apart.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from assessment.methodology.canonical import SCHEMA, list_text, object_text, quoted, text_of
from assessment.methodology.errors import N_
from assessment.methodology.figures import Condition, Figure, Marker
from assessment.methodology.growth import growth_of_figures
from assessment.methodology.income_approach import share_of_gdp_percent
from assessment.methodology.run_figures import (
    RunUnit,
    figure_text,
    number,
    parts_of,
    total,
    units_of,
)
from assessment.methodology.run_measurement import (
    DIGITAL_ECONOMY,
    DIGITAL_INDUSTRIALISATION,
    GDP,
    INDUSTRIAL_DIGITALISATION,
)

Document = Mapping[str, Any]
Figures = dict[str, Figure]

LEVEL_ITEM: Final = "software_revenue"
LAST_YEAR: Final = "_last_year"
LATE_RETURNS: Final = "late_returns"
# 报送质量: what a return's entry counts -> the column a scheme reads. Documents from before it have none of them.
REPORTING_QUALITY: Final = {
    "sent_back": "times_sent_back",
    "corrected": "corrections_granted",
    "refused": "explanations_refused",
}
NO_RETURN: Final = "no_accepted_return"
ANNUAL_COLUMNS: Final = {
    DIGITAL_ECONOMY: "digital_economy_value_added",
    DIGITAL_INDUSTRIALISATION: "digital_industrialisation_value_added",
    INDUSTRIAL_DIGITALISATION: "industrial_digitalisation_value_added",
    GDP: "gross_domestic_product",
}

# Markers of measured figures that a reader of the ranking must know.
_NOTED_MARKERS: Final = ("derived", "illustrative", "extrapolated")
# Notes a reader of the ranking must see; the words are translated at the edge.
NOTES: Final[Mapping[str, str]] = {
    "late": N_("The return of {unit} came after the on-time deadline."),
    "extended": N_("{unit} was given more time for its return."),
    "waived": N_("{unit} was freed from this return: its figures are not available."),
    "adopted": N_("A figure adopted by the bureau stands in the place of the one {unit} filed."),
    "contested": N_("Figures of {unit} are contested between the bureaus."),
    "no_return": N_("No accepted return of {unit}: its figures are not available."),
    "includes": N_("The figures include {unit}."),
    "part_missing": N_("The figures of {unit}, which belong to this unit, are not available."),
    "derived": N_("A blank component of {unit} was derived from the others."),
    "illustrative": N_("Figures of {unit} are illustrative."),
    "extrapolated": N_("The figures of {unit} cover a part of the year."),
}


def quarterly_indicators(document: Document) -> str:
    """Level, pair and growth per unit from the accepted returns; a missing return is not available, never zero.

    As the canonical text of the step: a province of counties has 150,000 figures.
    """
    units = units_of(document)
    returns = {entry["unit"]: entry for entry in document["inputs"]["returns"]}
    columns = [(column["item"], column["basis"]) for column in document["inputs"]["columns"]]
    counted = [name for name in REPORTING_QUALITY if any(name in entry for entry in returns.values())]
    own = {unit.code: _return_figures(returns.get(unit.code), columns, counted) for unit in units}
    filed = {code: _notes_of_return(entry) for code, entry in returns.items()}
    filed |= {code: ["waived"] for code in document["inputs"].get("waived", ()) if code not in returns}
    parts = parts_of(units)
    entries = [
        _entry(
            unit,
            _with_growth(_added([own[unit.code], *(own[part.code] for part in parts[unit.code])])),
            _quarterly_notes((unit, *parts[unit.code]), filed, own),
        )
        for unit in units
    ]
    province = _with_growth(_added(own.values()))
    return _document(entries, province)


def annual_indicators(document: Document, value_added: Document) -> str:
    """Share of GDP and growth pair per unit from the measured years; both years by the same method.

    As the canonical text of the step.
    """
    units = units_of(document)
    years = value_added["years"]
    current = _measured(years[document["period"]])
    base = _measured(years[document["base_period"]])
    contested, parts = _contested(document), parts_of(units)
    entries = []
    for unit in units:
        members = (unit, *(part for part in parts[unit.code] if part.code in current))
        if unit.code in current or unit.ranked_within is None:
            figures = _annual_figures([member.code for member in members], current, base)
            entries.append(_entry(unit, figures, _annual_notes(members, current, contested)))
    ranked = [unit.code for unit in units if unit.ranked_within is None or unit.code in current]
    return _document(entries, _annual_figures(ranked, current, base))


Entry = tuple[RunUnit, str]


def _document(entries: Iterable[Entry], province: Figures) -> str:
    ranked: list[str] = []
    apart: list[str] = []
    for unit, text in entries:
        (ranked if unit.ranked_within is None else apart).append(text)
    parts = {"units": list_text(ranked), "apart": list_text(apart), "province": _figures_text(province)}
    return list_text((str(SCHEMA), object_text(parts)))


def _entry(unit: RunUnit, figures: Figures, notes: list[dict[str, str]]) -> Entry:
    parts = {
        "unit": quoted(unit.code),
        "name": quoted(unit.name),
        "group": quoted(unit.group),
        "figures": _figures_text(figures),
        "notes": text_of(notes) if notes else "[]",
    }
    return unit, object_text(parts)


def _figures_text(figures: Figures) -> str:
    return object_text({column: figure_text(figure) for column, figure in figures.items()})


def _return_figures(
    entry: Mapping[str, Any] | None, columns: Iterable[tuple[str, str]], counted: Iterable[str]
) -> Figures:
    cells = {(cell["item"], cell["basis"]): cell for cell in reversed(entry["cells"])} if entry else {}
    figures = {
        item if basis == "current" else item + LAST_YEAR: (
            _reported(cells.get((item, basis))) if entry else Figure.not_available(NO_RETURN)
        )
        for item, basis in columns
    }
    quality = {REPORTING_QUALITY[name]: _count(entry, name) for name in counted}
    late = Figure.of(Decimal(1 if entry and entry["late"] else 0), marker=Marker.COMPUTED)
    return {**figures, **quality, LATE_RETURNS: late}


def _count(entry: Mapping[str, Any] | None, name: str) -> Figure:
    """How often, of a return that there is; nothing is counted of one that never came."""
    if entry is None:
        return Figure.not_available(NO_RETURN)
    return Figure.of(Decimal(entry[name]), marker=Marker.COMPUTED)


def _reported(cell: Mapping[str, Any] | None) -> Figure:
    if cell is None:
        return Figure.empty()
    condition = cell["condition"]
    if condition == "value":
        return Figure.of(Decimal(cell["value"]), marker=Marker.COMPUTED)
    if condition == Condition.NOT_APPLICABLE:
        return Figure.not_applicable(cell["reason"])
    if condition == Condition.NOT_AVAILABLE:
        return Figure.not_available(cell["reason"])
    return Figure.empty()


def _added(members: Iterable[Figures]) -> Figures:
    """Column by column over the members, who all have the same columns; a sum of one is that one."""
    known = list(members)
    if len(known) == 1:
        return known[0]
    return {column: total(figures[column] for figures in known) for column in known[0]}


def _with_growth(figures: Figures) -> Figures:
    level, base = (figures.get(column, Figure.empty()) for column in (LEVEL_ITEM, LEVEL_ITEM + LAST_YEAR))
    return {**figures, "level": level, "growth": _rate(level, base)}


def _rate(current: Figure, base: Figure) -> Figure:
    """Growth in percent for display; the scheme computes what it scores from the pair itself."""
    rate = growth_of_figures(current, base)
    if rate.rate_percent is not None:
        return Figure.of(rate.rate_percent, marker=rate.marker)
    return Figure(Condition.NOT_AVAILABLE, reason=rate.problem or "", marker=rate.marker)


def _notes_of_return(entry: Mapping[str, Any]) -> list[str]:
    """What is to be said of a return. Documents from before an extension or an adopted value was told have neither."""
    adopted = any("adopted" in cell for cell in entry["cells"])
    said = {"late": entry["late"], "extended": entry.get("extended", False), "adopted": adopted}
    return [code for code, true in said.items() if true]


def _quarterly_notes(
    members: Sequence[RunUnit], said: Mapping[str, list[str]], own: Mapping[str, Figures]
) -> list[dict[str, str]]:
    """Of a unit and of its parts after it."""
    notes = []
    for member in members:
        filed = NO_RETURN not in [figure.reason for figure in own[member.code].values()]
        codes = said.get(member.code, [])
        if member is not members[0]:
            notes.append(_note("includes" if filed else "part_missing", member))
        elif not filed and "waived" not in codes:
            notes.append(_note("no_return", member))
        notes += [_note(code, member) for code in codes]
    return notes


def _note(code: str, unit: RunUnit) -> dict[str, str]:
    return {"code": code, "unit": unit.name}


def _measured(year: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {region["region"]: region for region in year["regions"]}


def _annual_figures(
    members: list[str], current: Mapping[str, Mapping[str, Any]], base: Mapping[str, Mapping[str, Any]]
) -> Figures:
    figures: Figures = {}
    for code, column in ANNUAL_COLUMNS.items():
        figures[column] = total(_measured_figure(current.get(member), code) for member in members)
        figures[column + LAST_YEAR] = total(_measured_figure(base.get(member), code) for member in members)
    economy, gdp = ANNUAL_COLUMNS[DIGITAL_ECONOMY], ANNUAL_COLUMNS[GDP]
    figures["share"] = _share(figures[economy], figures[gdp])
    figures["share" + LAST_YEAR] = _share(figures[economy + LAST_YEAR], figures[gdp + LAST_YEAR])
    figures["growth"] = _rate(figures[economy], figures[economy + LAST_YEAR])
    return figures


def _measured_figure(region: Mapping[str, Any] | None, code: str) -> Figure:
    amount = region["figures"].get(code) if region else None
    value = number(amount["value"]) if amount else None
    return Figure.not_available("not_measured") if value is None else Figure.of(value, marker=Marker.COMPUTED)


def _share(economy: Figure, gdp: Figure) -> Figure:
    if economy.value is None or gdp.value is None:
        return economy if economy.value is None else gdp
    return Figure.of(share_of_gdp_percent(economy.value, gdp.value), marker=Marker.COMPUTED)


def _contested(document: Document) -> frozenset[str]:
    """Regions whose confirmed figures of the year the bureaus still differ over."""
    measured = document["inputs"]["measurements"]
    return frozenset(
        region for entry in measured if entry["year"] == document["period"] for region in entry.get("contested", ())
    )


def _annual_notes(
    members: Sequence[RunUnit], current: Mapping[str, Mapping[str, Any]], contested: frozenset[str]
) -> list[dict[str, str]]:
    """Of a unit and of its parts after it, as far as they were measured."""
    notes = []
    for member in members:
        if member.code not in current:
            continue
        if member is not members[0]:
            notes.append(_note("includes", member))
        markers = {amount["marker"] for amount in current[member.code]["figures"].values()}
        notes += [_note(code, member) for code in _NOTED_MARKERS if code in markers]
        if member.code in contested:
            notes.append(_note("contested", member))
    return notes
