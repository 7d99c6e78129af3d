"""The only writers of the stage, gathered."""

from assessment.filing.adoption_actions import (
    add_adoption_file,
    confirm_adoption,
    propose_adoption,
    propose_with_files,
    propose_withdrawal,
    reject_adoption,
)
from assessment.filing.correction_actions import (
    add_correction_file,
    grant_correction,
    refuse_correction,
    request_correction,
    request_with_files,
    withdraw_correction,
)
from assessment.filing.delivery_actions import deliver_file
from assessment.filing.enterprise_actions import accept_rows, sign_and_submit
from assessment.filing.entry_actions import save_cells
from assessment.filing.evidence_actions import add_evidence, add_stamped_page, read_evidence, withdraw_evidence
from assessment.filing.explanation_actions import convert, explain
from assessment.filing.extension_actions import ask_extension, grant_extension, refuse_extension, vet_late
from assessment.filing.history_actions import confirm_history, discard_history, map_history, upload_history
from assessment.filing.import_actions import import_figures
from assessment.filing.laid_out_actions import answer_dispute, check_figures, deliver_figures, lay_out_confirmed
from assessment.filing.letter_actions import answer_letter, issue_letter
from assessment.filing.mark_actions import mark_cell
from assessment.filing.query_actions import answer, ask, ask_again, close_query
from assessment.filing.reminder_actions import remind_all, remind_by_clock, remind_unit
from assessment.filing.review_actions import accept, accept_many, lock, open_review, send_back
from assessment.filing.signing_actions import request_signatures, sign, submit, withdraw
from assessment.filing.starting_actions import start_version
from assessment.filing.upload_actions import confirm_upload, discard_upload, expire_uploads, upload_workbook
from assessment.filing.verification_actions import report_altered

__all__ = [
    "accept",
    "accept_many",
    "accept_rows",
    "add_adoption_file",
    "add_correction_file",
    "add_evidence",
    "add_stamped_page",
    "answer",
    "answer_dispute",
    "answer_letter",
    "ask",
    "ask_again",
    "ask_extension",
    "check_figures",
    "close_query",
    "confirm_adoption",
    "confirm_history",
    "confirm_upload",
    "convert",
    "deliver_figures",
    "deliver_file",
    "discard_history",
    "discard_upload",
    "expire_uploads",
    "explain",
    "grant_correction",
    "grant_extension",
    "import_figures",
    "issue_letter",
    "lay_out_confirmed",
    "lock",
    "map_history",
    "mark_cell",
    "open_review",
    "propose_adoption",
    "propose_with_files",
    "propose_withdrawal",
    "read_evidence",
    "refuse_correction",
    "refuse_extension",
    "reject_adoption",
    "remind_all",
    "remind_by_clock",
    "remind_unit",
    "report_altered",
    "request_correction",
    "request_signatures",
    "request_with_files",
    "save_cells",
    "send_back",
    "sign",
    "sign_and_submit",
    "start_version",
    "submit",
    "upload_history",
    "upload_workbook",
    "vet_late",
    "withdraw",
    "withdraw_correction",
    "withdraw_evidence",
]
