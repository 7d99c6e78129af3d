"""Refusals of files."""

from assessment.methodology.errors import N_, AssessmentError


class FileEmpty(AssessmentError):
    code = "file_empty"
    message = N_("“{name}” holds no content (0 bytes). Choose the file again.")


class FileTooLarge(AssessmentError):
    code = "file_too_large"
    message = N_("“{name}” has {size} MB; a file may have {limit} MB. Scan at 200 dpi or split the document.")


class FileTypeNotAccepted(AssessmentError):
    code = "file_type_not_accepted"
    message = N_(
        "“{name}” is not of an accepted type. Accepted are {accepted}: save or scan the document as one of these."
    )


class FileContentDiffers(AssessmentError):
    """The ending says one thing, the first bytes another."""

    code = "file_content_differs"
    message = N_(
        "“{name}” ends in .{ending}, but its content is not that of such a file. "
        "Open the original and save it again; renaming a file does not change its type."
    )


class FileHoldsProgram(AssessmentError):
    code = "file_holds_program"
    message = N_("“{name}” contains a program ({found}). Save it without macros and scripts, or print it to a new PDF.")


class FileInfected(AssessmentError):
    code = "file_infected"
    message = N_("“{name}” was refused by the virus scanner ({found}). Tell the person in charge of your computer.")


class AlreadyWithdrawn(AssessmentError):
    code = "file_already_withdrawn"
    message = N_("“{name}” was withdrawn on {day}.")
    status = 409


class FileMissing(AssessmentError):
    """The row is there, the content is not or has been altered on disk."""

    code = "file_missing"
    message = N_("The content of “{name}” is not what was stored (check code {digest}). Tell the duty desk.")
    status = 409
