"""Why a workbook is not taken: one sentence each, with the sheet and cell where there is one.

These are raised in the child process too, which knows no framework: nothing else is imported here.
"""

from assessment.methodology.errors import N_, AssessmentError


class WorkbookRefused(AssessmentError):
    """The whole file: nothing of it is read any further."""

    code = "workbook_refused"
    message = N_("The file cannot be read as a workbook. Download the template again and copy your figures into it.")


# What kind of file it is


class FileTooLarge(WorkbookRefused):
    code = "workbook_too_large"
    message = N_("The file has {received} MB; at most {largest} MB are taken. Remove pictures and sheets of your own.")


class FileIsEmpty(WorkbookRefused):
    code = "workbook_empty"
    message = N_("The file is empty (0 bytes). Save the workbook again and choose it once more.")


class OldWorkbook(WorkbookRefused):
    code = "workbook_old"
    message = N_("This is an old workbook (.xls). Open it, choose “Save as”, type .xlsx, and upload that.")


class WpsWorkbook(WorkbookRefused):
    code = "workbook_wps"
    message = N_("This is a WPS workbook (.et). Open it in WPS, choose “Save as”, type .xlsx, and upload that.")


class EncryptedWorkbook(WorkbookRefused):
    code = "workbook_encrypted"
    message = N_("The workbook has a password. Take the password off, save it, and upload it again.")


class TextFileRenamed(WorkbookRefused):
    code = "workbook_is_text"
    message = N_(
        "This is a text file (CSV or a table saved as text) under the name of a workbook. Copy the figures into the "
        "template and upload that."
    )


class OtherFile(WorkbookRefused):
    code = "workbook_other_file"
    message = N_("This is {received}, not a workbook of type .xlsx. Upload the filled template.")


class MacroWorkbook(WorkbookRefused):
    code = "workbook_macros"
    message = N_("The workbook holds macros ({part}). Save it as a plain .xlsx without macros, and upload that.")


class ActiveContent(WorkbookRefused):
    code = "workbook_active_content"
    message = N_("The workbook holds embedded objects or controls ({part}). Delete them, save, and upload it again.")


class ExternalLinkFound(WorkbookRefused):
    code = "workbook_external_link"
    message = N_(
        "The workbook links to another file or data source ({part}). Break the link (Data, Edit links), keep the "
        "values, and upload it again."
    )


class WorkbookDamaged(WorkbookRefused):
    code = "workbook_damaged"
    message = N_("The workbook is damaged at {part}. Open it, save it anew as .xlsx, and upload that.")


class ForbiddenMarkup(WorkbookRefused):
    code = "workbook_forbidden_markup"
    message = N_("The part {part} of the workbook declares a document type, which no spreadsheet program writes.")


class TooMuchInside(WorkbookRefused):
    code = "workbook_too_much_inside"
    message = N_(
        "The workbook holds too much: {what}, at most {largest}. Copy the figures into a fresh template and upload "
        "that."
    )


class TakesTooLong(WorkbookRefused):
    code = "workbook_takes_too_long"
    message = N_(
        "Reading the workbook takes more time or memory than any return needs. Copy the figures into a fresh template "
        "and upload that."
    )


class FarCell(WorkbookRefused):
    code = "workbook_far_cell"
    message = N_(
        "Sheet “{sheet}”, cell {cell}: something stands far outside the table. Clear it (row at most {rows}, column at "
        "most {columns}) and upload it again."
    )


# Whose template it is


class NotTheTemplate(WorkbookRefused):
    code = "workbook_not_the_template"
    message = N_(
        "The workbook carries no sign of the template of this return. Download the template and fill that; a workbook "
        "of your own can be taken over into history instead."
    )


class SignsChanged(WorkbookRefused):
    code = "workbook_signs_changed"
    message = N_("The signs of the template were changed by hand (check code {received}). Download the template again.")


class OtherForm(WorkbookRefused):
    code = "workbook_other_form"
    message = N_("This is the template of the form {received}; this return is of the form {expected}.")


class OtherPeriod(WorkbookRefused):
    code = "workbook_other_period"
    message = N_("This is the template for {received}; this return is for {expected}. Use the template of this period.")


class OtherUnit(WorkbookRefused):
    code = "workbook_other_unit"
    message = N_("This is the template of another reporting unit ({received}); this return is of {expected}.")


class OtherFormVersion(WorkbookRefused):
    code = "workbook_other_form_version"
    message = N_(
        "The form has changed since this template was made (version {received}, now {expected}). Download the template "
        "again."
    )


