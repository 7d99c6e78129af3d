"""The tables of the stage, one module a subject."""

from assessment.filing.models.adopted_values import AdoptedValue
from assessment.filing.models.queries import QueryMessage, QuerySheet, QuerySheetDay, QueryThread
from assessment.filing.models.returns import Cell, Receipt, ReceiptDay, Return, Signature, Version

__all__ = [
    "AdoptedValue",
    "Cell",
    "QueryMessage",
    "QuerySheet",
    "QuerySheetDay",
    "QueryThread",
    "Receipt",
    "ReceiptDay",
    "Return",
    "Signature",
    "Version",
]
