"""The only writers of returns, gathered: entry, sign-off, review, import of a file."""

from assessment.filing.entry_actions import save_cells, start_version
from assessment.filing.evidence_actions import add_evidence, add_stamped_page, read_evidence, withdraw_evidence
from assessment.filing.explanation_actions import convert, explain
from assessment.filing.extension_actions import ask_extension, grant_extension, refuse_extension, vet_late
from assessment.filing.import_actions import import_figures
from assessment.filing.letter_actions import answer_letter, issue_letter
from assessment.filing.reminder_actions import remind_all, remind_by_clock, remind_unit
from assessment.filing.review_actions import accept, lock, open_review, send_back
from assessment.filing.signing_actions import request_signatures, sign, submit, withdraw

__all__ = [
    "accept",
    "add_evidence",
    "add_stamped_page",
    "answer_letter",
    "ask_extension",
    "convert",
    "explain",
    "grant_extension",
    "import_figures",
    "issue_letter",
    "lock",
    "open_review",
    "read_evidence",
    "refuse_extension",
    "remind_all",
    "remind_by_clock",
    "remind_unit",
    "request_signatures",
    "save_cells",
    "send_back",
    "sign",
    "start_version",
    "submit",
    "vet_late",
    "withdraw",
    "withdraw_evidence",
]
