"""The tables of the stage, one module a subject."""

from assessment.filing.models.cell_history import CellEdit
from assessment.filing.models.returns import Cell, Receipt, ReceiptDay, Return, Signature, Version

__all__ = [
    "Cell",
    "CellEdit",
    "Receipt",
    "ReceiptDay",
    "Return",
    "Signature",
    "Version",
]
