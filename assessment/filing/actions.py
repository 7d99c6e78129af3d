"""The only writers of returns, gathered: entry, sign-off, review, import of a file."""

from assessment.filing.enterprise_actions import accept_rows, sign_and_submit
from assessment.filing.entry_actions import save_cells, start_version
from assessment.filing.explanation_actions import convert, explain
from assessment.filing.history_actions import confirm_history, discard_history, map_history, upload_history
from assessment.filing.import_actions import import_figures
from assessment.filing.review_actions import accept, lock, open_review, send_back
from assessment.filing.signing_actions import request_signatures, sign, submit, withdraw
from assessment.filing.stamped_page_actions import attach_stamped_page
from assessment.filing.upload_actions import confirm_upload, discard_upload, upload_workbook

__all__ = [
    "accept",
    "accept_rows",
    "attach_stamped_page",
    "confirm_history",
    "confirm_upload",
    "convert",
    "discard_history",
    "discard_upload",
    "explain",
    "import_figures",
    "lock",
    "map_history",
    "open_review",
    "request_signatures",
    "save_cells",
    "send_back",
    "sign",
    "sign_and_submit",
    "start_version",
    "submit",
    "upload_history",
    "upload_workbook",
    "withdraw",
]
