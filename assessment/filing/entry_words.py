"""What the script of the filling page says, in the reader's language."""

from django.utils.translation import gettext

from assessment.display import formats
from assessment.methodology.errors import N_
from assessment.methodology.growth import GrowthLabel
from assessment.methodology.text_numbers import NotANumber

WORDS: dict[str, str] = {
    "saved": N_("Saved"),
    "savedAt": N_("Saved {time}"),
    "saving": N_("Saving"),
    "unsaved": N_("{count} not saved yet"),
    "offline": N_("No connection: {count} cells are kept on this page and are sent as soon as it is back"),
    "offlineCell": N_("No connection"),
    "signedOut": N_("Signed out: {count} cells wait for you to sign in"),
    "hint": N_("A hint"),
    "error": N_("Error"),
    "sentBack": N_("Sent back"),
    "locked": N_("Locked: this item is not open in this version"),
    "marked": N_("To be checked"),
    "carriedOver": N_("Taken over from the last period, to be confirmed"),
    "empty": N_("Not filled"),
    "value": N_("value"),
    "not_applicable": N_("not applicable"),
    "not_available": N_("not yet available"),
    "current": N_("This period, cumulative"),
    "same_period_last_year": N_("Same period last year"),
    "reasonMissing": N_("Say why there is no figure."),
    "unitHint": N_("About 10,000 times or one ten-thousandth of the last period. Is it filled in {unit}?"),
    "growthHint": N_("Growth of {growth} % is beyond ±50 %. Check it against the source documents."),
    "lessThanLast": N_(
        "Less than the cumulative figure of the last period ({last}). Check it against the source documents."
    ),
    "negativeHint": N_("A negative number where none was filed before. Check it against the source documents."),
    "sumOf": N_("Sum of the parts {sum}, difference {difference}"),
    "sumAgrees": N_("Equals the sum of the parts"),
    "sumOpen": N_("Parts are still missing"),
    "full_width": N_("full-width characters made half-width"),
    "spaces": N_("spaces taken off"),
    "minus_sign": N_("minus sign put right"),
    "currency_sign": N_("currency sign taken off"),
    "thousands_separators": N_("thousands separators taken out"),
    "percent_sign": N_("percent sign taken off"),
    "pasteCounts": N_("{changed} cells change, {same} stay the same."),
    "pasteSkipped": N_("Skipped: {locked} locked, {blank} blank, {outside} beyond the table."),
    "pasteWrong": N_("{count} cannot be read as a number and stay as they are."),
    "pasted": N_("{count} cells pasted. Ctrl+Z takes all of it back."),
    "copied": N_("{count} cells copied."),
    "undone": N_("Taken back: {count} cells."),
    "redone": N_("Done again: {count} cells."),
    "nothingToUndo": N_("Nothing to take back."),
    "changedBy": N_("{name} changed {count} cells meanwhile; they are shown here."),
    "conflictStored": N_("Stored: {value} ({name}, {time})"),
    "conflictMine": N_("Yours: {value}"),
    "here": N_("Also open here: {people}"),
    "shownIn": N_("Shown in {unit}; stored in {stored}"),
    "noneFound": N_("No item matches. Choose “all” or clear the search."),
    "nothingYet": N_("Nothing yet"),
    "unmark": N_("Take the mark off"),
    "mark": N_("Mark to be checked"),
    "confirmCarried": N_("Confirm the figure taken over"),
    "closedDraft": N_(
        "This version is no longer open for filling. What you typed is still on this page; copy it first."
    ),
    "refused": N_("Not saved: {message}"),
    "signInAs": N_("Only {name} can go on here."),
    "leave": N_("Cells are not saved yet."),
}


def entry_words() -> dict[str, object]:
    """Sentences by name, and the words of a rate that has no number."""
    return {
        **{name: gettext(text) for name, text in WORDS.items()},
        "notANumber": gettext(NotANumber.message),
        "growth": {label.value: label.name_zh for label in GrowthLabel} if formats.in_chinese() else {},
    }
