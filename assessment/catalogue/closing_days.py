"""The last day of a period, by the calendar."""

from calendar import monthrange
from datetime import date

from assessment.methodology.periods import Period


def closes_on(period: Period) -> date:
    """31 March for 2021c03, 31 December for 2021; a batch closes with its year."""
    month = period.month or 12
    return date(period.year, month, monthrange(period.year, month)[1])
