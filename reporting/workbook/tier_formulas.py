"""Scores by tiers, of standard values and around the provincial average, as spreadsheet formulas."""

from assessment.methodology.normalise_by_target import FIRST_DIVISOR, MOST_TIERS
from assessment.methodology.normalise_tiers import COEFFICIENTS
from assessment.methodology.scheme_parts import Indicator
from reporting import official_terms as terms
from reporting.workbook.formula_parts import (
    MEAN_OF_POOL,
    NEVER,
    NormalisationFormula,
    Slot,
    declared_slot,
    higher,
    reaches,
)


def standard_tiers(indicator: Indicator) -> NormalisationFormula:
    """From the top tier down; within a tier the way to the value above it, below the last one nothing."""
    values = indicator.normalise.parameters.numbers("standards")
    slots = [Slot(f"v{number}", label, values[number]) for number, label in enumerate(terms.STANDARDS)]
    slots.append(declared_slot(indicator, name="full", parameter="full", label=terms.FULL_MARKS))
    score = "0"
    for number in range(len(values) - 1, 0, -1):
        start, above = "{v" + str(number) + "}", "{v" + str(number - 1) + "}"
        low, step = COEFFICIENTS[number], COEFFICIENTS[number - 1] - COEFFICIENTS[number]
        points = "{full}*(" + f"{low}+({{x}}-{start})/({above}-{start})*{step})"
        score = f"IF({reaches(indicator, target=start)},{points},{score})"
    return NormalisationFormula(tuple(slots), score, "{full}/2", NEVER, most="{full}")


def average_tiers(indicator: Indicator) -> NormalisationFormula:
    """The full tiers between figure and average by their divisors, then the part of the tier the figure stands in.

    The n-th tier has ten points at a divisor of twenty more than the one before: half of 1 / (first / 20 + n - 1).
    """
    parameters = indicator.normalise.parameters
    slots = (
        Slot("mean", terms.MEAN, formula=MEAN_OF_POOL, observed=lambda bounds: bounds.mean),
        declared_slot(indicator, name="base", parameter="base", label=terms.BASE_POINTS),
        Slot("first", terms.FIRST_DIVISOR, declared=FIRST_DIVISOR[parameters.text("kind")]),
    )
    excess = "({x}-{mean})" if higher(indicator) else "({mean}-{x})"
    if parameters.text("kind") == "total":
        excess += "/{mean}*100"
    full = f"INT(ABS({excess})/10)"
    divisors = "{first}/20-1+ROW($A$1:INDEX($A$1:$A$" + f"{MOST_TIERS},{full}))"
    tiers = f"IF({full}<1,0,SUMPRODUCT(1/({divisors}))/2)+(ABS({excess})-10*{full})/({{first}}+20*{full})"
    return NormalisationFormula(slots, "{base}+{base}*SIGN(" + excess + ")*(" + tiers + ")", "{base}")
