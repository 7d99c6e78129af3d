"""The only writers of returns, gathered: entry, sign-off, review, correction, laid-out figures, import of a file."""

from assessment.filing.correction_actions import (
    grant_correction,
    refuse_correction,
    request_correction,
    withdraw_correction,
)
from assessment.filing.delivery_actions import deliver_file
from assessment.filing.entry_actions import save_cells
from assessment.filing.import_actions import import_figures
from assessment.filing.laid_out_actions import answer_dispute, check_figures, deliver_figures
from assessment.filing.review_actions import accept, lock, open_review, send_back
from assessment.filing.signing_actions import request_signatures, sign, submit, withdraw
from assessment.filing.starting_actions import start_version

__all__ = [
    "accept",
    "answer_dispute",
    "check_figures",
    "deliver_figures",
    "deliver_file",
    "grant_correction",
    "import_figures",
    "lock",
    "open_review",
    "refuse_correction",
    "request_correction",
    "request_signatures",
    "save_cells",
    "send_back",
    "sign",
    "start_version",
    "submit",
    "withdraw",
    "withdraw_correction",
]
