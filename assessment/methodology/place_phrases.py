"""Where in a table something was found, for a sentence: what is blank in the table is left out of it."""

from assessment.methodology.errors import N_, Phrase
from assessment.methodology.text_numbers import excerpt


def unit_phrase(unit: str, period: str) -> Phrase:
    """A unit, with its period where the table has periods."""
    if not period:
        return Phrase(N_("unit {unit}"), {"unit": excerpt(unit)})
    return Phrase(N_("unit {unit} (period “{period}”)"), {"unit": excerpt(unit), "period": excerpt(period)})


def indicator_phrase(indicator: str, period: str, group: str) -> Phrase:
    """An indicator, with period and group where the table has them."""
    where = {"indicator": indicator, "period": excerpt(period), "group": excerpt(group)}
    if period and group:
        return Phrase(N_("indicator {indicator} (period “{period}”, group “{group}”)"), where)
    if period:
        return Phrase(N_("indicator {indicator} (period “{period}”)"), where)
    if group:
        return Phrase(N_("indicator {indicator} (group “{group}”)"), where)
    return Phrase(N_("indicator {indicator}"), where)
