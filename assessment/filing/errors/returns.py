"""Refusals of the filing stage."""

from assessment.methodology.errors import N_, AssessmentError


class CollectionNotOpen(AssessmentError):
    code = "collection_not_open"
    message = N_(
        "The form {form} for {period} is not open for filing; its opening is planned for {opens_at}. "
        "Ask the big-data bureau to open it."
    )
    status = 409


class CollectionLocked(AssessmentError):
    code = "collection_locked"
    message = N_(
        "The form {form} for {period} was locked on {locks_at}; nothing is taken after that. Ask the big-data bureau."
    )
    status = 409


class FormNotOwed(AssessmentError):
    code = "form_not_owed"
    message = N_("{unit} does not file the form {form}.")


class OpenVersionExists(AssessmentError):
    code = "open_version_exists"
    message = N_(
        "Version {number} of this return is still being worked on. Finish or withdraw it before a new version begins."
    )
    status = 409


class ReturnLocked(AssessmentError):
    code = "return_locked"
    message = N_("Version {number} of this return is locked; no new version can begin.")
    status = 409


class ItemUnknown(AssessmentError):
    code = "item_unknown"
    message = N_("The form {form} has no item “{received}” in {period}. Use the item codes of the form.")


class BasisUnknown(AssessmentError):
    code = "basis_unknown"
    message = N_("“{received}” is not a basis of the item {item}. Expected: {expected}.")


class ConditionUnknown(AssessmentError):
    code = "condition_unknown"
    message = N_("“{received}” is not a condition of a cell. Expected: {expected}.")


class ValueMissing(AssessmentError):
    code = "value_missing"
    message = N_(
        "The item {item} is declared a value but has none. Enter the number, or choose another "
        "condition with its reason."
    )


class ValueNotAllowed(AssessmentError):
    code = "value_not_allowed"
    message = N_(
        "The item {item} carries the number {received} although its condition is “{condition}”. Remove one of the two."
    )


class ReasonMissing(AssessmentError):
    code = "reason_missing"
    message = N_("The item {item} has the condition “{condition}”, which needs a reason. Write why there is no figure.")


class ReasonNotAllowed(AssessmentError):
    code = "reason_not_allowed"
    message = N_("The item {item} is left empty and cannot carry a reason. Choose not applicable or not yet available.")


class UnitDiffers(AssessmentError):
    code = "unit_differs"
    message = N_(
        "The item {item} is reported in {expected}; a figure in {received} cannot be converted to it. Check the unit."
    )


class TooManyDigits(AssessmentError):
    code = "too_many_digits"
    message = N_(
        "{received} has more digits than can be kept for the item {item}: at most {whole} before and "
        "{decimals} after the point, in {unit}."
    )


class CellsChangedMeanwhile(AssessmentError):
    """Two officers on one return: nothing is saved, both values are shown, the second chooses."""

    code = "cells_changed_meanwhile"
    message = N_(
        "{changed_by} changed {count} of these cells meanwhile; the first is {item}: stored "
        "{stored}, yours {sent}. "
        "Nothing was saved. Choose a value and save again at revision {revision}."
    )
    status = 409


class RevisionUnknown(AssessmentError):
    code = "revision_unknown"
    message = N_("Revision {received} does not exist; the return is at revision {expected}. Reload it.")
    status = 409


class NothingFilled(AssessmentError):
    code = "nothing_filled"
    message = N_(
        "No cell of this return is filled. Enter figures, or say for each why there is none, before "
        "asking for signatures."
    )
    status = 409


class SignerFilled(AssessmentError):
    code = "signer_filled"
    message = N_("Whoever filled the return cannot sign it. Another person signs as {title}.")
    status = 403


class SignerSignedBefore(AssessmentError):
    code = "signer_signed_before"
    message = N_("You signed this return as {title} already; one person takes one step.")
    status = 403


class NotYourStep(AssessmentError):
    code = "not_your_step"
    message = N_("The next signature is that of {title}; your account does not hold this role here.")
    status = 403


