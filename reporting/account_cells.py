"""Cells of an account table or statement table: labels, years, amounts; what had to be repaired is noted."""

import re
from collections.abc import Sequence
from decimal import Decimal

from assessment.methodology.account_records import AccountKey, Finding, FindingCode, Severity
from assessment.methodology.errors import N_, AssessmentError
from assessment.methodology.rounding import plain_text
from assessment.methodology.text_numbers import NotANumber, NumberTooLong, Repair, excerpt, read_number
from reporting.table_files import CellTooLong, TableRow, refuse_formulas

KEY_COLUMNS = ("region", "year", "industry")
TEXT_COLUMNS = ("region", "industry", "vintage", "source", "enterprise")
KEY_ALIASES = {"地区": "region", "年份": "year", "行业": "industry", "版本": "vintage", "来源": "source"}
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_YES_OR_NO = {"是": True, "yes": True, "true": True, "1": True, "否": False, "no": False, "false": False, "0": False}


class CellNotANumber(AssessmentError):
    code = "cell_not_a_number"
    message = N_(
        "Row {row}, column “{column}” of {file}: expected a number such as 1234.56 or a blank cell, "
        "received “{received}”."
    )


class CellNotAYear(AssessmentError):
    code = "cell_not_a_year"
    message = N_("Row {row}, column “{column}” of {file}: expected a year such as 2021, received “{received}”.")


class CellBlank(AssessmentError):
    code = "cell_blank"
    message = N_("Row {row}, column “{column}” of {file}: expected a name or code, received a blank cell.")


class CellNotYesOrNo(AssessmentError):
    code = "cell_not_yes_or_no"
    message = N_("Row {row}, column “{column}” of {file}: expected yes, no or blank, received “{received}”.")


class CellReader:
    """Reads the cells of one file and gathers the repairs made on the way as findings."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []

    def key(self, row: TableRow) -> AccountKey:
        refuse_formulas(row, TEXT_COLUMNS, file=self.file)
        return AccountKey(
            region=self._label(row, "region"),
            year=self._year(row),
            industry=self._label(row, "industry"),
            vintage=row.cells.get("vintage", ""),
        )

    def place(self, row: TableRow) -> AccountKey:
        """Of a row that names a region and a year alone."""
        return AccountKey(self._label(row, "region"), self._year(row), "")

    def operator_key(self, row: TableRow) -> AccountKey:
        """Of a row that names an operator where others name a region."""
        operator, industry = self._label(row, "operator"), self._label(row, "industry")
        return AccountKey(operator, self._year(row), industry, row.cells.get("vintage", ""))

    def amount(self, row: TableRow, column: str, key: AccountKey) -> Decimal | None:
        """The number of a cell, None where it is blank. A percent sign is refused: the column holds money."""
        text = row.cells[column]
        if not text:
            return None
        try:
            read = read_number(text)
        except NumberTooLong as problem:
            where = {"row": row.number, "column": column, "file": self.file}
            raise CellTooLong(**where, received=excerpt(text)) from problem
        except NotANumber as problem:
            raise self._bad_number(row, column) from problem
        if Repair.PERCENT_SIGN in read.repairs:
            raise self._bad_number(row, column)
        if read.repairs:
            received = f"{text} ({' '.join(read.repairs)})"
            expected = f"{column}: {plain_text(read.value)}"
            self.findings.append(Finding(FindingCode.NUMBER_REPAIRED, Severity.INFORM, key, expected, received))
        return read.value

    def yes_or_no(self, row: TableRow, column: str) -> bool | None:
        text = row.cells.get(column, "")
        if not text:
            return None
        answer = _YES_OR_NO.get(text.casefold())
        if answer is None:
            raise CellNotYesOrNo(row=row.number, column=column, file=self.file, received=excerpt(text))
        return answer

    def note_unread_columns(self, columns: Sequence[str], known: Sequence[str]) -> None:
        """Columns that are there but play no part; a misspelt optional column shows up here."""
        for column in columns:
            if column not in known:
                self.findings.append(Finding(FindingCode.COLUMN_NOT_READ, Severity.INFORM, received=excerpt(column)))

    def _label(self, row: TableRow, column: str) -> str:
        if not row.cells[column]:
            raise CellBlank(row=row.number, column=column, file=self.file)
        return row.cells[column]

    def _year(self, row: TableRow) -> int:
        text = row.cells["year"]
        if not _YEAR.fullmatch(text):
            raise CellNotAYear(row=row.number, column="year", file=self.file, received=excerpt(text))
        return int(text)

    def _bad_number(self, row: TableRow, column: str) -> CellNotANumber:
        return CellNotANumber(row=row.number, column=column, file=self.file, received=excerpt(row.cells[column]))
