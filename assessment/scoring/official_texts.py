"""The fixed Chinese of documents that leave the house: names of figures, outcomes, who carries a decision out."""

from collections.abc import Mapping
from typing import Final

ITEM_NAMES: Final[Mapping[str, str]] = {
    "software_revenue": "软件业务收入",
    "digital_economy_value_added": "数字经济增加值",
    "digital_industrialisation_value_added": "数字产业化增加值",
    "industrial_digitalisation_value_added": "产业数字化增加值",
    "gross_domestic_product": "地区生产总值",
}
OUTCOMES: Final[Mapping[str, str]] = {"accepted": "予以采纳", "rejected": "不予采纳"}
# Who owns the figure: the city that filed it, or the departments and the institute behind a measurement.
NEXT_STEPS: Final[Mapping[str, str]] = {
    "quarterly": "请按更正申请程序更正报表，经审核通过后，我委据此重新测算。",
    "annual": "由有关数据提供部门按程序更正基础数据，测算机构重新测算并经确认后，我委据此重新测算。",
}
