"""Files of `manage.py estimate`: frame and sample in; estimates, strata, collapses and findings out."""

import math
import re
from array import array
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from assessment.methodology.account_records import FindingCode, Severity
from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.survey_design import Design, SampleColumns, StrataColumns
from assessment.methodology.survey_estimation import Labels, SurveyResult
from assessment.methodology.survey_quality import QualityFinding, RatioEstimate, StratumQuality
from assessment.methodology.text_numbers import NotANumber, Repair, excerpt, read_number
from reporting.account_cells import CellBlank, CellNotANumber
from reporting.table_files import Table, TableRow, counted, open_table, refuse_formulas, write_table

FRAME_COLUMNS: Final = ("stratum", "population")
SAMPLE_COLUMNS: Final = ("unit", "domain", "stratum", "y", "x")
ESTIMATE_COLUMNS: Final = (
    *("domain", "estimator", "ratio", "standard_error", "cv"),
    *("lower", "upper", "respondents", "class"),
)
X_TOTAL: Final = "x_total"
_FRAME_ALIASES = {"层": "stratum", "总体单位数": "population", "增加值合计": X_TOTAL}
_SAMPLE_ALIASES = {"调查单位": "unit", "估计域": "domain", "层": "stratum", "数字增加值": "y", "增加值": "x"}
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?").fullmatch
_LARGEST = 1e30


class NumberTooLarge(AssessmentError):
    code = "survey_number_too_large"
    message = N_(
        "Row {row}, column “{column}” of {file}: expected a number below 10^30, received “{received}”. "
        "Check the unit of the column."
    )


class PopulationNotWhole(AssessmentError):
    code = "survey_population_not_whole"
    message = N_(
        "Row {row}, column “{column}” of {file}: expected how many units the stratum holds, a whole number from 0 "
        "on, received “{received}”."
    )


class StratumRepeated(AssessmentError):
    code = "survey_stratum_repeated"
    message = N_("Row {row} of {file} repeats the stratum “{stratum}” of row {first}. Remove one of the two.")


class SampledUnitRepeated(AssessmentError):
    code = "survey_sampled_unit_repeated"
    message = N_("Row {row} of {file} repeats the unit “{unit}” of row {first}. Remove one of the two.")


class StratumUnknown(AssessmentError):
    code = "survey_stratum_unknown"
    message = N_(
        "Row {row}, column “stratum” of {file}: expected a stratum of the frame, received “{received}”. "
        "Correct the cell or add the stratum to the frame."
    )


class StratumOverfull(AssessmentError):
    code = "survey_stratum_overfull"
    message = N_(
        "Row {row}, column “stratum” of {file}: the frame holds {expected} units of “{stratum}”, this row is number "
        "{received}. Correct the stratum of the unit or the population in the frame."
    )


class Frame(NamedTuple):
    """`positions` of the strata by label, in the order of the file."""

    positions: Mapping[str, int]
    columns: StrataColumns
    findings: list[QualityFinding]


class Survey(NamedTuple):
    """A sample under its frame, ready to be estimated, and what was noticed while reading."""

    design: Design
    labels: Labels
    findings: list[QualityFinding]


class _Numbers:
    """Number cells of one file; repairs are gathered as findings."""

    def __init__(self, table: Table, known: Iterable[str]) -> None:
        self.file = table.file
        self.findings = [
            QualityFinding(FindingCode.COLUMN_NOT_READ, Severity.INFORM, received=excerpt(column))
            for column in table.columns
            if column not in known
        ]

    def read(self, row: TableRow, column: str) -> float:
        """The number of a cell, NaN where it is blank. Exponents are read: programs write them."""
        text = row.cells[column]
        if not text:
            return math.nan
        number = float(text) if _NUMBER(text) else self._repaired(row, column)
        if not abs(number) < _LARGEST:
            raise NumberTooLarge(row=row.number, column=column, file=self.file, received=excerpt(text))
        return number

    def _repaired(self, row: TableRow, column: str) -> float:
        text = row.cells[column]
        problem = CellNotANumber(row=row.number, column=column, file=self.file, received=excerpt(text))
        try:
            read = read_number(text)
        except NotANumber as refused:
            raise problem from refused
        if Repair.PERCENT_SIGN in read.repairs:
            raise problem
        self.findings.append(
            QualityFinding(
                FindingCode.NUMBER_REPAIRED,
                Severity.INFORM,
                where=f"{self.file} {row.number}",
                expected=f"{column}: {read.value}",
                received=f"{excerpt(text)} ({' '.join(read.repairs)})",
            )
        )
        return float(read.value)


