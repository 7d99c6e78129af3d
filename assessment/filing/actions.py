"""The only writers of returns, gathered: entry, sign-off, review, queries, adopted values, import of a file."""

from assessment.filing.adoption_actions import (
    confirm_adoption,
    propose_adoption,
    propose_withdrawal,
    reject_adoption,
)
from assessment.filing.entry_actions import save_cells, start_version
from assessment.filing.explanation_actions import convert, explain
from assessment.filing.import_actions import import_figures
from assessment.filing.query_actions import answer, ask, ask_again, close_query
from assessment.filing.review_actions import accept, accept_many, lock, open_review, send_back
from assessment.filing.signing_actions import request_signatures, sign, submit, withdraw
from assessment.filing.stamped_page_actions import attach_stamped_page

__all__ = [
    "accept",
    "accept_many",
    "answer",
    "ask",
    "ask_again",
    "attach_stamped_page",
    "close_query",
    "confirm_adoption",
    "convert",
    "explain",
    "import_figures",
    "lock",
    "open_review",
    "propose_adoption",
    "propose_withdrawal",
    "reject_adoption",
    "request_signatures",
    "save_cells",
    "send_back",
    "sign",
    "start_version",
    "submit",
    "withdraw",
]
