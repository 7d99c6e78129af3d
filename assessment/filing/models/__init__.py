"""The tables of the stage, one module a subject."""

from assessment.filing.models.enterprises import Promise
from assessment.filing.models.returns import Cell, Receipt, ReceiptDay, Return, Signature, Version

__all__ = [
    "Cell",
    "Promise",
    "Receipt",
    "ReceiptDay",
    "Return",
    "Signature",
    "Version",
]