def read_frame(path: Path) -> Frame:
    """F.csv: stratum, population in units, optional x_total in the unit of x (blank where it is not known)."""
    rows: dict[str, int] = {}
    population, totals = array("q"), array("d")
    with open_table(path, expected=FRAME_COLUMNS, aliases=_FRAME_ALIASES) as table:
        table.require(FRAME_COLUMNS)
        numbers = _Numbers(table, (*FRAME_COLUMNS, X_TOTAL))
        for row in table.rows:
            stratum = _label(row, "stratum", table.file)
            if stratum in rows:
                raise StratumRepeated(row=row.number, file=table.file, stratum=excerpt(stratum), first=rows[stratum])
            rows[stratum] = row.number
            population.append(_population(row, numbers))
            totals.append(numbers.read(row, X_TOTAL) if X_TOTAL in table.columns else math.nan)
        given = X_TOTAL in table.columns
    columns = StrataColumns(np.array(population, dtype=np.int64), np.array(totals) if given else None)
    return Frame({stratum: position for position, stratum in enumerate(rows)}, columns, numbers.findings)


def read_survey(path: Path, frame: Frame, on_row: Callable[[int], None]) -> Survey:
    """S.csv: unit, domain, stratum, y and x in one unit; a blank y or x is a unit that did not answer."""
    domains: dict[str, int] = {}
    first_rows: dict[str, int] = {}
    left = frame.columns.population.tolist()
    domain, stratum, y, x = array("q"), array("q"), array("d"), array("d")
    with open_table(path, expected=SAMPLE_COLUMNS, aliases=_SAMPLE_ALIASES) as table:
        table.require(SAMPLE_COLUMNS)
        numbers = _Numbers(table, SAMPLE_COLUMNS)
        for row in counted(table.rows, on_row):
            unit = _label(row, "unit", table.file)
            first = first_rows.setdefault(unit, row.number)
            if first != row.number:
                raise SampledUnitRepeated(row=row.number, file=table.file, unit=excerpt(unit), first=first)
            position = _stratum(row, frame, table.file)
            left[position] -= 1
            if left[position] < 0:
                raise _overfull(row, frame, table.file)
            domain.append(domains.setdefault(_label(row, "domain", table.file), len(domains)))
            stratum.append(position)
            y.append(numbers.read(row, "y"))
            x.append(numbers.read(row, "x"))
    codes = (np.array(domain, dtype=np.intp), np.array(stratum, dtype=np.intp))
    design = Design(SampleColumns(*codes, np.array(y), np.array(x)), frame.columns, len(domains))
    return Survey(design, Labels(tuple(domains), tuple(frame.positions)), [*frame.findings, *numbers.findings])


def write_survey(folder: Path, survey: Survey, result: SurveyResult) -> None:
    """estimates.csv, strata.csv, collapses.csv and findings.csv; fractions, not percent; 17 significant digits."""
    write_table(folder / "estimates.csv", ESTIMATE_COLUMNS, map(_estimate_cells, result.estimates))
    write_table(
        folder / "strata.csv",
        ("stratum", "population", "sampled", "respondents", "response_rate", "weight"),
        map(_stratum_cells, result.strata),
    )
    write_table(
        folder / "collapses.csv",
        ("stratum", "merged_into", "reason"),
        (
            (survey.labels.strata[each.stratum], result.merged_strata[each.stratum], each.reason.value)
            for each in result.collapses
        ),
    )
    write_table(
        folder / "findings.csv",
        ("code", "severity", "where", "estimator", "expected", "received"),
        map(_finding_cells, (*survey.findings, *result.findings)),
    )


def _label(row: TableRow, column: str, file: str) -> str:
    if not row.cells[column]:
        raise CellBlank(row=row.number, column=column, file=file)
    refuse_formulas(row, (column,), file=file)
    return row.cells[column]


def _population(row: TableRow, numbers: _Numbers) -> int:
    number = numbers.read(row, "population")
    if not (number >= 0 and number.is_integer() and number < 2**53):
        received = row.cells["population"]
        raise PopulationNotWhole(row=row.number, column="population", file=numbers.file, received=excerpt(received))
    return int(number)


def _stratum(row: TableRow, frame: Frame, file: str) -> int:
    label = _label(row, "stratum", file)
    position = frame.positions.get(label)
    if position is None:
        raise StratumUnknown(row=row.number, file=file, received=excerpt(label))
    return position


def _overfull(row: TableRow, frame: Frame, file: str) -> StratumOverfull:
    label = row.cells["stratum"]
    population = int(frame.columns.population[frame.positions[label]])
    return StratumOverfull(
        row=row.number, file=file, stratum=excerpt(label), expected=population, received=population + 1
    )


def _estimate_cells(estimate: RatioEstimate) -> tuple[object, ...]:
    numbers = (estimate.ratio, estimate.standard_error, estimate.cv, estimate.lower, estimate.upper)
    what = (estimate.domain, estimate.estimator.value)
    return *what, *map(_digits, numbers), estimate.respondents, estimate.publish_class.value


def _stratum_cells(stratum: StratumQuality) -> tuple[object, ...]:
    counts = (stratum.label, stratum.population, stratum.sampled, stratum.respondents)
    return *counts, _digits(stratum.response_rate), _digits(stratum.weight)


def _finding_cells(finding: QualityFinding) -> tuple[object, ...]:
    what = (finding.code.value, finding.severity.value, finding.where, finding.estimator)
    return *what, finding.expected, finding.received


def _digits(value: float | None) -> str:
    """17 significant digits: read back, they are the same number."""
    return "" if value is None else format(value, ".17g")
