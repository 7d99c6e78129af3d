"""What an annex is made of: tables of finished texts, with the unit each number of a column is told in."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessment.display.formats import number
from assessment.methodology.figures import Figure
from reporting.bulletin import terms
from reporting.bulletin.standings import is_lower_better
from reporting.ranking_report import IndicatorColumn, RankingReport


@dataclass(frozen=True)
class AnnexColumn:
    """`measure` is the unit a number of the column is told in (分, 位, 万元, %); blank where it is no result."""

    head: str
    measure: str = ""
    group: str = ""
    align: str = "r"


@dataclass(frozen=True)
class AnnexTable:
    """One table: `owners` names whose row each is (blank for none), `rows` the texts."""

    title: str
    unit_line: str
    columns: tuple[AnnexColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    owners: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Annex:
    """`notes` are the lines of an annex without tables."""

    title: str
    tables: tuple[AnnexTable, ...] = ()
    notes: tuple[str, ...] = ()


CITY = AnnexColumn(terms.CITY, align="l")
NUMBER = AnnexColumn(terms.NUMBER, align="c")


def title_of(text: str, report: RankingReport, *, group: str = "") -> str:
    return text + (f"（{group}）" if group else "") + (terms.DEMO if report.demo else "")


def order_note(report: RankingReport, columns: tuple[IndicatorColumn, ...]) -> str:
    lower = [column.label for column in columns if is_lower_better(report, column)]
    note = terms.ORDER_BY_VALUE.format(direction=terms.HIGHER)
    return f"注：{note}" + (terms.LOWER_ONES.format(labels="、".join(lower)) if lower else "")


def mean_text(means: Mapping[str, Figure], code: str, digits: int) -> str:
    mean = means.get(code)
    return "" if mean is None or mean.value is None else number(mean.value, decimals=digits)
