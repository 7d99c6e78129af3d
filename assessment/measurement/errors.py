"""Refusals of the measurement stage: deliveries of the bureaus, and batches."""

from assessment.methodology.errors import N_, AssessmentError


class DeliveryEmpty(AssessmentError):
    code = "delivery_empty"
    message = N_("The table holds no row for {wanted}. Add the rows, or name another year or industry.")


class HeaderWrong(AssessmentError):
    code = "delivery_header_wrong"
    message = N_("The header of the file must be {expected}; received {received}. Put the columns right and repeat.")


class IndexOutOfRange(AssessmentError):
    code = "price_index_out_of_range"
    message = N_(
        "Row {row}, column value: expected a price index with last year as 100, from {low} to {high}; received "
        "{received}. A rate of change goes in as 100 plus the rate, such as 104.5 for 4.5 per cent."
    )


class CellUnreadable(AssessmentError):
    code = "delivery_cell_unreadable"
    message = N_(
        "Row {row}, column {column}: expected {expected}, received “{received}”. Correct the cell and repeat; "
        "nothing was stored."
    )


class DeliveryWrong(AssessmentError):
    """Several cells of one file; `problems` are errors with row and column."""

    code = "delivery_wrong"
    message = N_("{count} cells of the file cannot be taken; nothing was stored. {problems}")


class LevelNotPositive(AssessmentError):
    code = "level_not_positive"
    message = N_("expected a level above zero, received “{received}”. Check it against the original documents.")


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


class RevisionUnexplained(AssessmentError):
    code = "revision_unexplained"
    message = N_(
        "The level of {regions} moves by more than 2 % or its growth by more than 1 percentage point. Write in at "
        "least five characters why; the reason is signed with your name."
    )


class IndustryGivenTwice(AssessmentError):
    code = "industry_given_twice"
    message = N_(
        "The industry I63 of {regions} is given in the table and comes out of the allocation of the operators as well. "
        "Leave one of the two blank."
    )


class OperatorRepeated(AssessmentError):
    code = "operator_repeated"
    message = N_("The operator {operator} stands in the sheet more than once. Keep one line.")


class OtherTable(AssessmentError):
    code = "table_of_another_key"
    message = N_("This is the template of {received}; you are delivering {expected}. Use the template of this table.")


class TableTemplateUnknown(AssessmentError):
    code = "not_a_table_template"
    message = N_(
        "The workbook carries no sign of a template of the base tables. Download the template and copy the figures "
        "into it."
    )


class ProductionIncomplete(AssessmentError):
    code = "production_incomplete"
    message = N_("total output and intermediate consumption go together. Fill in both, or leave both blank.")


class TaxMissing(AssessmentError):
    code = "value_added_tax_missing"
    message = N_("output is stated without VAT, so the VAT payable belongs here. Fill it in, or state output with VAT.")


class TaxNotAsked(AssessmentError):
    code = "value_added_tax_not_asked"
    message = N_("VAT stands here although output is not stated as net of it. Choose “不含增值税”, or clear the cell.")


class ChoiceUnknown(AssessmentError):
    code = "choice_unknown"
    message = N_("“{received}” is not in the list. Choose from it: {expected}.")


class OperatorIncomplete(AssessmentError):
    code = "operator_incomplete"
    message = N_("this figure of {operator} is blank. An operator needs its name, four components and its revenue.")


class FinerThanStored(AssessmentError):
    code = "finer_than_stored"
    message = N_("{received} has more than four decimals in 万元. Round it at its source.")


class UploadUndeliverable(AssessmentError):
    code = "table_upload_has_problems"
    message = N_("{count} cells of this file cannot be taken. Correct them and upload the file again.")
    status = 409


class UploadSettled(AssessmentError):
    code = "table_upload_settled"
    message = N_("This upload is {state} already.")
    status = 409


class ComparisonOutdated(AssessmentError):
    code = "table_comparison_outdated"
    message = N_(
        "The table was delivered anew by {name} after this comparison was made. Look at the comparison below once more "
        "and confirm again."
    )
    status = 409


class KindUnknown(AssessmentError):
    code = "table_kind_unknown"
    message = N_("“{received}” is not a base table. Choose one of the list.")


class NothingChosen(AssessmentError):
    code = "table_file_not_chosen"
    message = N_("Choose the file to deliver: the filled template (.xlsx) or a CSV (UTF-8).")


class ParameterSetUnknown(AssessmentError):
    code = "parameter_set_unknown"
    message = N_("{received} is not a parameter set of {year}; expected one of {known}.")


class GdpVintageNotDelivered(AssessmentError):
    code = "gdp_vintage_not_delivered"
    message = N_("No GDP of {year} was delivered in the vintage {received}; delivered are {known}.")
    status = 409
