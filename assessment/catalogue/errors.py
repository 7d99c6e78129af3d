"""Refusals of the catalogue."""

from assessment.methodology.errors import N_, AssessmentError


class CatalogueFileWrong(AssessmentError):
    code = "catalogue_file_wrong"
    message = N_("{file}, {place}: expected {expected}, found {received}. Correct the file; nothing was loaded.")


class SchemeTextWrong(AssessmentError):
    code = "scheme_text_wrong"
    message = N_("{file}: {problem} Correct the file; nothing was loaded.")


class CheckRuleTwice(AssessmentError):
    code = "check_rule_twice"
    message = N_(
        "{file}: the form {form} has the check rule {rule} twice from the period {period}. Remove one of them."
    )


class VersionInForceDiffers(AssessmentError):
    code = "version_in_force_differs"
    message = N_(
        "{name} is in force and differs from the file. What is in force is never edited: "
        "put the file back as it was and make a new version with a first period of its own."
    )
    status = 409


class FormUnknown(AssessmentError):
    code = "form_unknown"
    message = N_("There is no form “{received}”. Known forms: {expected}.")


class FormVersionMissing(AssessmentError):
    code = "form_version_missing"
    message = N_("The form {form} has no version for the period {period}. Make a version that covers it.")


class CollectionMissing(AssessmentError):
    code = "collection_missing"
    message = N_("The form {form} is not collected for the period {period}. Periods collected: {expected}.")


class SchemeMissing(AssessmentError):
    code = "scheme_missing"
    message = N_("No frozen scheme of the kind {kind} covers the period {period}. Freeze one first.")


class FormExpired(AssessmentError):
    code = "form_expired"
    message = N_(
        "The form {table_number} was approved ({approval_number}) until {valid_until} and has expired on {day}. "
        "A collection opens only with a valid approval: record the new approval number of the form."
    )
    status = 409


class LegalMarksMissing(AssessmentError):
    code = "legal_marks_missing"
    message = N_(
        "The form {form} cannot be collected: {missing} not filled in. "
        "A form carries its table number, maker, approver, approval number and date of validity."
    )
    status = 409


class FrozenTooLate(AssessmentError):
    code = "scheme_frozen_too_late"
    message = N_(
        "The scheme “{title}” begins with the period {period}, which closed on {closes_on}. "
        "A scheme is frozen before its first period closes; make a version that begins with a later period."
    )
    status = 409


class SchemeAltered(AssessmentError):
    code = "scheme_altered"
    message = N_("The text of the scheme “{title}” no longer matches its digest. Load the scheme file again.")
    status = 409


class CalendarNotPublished(AssessmentError):
    code = "calendar_not_published"
    message = N_(
        "The holidays of {year} are not published yet. Load the year once the notice of the State Council is out."
    )
    status = 409


class DayOutsideYears(AssessmentError):
    code = "day_outside_years"
    message = N_("{day} lies in none of the years that are loaded ({expected}). Load its year too, or correct the day.")


class AlreadyWaived(AssessmentError):
    code = "already_waived"
    message = N_("{unit} no longer owes this return.")
    status = 409


class WaiverReasonMissing(AssessmentError):
    code = "waiver_reason_missing"
    message = N_("Write why the unit need not file, such as the document that says so.")


class PlanDatesWrong(AssessmentError):
    code = "plan_dates_wrong"
    message = N_(
        "The moments of a collection follow one another: opening ({opens_at}), on time until ({on_time_until}), lock"
        " ({locks_at}). Correct the moment that is out of order."
    )


class OpeningTooLateToChange(AssessmentError):
    code = "collection_in_force"
    message = N_(
        "This collection is open; its moments stay as announced. Grant an extension to the unit that needs it."
    )
    status = 409


class PlannedAlready(AssessmentError):
    code = "collection_planned_already"
    message = N_("The form {form} for {period} is planned already; change that collection.")
    status = 409


