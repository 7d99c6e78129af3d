"""Why a bulletin package is not made, saved, completed or printed."""

from assessment.methodology.errors import N_, AssessmentError


class NoBulletinOfTrial(AssessmentError):
    code = "bulletin_of_trial"
    message = N_("A trial run has no bulletin. Make it from an official run.")
    status = 409


class EditionOutdated(AssessmentError):
    code = "bulletin_edition_outdated"
    message = N_("Edition {number} has been saved meanwhile. Reload the page and make your change in that one.")
    status = 409


class TextTooLong(AssessmentError):
    code = "bulletin_text_too_long"
    message = N_("“{block}” has {received} signs, {limit} are possible. Shorten the text.")


class UnknownBlock(AssessmentError):
    code = "bulletin_block_unknown"
    message = N_("The package has no text “{received}”.")


class NumbersDiffer(AssessmentError):
    code = "bulletin_numbers_differ"
    message = N_(
        "Some numbers are neither in the annexes nor quoted with a source: {places}. Correct them, take the text of "
        "the system, or state where they come from."
    )
    status = 409


class NotQuotable(AssessmentError):
    code = "bulletin_not_quotable"
    message = N_(
        "“{part}” in “{block}” cannot be quoted: it is not in the text as saved, it is in the annexes, or it is a "
        "score or place of the ranking. Correct the text itself."
    )
    status = 409


class SourceTooShort(AssessmentError):
    code = "bulletin_source_short"
    message = N_("Name the source of “{part}” with {least} to {most} signs: the document, its number or date.")


class OfficeMissing(AssessmentError):
    code = "office_missing"
    message = N_(
        "The server has no LibreOffice, so that no PDF can be printed. The documents can be downloaded and opened in "
        "WPS or Word."
    )


class OfficeFailed(AssessmentError):
    code = "office_failed"
    message = N_("LibreOffice could not print the documents. Download them and open them in WPS or Word.")


class PreviewUnfinished(AssessmentError):
    code = "bulletin_preview_unfinished"
    message = N_("The preview is still being printed. Wait for its job to end.")
    status = 409
