"""Refusals around deadlines: extensions, late returns, reminders, letters."""

from assessment.methodology.errors import N_, AssessmentError


class ExtensionReasonMissing(AssessmentError):
    code = "extension_reason_missing"
    message = N_("Write the reason of the extension; it is shown wherever the extension is.")


class ExtensionAskedAlready(AssessmentError):
    code = "extension_asked_already"
    message = N_("{unit} has asked for an extension of {form} ({period}) already; it is not decided yet.")
    status = 409


class ExtensionDatesWrong(AssessmentError):
    code = "extension_dates_wrong"
    message = N_(
        "An extension lasts beyond now ({now}) and beyond the deadline in force ({deadline}), and ends no sooner than"
        " it is on time: correct {on_time_until} or {expires_at}."
    )


class LateNotVetted(AssessmentError):
    code = "late_not_vetted"
    message = N_(
        "This return came late and has not been vetted. Vet the delay with a note first, then accept the return."
    )
    status = 409


class NotLate(AssessmentError):
    code = "not_late"
    message = N_("This return came on time; there is no delay to vet.")
    status = 409


class VettedAlready(AssessmentError):
    code = "late_vetted_already"
    message = N_("The delay of this return was vetted by {name} already.")
    status = 409


class VettingNoteMissing(AssessmentError):
    code = "vetting_note_missing"
    message = N_("Write why the late return is taken; the note is kept with it.")


class NothingOwed(AssessmentError):
    code = "nothing_owed"
    message = N_("{unit} owes nothing here: its return is submitted or waived. Only those who owe are reminded.")
    status = 409


class RemindedToday(AssessmentError):
    code = "reminded_today"
    message = N_("{unit} was reminded of this return today at {moment}. One reminder a day is the limit.")
    status = 409


class LetterIncomplete(AssessmentError):
    code = "letter_incomplete"
    message = N_("A letter of request names what is asked for, the period, the purpose and whom to call: {missing}.")


class LetterAwaitsReply(AssessmentError):
    """Known data are never asked for again, and what is asked for is not asked twice."""

    code = "letter_awaits_reply"
    message = N_("The letter {number} asks for the same already and awaits its reply. Do not ask twice.")
    status = 409


class NotAskedByLetter(AssessmentError):
    code = "not_asked_by_letter"
    message = N_(
        "{name} is not asked by letter of request; reporting units are reminded, each from the page of its period."
    )


class LetterAnswered(AssessmentError):
    code = "letter_answered"
    message = N_("The letter {number} was answered on {day}.")
    status = 409


class ReplyMissing(AssessmentError):
    code = "reply_missing"
    message = N_("Write the reply, or the number of the letter that brings it.")