class SchemeFileMissing(AssessmentError):
    code = "scheme_file_missing"
    message = N_("Choose the file of the scheme and the file of its assessment rules; a new scheme needs both.")


class SchemeFileTooLarge(AssessmentError):
    code = "scheme_file_too_large"
    message = N_("{file} is larger than {expected} KB. A scheme is text; choose the YAML file itself.")


class SchemeFileUnreadable(AssessmentError):
    code = "scheme_file_unreadable"
    message = N_("{file} is not text in UTF-8. Save it as UTF-8 and choose it again.")


class OtherScheme(AssessmentError):
    code = "scheme_other"
    message = N_(
        "The files say {received}, but this draft is {expected}. Correct code and version in the files, or upload them "
        "as a new scheme."
    )
    status = 409


class DraftChangedMeanwhile(AssessmentError):
    code = "scheme_draft_changed"
    message = N_(
        "The scheme “{title}” has changed since the difference was shown. Look at the difference again, then confirm."
    )
    status = 409


class SchemePeriodsWrong(AssessmentError):
    code = "scheme_periods_wrong"
    message = N_(
        "{file}, first_period and last_period: a scheme of the kind {kind} runs over {expected}, the first not after "
        "the last; found {received}. Correct the two periods; nothing was loaded."
    )


class LabelsIncomplete(AssessmentError):
    code = "scheme_labels_incomplete"
    message = N_(
        "{file}, indicators: every part of the tree has one label. Without a label: {missing}. "
        "Without a part: {surplus}. Correct the codes; nothing was loaded."
    )


class OfficeMarksMissing(AssessmentError):
    code = "scheme_office_marks_missing"
    message = N_(
        "The scheme “{title}” cannot be frozen: {missing} not filled in. "
        "It comes into force with assessment rules that have a document number and an issuer."
    )
    status = 409


class PeriodTaken(AssessmentError):
    code = "scheme_period_taken"
    message = N_(
        "The scheme “{other}” is in force for {period} already. One kind of assessment has one scheme in a period: end "
        "this one earlier or begin it later."
    )
    status = 409


class YearNotCatalogued(AssessmentError):
    code = "year_not_catalogued"
    message = N_("There is nothing of {year} to roll over. Years on file: {expected}.")
    status = 404


class WeightWrong(AssessmentError):
    code = "scheme_weight_wrong"
    message = N_("Weight of {place}: a number above zero in plain digits is expected, such as 40; received {received}.")


class ApprovalMarkMissing(AssessmentError):
    code = "approval_mark_missing"
    message = N_("The {mark} is empty. Copy it from the approval of the form.")


class ApprovalMarkTooLong(AssessmentError):
    code = "approval_mark_too_long"
    message = N_("The {mark} has more than {most} characters. Copy it as the approval prints it.")


class ApprovalDayUnreadable(AssessmentError):
    code = "approval_day_unreadable"
    message = N_("“{received}” is no day. Enter the last day of the approval as 2024-12-31.")


class ApprovalOver(AssessmentError):
    code = "approval_over"
    message = N_("The approval ended on {valid_until}, before today ({day}). Enter the approval that holds now.")


class ApprovalPeriodWrong(AssessmentError):
    code = "approval_period_wrong"
    message = N_(
        "{received} is no period from which a new approval can hold: it begins with a collection that is planned and "
        "not open, after the last one that was opened. To choose from: {expected}."
    )
    status = 409


class ApprovalRecordedAlready(AssessmentError):
    code = "approval_recorded_already"
    message = N_("The approval {approval_number} with this validity is on the form already. Enter the new one.")
    status = 409


class DraftInUse(AssessmentError):
    code = "scheme_draft_in_use"
    message = N_(
        "The draft “{title}” cannot be deleted: a run or a saved variant goes by it. Delete its variants first; a "
        "draft that a run goes by stays on file."
    )
    status = 409
