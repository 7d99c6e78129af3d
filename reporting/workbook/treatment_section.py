"""Treatments before normalisation, one column per step; a treatment without a formula keeps its stored values."""

from collections.abc import Callable

from assessment.methodology.scheme_parts import Indicator, MethodUse
from reporting import official_terms as terms
from reporting.workbook.calculation import Calculation, Column, draw_step

NUMBER_OR_NOTE = 'IF(ISNUMBER({value}),{formula},"' + terms.NOT_AVAILABLE + '")'


WITH_FORMULA = ("log", "clip", "share_of_total", "denominate")


def draw_treated(sheet: Calculation) -> None:
    """Raw → treated. Untreated indicators pass through; a chain of several treatments is stored as its result
    unless each of its steps has a formula.
    """
    columns: list[Column] = []
    for indicator in sheet.scheme.indicators:
        key = ("treated", indicator.code)
        before = before_treatment(sheet, code=indicator.code)
        if not indicator.treat:
            sheet.places.same(key, as_key=before)
            continue
        formula = _formula(sheet, indicator=indicator)
        label = f"{indicator.name}（{'、'.join(terms.TREATMENTS[use.method] for use in indicator.treat)}）"
        if formula is None:
            label += f"（{terms.STORED}）"
            sheet.stored.append(label)
        columns.append(
            Column(
                key=key,
                label=label,
                formula=formula,
                value=sheet.of_node(indicator.code, lambda node: node.treated),
            )
        )
    draw_step(sheet, title=terms.STEP_TREATED, columns=columns)


def before_treatment(sheet: Calculation, *, code: str) -> tuple[str, str]:
    """The rate that is scored, for a growth with a floor; else the raw value."""
    scored = ("rate", code)
    return scored if scored in sheet.places.tops else ("raw", code)


def _formula(sheet: Calculation, *, indicator: Indicator) -> Callable[[int], str] | None:
    """The formula of a single treatment; chains and 缩尾 have none."""
    if len(indicator.treat) > 1 or indicator.treat[0].method not in WITH_FORMULA:
        return None
    use = indicator.treat[0]

    def formula(line: int) -> str:
        value = sheet.places.ref(before_treatment(sheet, code=indicator.code), line=line)
        return NUMBER_OR_NOTE.format(value=value, formula=_treated(sheet, use=use, line=line, code=indicator.code))

    return formula


def _treated(sheet: Calculation, *, use: MethodUse, line: int, code: str) -> str:
    before = before_treatment(sheet, code=code)
    value = sheet.places.ref(before, line=line)
    if use.method == "log":
        return f"LN({value})"
    if use.method == "share_of_total":
        total = sheet.places.span(before, lines=sheet.ranked_with(line))
        return f"{value}/SUM({total})"
    if use.method == "clip":
        pool, (lower, upper) = sheet.span(before, line=line), use.parameters.pair("quantiles")
        return f"MIN(MAX({value},PERCENTILE({pool},{lower:f})),PERCENTILE({pool},{upper:f}))"
    by = sheet.places.ref(("input", use.parameters.text("by")), line=line)
    return f'IF(ISNUMBER({by}),{value}/{by},"{terms.NOT_AVAILABLE}")'
