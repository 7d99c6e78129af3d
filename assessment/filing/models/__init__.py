"""The tables of the stage, one module a subject."""

from assessment.filing.models.calendar import Extension, LateVetting, Letter, Reminder
from assessment.filing.models.findings import AcceptedReason, Explanation, FrozenFindings
from assessment.filing.models.returns import Cell, Receipt, ReceiptDay, Return, Signature, Version

__all__ = [
    "AcceptedReason",
    "Cell",
    "Explanation",
    "Extension",
    "FrozenFindings",
    "LateVetting",
    "Letter",
    "Receipt",
    "ReceiptDay",
    "Reminder",
    "Return",
    "Signature",
    "Version",
]
