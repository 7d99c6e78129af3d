"""A worksheet for hundreds of thousands of formulas."""

from xlsxwriter.worksheet import Worksheet


class LiveSheet(Worksheet):  # type: ignore[misc] # the library has no types
    """Takes formulas as they are.

    XlsxWriter looks through each formula for some thirty functions of newer Excels to mark them, which takes longer
    than writing it. Our formulas use none of them: they must be computed by Excel 2016, WPS and LibreOffice alike.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")
