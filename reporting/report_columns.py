"""What the 考核办法 of a scheme, kept in the catalogue or beside a file, gives a report: title, columns, rules."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from assessment.methodology.scheme import Scheme
from reporting import report_words as words
from reporting.ranking_report import AssessmentRules, IndicatorColumn

ANNUAL = "annual"
_YI = Decimal(10_000)


class SchemeOffice(Protocol):
    """A version of the catalogue, or the document beside a scheme file; labels by code of the node."""

    @property
    def kind(self) -> str: ...
    @property
    def title_zh(self) -> str: ...
    @property
    def document_number(self) -> str: ...
    @property
    def issuer(self) -> str: ...
    @property
    def effective_on(self) -> date: ...
    @property
    def labels(self) -> Mapping[str, Any]: ...


def title_of(office: SchemeOffice, *, period_name: str) -> str:
    return words.TITLES[office.kind].format(period=period_name)


def columns_of(office: SchemeOffice, scheme: Scheme) -> tuple[IndicatorColumn, ...]:
    """The indicators of the scheme with the labels it carries; a year shows its value added before them."""
    shown = [
        IndicatorColumn(
            code=indicator.code,
            label=_label(office, indicator.code, indicator.name),
            unit=office.labels.get(indicator.code, {}).get("unit", ""),
            decimals=int(office.labels.get(indicator.code, {}).get("decimals", 2)),
            kind="rate" if indicator.growth else "level",
        )
        for indicator in scheme.indicators
    ]
    if office.kind == ANNUAL and not any(each.code == words.VALUE_ADDED_COLUMN for each in shown):
        value_added = IndicatorColumn(
            code=words.VALUE_ADDED_COLUMN,
            label=words.DIGITAL_ECONOMY,
            unit="亿元",
            divisor=_YI,
            stored_unit="万元",
        )
        shown.insert(0, value_added)
    return tuple(shown)


def unit_line_of(columns: tuple[IndicatorColumn, ...]) -> str:
    return "、".join(dict.fromkeys(filter(None, ("分", *(column.unit for column in columns)))))


def rules_of(office: SchemeOffice) -> AssessmentRules:
    return AssessmentRules(
        title=office.title_zh,
        number=office.document_number,
        issuer=office.issuer,
        effective=words.EFFECTIVE_ON.format(day=office.effective_on),
    )


def _label(office: SchemeOffice, code: str, otherwise: str) -> str:
    """The label without the unit in brackets: the sheet has a place of its own for units."""
    return str(office.labels.get(code, {}).get("label_zh", otherwise)).removesuffix("（%）")
