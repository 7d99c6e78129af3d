"""Parameter cells per pool, normalised scores, and what the missing rule puts in the place of a missing score."""

from assessment.methodology.evaluation import Bounds
from assessment.methodology.growth import BadBase
from assessment.methodology.scheme_parts import Indicator, MissingMethod
from reporting import official_terms as terms
from reporting.workbook.calculation import EXACT, FIRST_DATA, Calculation, Column, draw_step, plain_format
from reporting.workbook.normalisation_formulas import NormalisationFormula, Slot, formula_of
from reporting.workbook.parameter_cells import reserve_parameters
from reporting.workbook.places import fixed
from reporting.workbook.treatment_section import before_treatment

Cells = dict[tuple[str, str], tuple[int, int]]
"""Indicator and slot → row and first column; one column per pool."""


def draw_normalised(sheet: Calculation) -> None:
    """Bounds → normalised score → score adopted under the rule `floor`."""
    formulas = {indicator.code: formula_of(indicator) for indicator in sheet.scheme.indicators}
    cells = _draw_slots(sheet, formulas=formulas)
    floor = sheet.scheme.missing.method is MissingMethod.FLOOR
    columns: list[Column] = []
    for indicator in sheet.scheme.indicators:
        code = indicator.code
        score = _Score(sheet, indicator=indicator, template=formulas[code], cells=cells)
        normalised = sheet.kept(code, lambda column: column.normalised)
        columns.append(Column(("normalised", code), indicator.name, score.normalised, normalised.__getitem__))
        if floor:
            label, adopted = f"{indicator.name}{terms.ADOPTED_SUFFIX}", sheet.kept(code, lambda column: column.scores)
            columns.append(Column(("score", code), label, score.adopted, adopted.__getitem__))
    draw_step(sheet, title=terms.STEP_NORMALISED, columns=columns)
    if not floor:
        for code in formulas:
            sheet.places.same(("score", code), as_key=("normalised", code))


def _draw_slots(sheet: Calculation, *, formulas: dict[str, NormalisationFormula]) -> Cells:
    """One line per parameter, one column per pool; the answer says where each stands."""
    top = reserve_parameters(
        sheet, title=terms.STEP_BOUNDS, lines=sum(len(formula.slots) for formula in formulas.values())
    )
    bounds = {(each.code, each.period, each.group): each for each in sheet.report.evaluation.bounds}
    cells: Cells = {}
    for indicator in sheet.scheme.indicators:
        for slot in formulas[indicator.code].slots:
            sheet.canvas.text((top, 0), text=indicator.name, look="small_text")
            sheet.canvas.text((top, 1), text=slot.label, look="small_text")
            cells[indicator.code, slot.name] = (top, FIRST_DATA)
            for number, lines in enumerate(sheet.pools):
                row = sheet.rows[lines.start]
                found = bounds.get((indicator.code, row.period, row.group))
                at = (top, FIRST_DATA + number)
                _draw_slot(sheet, at=at, slot=slot, bounds=found, formula=_slot_formula(sheet, slot, indicator, lines))
            top += 1
    return cells


def _draw_slot(sheet: Calculation, *, at: tuple[int, int], slot: Slot, bounds: Bounds | None, formula: str) -> None:
    if slot.declared is not None:
        sheet.canvas.number(at, value=slot.declared, look="parameter", number_format=plain_format(slot.declared))
        return
    value = None if bounds is None else slot.observed(bounds)
    sheet.canvas.formula(at, formula=f"={formula}", value=value, number_format=EXACT)


def _slot_formula(sheet: Calculation, slot: Slot, indicator: Indicator, lines: range, *, of: str = "treated") -> str:
    """A bound over the lines of a pool, of the treated figures or of the changes."""
    key = (of, indicator.code)
    reference = _reference(sheet, indicator=indicator, key=key, lines=lines) if "{reference}" in slot.formula else ""
    return slot.formula.format(pool=sheet.places.span(key, lines=lines), reference=reference)


def _reference(sheet: Calculation, *, indicator: Indicator, key: tuple[str, str], lines: range) -> str:
    """The figure of the unit the scheme refers to: where bounds are taken over all periods, its first one."""
    unit = indicator.normalise.parameters.text("reference_unit")
    own = sorted((line for line in lines if sheet.rows[line].unit == unit), key=lambda line: sheet.rows[line].period)
    formula = f'"{terms.NOT_AVAILABLE}"'
    for line in reversed(own):
        cell = sheet.places.ref(key, line=line)
        formula = f"IF(ISNUMBER({cell}),{cell},{formula})"
    return formula