class OlderTemplate(WorkbookRefused):
    code = "workbook_older_template"
    message = N_(
        "The template has an older layout (number {received}, now {expected}). Download the template again and copy "
        "the figures into it."
    )


# The table as a whole


class SheetRenamed(WorkbookRefused):
    code = "workbook_sheet_renamed"
    message = N_("There is no sheet “{expected}”; found: {received}. Give the sheet its name back.")


class SheetDuplicated(WorkbookRefused):
    code = "workbook_sheet_duplicated"
    message = N_("Besides the sheet “{expected}” there is a copy, “{received}”. Delete the one that does not count.")


class ColumnMoved(WorkbookRefused):
    code = "workbook_column_moved"
    message = N_(
        "Sheet “{sheet}”, cell {cell}: expected the heading “{expected}”, found “{received}”. A column was inserted, "
        "deleted or moved; undo that, or copy the figures into a fresh template."
    )


class RowMissing(WorkbookRefused):
    code = "workbook_row_missing"
    message = N_(
        "Sheet “{sheet}”, row {row}: the line “{expected}” was deleted. Copy the figures into a fresh template."
    )


class RowMoved(WorkbookRefused):
    code = "workbook_row_moved"
    message = N_(
        "Sheet “{sheet}”, row {row}: expected the line “{expected}”, found “{received}”. A row was inserted, moved or "
        "copied; undo that, or copy the figures into a fresh template."
    )


class RowHidden(WorkbookRefused):
    code = "workbook_row_hidden"
    message = N_(
        "Sheet “{sheet}”, row {row} is hidden, with the line “{item}”. Show it, check it, and upload it again."
    )


class ColumnHidden(WorkbookRefused):
    code = "workbook_column_hidden"
    message = N_("Sheet “{sheet}”, column {column} is hidden. Show it, check it, and upload it again.")


# One cell


class CellWrong(AssessmentError):
    """One cell of the table; the others are still read, so that all problems are told at once."""

    code = "workbook_cell_wrong"
    message = N_("Sheet “{sheet}”, cell {cell}: {problem}")


class CellHoldsFormula(AssessmentError):
    code = "workbook_cell_formula"
    message = N_("the cell holds a formula. Paste the result as a value.")


class CellHoldsArray(AssessmentError):
    code = "workbook_cell_array"
    message = N_("the cell belongs to an array formula ({range}). Paste the results as values.")


class CellMerged(AssessmentError):
    code = "workbook_cell_merged"
    message = N_("the cells {range} are merged. Unmerge them and enter each figure in its own cell.")


class CellHoldsDate(AssessmentError):
    code = "workbook_cell_date"
    message = N_(
        "the cell is formatted as a date, so its number is not a figure. Set the format to number and retype it."
    )


class CellHoldsPercent(AssessmentError):
    code = "workbook_cell_percent"
    message = N_(
        "the cell is formatted as a percentage, so shown and stored number differ by a factor of 100. Set the format "
        "to number and retype it."
    )


class CellHoldsError(AssessmentError):
    code = "workbook_cell_error"
    message = N_("the cell holds the error {received}. Enter the figure, or choose a condition with its reason.")


class CellHoldsTruth(AssessmentError):
    code = "workbook_cell_truth"
    message = N_("the cell holds {received}, not a figure. Enter the number.")


class NumberOutOfRange(AssessmentError):
    code = "workbook_number_out_of_range"
    message = N_("the number {received} is too large for any figure of this form. Check it against the documents.")


class ConditionUnreadable(AssessmentError):
    code = "workbook_condition_unreadable"
    message = N_("“{received}” is not a condition. Choose from the list: {expected}.")


class ConditionsContradict(AssessmentError):
    code = "workbook_conditions_contradict"
    message = N_("the cell says “{first}”, the condition beside it “{second}”. Keep one of the two.")


class NumberBesideCondition(AssessmentError):
    code = "workbook_number_beside_condition"
    message = N_("a number stands here although the condition is “{condition}”. Remove one of the two.")


class NumberMissing(AssessmentError):
    code = "workbook_number_missing"
    message = N_("the condition says “value” but there is no number. Enter it, or choose another condition.")


class ReasonMissingHere(AssessmentError):
    code = "workbook_reason_missing"
    message = N_("the condition “{condition}” needs a reason. Write in this cell why there is no figure.")


class ReasonWithoutCondition(AssessmentError):
    code = "workbook_reason_without_condition"
    message = N_("a reason stands here, but the cell is neither “not applicable” nor “not yet available”. Choose one.")


class ReasonTooLong(AssessmentError):
    code = "workbook_reason_too_long"
    message = N_("the reason has {received} characters; at most {largest} are kept. Shorten it.")
