"""The annual return in which the cities see what was delivered and measured, and the items that show it."""

from collections.abc import Mapping
from typing import Final

from assessment.methodology.run_measurement import (
    DIGITAL_ECONOMY,
    DIGITAL_INDUSTRIALISATION,
    GDP,
    INDUSTRIAL_DIGITALISATION,
)

FORM: Final = "DE-A"
# The item of the annual return -> the industry or aggregate it shows.
ITEMS_OF_TABLES: Final[Mapping[str, str]] = {
    "gross_domestic_product": GDP,
    "electronics_manufacturing_value_added": "C39",
    "telecommunications_value_added": "I63",
    "internet_services_value_added": "I64",
    "software_and_it_services_value_added": "I65",
}
ITEMS_OF_BATCHES: Final[Mapping[str, str]] = {
    "digital_economy_value_added": DIGITAL_ECONOMY,
    "digital_industrialisation_value_added": DIGITAL_INDUSTRIALISATION,
    "industrial_digitalisation_value_added": INDUSTRIAL_DIGITALISATION,
}