FIGURE, CHANGE, RATE = "\x01", "\x02", "\x03"
"""Stand in a pool's formula for the cells of a line: the treated figure, the absolute change, the rate before it."""


class _Score:
    """The formulas of one indicator's score: put together once a pool, completed line by line."""

    def __init__(
        self, sheet: Calculation, *, indicator: Indicator, template: NormalisationFormula, cells: Cells
    ) -> None:
        self._sheet = sheet
        self._indicator = indicator
        self._template = template
        self._cells = cells
        self._normalised: dict[range, str] = {}
        self._instead: dict[range, str] = {}
        code, policy = indicator.code, indicator.growth.policy.bad_base if indicator.growth else None
        self._substitutes = [
            *([(RATE, before_treatment(sheet, code=code))] if policy in _SUBSTITUTED else ()),
            *([(CHANGE, ("increment", code))] if policy is BadBase.INCREMENT else ()),
        ]

    def normalised(self, line: int) -> str:
        """The score of a figure; of a growth without a rate, what the scheme gives instead."""
        lines = self._pool(line)
        if lines not in self._normalised:
            self._normalised[lines] = self._of_pool(lines)
        refs = self._sheet.places.ref
        formula = self._normalised[lines].replace(FIGURE, refs(("treated", self._indicator.code), line=line))
        for mark, key in self._substitutes:
            formula = formula.replace(mark, refs(key, line=line))
        return formula

    def adopted(self, line: int) -> str:
        """A missing score takes the lowest one observed in the pool, marked provisional."""
        lines = self._pool(line)
        if lines not in self._instead:
            pool = self._sheet.places.span(("normalised", self._indicator.code), lines=lines)
            neutral = self._template.neutral.format(**self._filled(lines, of="treated"))
            self._instead[lines] = f"IF(COUNT({pool})=0,{neutral},MIN({pool})))"
        own = self._sheet.places.ref(("normalised", self._indicator.code), line=line)
        figure = self._sheet.places.ref(("treated", self._indicator.code), line=line)
        return f"IF(ISNUMBER({own}),{own},{self._instead[lines].replace(FIGURE, figure)}"

    def _of_pool(self, lines: range) -> str:
        score = self._by_discrimination(self._template.limited, filled=self._filled(lines, of="treated"))
        return f"IF(ISNUMBER({FIGURE}),{score},{self._otherwise(lines)})"

    def _otherwise(self, lines: range) -> str:
        rule, missing = self._indicator.growth, f'"{terms.NOT_AVAILABLE}"'
        if rule is None or rule.policy.bad_base not in _SUBSTITUTED:
            return missing
        instead = f"{rule.policy.points:f}" if rule.policy.points is not None else self._by_increment(lines)
        return f'IF({RATE}="{terms.NO_RATE}",{instead},{missing})'

    def _by_increment(self, lines: range) -> str:
        """The change, scored by the same method among the changes of the pool: its own bounds, no limits."""
        filled = self._filled(lines, of="increment")
        for slot in self._template.slots:
            if slot.formula:
                filled[slot.name] = _slot_formula(self._sheet, slot, self._indicator, lines, of="increment")
        return self._by_discrimination(self._template.score, filled=filled)

    def _by_discrimination(self, score: str, *, filled: dict[str, str]) -> str:
        constant = self._template.constant.format(**filled)
        return f"IF({constant},{self._template.neutral.format(**filled)},{score.format(**filled)})"

    def _filled(self, lines: range, *, of: str) -> dict[str, str]:
        pool = self._sheet.pool_of(lines.start)
        span = self._sheet.places.span((of, self._indicator.code), lines=lines)
        filled = {"x": FIGURE if of == "treated" else CHANGE, "pool": span}
        for slot in self._template.slots:
            row, column = self._cells[self._indicator.code, slot.name]
            filled[slot.name] = fixed(row, column + pool)
        return filled

    def _pool(self, line: int) -> range:
        """Ranks are taken within the period even where bounds are taken over all of them."""
        if self._template.within_period:
            return self._sheet.ranked_with(line)
        return self._sheet.pools[self._sheet.pool_of(line)]


_SUBSTITUTED = (BadBase.POINTS, BadBase.INCREMENT)
