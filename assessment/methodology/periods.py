"""Periods of the assessment: cumulative from January, whole years, measurement batches.

Codes are sortable and safe in file names: `2021c06`, `2021`, `2021b2`.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import total_ordering

from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.text_numbers import excerpt

_CODE = re.compile(r"(?P<year>(?:19|20)[0-9]{2})(?:c(?P<month>0[1-9]|1[0-2])|b(?P<batch>[1-9][0-9]?))?")
_OFFICIAL_ZH = {1: "1月", 3: "一季度", 6: "上半年", 9: "前三季度", 12: "全年"}
_ENGLISH = {
    1: "January",
    3: "first quarter",
    6: "first half",
    9: "first three quarters",
    12: "January to December",
}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


class PeriodKind(StrEnum):
    CUMULATIVE = "cumulative"
    BATCH = "batch"
    YEAR = "year"


_RANK = {PeriodKind.CUMULATIVE: 0, PeriodKind.BATCH: 1, PeriodKind.YEAR: 2}


class NotAPeriod(AssessmentError):
    code = "not_a_period"
    message = N_(
        "“{received}” is not a period. Write 2021c06 for January to June, 2021 for the year"
        " or 2021b2 for the second batch."
    )


class NoSamePeriodLastYear(AssessmentError):
    code = "no_same_period_last_year"
    message = N_("Batch {period} has no counterpart last year: name the base of a batch explicitly.")


@total_ordering
@dataclass(frozen=True)
class Period:
    """One period. `number` is the closing month, the batch number, or 0 for a year.

    Order inside a year: cumulative periods, then batches, then the year itself. A rule dated from
    the annual return of 2021 (`2021`) is therefore not yet in force for `2021c12`, but is for `2022c02`
    (Yearly and periodic return schemes of MIIT start exactly so).
    """

    year: int
    kind: PeriodKind
    number: int = 0

    @classmethod
    def parse(cls, code: str) -> "Period":
        """The period of a code; `NotAPeriod` otherwise. Nothing is trimmed or repaired."""
        match = _CODE.fullmatch(code)
        if match is None:
            raise NotAPeriod(received=excerpt(code))
        year = int(match["year"])
        if match["month"]:
            return cls(year, PeriodKind.CUMULATIVE, int(match["month"]))
        if match["batch"]:
            return cls(year, PeriodKind.BATCH, int(match["batch"]))
        return cls(year, PeriodKind.YEAR)

    @classmethod
    def cumulative(cls, year: int, month: int) -> "Period":
        """January to `month` of `year`."""
        return cls.parse(f"{year:04d}c{month:02d}")

    @classmethod
    def annual(cls, year: int) -> "Period":
        return cls.parse(f"{year:04d}")

    @classmethod
    def batch(cls, year: int, number: int) -> "Period":
        return cls.parse(f"{year:04d}b{number}")

    @property
    def code(self) -> str:
        if self.kind is PeriodKind.CUMULATIVE:
            return f"{self.year}c{self.number:02d}"
        if self.kind is PeriodKind.BATCH:
            return f"{self.year}b{self.number}"
        return str(self.year)

    @property
    def month(self) -> int | None:
        """Closing month; 12 for a year; None for a batch, whose months are declared elsewhere."""
        if self.kind is PeriodKind.BATCH:
            return None
        return self.number or 12

    def same_period_last_year(self) -> "Period":
        """上年同期. A batch has none (`NoSamePeriodLastYear`): batch 2 may close in another month."""
        if self.kind is PeriodKind.BATCH:
            raise NoSamePeriodLastYear(period=self.code)
        return Period(self.year - 1, self.kind, self.number)

    def in_year(self, year: int) -> "Period":
        """The period of the same kind and number in another year: 2021c06 becomes 2022c06."""
        return Period(year, self.kind, self.number)

    @property
    def name_zh(self) -> str:
        """Official words. January to September is 前三季度: 三季度 would mean July to September."""
        if self.kind is PeriodKind.BATCH:
            return f"{self.year}年第{self.number}批次"
        if self.kind is PeriodKind.YEAR:
            return f"{self.year}年度"
        return f"{self.year}年" + _OFFICIAL_ZH.get(self.number, f"1—{self.number}月")

    @property
    def name_en(self) -> str:
        if self.kind is PeriodKind.BATCH:
            return f"batch {self.number} of {self.year}"
        if self.kind is PeriodKind.YEAR:
            return f"year {self.year}"
        words = _ENGLISH.get(self.number, f"January to {_MONTHS[self.number - 1]}")
        return f"{words} {self.year}"

    def __str__(self) -> str:
        return self.code

    def __lt__(self, other: "Period") -> bool:
        return self._place() < other._place()

    def _place(self) -> tuple[int, int, int]:
        return self.year, _RANK[self.kind], self.number
