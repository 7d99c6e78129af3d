"""Parameter cells per pool, normalised scores, and what the missing rule puts in the place of a missing score."""

from assessment.methodology.evaluation import Bounds
from assessment.methodology.figures import Figure
from assessment.methodology.growth import BadBase
from assessment.methodology.scheme_parts import Indicator, MissingMethod
from reporting import official_terms as terms
from reporting.workbook.calculation import EXACT, FIRST_DATA, Calculation, Column, draw_step, plain_format
from reporting.workbook.normalisation_formulas import NormalisationFormula, Slot, formula_of
from reporting.workbook.places import fixed
from reporting.workbook.treatment_section import before_treatment

Cells = dict[tuple[str, str], tuple[int, int]]
"""Indicator and slot → row and first column; one column per pool."""


def draw_normalised(sheet: Calculation) -> None:
    """Bounds → normalised score → score adopted under the rule `floor`."""
    formulas = {indicator.code: formula for indicator in sheet.scheme.indicators if (formula := formula_of(indicator))}
    cells = _draw_slots(sheet, formulas=formulas)
    floor = sheet.scheme.missing.method is MissingMethod.FLOOR
    columns: list[Column] = []
    for indicator in sheet.scheme.indicators:
        template = formulas.get(indicator.code)
        if template is None:
            columns.append(_stored_column(sheet, indicator=indicator, key="normalised"))
            continue
        score = _Score(sheet, indicator=indicator, template=template, cells=cells)
        columns.append(
            Column(
                key=("normalised", indicator.code),
                label=indicator.name,
                formula=score.normalised,
                value=sheet.of_node(indicator.code, lambda node: node.normalised),
            )
        )
        if floor:
            columns.append(
                Column(
                    key=("score", indicator.code),
                    label=f"{indicator.name}{terms.ADOPTED_SUFFIX}",
                    formula=score.adopted,
                    value=sheet.of_node(indicator.code, lambda node: node.score),
                )
            )
    draw_step(sheet, title=terms.STEP_NORMALISED, columns=columns)
    for indicator in sheet.scheme.indicators:
        if not floor or indicator.code not in formulas:
            sheet.places.same(("score", indicator.code), as_key=("normalised", indicator.code))


def _draw_slots(sheet: Calculation, *, formulas: dict[str, NormalisationFormula]) -> Cells:
    cells: Cells = {}
    if not formulas:
        return cells
    sheet.begin(terms.STEP_BOUNDS, lines=2 + sum(len(formula.slots) for formula in formulas.values()))
    pools = sheet.pools
    heads = (terms.INDICATOR, terms.PARAMETER, *(sheet.pool_name(lines) for lines in pools))
    for column, head in enumerate(heads):
        sheet.canvas.text((sheet.top, column), text=head, look="small_head")
    sheet.top += 1
    for indicator in sheet.scheme.indicators:
        for slot in formulas[indicator.code].slots if indicator.code in formulas else ():
            sheet.canvas.text((sheet.top, 0), text=indicator.name, look="small_text")
            sheet.canvas.text((sheet.top, 1), text=slot.label, look="small_text")
            cells[indicator.code, slot.name] = (sheet.top, FIRST_DATA)
            for number, lines in enumerate(pools):
                _draw_slot(sheet, slot=slot, code=indicator.code, lines=lines, column=FIRST_DATA + number)
            sheet.top += 1
    sheet.top += 1
    return cells


def _draw_slot(sheet: Calculation, *, slot: Slot, code: str, lines: range, column: int) -> None:
    at = (sheet.top, column)
    if slot.declared is not None:
        sheet.canvas.number(at, value=slot.declared, look="parameter", number_format=plain_format(slot.declared))
        return
    row = sheet.rows[lines.start]
    bounds = _bounds_of(sheet, code=code, period=row.period, group=row.group)
    value = None if bounds is None else slot.observed(bounds)
    if not slot.formula:
        sheet.stored.append(f"{sheet.scheme.node(code).name}（{slot.label}）")
        sheet.canvas.figure(at, figure=None if value is None else Figure.of(value), look="stored", number_format=EXACT)
        return
    formula = "=" + slot.formula.format(pool=sheet.places.span(("treated", code), lines=lines))
    sheet.canvas.formula(at, formula=formula, value=value, number_format=EXACT)


