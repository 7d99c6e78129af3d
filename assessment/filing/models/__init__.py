"""The tables of the stage, one module a subject."""

from assessment.filing.models.enterprises import Promise
from assessment.filing.models.findings import AcceptedReason, Explanation, FrozenFindings
from assessment.filing.models.history import HistoryFigure, HistoryFile, HistoryMapping
from assessment.filing.models.returns import Cell, Receipt, ReceiptDay, Return, Signature, Version
from assessment.filing.models.uploads import Upload

__all__ = [
    "AcceptedReason",
    "Cell",
    "Explanation",
    "FrozenFindings",
    "HistoryFigure",
    "HistoryFile",
    "HistoryMapping",
    "Promise",
    "Receipt",
    "ReceiptDay",
    "Return",
    "Signature",
    "Upload",
    "Version",
]
