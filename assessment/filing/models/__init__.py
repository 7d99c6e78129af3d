"""The tables of the stage, one module a subject."""

from assessment.filing.models.findings import AcceptedReason, Explanation, FrozenFindings
from assessment.filing.models.returns import Cell, Receipt, ReceiptDay, Return, Signature, Version

__all__ = [
    "AcceptedReason",
    "Cell",
    "Explanation",
    "FrozenFindings",
    "Receipt",
    "ReceiptDay",
    "Return",
    "Signature",
    "Version",
]
