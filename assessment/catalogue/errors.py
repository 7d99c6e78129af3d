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
        "A collection opens only with a valid approval: enter a new form version with its new approval number."
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
