"""Refusals of the directory of enterprises."""

from collections.abc import Sequence

from assessment.methodology.errors import N_, AssessmentError


class CodeWrong(AssessmentError):
    code = "enterprise_code_wrong"
    message = N_(
        "“{received}” is not a unified social credit code. Eighteen digits and capital letters are expected; compare "
        "it with the business licence."
    )


class CodeCheckDigitWrong(AssessmentError):
    """The last place is computed from the others: a slip of one place never passes."""

    code = "enterprise_code_check_digit"
    message = N_(
        "The check digit of the unified social credit code “{received}” does not fit. One place is mistyped; compare "
        "it with the business licence."
    )


class IndustryWrong(AssessmentError):
    code = "enterprise_industry_wrong"
    message = N_("“{received}” is not an industry code. Use the four digits of GB/T 4754-2017, such as 6513.")


class NameMissing(AssessmentError):
    code = "enterprise_name_missing"
    message = N_("The name of the enterprise is missing. Write it as on the business licence.")


class FlagWrong(AssessmentError):
    code = "enterprise_flag_wrong"
    message = N_("“{received}” is neither 是 nor 否. Write one of the two, or leave the cell empty for 否.")


class DayWrong(AssessmentError):
    code = "enterprise_day_wrong"
    message = N_("“{received}” is not a day. Write it as 2021-03-31.")


class RegionNotYours(AssessmentError):
    """One sentence for unknown and for foreign: the two cannot be told apart."""

    code = "enterprise_region_not_open"
    message = N_("“{received}” is not a region whose list you keep. Use the six digits of your own region.")


class ListWrong(AssessmentError):
    """What keeps a list from being imported, all of it: `problems` name row and column."""

    code = "enterprise_list_wrong"
    message = N_("{file} was not imported: {count} problems. Nothing was written.")

    def __init__(self, *, file: str, problems: Sequence[AssessmentError]) -> None:
        super().__init__(file=file, count=len(problems))
        self.problems = tuple(problems)


class ListUnreadable(AssessmentError):
    code = "enterprise_list_unreadable"
    message = N_("{file} cannot be read as a CSV list. Save the sheet as “CSV UTF-8” and import that.")


class ListHeadingWrong(AssessmentError):
    code = "enterprise_list_heading"
    message = N_("Row 1: the columns must be {expected}; found {received}. Take the template and fill that.")


class ListCellWrong(AssessmentError):
    code = "enterprise_list_cell"
    message = N_("Row {row}, column “{column}”: {problem}")


class CodeRepeated(AssessmentError):
    code = "enterprise_code_repeated"
    message = N_("The code {received} stands in row {first} already. Keep one of the two rows.")


class ReasonNeeded(AssessmentError):
    code = "enterprise_reason_needed"
    message = N_("Write the reason: it is kept with the record.")


class ClaimDecided(AssessmentError):
    code = "claim_decided"
    message = N_("This claim has been decided already.")
    status = 409


class NotListed(AssessmentError):
    code = "enterprise_not_listed"
    message = N_("{name} is not in the list of your region on {day}.")
    status = 409


class EventIncomplete(AssessmentError):
    code = "enterprise_event_incomplete"
    message = N_("An event of this kind needs: {missing}.")


class EventBeforeListing(AssessmentError):
    code = "enterprise_event_too_early"
    message = N_("{name} is listed from {valid_from} on; the event is dated {day}. Check the day.")
    status = 409


class LinkUnknown(AssessmentError):
    code = "enterprise_link_unknown"
    message = N_(
        "This link is not known. Check that the whole of it was copied, or ask your city's office for a new one."
    )
    status = 401


class LinkUsed(AssessmentError):
    code = "enterprise_link_used"
    message = N_("This link was used before; each link opens once. Ask your city's office for a new one.")
    status = 401


class LinkExpired(AssessmentError):
    code = "enterprise_link_expired"
    message = N_("This link ran out on {expires_at}. Ask your city's office whether the row can still be filed.")
    status = 401


class LinkRevoked(AssessmentError):
    code = "enterprise_link_revoked"
    message = N_("This link was taken back. Use the newest one, or ask your city's office.")
    status = 401


class LinkRevokedBefore(AssessmentError):
    code = "enterprise_link_revoked_before"
    message = N_("This link has been taken back already.")
    status = 409


class LinkTooLate(AssessmentError):
    code = "enterprise_link_too_late"
    message = N_("The form {form} for {period} closes on {locks_at}; a link issued now would open nothing.")
    status = 409


class CollectionNotForEnterprises(AssessmentError):
    code = "collection_not_for_enterprises"
    message = N_("The form {form} is not filed by enterprises.")
    status = 409
