"""The tables of the stage, one module a subject."""

from assessment.filing.models.returns import Cell, Receipt, ReceiptDay, Return, Signature, Version

__all__ = [
    "Cell",
    "Receipt",
    "ReceiptDay",
    "Return",
    "Signature",
    "Version",
]
