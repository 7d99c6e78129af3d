"""The tables of the stage, one module a subject."""

from assessment.filing.models.adopted_values import AdoptedValue
from assessment.filing.models.findings import AcceptedReason, Explanation, FrozenFindings
from assessment.filing.models.queries import QueryMessage, QuerySheet, QuerySheetDay, QueryThread
from assessment.filing.models.returns import Cell, Receipt, ReceiptDay, Return, Signature, Version

__all__ = [
    "AcceptedReason",
    "AdoptedValue",
    "Cell",
    "Explanation",
    "FrozenFindings",
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
