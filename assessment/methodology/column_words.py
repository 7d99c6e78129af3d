"""What the columns that a scheme reads are called: levels and pairs, and what is counted of the reporting itself."""

from collections.abc import Mapping
from typing import Final

from assessment.methodology.errors import N_, Phrase
from assessment.methodology.run_indicators import LAST_YEAR, LATE_RETURNS, REPORTING_QUALITY

COLUMNS: Final[Mapping[str, str]] = {
    "software_revenue": N_("Software business revenue"),
    "level": N_("Software business revenue"),
    "digital_economy_value_added": N_("Value added of the digital economy"),
    "digital_industrialisation_value_added": N_("Digital industrialisation"),
    "industrial_digitalisation_value_added": N_("Industrial digitalisation"),
    "gross_domestic_product": N_("GDP"),
    "share": N_("Share of GDP (%)"),
    LATE_RETURNS: N_("Late returns"),
    REPORTING_QUALITY["sent_back"]: N_("Times sent back"),
    REPORTING_QUALITY["corrected"]: N_("Corrections granted"),
    REPORTING_QUALITY["refused"]: N_("Explanations refused"),
    "growth": N_("Nominal growth (%)"),
}


def column_words(column: str) -> Phrase | str:
    """The name of a column, with 上年同期 where it is last year's; a column without a name stays as coded."""
    name = column.removesuffix(LAST_YEAR)
    if name not in COLUMNS:
        return column
    words = Phrase(COLUMNS[name])
    return words if name == column else Phrase(N_("{figure}, same period last year"), {"figure": words})
