"""Refusals of the measurement stage: deliveries of the bureaus, and batches."""

from assessment.methodology.errors import N_, AssessmentError


class DeliveryEmpty(AssessmentError):
    code = "delivery_empty"
    message = N_("The table holds no row for {wanted}. Add the rows, or name another year or industry.")


class HeaderWrong(AssessmentError):
    code = "delivery_header_wrong"
    message = N_("The header of the file must be {expected}; received {received}. Put the columns right and repeat.")


class CellUnreadable(AssessmentError):
    code = "delivery_cell_unreadable"
    message = N_(
        "Row {row}, column {column}: expected {expected}, received “{received}”. Correct the cell and repeat; "
        "nothing was stored."
    )


class RowRepeated(AssessmentError):
    code = "delivery_row_repeated"
    message = N_(
        "Row {row} repeats row {first_row}: {region} {industry} {year} {vintage}. Remove one of the two; "
        "nothing was stored."
    )


class UnitsMixed(AssessmentError):
    code = "delivery_units_mixed"
    message = N_("The rows of one table are in one unit; received {received}. Convert them and repeat.")


class IndustryUnknown(AssessmentError):
    code = "industry_unknown"
    message = N_("Row {row}: {received} is not an industry of this table; expected one of {expected}.")


class IndustryOfAnotherBody(AssessmentError):
    code = "industry_of_another_body"
    message = N_("{organisation} delivers {expected}; {received} is delivered by another body.")
    status = 403


class VintageUnknown(AssessmentError):
    code = "vintage_unknown"
    message = N_("Row {row}: {received} is not a vintage; expected one of {expected}, or months_01_11.")


class TooManyDecimals(AssessmentError):
    code = "too_many_decimals"
    message = N_("Row {row}, column {column}: {received} has more than four decimals in 万元. Round it at its source.")


class NothingToMeasure(AssessmentError):
    code = "nothing_to_measure"
    message = N_("No table of {year} for {months} months has been delivered. Ask the bureaus for their tables first.")
    status = 409


class MonthsOutOfRange(AssessmentError):
    code = "months_out_of_range"
    message = N_("A batch covers January to a month from 1 to 12; received {received}.")


class YearExpected(AssessmentError):
    code = "year_expected"
    message = N_("A batch belongs to a year such as 2021; received {received}. The months are named apart.")


class BatchIncomplete(AssessmentError):
    code = "batch_incomplete"
    message = N_("The digital economy of {regions} is missing. Deliver what is missing, then request a new batch.")
    status = 409


class SamePerson(AssessmentError):
    code = "same_person"
    message = N_("{name} requested or submitted this batch; another person has to confirm it.")
    status = 409


class ReasonMissing(AssessmentError):
    code = "reason_missing"
    message = N_("State the reason, so that the other side knows what to do.")


class FileNotText(AssessmentError):
    code = "file_not_text"
    message = N_("The file is not UTF-8 text (byte {position}). Save it as CSV UTF-8 and repeat.")


class ParameterSetUnknown(AssessmentError):
    code = "parameter_set_unknown"
    message = N_("{received} is not a parameter set of {year}; expected one of {known}.")


class GdpVintageNotDelivered(AssessmentError):
    code = "gdp_vintage_not_delivered"
    message = N_("No GDP of {year} was delivered in the vintage {received}; delivered are {known}.")
    status = 409
