"""Scores in parts, as spreadsheet formulas."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from assessment.methodology.normalise_combined import LADDER, target_of
from assessment.methodology.parameters import ScorePart
from assessment.methodology.scheme_parts import Indicator, MethodUse
from reporting import official_terms as terms
from reporting.workbook.formula_parts import NEVER, UNVARIED, Maker, NormalisationFormula, reaches

_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class _Part:
    """The formula of one part with parameter cells of its own, and the condition under which it gives points."""

    points: Decimal
    ladder: bool
    formula: NormalisationFormula
    gate: str

    def score(self) -> str:
        return self._gated(self.formula.limited)

    def neutral(self) -> str:
        return self._gated(self.formula.neutral if self.ladder else self.formula.limited)

    def _gated(self, score: str) -> str:
        return f"IF({self.gate},{score},0)" if self.gate else score


def combined(indicator: Indicator, *, makers: Mapping[str, Maker]) -> NormalisationFormula:
    """The parts by their points; equal figures of all give the middle place, nobody's figure the middle of each."""
    parts = [
        _part(indicator, part, number=number, make=makers[part.method])
        for number, part in enumerate(indicator.normalise.parameters.parts(), start=1)
    ]
    constant = UNVARIED if any(part.ladder for part in parts) else NEVER
    nobody = _shared(parts, [part.formula.neutral for part in parts])
    equal = _shared(parts, [part.neutral() for part in parts])
    return NormalisationFormula(
        slots=tuple(slot for part in parts for slot in part.formula.slots),
        score=_shared(parts, [part.score() for part in parts]),
        neutral="IF(COUNT({pool})=0," + nobody + "," + equal + ")",
        constant=constant,
        within_period=True,
    )


def _part(indicator: Indicator, part: ScorePart, *, number: int, make: Maker) -> _Part:
    formula = make(replace(indicator, normalise=MethodUse(part.method, part.parameters)))
    prefix, suffix = f"p{number}_", terms.PART_SUFFIX.format(points=f"{part.points:f}")
    own = {slot.name for slot in formula.slots}

    def renamed(text: str) -> str:
        return _SLOT.sub(lambda found: "{" + (prefix if found[1] in own else "") + found[1] + "}", text)

    slots = tuple(replace(slot, name=prefix + slot.name, label=slot.label + suffix) for slot in formula.slots)
    formula = replace(
        formula,
        slots=slots,
        score=renamed(formula.score),
        neutral=renamed(formula.neutral),
        least=renamed(formula.least),
        most=renamed(formula.most),
    )
    gate = ""
    if part.above_target:
        gate = reaches(indicator, target=f"{target_of(indicator.normalise.parameters):f}")
    return _Part(part.points, part.method == LADDER, formula, gate)


def _shared(parts: list[_Part], scores: list[str]) -> str:
    weighted = "+".join(f"{part.points:f}*({score})" for part, score in zip(parts, scores, strict=True))
    return f"({weighted})/{sum(part.points for part in parts):f}"