class AllSigned(AssessmentError):
    code = "all_signed"
    message = N_("Every signature is given; the return can be submitted.")
    status = 409


class SignaturesMissing(AssessmentError):
    code = "signatures_missing"
    message = N_("Still to sign: {missing}. The return is submitted when the chain is complete.")
    status = 409


class SignedOtherFigures(AssessmentError):
    code = "signed_other_figures"
    message = N_(
        "The figures differ from those that {title} signed. Withdraw this version and have the new one signed."
    )
    status = 409


class ReviewerTookPart(AssessmentError):
    code = "reviewer_took_part"
    message = N_("You filled or signed this return; another person reviews it.")
    status = 403


class NothingNamed(AssessmentError):
    code = "nothing_named"
    message = N_("Name the items that are sent back, each with a note of what to check.")


class NoteMissing(AssessmentError):
    code = "note_missing"
    message = N_("The item {item} is sent back without a note. Write what is to be checked.")


class NotInForce(AssessmentError):
    code = "not_in_force"
    message = N_("Version {number} is not the version in force; only that one is locked.")
    status = 409


# The file of figures


class FileWrong(AssessmentError):
    """What keeps a file from being imported, all of it: `problems` are errors with row and column."""

    code = "figures_refused"
    message = N_("{file} was not imported: {count} problems. Nothing was written.")


class FileMissing(AssessmentError):
    code = "figures_file_missing"
    message = N_("The file {file} cannot be read. Check its name and that you may read it.")


class FileTooLarge(AssessmentError):
    code = "figures_file_too_large"
    message = N_("{file} is larger than {most} MB. Divide it by period or form and import the parts.")


class FileEmpty(AssessmentError):
    code = "figures_file_empty"
    message = N_(
        "Row 1, column 1: the file holds no figures. Expected the heading {expected} and at least one row below it."
    )


class FileNotText(AssessmentError):
    code = "figures_file_not_text"
    message = N_("Row 1, column 1: this is {received}, not a CSV file. Save the sheet as “CSV UTF-8” and import that.")


class FileEncodingUnknown(AssessmentError):
    code = "figures_file_encoding"
    message = N_(
        "Row {row}, column {column}: the text is neither UTF-8 nor GB 18030. Save the file as “CSV "
        "UTF-8” and import that."
    )


class CodeTooLong(AssessmentError):
    code = "code_too_long"
    message = N_("“{received}” is longer than any code: at most {most} characters.")


class HeadingWrong(AssessmentError):
    code = "figures_heading_wrong"
    message = N_("Row 1, column {column}: the heading must be “{expected}”, found “{received}”. Expected order: {all}.")


class RowLengthWrong(AssessmentError):
    code = "figures_row_length"
    message = N_(
        "Row {row}, column {column}: expected {expected} columns, found {received}. Check for a comma inside a text."
    )


class RowWrong(AssessmentError):
    code = "figures_row_wrong"
    message = N_("Row {row}, column {column} ({name}): {problem}")


class RegionNotOpen(AssessmentError):
    """One sentence for unknown and for foreign: the two cannot be told apart."""

    code = "region_not_open"
    message = N_("“{received}” is not a region code your account may file for. Use the six digits of your own region.")


class RowRepeated(AssessmentError):
    code = "figures_row_repeated"
    message = N_("the same region, period, form, item and basis stand in row {first} already. Keep one of the two.")


class ImporterNotNamed(AssessmentError):
    code = "importer_not_named"
    message = N_("Say whose import this is: add --by and the name of an account that fills the return.")


class RowUnreadable(AssessmentError):
    code = "figures_row_unreadable"
    message = N_(
        "Row {row} cannot be read: a cell is longer than 131,072 characters, or a quotation mark is not closed. "
        "Shorten the cell or close the quotation mark."
    )


class PercentNotUnit(AssessmentError):
    code = "figures_percent_not_unit"
    message = N_("“{received}” is a percentage, but the item is in {unit}. Enter the amount in {unit}.")