def _bounds_of(sheet: Calculation, *, code: str, period: str, group: str) -> Bounds | None:
    for bounds in sheet.report.evaluation.bounds:
        if (bounds.code, bounds.period, bounds.group) == (code, period, group):
            return bounds
    return None


def _stored_column(sheet: Calculation, *, indicator: Indicator, key: str) -> Column:
    """The scores as evaluated, what the missing rule lent included; named on the sheet and in the notes."""
    sheet.stored.append(f"{indicator.name}（{terms.method_name(indicator.normalise.method)}）")
    return Column(
        key=(key, indicator.code),
        label=f"{indicator.name}（{terms.STORED}）",
        formula=None,
        value=sheet.of_node(indicator.code, lambda node: node.score),
    )


class _Score:
    """The formulas of one indicator's score, line by line."""

    def __init__(
        self, sheet: Calculation, *, indicator: Indicator, template: NormalisationFormula, cells: Cells
    ) -> None:
        self._sheet = sheet
        self._indicator = indicator
        self._template = template
        self._cells = cells

    def normalised(self, line: int) -> str:
        """The score of a figure; of a growth without a rate, what the scheme gives instead."""
        code, template = self._indicator.code, self._template
        filled = self._filled(line, key=("treated", code))
        value, score = filled["x"], self._by_discrimination(template.limited, filled=filled)
        return f"IF(ISNUMBER({value}),{score},{self._otherwise(line)})"

    def adopted(self, line: int) -> str:
        """A missing score takes the lowest one observed in the pool, marked provisional."""
        key = ("normalised", self._indicator.code)
        own, pool = self._sheet.places.ref(key, line=line), self._sheet.places.span(key, lines=self._pool(line))
        neutral = self._template.neutral.format(**self._filled(line, key=("treated", self._indicator.code)))
        return f"IF(ISNUMBER({own}),{own},IF(COUNT({pool})=0,{neutral},MIN({pool})))"

    def _otherwise(self, line: int) -> str:
        rule, missing = self._indicator.growth, f'"{terms.NOT_AVAILABLE}"'
        if rule is None or rule.policy.bad_base not in (BadBase.POINTS, BadBase.INCREMENT):
            return missing
        rate = self._sheet.places.ref(before_treatment(self._sheet, code=self._indicator.code), line=line)
        instead = f"{rule.policy.points:f}" if rule.policy.points is not None else self._by_increment(line)
        return f'IF({rate}="{terms.NO_RATE}",{instead},{missing})'

    def _by_increment(self, line: int) -> str:
        """The change, scored by the same method among the changes of the pool: its own bounds, no limits."""
        filled = self._filled(line, key=("increment", self._indicator.code))
        for slot in self._template.slots:
            if slot.formula:
                filled[slot.name] = slot.formula.format(pool=filled["pool"])
        return self._by_discrimination(self._template.score, filled=filled)

    def _by_discrimination(self, score: str, *, filled: dict[str, str]) -> str:
        constant = self._template.constant.format(**filled)
        return f"IF({constant},{self._template.neutral.format(**filled)},{score.format(**filled)})"

    def _filled(self, line: int, *, key: tuple[str, str]) -> dict[str, str]:
        places, pool = self._sheet.places, self._sheet.pool_of(line)
        filled = {"x": places.ref(key, line=line), "pool": places.span(key, lines=self._pool(line))}
        for slot in self._template.slots:
            row, column = self._cells[self._indicator.code, slot.name]
            filled[slot.name] = fixed(row, column + pool)
        return filled

    def _pool(self, line: int) -> range:
        """Ranks are taken within the period even where bounds are taken over all of them."""
        if self._template.within_period:
            return self._sheet.ranked_with(line)
        return self._sheet.pools[self._sheet.pool_of(line)]
